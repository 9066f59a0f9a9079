/** Whoever something does not work for reads plain words on a page without scripts, and no name becomes markup on it. */
import { expect, test } from 'vitest'
import { reviewPage } from '../../../gateway/core/pages/review-page.ts'
import { troublePage } from '../../../gateway/core/pages/trouble-page.ts'
import { refusalPage } from '../../../gateway/core/policy/refusal.ts'
import type { TroubleNotice } from '../../../gateway/core/trouble/notice.ts'
import { tunnelObstacles } from '../../../gateway/core/trouble/obstacle.ts'

const facts = { officeName: 'Office', contact: 'Kim, extension 12' }
const host = '<img src=x onerror=alert(1)>.example\u202e'
const id = '0198f0a1b2c3-a1b2c3d4e5f6'
const told: Extract<TroubleNotice, { state: 'told' }> = {
  ...{ state: 'told', agoMs: 90_000, times: 3, obstacle: null },
  happened: {
    ...{ id, host, port: 443, encrypted: true, action: 'transform', reason: 'rule', status: 200 },
    ...{ rule: '"><script>alert(1)</script>', more: false, alert: '<b>x</b>', trackingRemoved: 0, marks: [] },
    changes: [{ type: 'CREDIT_CARD', operator: 'mask', count: 2 }],
  },
}
const notices: TroubleNotice[] = [
  ...[{ state: 'unknown' } as const, { state: 'away' } as const, { state: 'full' } as const],
  ...[{ state: 'unsure' } as const, { state: 'waiting', host } as const],
  { state: 'listed', rows: [], isShared: false },
  { state: 'listed', rows: [], isShared: true },
  { state: 'listed', rows: [{ id, host, agoMs: 1000 }], isShared: false },
  told,
  { ...told, happened: { ...told.happened, action: 'fail', reason: 'client-tls-failed' } },
  ...tunnelObstacles.flatMap((obstacle): TroubleNotice[] => [
    { ...told, obstacle },
    { state: 'barred', obstacle },
  ]),
]

test.each(notices)(
  '$state $obstacle: no script, nothing from elsewhere, and no name becomes markup',
  (notice) => {
    const hostile = { officeName: '<b>Office</b>', contact: '<a href="http://evil.example">Kim</a>' }
    const { body, headers } = troublePage(hostile, `/trouble/${id}`, notice)
    expect(body).not.toMatch(/<script|<img|<b>|evil\.example"|\u202e/i)
    expect(body).not.toMatch(/\son[a-z]+\s*=\s*["']/i)
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none';style-src 'sha256-[^']+';base-uri 'none';form-action 'self';frame-ancestors 'none'$/,
    )
    const offers = notice.state === 'told' && notice.obstacle === null
    expect(body.includes('<form')).toBe(offers)
    const policy = offers ? 'same-origin' : 'no-referrer'
    expect(headers).toMatchObject({ 'referrer-policy': policy, 'cache-control': 'no-store' })
  },
)

test('the list shows where to and when, the page of one what was done, by which rule, and how often', () => {
  const rows = [{ id, host: 'shop.example', agoMs: 61_000 }]
  const list = troublePage(facts, '/trouble', { state: 'listed', rows, isShared: false })
  expect(list.body).toContain(`<a href="/trouble/${id}">shop.example</a>, 1 minute 1 second ago`)
  expect(list.body).toContain('whoever else uses this machine sees the same')
  const shared = troublePage(facts, '/trouble', { state: 'listed', rows: [], isShared: true })
  expect(shared.body).toContain('Several people logged in')
  expect(shared.body).not.toContain('nothing of this machine')
  const happened = { ...told.happened, host: 'shop.example', rule: 'cards' }
  const { body } = troublePage(facts, `/trouble/${id}`, { ...told, happened })
  for (const words of [
    'We changed it on its way',
    '2 × payment card number: masked',
    'cards',
    '2 more alike',
  ])
    expect(body).toContain(words)
})

test('the answer to a tunnel says what passes and for how long, and that it is over', () => {
  const about = { kind: 'tunnel' as const, destination: 'shop.example', rule: '', found: [] }
  const answered = (leftMs: number | null, answer: '15m' | 'no' = '15m') =>
    reviewPage(facts, '/review/x', { state: 'answered', about, answer, leftMs }).body
  expect(answered(14 * 60_000)).toContain('For 14 minutes more nothing')
  expect(answered(0)).toContain('Its time is over')
  expect(answered(null, 'no')).toContain('is still read')
  expect(reviewPage(facts, '/review/x', { state: 'waiting', about }).body).toContain(
    'Until then nothing changes',
  )
})

test('a person who is stopped finds the page, and where there is none no link to it', () => {
  const options = {
    ...({ reason: 'connection-rule', status: 403, host: 'shop.example', ruleId: 'r', contact: '' } as const),
    ...{ findingCounts: {}, exchangeId: id },
  }
  const trouble = 'http://gatehouse.home.arpa:8080/trouble'
  expect(refusalPage({ ...options, trouble }).html).toContain(`<a href="${trouble}" rel="noreferrer">`)
  expect(refusalPage(options).html).not.toContain('/trouble')
})
