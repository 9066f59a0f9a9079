/** A rehearsal says what would be decided and forwarded, as the proxy would do it. */
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type RehearsedRequest, rehearse } from '../../../gateway/core/policy/rehearse.ts'
import { MiB } from '../../../gateway/core/units.ts'
import { docx, paragraph } from '../files/support.ts'
import { compiled, facts } from './support.ts'

const card = '4111 1111 1111 1111'

function play(
  policy: Parameters<typeof compiled>[0],
  request: Partial<Omit<RehearsedRequest, 'body'>> & { body?: string | Buffer } = {},
) {
  const body = Buffer.from((request.body ?? '') as string)
  return rehearse(compiled(policy), facts(), {
    contentType: 'application/json',
    holdBytes: MiB,
    ...request,
    body,
  })
}

const masking = {
  exchanges: [
    {
      id: 'the-rule',
      entities: { CREDIT_CARD: 'refuse', '*': 'mask' },
      fields: { drop: ['born'], keep: ['order'] },
    },
  ],
}

test('what leaves is the body with its entities masked and its fields dropped, and all else as it was', () => {
  const body =
    '{ "to": "jane@example.com",\n  "born": "1980-01-01", "order": "mail: kim@example.com", "price": 1.50 }'
  const { action, reason, bodyOut, judgement, rule, fields } = play(masking, { body })
  expect({ action, reason, rule: rule?.id }).toEqual({
    action: 'transform',
    reason: 'rule',
    rule: 'the-rule',
  })
  expect(bodyOut?.toString()).toBe(
    '{ "to": "j***@example.com",\n  "born": null, "order": "mail: kim@example.com", "price": 1.50 }',
  )
  expect(judgement?.findings.map(({ path, operator }) => [path, operator])).toEqual([['to', 'mask']])
  // Else nobody could tell why nothing was found there.
  expect(fields).toEqual([
    { path: 'born', order: 'drop' },
    { path: 'order', order: 'keep' },
  ])
})

test('path and query are looked into as well', () => {
  const rehearsal = play(masking, { contentType: '', query: 'mail=jane%40example.com&page=2' })
  expect(rehearsal.targetOut).toMatch(/^\/api\/orders\?mail=[^&]+&page=2$/)
  expect(rehearsal.targetOut).not.toContain('jane')
  expect(rehearsal.judgement?.findings[0]).toMatchObject({ place: 'query', path: 'mail' })
})

test('a refused request has no body that leaves', () => {
  expect(play(masking, { body: JSON.stringify({ card }) })).toMatchObject({
    action: 'refuse',
    reason: 'entity-refused',
    bodyOut: null,
    targetOut: null,
  })
})

test('a name that may not be asked for is refused before anything else, or said to be found', () => {
  const request = { contentType: 'application/json', body: Buffer.from('{}'), holdBytes: MiB }
  const named = { ...facts(), host: '4111111111111111.track.example' }
  expect(rehearse(compiled(masking), named, request)).toMatchObject({
    action: 'refuse',
    reason: 'entity-refused',
    bodyOut: null,
    judgement: { findings: [{ place: 'header', path: 'host', operator: 'refuse' }] },
  })
  const watched = rehearse(compiled({ ...masking, mode: 'observe' }), named, request)
  expect(watched).toMatchObject({
    action: 'refuse',
    observed: true,
    judgement: { findings: [{ path: 'host' }] },
  })
})

test('in mode observe the body leaves as it is, and the rehearsal says what would have happened', () => {
  const body = JSON.stringify({ card, mail: 'jane@example.com' })
  const rehearsal = play({ ...masking, mode: 'observe' }, { body })
  expect(rehearsal).toMatchObject({ action: 'refuse', reason: 'entity-refused', observed: true })
  expect(rehearsal.bodyOut?.toString()).toBe(body)
})

describe('connections that are not intercepted', () => {
  test('a tunnel passes everything and knows nothing', () => {
    const rehearsal = play({ connections: [{ id: 'a', action: 'tunnel' }] }, { body: card })
    expect(rehearsal).toMatchObject({
      action: 'tunnel',
      reason: 'connection-rule',
      rule: null,
      judgement: null,
    })
    expect(rehearsal.bodyOut?.toString()).toBe(card)
  })

  test('a refused connection passes nothing', () => {
    expect(play({ connections: [{ id: 'a', action: 'refuse' }] })).toMatchObject({
      action: 'refuse',
      bodyOut: null,
    })
  })
})

describe('content that cannot be looked into', () => {
  const broken = { body: '{"a": "jane@example.com' }
  const opaque = { contentType: 'application/pdf', body: '%PDF-1.7' }
  const rule = (order: object) => ({ exchanges: [{ id: 'r', entities: { '*': 'keep' }, ...order }] })

  test.each([
    [broken, { onFailure: 'refuse' }, 'refuse', 'undecodable'],
    [broken, { onFailure: 'pass' }, 'pass', 'all-kept'],
    [{ body: Buffer.from('\ufeff{"a":1}', 'utf16le') }, { onFailure: 'pass' }, 'pass', 'undecodable'],
    [opaque, { onOpaque: 'refuse' }, 'refuse', 'opaque-content'],
    [opaque, { onOpaque: 'pass' }, 'pass', 'opaque-content'],
    [
      { contentType: 'application/json; charset=utf-16', body: '{}' },
      { onFailure: 'refuse' },
      'refuse',
      'undecodable',
    ],
    [{ contentType: 'multipart/form-data', body: 'x' }, { onFailure: 'refuse' }, 'refuse', 'undecodable'],
    [
      { contentType: 'text/plain', body: 'x'.repeat(2 ** 20 + 1) },
      { onLarge: 'refuse' },
      'refuse',
      'too-large',
    ],
    [
      { contentType: 'text/plain', body: 'x'.repeat(2 ** 20 + 1) },
      { onLarge: 'stream' },
      'pass',
      'nothing-found',
    ],
  ])('case %#: the rule %j → %s', (request, order, action, reason) => {
    const rehearsal = play(rule(order), request)
    expect([rehearsal.action, rehearsal.reason]).toEqual([action, reason])
    expect(rehearsal.bodyOut).toEqual(action === 'pass' ? Buffer.from(request.body as string) : null)
  })

  test('a file inside a form follows onOpaque', () => {
    const body =
      '--b\r\nContent-Disposition: form-data; name="f"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n--b--\r\n'
    const request = { contentType: 'multipart/form-data; boundary=b', body }
    expect(play(rule({ onOpaque: 'refuse' }), request)).toMatchObject({
      action: 'refuse',
      reason: 'opaque-content',
    })
    expect(play(rule({ onOpaque: 'pass' }), request).bodyOut?.toString()).toBe(body)
  })

  test('a body without a type is looked into as what it seems to be', () => {
    const guessed = play(masking, { contentType: '', body: '{"mail": "jane@example.com"}' })
    expect(guessed.bodyOut?.toString()).not.toContain('jane')
  })
})

test('a file that is written into a long body is held as long as the gateway would hold it', () => {
  const long = docx(paragraph('jane@example.com'), {
    'word/media/a.bin': new Uint8Array(randomBytes(40_000)),
  })
  const body = JSON.stringify({ note: 'a word '.repeat(20_000), file_data: long.toString('base64') })
  const passing = { exchanges: [{ ...masking.exchanges[0], onOpaque: 'pass' }] }
  expect(play(passing, { body, holdBytes: 100_000 })).toMatchObject({ action: 'transform' })
  const { notes, judgement } = play(passing, { body, holdBytes: 20_000 })
  expect(notes).toContain('base64-large')
  expect(judgement?.findingCounts).toEqual({})
})
