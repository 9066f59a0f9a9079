/** Promises that half of a surrogate pair, which JSON can say and no text can be, comes back in a value as it went. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Judge } from '../../../gateway/core/content/inspector.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { KeyedStandIns } from '../../../gateway/core/pii/tokens/keyed-stand-ins.ts'
import type { TokenKeys } from '../../../gateway/core/ports.ts'
import { restorerFor } from '../../../gateway/core/restore/restorer.ts'
import { shippedAnalyzer } from '../../support/analysis.ts'
import { Known, restoredBy } from './restored.ts'

const keys: TokenKeys = {
  keyed: (use, { type }, value) => ({
    period: '2026-11',
    bytes: createHmac('sha256', `${use} ${type}`).update(value).digest(),
  }),
}

/** What a service that echoes gives back, and what it saw. */
function echoed(body: string, answerOf: (seen: string) => string, type = 'application/json') {
  const standIns = new KeyedStandIns({ keys, destinationGroup: 'ai' })
  const judge: Judge = {
    analyzer: shippedAnalyzer(),
    standIns,
    judgesFields: false,
    field: () => 'scan',
    entity: ({ finding, value }) => standIns.settle('tokenize', { type: finding.type, value }).operator,
  }
  const order = { format: 'json', judge, opaqueParts: 'pass', layout: 'bytes' } as Parameters<
    typeof inspectWhole
  >[0]
  const seen = Buffer.from(inspectWhole(order, Buffer.from(body)).body).toString()
  const known = new Known()
  for (const { code, ...token } of standIns.takeUnkept()) known.values.set(code, token)
  const restorer = restorerFor(type)
  if (restorer === null) throw new Error('not restored')
  return { seen, back: restoredBy(restorer, known, { body: answerOf(seen) }), tokens: known.values.size }
}

const half = String.raw`\ud800`
const bodies = [
  `{"full_name":"Anna ${half} Weber"}`,
  `{"full_name":"Anna${String.raw`\udc9f`} Weber","city":"Kassel${half}"}`,
  `{"content":"Please write to Anna Weber ${half} and Max Weber, who asked for it."}`,
  `{"street":"12 Main Street ${String.raw`\udfff`}","note":"a ${half} b"}`,
]

test.each(bodies)('%s', (body) => {
  const { seen, back, tokens } = echoed(body, (echo) => echo)
  expect(tokens).toBeGreaterThan(0)
  expect(seen).not.toContain('Anna')
  expect(JSON.parse(back)).toEqual(JSON.parse(body))
})

test.each(bodies)('%s in a JSON string', (body) => {
  const { back } = echoed(body, (echo) => JSON.stringify({ arguments: echo }))
  expect(JSON.parse(JSON.parse(back).arguments)).toEqual(JSON.parse(body))
})

test('in a text it is the sign for a character that nobody knows', () => {
  const { back } = echoed(
    `{"full_name":"Anna ${half} Weber"}`,
    (echo) => `Dear ${JSON.parse(echo).full_name}`,
    'text/plain',
  )
  expect(back).toBe('Dear Anna \ufffd Weber')
})
