/** Whoever was stopped reads plain words on a page without scripts, and no name becomes markup on it. */
import { expect, test } from 'vitest'
import { reviewPage } from '../../../gateway/core/pages/review-page.ts'
import { type RefusalOptions, refusalPage } from '../../../gateway/core/policy/refusal.ts'
import type { ReviewNotice } from '../../../gateway/core/review/notice.ts'

const facts = { officeName: 'Office', contact: 'Kim, extension 12' }
const about: Extract<ReviewNotice, { state: 'offered' }>['about'] = {
  kind: 'request',
  destination: '<img src=x onerror=alert(1)>.example\u202e',
  rule: '"><script>alert(1)</script>',
  found: [{ type: 'CREDIT_CARD', count: 2 }],
}
const notices: ReviewNotice[] = [
  { state: 'unknown' },
  { state: 'away' },
  { state: 'full' },
  { state: 'offered', about },
  { state: 'waiting', about },
  ...(['once', '15m', 'always', 'cleaned', 'no'] as const).map(
    (answer): ReviewNotice => ({ state: 'answered', about, answer, leftMs: answer === 'no' ? null : 60_000 }),
  ),
]

test.each(notices)(
  '$state $answer: no script, nothing from elsewhere, and no name becomes markup',
  (notice) => {
    const hostile = { officeName: '<b>Office</b>', contact: '<a href="http://evil.example">Kim</a>' }
    const { body, headers } = reviewPage(hostile, '/review/x', notice)
    expect(body).not.toMatch(/<script|<img|<b>|evil\.example"|\u202e/i)
    expect(body).not.toMatch(/\son[a-z]+\s*=\s*["']/i)
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none';style-src 'sha256-[^']+';base-uri 'none';form-action 'self';frame-ancestors 'none'$/,
    )
    const policy = notice.state === 'offered' ? 'same-origin' : 'no-referrer'
    expect(headers).toMatchObject({ 'referrer-policy': policy, 'cache-control': 'no-store' })
  },
)

test('the page says where, by which rule and what kind, and what was answered for how long', () => {
  const offered = reviewPage(facts, '/review/x', {
    state: 'offered',
    about: { ...about, destination: 'shop.example', rule: 'cards' },
  })
  for (const words of ['shop.example', 'cards', '2 × payment card number', 'Kim, extension 12'])
    expect(offered.body).toContain(words)
  const answered = (leftMs: number | null, answer: '15m' | 'no' = '15m') =>
    reviewPage(facts, '/review/x', { state: 'answered', about, answer, leftMs }).body
  expect(answered(14 * 60_000)).toContain('This counts for 14 minutes more')
  expect(answered(0)).toContain('its time is over')
  expect(answered(null, 'no')).toContain('may not be sent')
})

test('the refusal page links to the review without telling where from, and problem+json names it', () => {
  const review = 'http://gatehouse.home.arpa:8080/review/a"b'
  const options: RefusalOptions = {
    ...{ reason: 'entity-refused', status: 403, host: 'shop.example', ruleId: 'cards', contact: '' },
    ...{ findingCounts: {}, exchangeId: '0198f0a1b2c3-a1b2c3d4e5f6' },
  }
  const { html, problem } = refusalPage({ ...options, review })
  expect(html).toContain(
    '<a href="http://gatehouse.home.arpa:8080/review/a&#34;b" rel="noreferrer">Ask for a review</a>',
  )
  expect(problem.review).toBe(review)
  expect(refusalPage({ ...options, review: null }).problem).not.toHaveProperty('review')
  expect(refusalPage(options).html).not.toContain('Ask for a review')
})
