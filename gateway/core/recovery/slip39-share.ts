/** One share of SLIP-0039 as words, and back: its head, its value, and the checksum that finds up to three wrong words. */
import { slip39Words } from './slip39-words.ts'

export interface Share {
  /** 15 bits, the same for all shares of one secret. */
  id: number
  /** Whether `id` has no part in the encryption. */
  isExtendable: boolean
  /** PBKDF2 runs 10,000 · 2^exponent times. */
  exponent: number
  groupIndex: number
  groupThreshold: number
  groupCount: number
  memberIndex: number
  memberThreshold: number
  value: Buffer
}

/** What is wrong with the words of one share; `at`: the first one, counted from 1. */
export type ShareProblem = { why: 'word'; at: number } | { why: 'length' | 'checksum' | 'content' }
export type ReadShare = { ok: true; share: Share } | { ok: false; problem: ShareProblem }

const wordBits = 10
const headWords = 4
const checkWords = 3
/** Of a secret of 128 bits. */
const fewestWords = 20
const tellingLetters = 4

const places = new Map(slip39Words.map((word, at) => [word, at]))
const placesByBeginning = new Map(slip39Words.map((word, at) => [word.slice(0, tellingLetters), at]))

export function writeShare(share: Share): string[] {
  const { id, isExtendable, exponent, value } = share
  const head =
    (BigInt(id) << 25n) |
    (BigInt(isExtendable ? 1 : 0) << 24n) |
    (BigInt(exponent) << 20n) |
    (BigInt(share.groupIndex) << 16n) |
    (BigInt(share.groupThreshold - 1) << 12n) |
    (BigInt(share.groupCount - 1) << 8n) |
    (BigInt(share.memberIndex) << 4n) |
    BigInt(share.memberThreshold - 1)
  const valueWords = Math.ceil((value.length * 8) / wordBits)
  const data = [...toWords(head, headWords), ...toWords(BigInt(`0x${value.toString('hex')}`), valueWords)]
  const check = checksum(isExtendable, [...data, 0, 0, 0]) ^ 1
  return [...data, ...toWords(BigInt(check), checkWords)].map((word) => slip39Words[word]!)
}

/** Whole words, or their first four letters, in any case. */
export function readShare(typed: readonly string[]): ReadShare {
  const words: number[] = []
  for (const [index, word] of typed.entries()) {
    const small = word.toLowerCase()
    const place =
      places.get(small) ?? (small.length === tellingLetters ? placesByBeginning.get(small) : undefined)
    if (place === undefined) return { ok: false, problem: { why: 'word', at: index + 1 } }
    words.push(place)
  }
  const padding = ((words.length - headWords - checkWords) * wordBits) % 16
  if (words.length < fewestWords || padding > 8) return { ok: false, problem: { why: 'length' } }
  const isExtendable = ((words[1]! >> 4) & 1) === 1
  if (checksum(isExtendable, words) !== 1) return { ok: false, problem: { why: 'checksum' } }
  const share = contentOf(words, isExtendable)
  return share === null ? { ok: false, problem: { why: 'content' } } : { ok: true, share }
}

/** Null where the checksum is right and the rest makes no share. */
function contentOf(words: readonly number[], isExtendable: boolean): Share | null {
  const head = Number(fromWords(words.slice(2, headWords)))
  const valueWords = words.slice(headWords, -checkWords)
  const length = Math.floor((valueWords.length * wordBits) / 16) * 2
  const value = fromWords(valueWords)
  if (value >> BigInt(length * 8) !== 0n) return null
  const share: Share = {
    id: (words[0]! << 5) | (words[1]! >> 5),
    ...{ isExtendable, exponent: words[1]! & 0x0f },
    ...{
      groupIndex: head >> 16,
      groupThreshold: ((head >> 12) & 0x0f) + 1,
      groupCount: ((head >> 8) & 0x0f) + 1,
    },
    ...{ memberIndex: (head >> 4) & 0x0f, memberThreshold: (head & 0x0f) + 1 },
    value: Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex'),
  }
  return share.groupThreshold > share.groupCount ? null : share
}

function toWords(value: bigint, count: number): number[] {
  return Array.from({ length: count }, (_, at) =>
    Number((value >> BigInt((count - 1 - at) * wordBits)) & 0x3ffn),
  )
}

function fromWords(words: readonly number[]): bigint {
  return words.reduce((value, word) => (value << BigInt(wordBits)) | BigInt(word), 0n)
}

const generator = [
  0xe0e040, 0x1c1c080, 0x3838100, 0x7070200, 0xe0e0009, 0x1c0c2412, 0x38086c24, 0x3090fc48, 0x21b1f890,
  0x3f3f120,
]

/** RS1024 of SLIP-0039, a Reed-Solomon code over 1,024 elements; 1 where it is right. */
function checksum(isExtendable: boolean, words: readonly number[]): number {
  let sum = 1
  const name = isExtendable ? 'shamir_extendable' : 'shamir'
  for (const value of [...Buffer.from(name), ...words]) {
    const top = sum >> 20
    sum = ((sum & 0xfffff) << 10) ^ value
    for (const [bit, term] of generator.entries()) sum ^= term & -((top >> bit) & 1)
  }
  return sum
}
