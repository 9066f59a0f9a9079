/** A stopped person reads plain words; a stopped program reads problem+json; nobody reads values or runs scripts. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { VerdictReason } from '../../../gateway/core/journal.ts'
import { pathTemplate } from '../../../gateway/core/policy/path-template.ts'
import { reasonFor, reasonSentences, reasonTexts } from '../../../gateway/core/policy/reasons.ts'
import {
  type RefusalOptions,
  refusalPage,
  refusalStyleHash,
  wantsHtml,
} from '../../../gateway/core/policy/refusal.ts'

const reasons = Object.keys(reasonTexts) as VerdictReason[]

const refused: RefusalOptions = {
  reason: 'entity-refused',
  status: 403,
  host: 'chat.example.com',
  ruleId: 'ai-assistants',
  findingCounts: { CREDIT_CARD: 1, EMAIL: 3 },
  contact: 'Kim, extension 12',
  exchangeId: '0198f0a1b2c3-a1b2c3d4e5f6',
}

describe('reasons', () => {
  test.each(reasons)('%s is said in sentences that a person can read aloud', (reason) => {
    const text = reasonFor(reason, { host: 'shop.test', contact: 'Kim' })
    for (const sentence of [text.happened, text.next]) {
      expect(sentence).toMatch(/^[A-Z“a-z].*[.!]$/)
      expect(sentence).not.toMatch(/[{}]|undefined|[A-Z]{2}_|error|invalid|failed|\brate\b/)
    }
    expect(text.title).not.toMatch(/[.{}]/)
    expect(reasonSentences[reason]).toMatch(/^[A-Z].*\.$/)
    expect(reasonSentences[reason]).not.toContain('{')
  })

  test('where nobody was named, the page still says whom to ask', () => {
    expect(reasonFor('entity-refused', { host: 'a.test', contact: '' }).next).toContain(
      'whoever looks after the network',
    )
  })

  test('a destination that looks like a placeholder stays what it is', () => {
    expect(reasonFor('rule', { host: '{contact}$&', contact: 'Kim' }).happened).toContain('$&')
  })
})

describe('the page', () => {
  test('says what happened, what was found, whom to ask, and by which rule', () => {
    const { html, problem } = refusalPage(refused)
    for (const text of [
      'chat.example.com',
      'payment card number',
      '3 ×',
      'Kim, extension 12',
      'ai-assistants',
      refused.exchangeId,
    ]) {
      expect(html).toContain(text)
    }
    expect(problem).toEqual({
      type: 'urn:gatehouse:reason:entity-refused',
      title: 'We stopped this request',
      status: 403,
      detail: expect.stringContaining('chat.example.com'),
      instance: `urn:gatehouse:exchange:${refused.exchangeId}`,
      reason: 'entity-refused',
      host: 'chat.example.com',
      rule: 'ai-assistants',
      found: [
        { type: 'EMAIL', title: 'e-mail address', count: 3 },
        { type: 'CREDIT_CARD', title: 'payment card number', count: 1 },
      ],
      next: expect.stringContaining('Kim'),
      exchange: refused.exchangeId,
    })
  })

  test('its one style is the one whose hash is given, and there is nothing that loads or runs', () => {
    const { html } = refusalPage({ ...refused, detail: 'x' })
    const styles = [...html.matchAll(/<style>([^<]*)<\/style>/g)]
    expect(styles).toHaveLength(1)
    const hash = createHash('sha256')
      .update(styles[0]?.[1] ?? '')
      .digest('base64')
    expect(refusalStyleHash).toBe(`sha256-${hash}`)
    expect(html).not.toMatch(/<script|<img|<link|<iframe|<form| style=| on[a-z]+=|url\(|@import|href|src=/i)
  })

  test('technical detail is one click away', () => {
    const { html, problem } = refusalPage({
      ...refused,
      reason: 'certificate-expired',
      detail: 'notAfter 2026-01-01',
    })
    expect(html).toContain(
      '<details><summary>Technical detail</summary><p class="code">notAfter 2026-01-01</p></details>',
    )
    expect(problem.technical).toBe('notAfter 2026-01-01')
    expect(refusalPage(refused).html).not.toContain('<details>')
  })

  test.each([
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    '</style><script>',
    '&lt;b&gt;',
    '`x`',
  ])('a hostile %s stays text, wherever it stands', (hostile) => {
    for (const key of ['host', 'ruleId', 'contact', 'exchangeId', 'detail'] as const) {
      const { html } = refusalPage({ ...refused, [key]: hostile })
      expect(html).not.toMatch(/<script|<img|<b>/)
      expect(tagsOf(html)).toEqual(tagsOf(refusalPage({ ...refused, [key]: 'harmless' }).html))
    }
  })

  test('no input adds a tag to the page or a raw control character to the text', () => {
    const plain = tagsOf(refusalPage({ ...refused, detail: 'x' }).html)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (host, detail) => {
        const { html, problem } = refusalPage({ ...refused, host: `a${host}`, detail })
        expect(tagsOf(html)).toEqual(plain)
        expect(problem.host).not.toMatch(/[\p{Cc}\p{Cf}]/u)
        expect(JSON.parse(JSON.stringify(problem))).toEqual(problem)
      }),
    )
  })

  test('characters that turn text around are shown as what they are: not text', () => {
    const { html } = refusalPage({ ...refused, host: 'gro.elpmaxe\u{202e}moc' })
    expect(html).not.toContain('\u{202e}')
    expect(html).toContain('\u{fffd}')
  })

  test('a host that is far too long does not fill the page', () => {
    expect(refusalPage({ ...refused, host: 'a'.repeat(100_000) }).html.length).toBeLessThan(10_000)
  })

  function tagsOf(html: string): string[] {
    return html.replace(/<style>[^<]*<\/style>/, '').match(/<[^>]*>/g) ?? []
  }
})

test.each([
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['text/html', true],
  ['TEXT/HTML;charset=utf-8', true],
  ['*/*', false],
  ['', false],
  [undefined, false],
  ['application/json', false],
  ['application/json, text/html;q=0.5', false],
  ['text/html;q=0', false],
  ['application/json, text/plain, */*', false],
  ['text/html;q=x', false],
])('a client that accepts %s gets a page: %s', (accept, expected) => {
  expect(wantsHtml(accept)).toBe(expected)
})

describe('path templates', () => {
  test.each([
    ['/', '/'],
    ['*', '*'],
    ['', ''],
    ['/v1/chat/completions', '/v1/chat/completions'],
    ['/v1beta/models/gemini-pro:generateContent', '/v1beta/models/{…}'],
    ['/v1.1/x', '/{…}/x'],
    ['/v123/x', '/{…}/x'],
    ['/users/4711', '/users/{…}'],
    ['/users/jane@example.com/orders', '/users/{…}/orders'],
    ['/users/jane%40example.com', '/users/{…}'],
    ['/o/550e8400-e29b-41d4-a716-446655440000', '/o/{…}'],
    ['/o/deadbeefcafe', '/o/{…}'],
    ['/o/dQwWgXcQaBcD', '/o/{…}'],
    ['/o/QWxhZGRpbjpvcGVu', '/o/{…}'],
    ['/o/bcdfghjk', '/o/{…}'],
    ['/o/getCustomerAddress', '/o/{…}'],
    ['/o/create_payment-intent.json', '/o/{…}'],
    ['/patients/jane/records', '/patients/{…}/records'],
    ['/v2/users/jane', '/v2/users/{…}'],
    ['/in/jane', '/in/{…}'],
    ['/team/Jane/notes', '/team/{…}/notes'],
    ['/team/jane.roe/notes', '/team/{…}/notes'],
    ['/team/jane_roe', '/team/{…}'],
    ['/team/jane-roe', '/team/{…}'],
    ['/team/JANE', '/team/{…}'],
    ['/users/', '/users/'],
    ['/users/v1', '/users/v1'],
    ['/account/settings', '/account/settings'],
    ['/o/xkcdqwrt', '/o/{…}'],
    ['/o/donaudampfschifffahrtsgesell', '/o/{…}'],
    ['/api/css/sync', '/api/css/sync'],
    ['/o/café', '/o/{…}'],
    ['/o/a=b;c', '/o/{…}'],
    ['/~jane/x', '/{…}/x'],
    ['/a//b/', '/a//b/'],
    [`/o/${'abc-'.repeat(20)}`, '/o/{…}'],
    [`${'/a'.repeat(30)}`, `${'/a'.repeat(16)}/…`],
  ])('%s becomes %s', (path, template) => {
    expect(pathTemplate(path)).toBe(template)
  })

  test('nothing survives but small words, versions and slashes', () => {
    fc.assert(
      fc.property(fc.webPath(), (path) => {
        expect(pathTemplate(path)).toMatch(/^(?:\/(?:[a-z]*|v\d[a-z\d]*|\{…\}|…))*$/)
      }),
    )
  })

  test('no digit but those of a version survives', () => {
    fc.assert(
      fc.property(fc.webPath(), (path) => {
        const rest = pathTemplate(path)
          .split('/')
          .filter((segment) => !/^v\d/.test(segment))
        expect(rest.join('/')).not.toMatch(/[\d%@]/)
      }),
    )
  })
})
