/** Tells whether a word beside what may be a number plate speaks of a vehicle: `Kfz VSB-5743`, `VSB-5743 (Kennzeichen)`. */
import { wordRightBefore } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import { isWordAt } from '../word-bytes.ts'
import { isBehindPart } from './part-number.ts'

interface Span {
  readonly start: number
  readonly end: number
}

/** Vehicles, and what is issued with their plates. Of `van`, `auto-` and `bus` other things are said more often. */
const cars = new Set(
  (
    'car cars truck trucks lorry taxi trailer motorbike motorcycle license licence parked ' +
    'kfz pkw lkw auto wagen fahrzeug dienstwagen firmenwagen mietwagen leihwagen lieferwagen motorrad anhänger ' +
    'voiture véhicule camion remorque coche vehículo carro camión remolque macchina automobile veicolo veículo caminhão ' +
    'voertuig bedrijfswagen samochód pojazd'
  ).split(' '),
)
const articles = new Set(
  'teil teile teilen artikel article articles item items parts sku pièce pieza pezzo onderdeel część'.split(
    ' ',
  ),
)
/** They may stand between the word and the plate: `Kfz Nr. VSB-5743`, `my car is VSB-5743`. */
const between = new Set(['no', 'nr', 'number', 'is', 'ist', 'mit', 'with'])

/** Heads of tickets, standards and requests, and makers of cars, whom numbers of models stand behind. */
const series = new Set(
  'REQ BUG RFC ISO DIN IEC TKT INC CVE PEP SKU REF DOC INV ORD JOB CRM API SAE ECE ERR FIX CHG PRB UAT DEV OPS PRJ PRO BMW AMG'.split(
    ' ',
  ),
)

const reach = 24
const longestNote = 28
const lineFeed = 0x0a
const [SPACE, OPEN, CLOSE, FULL_STOP] = [0x20, 0x28, 0x29, 0x2e]
const decoder = new TextDecoder()

/** True where what stands at `start` begins as tickets and standards do. */
export function isKnownSeries({ bytes }: TextView, start: number): boolean {
  return series.has(String.fromCharCode(...bytes.subarray(start, start + 3)))
}

/** True beside a word for a vehicle, before it or in brackets behind. */
export function isBesideCar(text: TextView, { start, end }: Span): boolean {
  const close = endOfNote(text, end)
  return isBehindCar(text, start) || (close > 0 && isBehindCar(text, close))
}

/** True before `(plate)`, `(amtl. Kennzeichen)`. */
export function isNotedAsPlate(text: TextView, end: number): boolean {
  const close = endOfNote(text, end)
  return close > 0 && wordRightBefore(text, close) === 'plate'
}

/** Where the bracket closes that opens behind `at`, over one space; 0 where none does, on that line and soon. */
function endOfNote(text: TextView, at: number): number {
  const open = text.byte(at) === SPACE ? at + 1 : at
  if (text.byte(open) !== OPEN) return 0
  for (let index = open + 1; index < open + longestNote; index++) {
    const byte = text.byte(index)
    if (byte === CLOSE) return index
    if (byte === lineFeed || byte === OPEN || byte < 0) return 0
  }
  return 0
}

/** `Teil AB-12-CD`: what a word for a part or an article stands right before is its number. */
export function isBehindArticle(text: TextView, at: number): boolean {
  return isBehindPart(text, at) || isBehindWord(text, at, articles)
}

function isBehindCar(text: TextView, at: number): boolean {
  return isBehindWord(text, at, cars)
}

/** True where the word right before `at` is one of these, over marks and spaces. */
function isBehindWord({ bytes, start }: TextView, at: number, words: ReadonlySet<string>): boolean {
  const farthest = Math.max(start, at - reach)
  let end = at
  let isBehindStop = false
  while (end > farthest) {
    if (!isWordAt(bytes, end - 1)) {
      if (bytes[end - 1] === lineFeed) return false
      if (bytes[end - 1] === FULL_STOP) isBehindStop = true
      end--
      continue
    }
    let from = end
    while (from > farthest && isWordAt(bytes, from - 1)) from--
    // What the reach cuts off is no word.
    if (from === at - reach) return false
    const word = decoder.decode(bytes.subarray(from, end)).toLowerCase()
    if (!between.has(word)) return !isBehindStop && words.has(word)
    isBehindStop = false
    end = from
  }
  return false
}
