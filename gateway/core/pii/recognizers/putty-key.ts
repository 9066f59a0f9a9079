/** Recognises private keys in PuTTY's own file format. */
import { asciiBytes, isDigit, isHex } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import type { TextView } from '../text-view.ts'
import { maxKeyBytes } from './key-body.ts'
import type { Recognizer } from './recognizer.ts'

/** Anchored at the hyphen behind `PuTTY`. */
export const puttyKey = {
  name: 'putty-key',
  trigger: 'hyphen',
  source: 'PuTTY manual, appendix C (PPK file format, versions 1 to 3)',
  recognize: recognizePuttyKey,
} as const satisfies Recognizer

const header = asciiBytes('PuTTY-User-Key-File-')
const seal = asciiBytes('Private-MAC: ')
const oldSeal = asciiBytes('Private-Hash: ')
const markLength = 5

function recognizePuttyKey(text: TextView, at: number): Finding | null {
  const start = at - markLength
  if (start < text.floor || text.byte(at - 1) !== 0x59 || !text.matches(start, header)) return null
  const version = start + header.length
  if (!isDigit(text.byte(version))) return null
  return {
    type: 'PRIVATE_KEY',
    start,
    end: fileEnd(text, version + 1, start + maxKeyBytes),
    score: 0.99,
    reasons: ['ppk-header'],
  }
}

/**
 * Behind the seal that ends the file. A file that was cut off has no shape that could be told from prose: then all up
 * to a byte that no such file holds, another file, or the limit counts as the key.
 */
function fileEnd(text: TextView, from: number, limit: number): number {
  let position = from
  for (; position < limit; position++) {
    const byte = text.byte(position)
    if (byte < 0 || byte === 0x22 || byte === 0x3c || byte === 0x7b) return position
    if (byte !== 0x50) continue
    if (text.matches(position, header)) return position
    const sealLength = text.matches(position, seal)
      ? seal.length
      : text.matches(position, oldSeal)
        ? oldSeal.length
        : 0
    if (sealLength > 0) return hexEnd(text, position + sealLength)
  }
  return position
}

function hexEnd(text: TextView, from: number): number {
  let position = from
  while (position < from + 64 && isHex(text.byte(position))) position++
  return position
}
