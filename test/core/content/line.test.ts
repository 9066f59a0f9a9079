/** Promises of what stands before the body: the request's target and its fields. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { treatmentOf } from '../../../gateway/core/content/header-names.ts'
import { inspectFields, inspectHeader } from '../../../gateway/core/content/headers.ts'
import type { Judge } from '../../../gateway/core/content/inspector.ts'
import { inspectTarget } from '../../../gateway/core/content/query.ts'
import { standardAnalyzer } from '../../../gateway/core/pii/analyzer.ts'
import { runs } from '../../support/property-runs.ts'
import { askingJudge } from './support.ts'

describe("a request's target", () => {
  test('loses the entities in its query, under the names of their fields', () => {
    const asking = askingJudge({ operator: 'replace' })
    const { text, changed } = inspectTarget('/s?q=mail+joe%40example.com&page=2', asking.judge)
    expect(text).toBe('/s?q=mail+%5BEMAIL%5D&page=2')
    expect(changed).toBe(true)
    expect(asking.questions).toMatchObject([{ path: 'q', offset: 7, length: 17 }])
  })

  test('loses the entities in its path, segment by segment', () => {
    const { text } = inspectTarget(
      '/users/joe%40example.com/cards/4111-1111-1111-1111?x',
      askingJudge({}).judge,
    )
    expect(text).toBe('/users/j**%40example.com/cards/****-****-****-1111?x')
  })

  test('keeps scheme and host of an absolute form', () => {
    const asking = askingJudge({ operator: 'redact' })
    expect(inspectTarget('http://203.0.113.77:8080/a?ip=203.0.113.77', asking.judge).text).toBe(
      'http://203.0.113.77:8080/a?ip=',
    )
    expect(inspectTarget('http://203.0.113.77', asking.judge).text).toBe('http://203.0.113.77')
  })

  test('has fields that a rule drops', () => {
    const { judge } = askingJudge({ fields: { dob: 'drop', id: 'keep' } })
    expect(inspectTarget('/?dob=1990-01-01&id=joe@example.com', judge).text).toBe('/?dob=&id=joe@example.com')
  })

  test('says when it is refused', () => {
    expect(inspectTarget('/?q=joe@example.com', askingJudge({ operator: 'refuse' }).judge).refused).toBe(true)
  })

  test('without entities stays as it is, whatever it looks like', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('/', '?', '&', '=', '%', '4', '1', 'a', '+', ';', '#', '%41') }),
        (rest) => {
          const target = `/${rest}`
          expect(inspectTarget(target, askingJudge({ operator: 'keep' }).judge)).toEqual({
            text: target,
            changed: false,
            refused: false,
          })
        },
      ),
      runs(100),
    )
  })
})

describe("a request's fields", () => {
  test.each([
    'referer',
    'cookie',
    'from',
    'x-user-email',
    'x-customer',
    'x-forwarded-for',
    'user-agent',
    'customer-email',
    'api-subject',
    'link',
    'baggage',
    'title',
    'content-location',
    'content-disposition',
    'x-amz-meta-customer',
    'token-email',
    'X-Customer-Key',
    'X-User-Token',
    'X-Account-Version',
    'X-Timestamp-User',
    'X-Trace-User',
    'X-MS-Client-Name',
    'X-Amz-User',
    'Key-Of-Customer',
  ])('%s lose what the rule says', (name) => {
    expect(treatmentOf(name.toLowerCase())).toBe('data')
    const value = 'x 4111111111111111'
    expect(inspectFields([name, value], askingJudge({}).judge).fields).toEqual([name, 'x ************1111'])
    expect(inspectFields([name, value], askingJudge({ operator: 'refuse' }).judge).refused).toBe(true)
  })

  test.each([
    'Idempotency-Key',
    'X-Data-Secret',
    'Sec-Foo',
    'Accept',
    'Accept-Language',
    'Prefer',
    'Last-Event-ID',
    'Content-Language',
    'Cache-Control',
    'X-Api-Key',
    'X-CSRF-Token',
    'X-Amz-Date',
    'X-Request-Id',
    'X-Hub-Signature-256',
    'Signature-Input',
    'Tracestate',
  ])('%s are refused with what may not leave, and else stay as they are', (name) => {
    expect(treatmentOf(name.toLowerCase())).toBe('fixed')
    for (const value of ['x 4111111111111111', 'x 4111%201111%201111%201111', 'joe@example.com']) {
      const refusing = askingJudge({ operator: 'refuse' })
      expect(inspectFields([name, value], refusing.judge).refused).toBe(true)
      const masking = askingJudge({ operator: 'mask' })
      expect(inspectFields([name, value], masking.judge)).toEqual({
        fields: [name, value],
        changed: false,
        refused: false,
      })
      expect(masking.questions).toMatchObject([{ path: name.toLowerCase() }])
    }
  })

  test.each([
    'host',
    'origin',
    'via',
    'max-forwards',
    'sec-fetch-site',
    'sec-websocket-key',
    'if-none-match',
    'range',
    'traceparent',
    'repr-digest',
    'proxy-authorization',
    'authorization',
    'content-type',
    'content-length',
    'transfer-encoding',
  ])('%s are not looked into', (name) => {
    expect(treatmentOf(name)).toBe('passed')
    const asking = askingJudge({ operator: 'refuse' })
    expect(inspectFields([name, 'joe@example.com'], asking.judge).refused).toBe(false)
    expect(asking.questions).toEqual([])
  })

  test('that a change would break tell the judge so', () => {
    const told: (true | undefined)[] = []
    const judge: Judge = {
      analyzer: standardAnalyzer,
      standIns: undefined,
      judgesFields: false,
      field: () => 'scan',
      entity({ fixed }) {
        told.push(fixed)
        return 'keep'
      },
    }
    inspectFields(['Accept', 'a@example.com', 'X-Note', 'b@example.com'], judge)
    expect(told).toEqual([true, undefined])
  })

  test('lose their entities, each under its name', () => {
    const asking = askingJudge({ operator: 'redact' })
    const fields = [
      'Host',
      'joe@example.com',
      'Referer',
      'https://joe@example.com/a/4111111111111111?m=joe%40example.com',
      'Cookie',
      'id=7; mail=joe%40example.com; x=1',
      'X-User',
      'Joe <joe@example.com>',
      'User-Agent',
      'bot (joe@example.com)',
      'If-Match',
      '"joe@example.com"',
      'Customer-Email',
      'joe@example.com',
      'Link',
      '<https://a.example/?m=joe%40example.com>; rel="next"',
      'Destination',
      'http://203.0.113.77/dav/joe@example.com',
    ]
    const inspected = inspectFields(fields, asking.judge)
    expect(inspected.fields).toEqual([
      'Host',
      'joe@example.com',
      'Referer',
      'https://joe@example.com/a/?m=',
      'Cookie',
      'id=7; mail=; x=1',
      'X-User',
      'Joe <>',
      'User-Agent',
      'bot ()',
      'If-Match',
      '"joe@example.com"',
      'Customer-Email',
      '',
      'Link',
      '<https://a.example/?m=>; rel="next"',
      'Destination',
      'http://203.0.113.77/dav/',
    ])
    expect(inspected.changed).toBe(true)
    expect(asking.questions.map((question) => question.path)).toEqual([
      'referer',
      'referer',
      'cookie.mail',
      'x-user',
      'user-agent',
      'customer-email',
      'link',
      'destination',
    ])
  })

  test('with which a program names itself are judged each time something is in them', () => {
    for (const value of ['bot/1.2.3456 (joe@example.com)', 'Browser/131.0.0.0 (10; 64)']) {
      const once = askingJudge({})
      const again = askingJudge({})
      const first = inspectHeader({ name: 'user-agent', value }, once.judge)
      expect(inspectHeader({ name: 'user-agent', value }, again.judge)).toEqual(first)
      expect(again.questions).toEqual(once.questions)
      expect(first.changed).toBe(value.includes('@'))
    }
  })

  test('keep spaces and signs as they are written', () => {
    const { judge } = askingJudge({})
    expect(inspectHeader({ name: 'x-card', value: 'no 4111 1111 1111 1111 +' }, judge).text).toBe(
      'no **** **** **** 1111 +',
    )
  })

  test('keep letters that are not ASCII', () => {
    const { text } = inspectHeader(
      { name: 'x-user', value: 'Jo\u00e9 joe@example.com' },
      askingJudge({ operator: 'redact' }).judge,
    )
    expect(text).toBe('Jo\u00e9 ')
  })

  test('ask for the fields of a cookie', () => {
    const asking = askingJudge({ fields: { 'cookie.a': 'drop' } })
    expect(inspectHeader({ name: 'cookie', value: 'a=1; b=2' }, asking.judge).text).toBe('a=; b=2')
    expect(asking.fieldsAsked).toEqual(['cookie.a', 'cookie.b'])
  })
})
