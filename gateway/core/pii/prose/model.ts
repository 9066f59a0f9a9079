/** Reads the file of a trained tagger: weights of hashed features, and lists of names that answer only "perhaps". */
import { placeOf } from './hash.ts'

/** What a token can be. `LOCATION` and `ORG` are told apart so that places and companies are not taken for persons. */
export const labels = [
  'O',
  'B-PERSON',
  'I-PERSON',
  'B-ADDRESS',
  'I-ADDRESS',
  'B-ORG',
  'I-ORG',
  'LOCATION',
] as const
export const labelCount = labels.length

/** The lists a model carries, in the order of its file. */
export const listNames = ['first-name', 'last-name', 'name', 'city', 'common-word'] as const

/**
 * A list of words as one bit for each hash. About one in ten words that are not listed share their bit with one that is, so
 * that the file does not tell whether any single name was on the list.
 */
export interface HashedList {
  readonly bits: Uint8Array
  readonly shift: number
}

export interface ProseModel {
  readonly lists: readonly HashedList[]
  /** From label × to label; the last row is what a stretch begins with, its last column unused. */
  readonly transitions: Int16Array
  /**
   * Weights for each of a power of two of places: `labelCount` of them, two to a number, the later one in its upper half.
   * Each is `weightBias` above what it is worth, so that sums of pairs can be taken without one half disturbing the other.
   */
  readonly pairs: Int32Array
  readonly mask: number
  /** What one unit of weight is worth. */
  readonly scale: number
}

/** Weights are from `-weightBias` to `weightBias - 1`: 40 of them add up to less than 2^16. */
export const weightBias = 800

export const modelMagic = 0x47485031 // "GHP1"

/** @throws RangeError where the bytes are no such file: they come with the product, not from outside. */
export function readModel(bytes: Uint8Array): ProseModel {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0) !== modelMagic) throw new RangeError('no model of a tagger')
  const scale = view.getFloat32(4)
  const placesLog = view.getUint8(8)
  let at = 12
  const lists = listNames.map((_, index) => {
    const bitsLog = view.getUint8(at + index)
    return { bitsLog }
  })
  at = 20
  const read = lists.map(({ bitsLog }) => {
    const bits = bytes.slice(at, at + (1 << (bitsLog - 3)))
    at += bits.length
    return { bits, shift: 32 - bitsLog }
  })
  const transitions = readShorts(view, at, (labelCount + 1) * labelCount)
  at += transitions.byteLength
  const pairs = pairUp(readShorts(view, at, labelCount << placesLog))
  return { lists: read, transitions, pairs, mask: (1 << placesLog) - 1, scale }
}

function pairUp(weights: Int16Array): Int32Array {
  const pairs = new Int32Array(weights.length / 2)
  for (let index = 0; index < pairs.length; index++) {
    pairs[index] = (weights[index * 2]! + weightBias) | ((weights[index * 2 + 1]! + weightBias) << 16)
  }
  return pairs
}

function readShorts(view: DataView, from: number, count: number): Int16Array {
  const shorts = new Int16Array(count)
  for (let index = 0; index < count; index++) shorts[index] = view.getInt16(from + index * 2)
  return shorts
}

/** True when a word with this hash may be on the list. */
export function listed({ bits, shift }: HashedList, hash: number): boolean {
  const place = placeOf(hash, shift)
  return (bits[place >>> 3]! & (1 << (place & 7))) !== 0
}

/** All lists in one table, so that a word is looked up once: bit n of an entry says "perhaps" for list n. */
export class ListTable {
  /** By `placeOf`. */
  readonly entries: Uint8Array
  readonly shift: number

  constructor(lists: readonly HashedList[]) {
    this.shift = Math.min(...lists.map(({ shift }) => shift))
    this.entries = new Uint8Array(2 ** (32 - this.shift))
    lists.forEach(({ bits, shift }, list) => {
      const coarser = shift - this.shift
      for (let at = 0; at < this.entries.length; at++) {
        const place = at >>> coarser
        if ((bits[place >>> 3]! & (1 << (place & 7))) !== 0) this.entries[at]! |= 1 << list
      }
    })
  }

  /** The lists that a word with this hash may be on, as bits. */
  bitsOf(hash: number): number {
    return this.entries[placeOf(hash, this.shift)]!
  }
}
