/** Helps the tests of what words tell: every word of a text, so that all of them are asked. */
import { isWordByte } from '../../../../../gateway/core/pii/bytes.ts'
import { hashOf, type Word } from '../../../../../gateway/core/pii/recognizers/told/prose-words.ts'

export function everyWord(bytes: Uint8Array): Word[] {
  const words: Word[] = []
  for (let at = 0; at < bytes.length; at++) {
    if (!isWordByte(bytes[at]!)) continue
    const start = at
    while (at < bytes.length && isWordByte(bytes[at]!)) at++
    words.push({ start, end: at, hash: hashOf(bytes, start, at) })
  }
  return words
}
