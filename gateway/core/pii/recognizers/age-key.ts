/** Recognises the secret keys of the age file encryption tool. */
import { asciiBytes, isAlphanumeric } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import type { TextView } from '../text-view.ts'
import type { Recognizer } from './recognizer.ts'

/** Anchored at the hyphen behind `AGE`. */
export const ageKey = {
  name: 'age-key',
  trigger: 'hyphen',
  source: 'C2SP age specification, X25519 identities (Bech32, BIP 173)',
  recognize: recognizeAgeKey,
} as const satisfies Recognizer

const header = asciiBytes('AGE-SECRET-KEY-1')
/** 32 bytes in groups of five bits, and six check characters. */
const dataLength = 58
const markLength = 3

function recognizeAgeKey(text: TextView, at: number): Finding | null {
  const start = at - markLength
  if (start < text.floor || text.byte(at - 1) !== 0x45 || !text.matches(start, header)) return null
  let end = start + header.length
  const limit = end + dataLength
  while (end < limit && isAlphanumeric(text.byte(end))) end++
  return { type: 'PRIVATE_KEY', start, end, score: 0.99, reasons: ['age-header'] }
}
