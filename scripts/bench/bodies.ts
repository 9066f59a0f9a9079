/** Makes the request bodies of all benchmarks from a seed: JSON as web services exchange it, with planted entities. */
import { makeEntity, plantedTypes } from './entities.ts'
import { Random } from './random.ts'

export interface BodyOrder {
  /** `sparse`: 12 entities per 64 KiB, at least one. `dense`: one entity per 100 bytes. */
  kind: 'sparse' | 'dense'
  /** Length of the body; at least 512. It is met exactly. */
  bytes: number
  seed: number
  format?: 'json'
}

export interface Body {
  body: Buffer
  /** The entities in it, as they are written, in document order. All are different and valid for their type. */
  planted: string[]
}

const sparseSpacing = 65_536 / 12
const denseSpacing = 100
const recordBytes = 900

export function makeBody({ kind, bytes, seed }: BodyOrder): Body {
  const maker = new BodyMaker(seed)
  const spacing = kind === 'sparse' ? sparseSpacing : denseSpacing
  const total = Math.max(1, Math.round(bytes / spacing))
  const planted: string[] = []
  const records: string[] = []
  let length = frame([], '').length
  // The last record's place is left to the note that brings the body to its length.
  while (length + 1.6 * recordBytes < bytes) {
    const due = Math.floor((total * (length + recordBytes)) / bytes) - planted.length
    const values = maker.entities(due, planted)
    const record = JSON.stringify(maker.record(records.length, values))
    records.push(record)
    length += Buffer.byteLength(record) + 1
  }
  const rest = maker.entities(total - planted.length, planted)
  return { body: fill(maker, { records, rest, bytes }), planted }
}

/** Closes the body with a note that carries the remaining entities and brings it to exactly `bytes`. */
function fill(maker: BodyMaker, parts: { records: string[]; rest: string[]; bytes: number }): Buffer {
  const { records, rest, bytes } = parts
  const without = Buffer.byteLength(frame(records, ''))
  const room = bytes - without
  let note = ''
  for (const value of rest) note += `${maker.words(2)} ${value}, `
  while (note.length < room) note += `${maker.words(6)} `
  if (rest.join().length + 12 * rest.length > room)
    throw new Error(`${bytes} bytes are too few for the entities`)
  return Buffer.from(frame(records, `${note.slice(0, room - 1)}.`))
}

function frame(records: readonly string[], note: string): string {
  return `{"object":"list","has_more":false,"data":[${records.join(',')}],"note":"${note}"}`
}

const vocabulary =
  'the order was sent on time and we would like to know when the next delivery arrives because our team needs it before ' +
  'friday please check the invoice again it shows a different amount than agreed thank you for your quick answer the new ' +
  'printer works but the scanner still reports an error after every second page could you look into this with your ' +
  'colleague from support our customers ask about opening hours during holidays and whether parking is available near'
const allWords = vocabulary.split(' ')
const accented = ['café', 'Größe', 'façade', 'naïve', 'señor', 'Zürich', 'œuvre', 'smörgås']

/** Makes the parts of a body. */
class BodyMaker {
  readonly #random: Random
  readonly #made = new Set<string>()
  #nextType = 0

  constructor(seed: number) {
    this.#random = new Random(seed)
    this.#nextType = this.#random.below(plantedTypes.length)
  }

  /** `count` entities of changing types, none of them planted before; they are added to `planted`. */
  entities(count: number, planted: string[]): string[] {
    const values: string[] = []
    while (values.length < count) {
      const value = makeEntity(plantedTypes[this.#nextType++ % plantedTypes.length]!, this.#random)
      if (this.#made.has(value)) continue
      this.#made.add(value)
      values.push(value)
      planted.push(value)
    }
    return values
  }

  words(count: number): string {
    return Array.from({ length: count }, () => this.#random.pick(allWords)).join(' ')
  }

  /** One record of a customer conversation; `values` stand in its fields and in its text, in this order. */
  record(index: number, values: readonly string[]): object {
    const random = this.#random
    const inFields = values.length > 4 ? values.slice(0, 2) : []
    const inText = values.slice(inFields.length)
    const day = String(1 + random.below(28)).padStart(2, '0')
    return {
      id: `msg_${random.hex(24)}`,
      object: 'conversation.message',
      index,
      created: 1_700_000_000 + random.below(90_000_000),
      updated_at: `2026-0${1 + random.below(9)}-${day}T${10 + random.below(14)}:${10 + random.below(50)}:07.${random.digits(3)}Z`,
      trace: `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`,
      livemode: random.below(2) === 0,
      parent: null,
      ...(inFields.length > 0 ? { contact: inFields } : {}),
      totals: {
        currency: random.pick(['eur', 'usd', 'gbp']),
        amount: random.below(1_000_000),
        tax_rate: random.below(2500) / 100,
        lines: [random.below(90), random.below(900), random.below(9000)],
      },
      messages: [
        { role: 'system', content: `${this.words(14)} ${random.pick(accented)} ${this.words(4)}.` },
        { role: 'user', content: this.#prose(inText) },
      ],
      tags: [random.pick(allWords), `plan-${random.below(40)}`, `v2.${random.below(20)}.${random.below(9)}`],
    }
  }

  /** A few sentences with the values spread over them. */
  #prose(values: readonly string[]): string {
    const filler = values.length > 2 ? 3 : 12
    const sentences = values.map((value) => `${this.words(filler)} ${value} ${this.words(2)}.`)
    if (values.length < 3) sentences.push(`${this.words(30)}, "${this.words(3)}".`, `${this.words(16)}.`)
    return sentences.join('\n')
  }
}
