/** Recognises private keys in PEM and its relatives (PKCS#1, PKCS#8, SEC 1, OpenSSH, PGP, SSH2), also cut off or escaped. */
import { asciiBytes } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import type { TextView } from '../text-view.ts'
import { keyBodyEnd, maxKeyBytes } from './key-body.ts'
import type { Recognizer } from './recognizer.ts'

/** Anchored at the first of the hyphens before `BEGIN`. */
export const pemKey = {
  name: 'pem-key',
  trigger: 'hyphen',
  source: 'RFC 7468 §10 and §11, RFC 1421 (headers), RFC 9580 §6.2 (PGP), OpenSSH PROTOCOL.key',
  recognize: recognizePemKey,
} as const satisfies Recognizer

const HYPHEN = 0x2d
const SPACE = 0x20
const begin = asciiBytes('BEGIN ')
const privateKey = asciiBytes('PRIVATE KEY')
const block = asciiBytes(' BLOCK')
const endWord = asciiBytes('END ')
const maxLabel = 48

function recognizePemKey(text: TextView, at: number): Finding | null {
  const labelStart = afterDashes(text, at, begin)
  if (labelStart < 0) return null
  const label = labelEnd(text, labelStart)
  if (label < 0) return null
  const headerEnd = closingDashes(text, label)
  if (headerEnd < 0) return null
  const footer = findFooter(text, headerEnd, at + maxKeyBytes)
  const end = footer > 0 ? footer : keyBodyEnd(text, headerEnd, at + maxKeyBytes)
  return {
    type: 'PRIVATE_KEY',
    start: at,
    end,
    score: 0.99,
    reasons: ['pem-header', footer > 0 ? 'pem-footer' : 'cut-off'],
  }
}

/** Behind four or five hyphens, perhaps a space (SSH2's form), and `word`; -1 where that does not stand at `at`. */
function afterDashes(text: TextView, at: number, word: Uint8Array): number {
  let position = at
  while (position < at + 5 && text.byte(position) === HYPHEN) position++
  if (position < at + 4) return -1
  if (text.byte(position) === SPACE) position++
  return text.matches(position, word) ? position + word.length : -1
}

/** Where a label of capitals ends that says `PRIVATE KEY` at its end; -1 for any other. */
function labelEnd(text: TextView, start: number): number {
  let position = start
  while (position < start + maxLabel) {
    const byte = text.byte(position)
    if (byte === 0x50 && text.matches(position, privateKey)) {
      const end = position + privateKey.length
      return text.matches(end, block) ? end + block.length : end
    }
    const isLabelByte = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x30 && byte <= 0x39) || byte === SPACE
    if (!isLabelByte) return -1
    position++
  }
  return -1
}

/** Behind the hyphens that close a header or footer line; -1 where fewer than four stand there. */
function closingDashes(text: TextView, from: number): number {
  let position = text.byte(from) === SPACE ? from + 1 : from
  const first = position
  while (position < first + 5 && text.byte(position) === HYPHEN) position++
  return position - first >= 4 ? position : -1
}

/** Behind the footer line; -1 where another header, a byte no key has, or the limit comes first. */
function findFooter(text: TextView, from: number, limit: number): number {
  for (let position = from; position < limit; position++) {
    const byte = text.byte(position)
    if (byte < 0 || byte === 0x22 || byte === 0x3c || byte === 0x7b) return -1
    if (byte !== HYPHEN || text.byte(position + 1) !== HYPHEN) continue
    const label = afterDashes(text, position, endWord)
    if (label > 0) return footerEnd(text, label)
    if (afterDashes(text, position, begin) > 0) return -1
  }
  return -1
}

function footerEnd(text: TextView, label: number): number {
  const end = labelEnd(text, label)
  if (end < 0) return -1
  const closed = closingDashes(text, end)
  return closed < 0 ? end : closed
}
