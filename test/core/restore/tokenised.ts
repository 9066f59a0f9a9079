/** Tokenises bodies for the tests of answers, and restores them as whoever echoes them would be answered. */
import { createHmac } from 'node:crypto'
import { createInspector } from '../../../gateway/core/content/create.ts'
import type { Judge } from '../../../gateway/core/content/inspector.ts'
import { standardAnalyzer } from '../../../gateway/core/pii/analyzer.ts'
import { KeyedStandIns } from '../../../gateway/core/pii/tokens/keyed-stand-ins.ts'
import type { TokenKeys } from '../../../gateway/core/ports.ts'
import { restorerFor } from '../../../gateway/core/restore/restorer.ts'
import { Known, restoredBy } from './restored.ts'

const keys: TokenKeys = {
  keyed: (use, { type, destinationGroup }, value) => ({
    period: '2026-11',
    bytes: createHmac('sha256', `${use} ${type} ${destinationGroup}`).update(value).digest(),
  }),
}

export interface Tokenised {
  body: string
  known: Known
  tokens: number
}

/** The body as the destination gets it, pushed in the given pieces. */
export function tokenised(
  format: 'json' | 'ndjson' | 'text',
  body: string,
  cuts: readonly number[],
): Tokenised {
  const standIns = new KeyedStandIns({ keys, destinationGroup: 'ai' })
  const judge: Judge = {
    analyzer: standardAnalyzer,
    standIns,
    judgesFields: false,
    field: () => 'scan',
    entity: ({ finding, value, number }) =>
      number === true ? 'keep' : standIns.settle('tokenize', { type: finding.type, value }).operator,
  }
  const inspector = createInspector({
    format,
    judge,
    limits: { maxValueBytes: 1 << 20 },
    opaqueParts: 'pass',
    decodable: true,
  } as Parameters<typeof createInspector>[0])
  const bytes = Buffer.from(body)
  const borders = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  const pieces: Uint8Array[] = []
  let at = 0
  for (const border of borders) {
    pieces.push(...inspector.push(bytes.subarray(at, border)).map((piece) => Buffer.from(piece)))
    at = border
  }
  pieces.push(...inspector.end())
  const known = new Known()
  const kept = standIns.takeUnkept()
  for (const { code, ...token } of kept) known.values.set(code, token)
  return { body: Buffer.concat(pieces).toString(), known, tokens: kept.length }
}

export function echoed(type: string, { body, known }: Tokenised, cuts: readonly number[]): string {
  const restorer = restorerFor(type)
  if (restorer === null) throw new Error('not restored')
  return restoredBy(restorer, known, { body, cuts })
}
