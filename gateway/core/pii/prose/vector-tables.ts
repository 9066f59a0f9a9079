/** Copies into the memory of the vector code what it is to look up: all of it computed by the plain code's own functions. */
import { modelAt, type ProseMemory, tablesAt } from '../wasm/prose-memory.ts'
import type { ProseSettings } from '../wasm/prose-program.ts'
import { wholes } from './accents.ts'
import { characterAt, foldInto } from './characters.ts'
import { mineBeyond, shapeBefore, templates, wordBefore } from './features.ts'
import { knownWords } from './known-words.ts'
import { transitionsOf, weightsBelow } from './lattice.ts'
import { labelCount, type ProseModel, weightBias } from './model.ts'
import { joiningKinds, namingKinds, openingKinds } from './sight.ts'
import { markHashes } from './tokens.ts'
import { traits, traitsOfKind } from './traits.ts'
import { classCount, compoundStreetClass, streetTails } from './vocabulary.ts'
import { WordLook } from './word-look.ts'

/** Sums of 40 weights are no further apart. */
const farthestApart = 64_000
/** Tables begin where a line of the processor's memory does. */
const lineBytes = 64

export interface VectorPlaces {
  readonly settings: ProseSettings
  readonly look: WordLook['tables']
  readonly below: Float64Array
  readonly textAt: number
}

/** Where the model's own tables lie, one behind the other, and the text behind them. */
export function placesFor({ lists, mask, scale }: ProseModel): VectorPlaces {
  const look = new WordLook(lists).tables
  const below = weightsBelow(scale, farthestApart)
  let at = modelAt
  const place = (bytes: number) => {
    const from = at
    at = Math.ceil((at + bytes) / lineBytes) * lineBytes
    return from
  }
  const settings: ProseSettings = {
    known: place(knownWords.pairs.byteLength),
    tells: place(look.tells.byteLength),
    lists: place(look.lists.byteLength),
    exps: place(below.byteLength),
    weights: place((mask + 1) * labelCount * 2),
    knownMask: knownWords.pairs.length / 2 - 1,
    shift: look.shift,
    openingKinds,
    joiningKinds,
    namingKinds,
    compoundStreet: compoundStreetClass,
    mask,
    lastExp: below.length - 1,
  }
  return { settings, look, below, textAt: at + lineBytes }
}

export function fillTables(memory: ProseMemory, model: ProseModel, places: VectorPlaces): void {
  const { settings, look, below } = places
  fillLetters(memory)
  const transitions = transitionsOf(model.transitions, model.scale)
  memory.put(tablesAt.templates, templates)
  memory.put(tablesAt.transitions, transitions)
  memory.put(tablesAt.transposed, transposed(transitions))
  memory.put(tablesAt.tails, look.tails)
  memory.put(tablesAt.streetTails, Int32Array.of(streetTails.size, ...streetTails))
  memory.put(settings.known, knownWords.pairs)
  memory.put(settings.tells, look.tells)
  memory.put(settings.lists, look.lists)
  memory.put(settings.exps, below)
  memory.put(settings.weights, weightsOf(model))
  memory.setBefore('hash', wordBefore)
  memory.setBefore('mine', mineBeyond)
  memory.setBefore('shape', shapeBefore)
  memory.setBefore('kind', classCount)
}

function fillLetters(memory: ProseMemory): void {
  memory.put(tablesAt.traits, traits)
  memory.put(tablesAt.markHashes, markHashes)
  memory.put(tablesAt.traitsOfKind, Int32Array.from(traitsOfKind))
  memory.put(
    tablesAt.tailMasks,
    Int32Array.from({ length: 16 }, (_, length) => (length < 4 ? (1 << (8 * length)) - 1 : -1)),
  )
  memory.put(
    tablesAt.twoBytes,
    Uint16Array.from({ length: 0x800 }, (_, point) => twoBytes(point)),
  )
  memory.put(tablesAt.accents, wholes)
}

/** The small form of a character of two bytes, and its kind above it. */
function twoBytes(point: number): number {
  if (point < 0x80) return 0
  const bytes = Uint8Array.of(0xc0 | (point >> 6), 0x80 | (point & 0x3f))
  const kind = characterAt(bytes, 0, 2) & 7
  foldInto(bytes, 0, 2, bytes, 0)
  return (kind << 11) | ((bytes[0]! & 0x1f) << 6) | (bytes[1]! & 0x3f)
}

function transposed(transitions: Float64Array): Float64Array {
  return Float64Array.from(
    { length: labelCount * labelCount },
    (_, at) => transitions[(at % labelCount) * labelCount + Math.floor(at / labelCount)]!,
  )
}

function weightsOf({ pairs }: ProseModel): Int16Array {
  const weights = new Int16Array(pairs.length * 2)
  for (let index = 0; index < pairs.length; index++) {
    weights[2 * index] = (pairs[index]! & 0xffff) - weightBias
    weights[2 * index + 1] = (pairs[index]! >>> 16) - weightBias
  }
  return weights
}
