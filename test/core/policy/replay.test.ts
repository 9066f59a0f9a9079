/** Promises about asking a draft of the policy what it would have done: what is not recorded is never guessed. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ExchangeRecord, JournalFinding } from '../../../gateway/core/journal.ts'
import { compileGlob } from '../../../gateway/core/policy/glob.ts'
import { InspectedShareTally } from '../../../gateway/core/policy/inspected-share.ts'
import { lookedBit, readLooked, writeLooked } from '../../../gateway/core/policy/looked.ts'
import { policyFileSchema } from '../../../gateway/core/policy/model.ts'
import { pathTemplate } from '../../../gateway/core/policy/path-template.ts'
import { type Answer, known } from '../../../gateway/core/policy/replay/answer.ts'
import { prepareDraft } from '../../../gateway/core/policy/replay/draft.ts'
import { PersonHours } from '../../../gateway/core/policy/replay/person-hours.ts'
import { answerFor } from '../../../gateway/core/policy/replay/record-anew.ts'
import { createReplay } from '../../../gateway/core/policy/replay/replay.ts'
import { ReplayTally } from '../../../gateway/core/policy/replay/tally.ts'
import { templateFits } from '../../../gateway/core/policy/replay/template-fit.ts'
import { minuteMs } from '../../../gateway/core/units.ts'
import { finding, exchange as stored } from '../../store/records.ts'

const through = writeLooked(lookedBit.through | lookedBit.prose, 2)
const exchange = (change: Partial<ExchangeRecord> = {}) => stored({ looked: through, ...change })

function withFound(...found: Partial<JournalFinding>[]): Partial<ExchangeRecord> {
  const findings = found.map((one) => finding({ score: 0.9, operator: 'keep', reasons: [], ...one }))
  const findingCounts: Record<string, number> = {}
  for (const { type } of findings) findingCounts[type] = (findingCounts[type] ?? 0) + 1
  return { findings, findingCounts }
}

const intercept = { id: 'all', action: 'intercept' }

function draftOf(policy: object, timeZone = 'UTC') {
  const whole = {
    connections: [intercept],
    exchanges: [{ id: 'keep', entities: { '*': 'keep' } }],
    ...policy,
  }
  return prepareDraft(
    policyFileSchema.parse(whole),
    {
      catalogue: { groups: {} },
      clientGroups: { front: ['192.0.2.0/24'] },
      timeZone,
      ownIdentity: { emails: [], emailDomains: [], ibans: [], phones: [] },
      corrections: [],
      analysis: { packs: null },
    },
    1_000_000,
  )
}

const masks = { id: 'mask', entities: { '*': 'mask' }, onFailure: 'pass', onSigned: 'pass' }

function keepsAll() {
  return { id: 'keep', entities: { '*': 'keep' }, onFailure: 'pass', onOpaque: 'pass', onSigned: 'pass' }
}

const said = (answer: Answer) => (answer.known ? answer.outcome : answer.why)

describe('of a path the template alone is known', () => {
  test('a template is said to fit, or not, only where the path itself does', () => {
    const word = fc.constantFrom('login', 'users', 'api', 'Jane', '7', 'a-b', 'oauth2', 'v1', 'deadbeef', 'x')
    const path = fc.array(word, { maxLength: 20 }).map((segments) => `/${segments.join('/')}`)
    const part = fc.constantFrom(
      'login',
      'users',
      'api',
      '*',
      '**',
      'Jane',
      'oauth*',
      '*x',
      'o**',
      'a-b',
      '7',
    )
    const pattern = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => `/${parts.join('/')}`)
    const seen = new Set<string>()
    fc.assert(
      fc.property(path, pattern, (at, glob) => {
        const fit = templateFits(glob, pathTemplate(at))
        seen.add(fit)
        if (fit !== 'perhaps') expect(fit).toBe(compileGlob(glob)(at) ? 'yes' : 'no')
      }),
      { numRuns: 1500 },
    )
    expect([...seen].sort()).toEqual(['no', 'perhaps', 'yes'])
  })

  test.each([
    ['/api/**', '/api/{…}/x', 'yes'],
    ['/api/*', '/api/{…}', 'yes'],
    ['/**/login/**', '/v1/{…}/x', 'no'],
    ['/**/login/**', '/users/{…}/x', 'perhaps'],
    ['/**/oauth2/**', '/v1/{…}/x', 'perhaps'],
    ['/api/Jane', '/api/{…}', 'perhaps'],
    ['/api/x', '/other/{…}', 'no'],
    ['/a/**', `/a${'/b'.repeat(15)}/…`, 'perhaps'],
    ['/c/**', `/a${'/b'.repeat(15)}/…`, 'no'],
  ])('%s on %s: %s', (pattern, template, fit) => {
    expect(templateFits(pattern, template)).toBe(fit)
  })
})

describe('what the journal does not keep is not guessed', () => {
  const mail = withFound({ type: 'EMAIL', path: 'to' })
  const cases: [what: string, policy: object, record: Partial<ExchangeRecord>, said: string][] = [
    ['what was found is judged', { exchanges: [masks] }, mail, 'transform'],
    ['a score below the bound', { exchanges: [{ ...masks, minScore: 0.95 }] }, mail, 'pass'],
    ['an earlier version', { exchanges: [masks] }, { looked: undefined }, 'earlier-version'],
    [
      'a destination that did not answer',
      { exchanges: [masks] },
      { looked: undefined, action: 'fail', reason: 'upstream-timeout' },
      'failed',
    ],
    [
      'an earlier version and a rule that keeps all',
      { exchanges: [keepsAll()] },
      { looked: undefined },
      'pass',
    ],
    ['free text that was not read', { exchanges: [masks] }, { looked: 't2' }, 'free-text'],
    ['a body that was cut short', { exchanges: [masks] }, { looked: 'p2' }, 'cut-short'],
    ['a field that was not read', { exchanges: [masks] }, { looked: 'tpu2' }, 'fields'],
    ['fields that are dropped', { exchanges: [{ ...masks, fields: { drop: ['born'] } }] }, {}, 'fields'],
    [
      'a field that is dropped and known',
      { exchanges: [{ ...masks, entities: { '*': 'keep' }, fields: { drop: ['to'] } }] },
      mail,
      'transform',
    ],
    ['a field that is kept', { exchanges: [{ ...masks, fields: { keep: ['to'] } }] }, mail, 'pass'],
    [
      'a field whose name is hidden',
      { exchanges: [{ ...masks, fields: { keep: ['to'] } }] },
      withFound({ type: 'EMAIL', path: '{…}.x' }),
      'fields',
    ],
    [
      'a content type',
      { exchanges: [{ ...masks, match: { contentTypes: ['text/*'] } }, keepsAll()] },
      mail,
      'content-type',
    ],
    [
      'a content type that makes no difference',
      { exchanges: [{ ...masks, match: { contentTypes: ['text/*'] } }, keepsAll()] },
      {},
      'pass',
    ],
    [
      'a hidden segment',
      { exchanges: [{ ...masks, match: { paths: ['/v1/customers/7'] } }, keepsAll()] },
      mail,
      'path',
    ],
    ['a hidden name', { exchanges: [masks] }, { destination: '{…}.example.com' }, 'name-hidden'],
    [
      'a signature',
      { exchanges: [{ ...masks, onSigned: 'refuse' }] },
      { ...mail, looked: 'tps2' },
      'signature',
    ],
    ['more than is listed', { exchanges: [masks] }, { findingCounts: { EMAIL: 300 } }, 'findings'],
    [
      'more than is listed, of what is kept',
      { exchanges: [keepsAll()] },
      { findingCounts: { EMAIL: 300 } },
      'pass',
    ],
    [
      'messages',
      { exchanges: [masks] },
      { ...mail, looked: undefined, notes: ['websocket', 'sent:1'] },
      'lasting',
    ],
    ['a tunnel that stays one', { connections: [{ id: 't', action: 'tunnel' }] }, tunnel(), 'tunnel'],
    ['a tunnel that would be read', {}, tunnel(), 'unread'],
    ['a tunnel that would be refused', { connections: [{ id: 'r', action: 'refuse' }] }, tunnel(), 'refuse'],
    [
      'a tunnel under another name',
      { connections: [{ id: 'r', match: { destinations: ['front.example'] }, action: 'refuse' }, intercept] },
      { ...mail, notes: ['asked-for:front.example'] },
      'refuse',
    ],
    [
      'a refused connection',
      {},
      { method: 'CONNECT', action: 'refuse', reason: 'connection-rule' },
      'not-begun',
    ],
    [
      'a client that does not trust us',
      { connections: [{ id: 't', action: 'tunnel' }] },
      { method: 'CONNECT', action: 'fail', reason: 'client-tls-failed' },
      'tunnel',
    ],
    [
      'a client that fell silent behind its hello',
      { connections: [{ id: 't', action: 'tunnel' }] },
      { method: 'CONNECT', action: 'fail', reason: 'client-silent', ruleId: 'all' },
      'tunnel',
    ],
    [
      'a client whose hello never came whole, which passes nowhere',
      { connections: [{ id: 't', action: 'tunnel' }] },
      { method: 'CONNECT', action: 'fail', reason: 'client-silent', ruleId: null },
      'fail',
    ],
    [
      'a client whose hello could not be read, which passes nowhere',
      { connections: [{ id: 't', action: 'tunnel' }] },
      { method: 'CONNECT', action: 'fail', reason: 'client-tls-unusable', ruleId: null },
      'fail',
    ],
    [
      'what no rule is asked about',
      { connections: [{ id: 'r', action: 'refuse' }] },
      { method: 'CONNECT', destination: '', action: 'refuse', reason: 'login-needed' },
      'refuse',
    ],
    [
      'a destination that was not there',
      { exchanges: [masks] },
      { ...mail, action: 'fail', reason: 'upstream-unreachable' },
      'fail',
    ],
    ['a draft that observes', { mode: 'observe', exchanges: [masks] }, { looked: undefined }, 'pass'],
    [
      'a long body that may not leave',
      { exchanges: [{ ...masks, onLarge: 'refuse' }] },
      { notes: ['streamed'] },
      'refuse',
    ],
  ]
  test.each(cases)('%s', (_what, policy, change, expected) => {
    expect(said(answerFor(exchange(change), draftOf(policy)))).toBe(expected)
  })

  function tunnel(): Partial<ExchangeRecord> {
    return {
      method: 'CONNECT',
      pathTemplate: null,
      action: 'tunnel',
      reason: 'connection-rule',
      looked: undefined,
    }
  }
})

test('of a user the machine is not known, and rules about addresses may fit', () => {
  const draft = draftOf({
    connections: [{ id: 'front', match: { clients: ['group:front'] }, action: 'refuse' }, intercept],
  })
  expect(said(answerFor(exchange({ client: 'user:anna' }), draft))).toBe('client-address')
  expect(said(answerFor(exchange({ client: '192.0.2.7' }), draft))).toBe('refuse')
  expect(said(answerFor(exchange({ client: '198.51.100.7' }), draft))).toBe('pass')
})

test('schedules are asked about the time of the record, in the zone of the office, over a change of the clock too', () => {
  const night = { days: ['sun'], from: '02:00', to: '03:30' }
  const policy = { connections: [{ id: 'night', match: { schedule: night }, action: 'refuse' }, intercept] }
  const at = (time: string, zone: string) =>
    said(answerFor(exchange({ at: Date.parse(time) }), draftOf(policy, zone)))
  // Berlin's clocks went back on 2026-10-25 at 03:00 summer time: 02:30 came twice.
  for (const time of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:15:00Z'])
    expect(at(time, 'Europe/Berlin')).toBe('refuse')
  expect(at('2026-10-25T02:45:00Z', 'Europe/Berlin')).toBe('pass')
  expect(at('2026-10-25T00:30:00Z', 'UTC')).toBe('pass')
})

describe('the persons of an hour', () => {
  const start = Date.UTC(2026, 10, 22, 10)
  const person = (minute: number, index: string | null, change: Partial<ExchangeRecord> = {}) =>
    exchange({ at: start + minute * minuteMs, ...withFound({ type: 'EMAIL', blindIndex: index }), ...change })
  const policy = { exchanges: [{ id: 'few', entities: { '*': 'keep' }, onFailure: 'pass', maxPersons: 2 }] }

  /** What is said of each, in order of time. */
  function replayed(records: readonly ExchangeRecord[], missing: { since: number; until: number }[] = []) {
    const answers = new Map<ExchangeRecord, Answer>()
    const onAnswer = (record: ExchangeRecord, answer: Answer) => void answers.set(record, answer)
    const replay = createReplay({
      draft: draftOf(policy),
      since: start,
      isAsked: () => true,
      missing,
      onAnswer,
    })
    for (const record of records.toReversed()) replay.push(record)
    replay.end(10)
    return records.map((record) => said(answers.get(record) ?? known('fail', null)))
  }

  test('within the bound it is known, beyond it nobody can know, and the same person again is one', () => {
    expect(replayed([person(0, 'a'), person(1, 'b'), person(2, 'a')])).toEqual(['pass', 'pass', 'pass'])
    expect(replayed([person(0, 'a'), person(1, 'b'), person(2, 'c')])).toEqual([
      'pass',
      'pass',
      'persons-per-hour',
    ])
    expect(replayed([person(0, 'a'), person(1, 'b'), person(61, 'c')])).toEqual(['pass', 'pass', 'pass'])
    expect(replayed([person(0, null), person(1, null), person(2, null)])).toEqual([
      'pass',
      'pass',
      'persons-per-hour',
    ])
  })

  test('what came before the period counts, and what is missing or was not read leaves it open', () => {
    const before = [person(-40, 'a'), person(-30, 'b')]
    expect(replayed([...before, person(1, 'c')]).at(-1)).toBe('persons-per-hour')
    expect(replayed([person(-90, 'a'), person(-80, 'b'), person(1, 'c')]).at(-1)).toBe('pass')
    const gap = { since: start - 20 * minuteMs, until: start - 10 * minuteMs }
    expect(replayed([person(1, 'c')], [gap])).toEqual(['persons-per-hour'])
    expect(replayed([person(120, 'c')], [gap])).toEqual(['pass'])
    const cut = exchange({ at: start, looked: 'p2' })
    expect(replayed([cut, person(1, 'c')]).at(-1)).toBe('persons-per-hour')
    const elsewhere = { ...cut, client: '192.0.2.99' }
    expect(replayed([elsewhere, person(1, 'c')]).at(-1)).toBe('pass')
  })

  test('a flood of records is not remembered without end', () => {
    const hours = new PersonHours([])
    const settled: boolean[] = []
    for (let n = 0; n < 30_000; n += 1) {
      const record = person(0, `v${n}`, { client: `10.${n % 7}.0.1` })
      hours.see(record, 'a.example', false)
      hours.ask(record, 'a.example', { bound: 10, settle: (isWithin) => settled.push(isWithin) })
    }
    hours.end()
    expect(settled).toHaveLength(30_000)
    expect(settled).not.toContain(true)
  })
})

test('a report of a hundred thousand destinations keeps a bounded number of rows, and loses no exchange', () => {
  const tally = new ReplayTally()
  const record = exchange(withFound({ type: 'EMAIL' }))
  for (let n = 0; n < 100_000; n += 1)
    tally.add({ ...record, destination: `h${n}.example` }, { known: false, why: 'fields', ruleId: `r${n}` })
  const report = tally.report(1_000_000)
  expect(report).toMatchObject({ exchanges: 100_000, unknown: 100_000, unchanged: 0 })
  expect(report.destinations.length).toBeLessThan(20_010)
  expect(report.types.length).toBeLessThan(20_010)
  const sum = report.destinations.reduce((all, { exchanges }) => all + exchanges, 0)
  expect(sum).toBe(100_000)
})

test('how far an exchange was looked into is written in letters, and other texts say nothing', () => {
  expect(readLooked(through)?.has('through')).toBe(true)
  expect(readLooked(through)?.has('file')).toBe(false)
  expect(readLooked(through)?.base64Depth).toBe(2)
  for (const other of [null, undefined, '', 'tp', 'TP2', '2t']) expect(readLooked(other)).toBeNull()
})

test('what was looked into, tunnelled and stopped is told apart, by clients and bytes', () => {
  const tally = new InspectedShareTally()
  const tunnel = {
    method: 'CONNECT',
    action: 'tunnel',
    reason: 'connection-rule',
    looked: undefined,
  } as const
  tally.add(exchange({ client: '192.0.2.1', requestBytes: 100 }))
  tally.add(exchange({ client: '192.0.2.1', requestBytes: 50, notes: ['unread', 'opaque:image'] }))
  tally.add(
    exchange({
      client: '192.0.2.2',
      requestBytes: 800,
      forwardedBytes: 800,
      ...tunnel,
      destination: 'bank.example',
    }),
  )
  tally.add(exchange({ client: '192.0.2.3', action: 'refuse', reason: 'entity-refused', requestBytes: 5 }))
  tally.add(
    exchange({
      client: '192.0.2.4',
      ...tunnel,
      action: 'fail',
      reason: 'client-tls-failed',
      requestBytes: 0,
      forwardedBytes: 0,
    }),
  )
  tally.add(exchange({ client: '192.0.2.5', looked: undefined, requestBytes: 7 }))
  const share = tally.share(1)
  expect(share).toMatchObject({
    exchanges: 6,
    clients: 5,
    unseenClients: 1,
    refusedCertificates: { connections: 1, clients: 1, destinations: 1 },
    kinds: {
      inspected: { exchanges: 1, requestBytes: 100, clients: 1 },
      partly: { exchanges: 1, requestBytes: 50 },
      tunnelled: { exchanges: 1, requestBytes: 800, clients: 1, destinations: 1 },
      unsaid: { exchanges: 1, requestBytes: 7 },
      stopped: { exchanges: 2 },
    },
    unread: [{ destination: 'bank.example', kind: 'tunnelled', exchanges: 1, requestBytes: 800 }],
    more: 1,
  })
})

describe('a connection that the network led here', () => {
  const led = { method: null, pathTemplate: null, looked: undefined, notes: ['led-here'] } as const
  const tunnelling = { connections: [{ id: 'all', action: 'tunnel' }], exchanges: [keepsAll()] }

  test('is told apart as a tunnel where it was one', () => {
    const tally = new InspectedShareTally()
    tally.add(
      exchange({
        ...led,
        action: 'tunnel',
        reason: 'connection-rule',
        requestBytes: 800,
        forwardedBytes: 800,
      }),
    )
    tally.add(
      exchange({ ...led, action: 'refuse', reason: 'connection-rule', requestBytes: 0, forwardedBytes: 0 }),
    )
    expect(tally.share(10)).toMatchObject({
      unseenClients: 1,
      kinds: { tunnelled: { exchanges: 1, requestBytes: 800 }, stopped: { exchanges: 1 } },
    })
  })

  test.each(['name-not-found', 'address-not-allowed', 'port-not-allowed', 'login-needed'] as const)(
    'comes to what it came to where it ended by %s',
    (reason) => {
      const record = exchange({ ...led, action: 'refuse', reason })
      expect(answerFor(record, draftOf(tunnelling))).toMatchObject({ known: true, outcome: 'refuse' })
    },
  )

  test('is a tunnel again, or nobody knows what was in it', () => {
    const record = exchange({ ...led, action: 'tunnel', reason: 'connection-rule' })
    expect(answerFor(record, draftOf(tunnelling))).toMatchObject({ known: true, outcome: 'tunnel' })
    const reading = { connections: [{ id: 'all', action: 'intercept' }], exchanges: [keepsAll()] }
    expect(answerFor(record, draftOf(reading))).toMatchObject({ known: false, why: 'unread' })
  })
})
