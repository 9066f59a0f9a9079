/** The promise that no body, however it is made, takes more time than its length allows, or more memory than a bound. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { createInspector } from '../../../gateway/core/content/create.ts'
import type { BodyForm } from '../../../gateway/core/content/format.ts'
import { isGatewayError } from '../../../gateway/core/errors.ts'
import { KiB, MiB } from '../../../gateway/core/units.ts'
import { askingJudge } from '../content/support.ts'

const chunkBytes = 64 * KiB
const maxValueBytes = MiB

/** Pieces of which bodies are made that give the analyzer as much to think about as can be. */
const pieces: Record<string, string | Uint8Array> = {
  digits: '1',
  'spaced digits': '1 ',
  'random groups': '555 12-34 (0)9.1/2 ',
  'at signs': '@',
  'addresses without an end': 'a@b.',
  'local parts': 'a.',
  colons: ':',
  'hexadecimal groups': 'ab:',
  hyphens: '-',
  'headers of keys': '-----BEGIN PRIVATE KEY-----\\n',
  'opening braces': '{',
  'opening brackets': '[',
  backslashes: '\\\\',
  quotes: '\\"',
  percents: '%',
  'percent escapes': '%31',
  'escapes of two layers': '\\\\u0031',
  'escaped digits': '\\u0031',
  'halves of pairs': '\\ud83d',
  'letters and digits': 'a1',
  capitals: 'AB 12 ',
  'long words': 'a1B2c3D4e5F6g7H8',
  'beginnings of accounts': 'DE89 3704 ',
  'full-width digits': '１２３',
  'combining marks': '1\u0301',
  'zero-width spaces': '4\u200b1\u200b',
  'invalid UTF-8': Uint8Array.of(0xf0, 0x9f, 0xc2, 0x31, 0xff),
  names: 'Jane Doe, ',
}

/** How a piece becomes a body: as one string, as one text, as many strings, as what stands between strings. */
const frames: Record<string, { format: BodyForm['format']; before: string; after: string }> = {
  'one JSON string': { format: 'json', before: '{"note":"', after: '"}' },
  'a plain text': { format: 'text', before: '', after: '' },
}

interface Shape {
  name: string
  format: BodyForm['format']
  before: string
  piece: string | Uint8Array
  after: string
}

const shapes: Shape[] = [
  ...Object.entries(pieces).flatMap(([name, piece]) =>
    Object.entries(frames).map(([frame, framed]) => ({ name: `${name} in ${frame}`, piece, ...framed })),
  ),
  { name: 'bare digits', format: 'json', before: '[', piece: '1', after: ']' },
  { name: 'many numbers', format: 'json', before: '[', piece: '4111111111111111,', after: '1]' },
  { name: 'many names', format: 'json', before: '{', piece: '"a1":1,', after: '"b":1}' },
  { name: 'many strings', format: 'json', before: '[', piece: '"555-0143",', after: '1]' },
  { name: 'many documents', format: 'ndjson', before: '', piece: '[1]\n', after: '' },
  { name: 'opened and closed', format: 'json', before: '[', piece: '[[[{"a":[]}]]],', after: '1]' },
  { name: 'nothing but brackets', format: 'json', before: '', piece: '[', after: '' },
  { name: 'nothing but braces', format: 'json', before: '', piece: '{', after: '' },
  { name: 'nothing but quotes', format: 'json', before: '', piece: '"', after: '' },
  { name: 'white space', format: 'json', before: '[', piece: ' \n', after: ']' },
]

function makeBody({ before, piece, after }: Shape, bytes: number): Buffer {
  const middle = Buffer.alloc(bytes, piece as Uint8Array)
  // A piece that the end cuts in two would make another body malformed at its very end.
  const length = Buffer.byteLength(Buffer.from(piece as Uint8Array))
  return Buffer.concat([
    Buffer.from(before),
    middle.subarray(0, bytes - (bytes % length)),
    Buffer.from(after),
  ])
}

/** Reads a body in chunks as a socket gives them; a body that is refused for what it is has been read as well. */
function read(shape: Shape, body: Buffer): void {
  const { judge } = askingJudge({ operator: 'mask' })
  const quiet = { ...judge, entity: () => 'mask' as const }
  const inspector = createInspector({
    format: shape.format,
    judge: quiet,
    limits: { maxValueBytes },
    opaqueParts: 'refuse',
  })
  try {
    for (let at = 0; at < body.length; at += chunkBytes) inspector.push(body.subarray(at, at + chunkBytes))
    inspector.end()
  } catch (error) {
    if (!isGatewayError(error)) throw error
  }
}

/** Processor time, so that what else the machine does hardly counts. */
function costOf(shape: Shape, bytes: number): number {
  const body = makeBody(shape, bytes)
  const before = process.cpuUsage()
  read(shape, body)
  const { user, system } = process.cpuUsage(before)
  return user + system
}

/** Four times the bytes may take so many times the time: linear growth gives four, quadratic sixteen. */
const mostGrowth = 9
/** Below so many microseconds a measurement says nothing. */
const leastCost = 4000
/** So often both are measured; the best of each counts, since whatever shares their caches makes single ones dearer. */
const leastRounds = 3
const mostRounds = 12

test.each(shapes)('$name take time in proportion to their length', { timeout: 60_000 }, (shape) => {
  const small = 64 * KiB
  // The first time it is compiled.
  costOf(shape, small)
  let single = Number.POSITIVE_INFINITY
  let fourfold = Number.POSITIVE_INFINITY
  for (let round = 0; round < mostRounds; round += 1) {
    single = Math.min(single, costOf(shape, small))
    fourfold = Math.min(fourfold, costOf(shape, 4 * small))
    if (round + 1 >= leastRounds && fourfold < mostGrowth * Math.max(leastCost, single)) return
  }
  expect(fourfold / Math.max(leastCost, single)).toBeLessThan(mostGrowth)
})

/** So much may be held while a body of any length passes: a few times what one undecided thing may take. */
const mostMemory = 16 * MiB

test.each([
  ['x', 100],
  ['1', 100],
  ['\\\\', 30],
  ['@', 4],
  ['4111111111111111 ', 4],
] as const)(
  'a JSON string of %j, %i MB of it, is read with little memory',
  { timeout: 120_000 },
  (piece, megabytes) => {
    const chunk = Buffer.alloc(chunkBytes, piece)
    const { judge } = askingJudge({ operator: 'keep' })
    const inspector = createInspector({
      format: 'json',
      judge: { ...judge, entity: () => 'keep' as const },
      limits: { maxValueBytes },
      opaqueParts: 'refuse',
    })
    const before = process.memoryUsage()
    let most = 0
    try {
      inspector.push(Buffer.from('["'))
      for (let at = 0; at < megabytes * MiB; at += chunkBytes) {
        // A chunk of its own each time, as sockets give them: what is held on to shows.
        inspector.push(Buffer.from(chunk))
        if (at % (2 * MiB) === 0) most = Math.max(most, heldSince(before))
      }
      inspector.push(Buffer.from('"]'))
      inspector.end()
    } catch (error) {
      if (!isGatewayError(error, 'CONTENT_LIMIT')) throw error
    }
    expect(most).toBeLessThan(mostMemory)
  },
)

setFlagsFromString('--expose-gc')
/** Without it, what nobody holds any more would count too. */
const collectGarbage = runInNewContext('gc') as () => void

function heldSince(before: NodeJS.MemoryUsage): number {
  collectGarbage()
  const now = process.memoryUsage()
  return now.heapUsed - before.heapUsed + Math.max(0, now.arrayBuffers - before.arrayBuffers)
}
