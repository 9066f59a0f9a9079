/** Knows the words right before a number that make it a part's or a device's own: `Part number 0280-218-037`, `serial 0280-218-037`. */

import { wordReach } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import { isWordAt } from '../word-bytes.ts'
import { hashesOf, hashOf, longestWord } from './told/prose-words.ts'

const parts = hashesOf(
  'part ersatzteil bauteil serial partnumber partno serialnumber serialno teilenummer teilenr teilnummer ersatzteilnummer bauteilnummer sachnummer ' +
    'seriennummer seriennr materialnummer artikelnummer onderdeelnummer serienummer',
)
const numbers = hashesOf('no nr num number numbers nummer')

/** True where such a word ends right before `at`, over a word for a number and marks; another number between ends it. */
export function isBehindPart({ bytes, start }: TextView, at: number): boolean {
  const farthest = Math.max(start, at - wordReach)
  let end = at
  for (let words = 0; words < 2; words++) {
    while (end > farthest && isJoint(bytes[end - 1]!)) end--
    let word = end
    while (word > farthest && word > end - longestWord - 1 && isWordAt(bytes, word - 1)) word--
    if (word === end) return false
    const hash = hashOf(bytes, word, end)
    if (parts.has(hash)) return true
    if (!numbers.has(hash)) return false
    end = word
  }
  return false
}

/** Blank, colon, full stop, number sign, and the marks of `part-no` and `part_123.pdf`. */
function isJoint(byte: number): boolean {
  return byte === 0x20 || byte === 0x3a || byte === 0x2e || byte === 0x23 || byte === 0x2d || byte === 0x5f
}
