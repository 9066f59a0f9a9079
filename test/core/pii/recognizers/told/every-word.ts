/** Helps the tests of what words tell: every word of a text, so that all of them are asked. */
import { hashOf, type Word } from '../../../../../gateway/core/pii/recognizers/told/prose-words.ts'
import { isWordAt } from '../../../../../gateway/core/pii/word-bytes.ts'

export function everyWord(bytes: Uint8Array): Word[] {
  const words: Word[] = []
  for (let at = 0; at < bytes.length; at++) {
    if (!isWordAt(bytes, at)) continue
    const start = at
    while (at < bytes.length && isWordAt(bytes, at)) at++
    words.push({ start, end: at, hash: hashOf(bytes, start, at) })
  }
  return words
}
