/** Promises to people who cannot see, point or read well: axe finds no barrier in any page, in a real browser. */
import { expect } from 'vitest'
import { onboardingPage } from '../../gateway/core/pages/onboarding.ts'
import { reviewPage } from '../../gateway/core/pages/review-page.ts'
import { troublePage } from '../../gateway/core/pages/trouble-page.ts'
import { type RefusalOptions, refusalPage } from '../../gateway/core/policy/refusal.ts'
import type { ReviewNotice } from '../../gateway/core/review/notice.ts'
import type { TroubleNotice } from '../../gateway/core/trouble/notice.ts'
import { testWith } from '../support/clients.ts'
import { setupFactsOf } from '../support/setup-facts.ts'
import { barriers, expectNoBarriers } from './barriers.ts'
import { overfullOffice, typicalOffice } from './page-states.ts'
import { type StandIn, standIn } from './stand-in.ts'
import { openTab, visit } from './visit.ts'

testWith('chromium', 'the checker sees barriers where there are some', async () => {
  await using page = await openTab()
  await page.setContent(
    '<!doctype html><html><title>x</title><p style="color:#aaa;background:#fff">pale</p><input></html>',
  )
  const found = (await barriers(page)).map((each) => each.split(':')[0])
  expect(found).toEqual(expect.arrayContaining(['color-contrast', 'html-has-lang', 'label']))
})

const offices: Readonly<Record<string, () => StandIn>> = {
  'an empty office': () => standIn(),
  'a typical office': typicalOffice,
  'an office with everything at once': overfullOffice,
}

for (const [name, office] of Object.entries(offices)) {
  testWith('chromium', `the first screen of ${name} has no barrier`, () =>
    visit(office(), ({ page }) => expectNoBarriers(page)),
  )
}

testWith('chromium', 'the page that sets a client up has no barrier', () =>
  visit(standIn(), async ({ page }) => {
    await page.goto(new URL('/setup', page.url()).href)
    await expectNoBarriers(page)
  }),
)

testWith('chromium', 'the sign-in page has no barrier, before and after a wrong token', () =>
  visit(standIn(), async ({ page }) => {
    await page.getByRole('button', { name: 'Leave' }).click()
    await expectNoBarriers(page)
    await page.getByLabel('Access token').fill('wrong')
    await page.getByRole('button', { name: 'Open' }).click()
    await page.getByRole('alert').waitFor()
    await expectNoBarriers(page)
  }),
)

const refused: RefusalOptions = {
  reason: 'entity-refused',
  status: 403,
  host: 'chat.example.com',
  ruleId: 'ai-assistants',
  findingCounts: { CREDIT_CARD: 1, EMAIL: 3 },
  contact: 'Kim, extension 12',
  exchangeId: '0198f0a1b2c3-a1b2c3d4e5f6',
  review: 'http://gatehouse.home.arpa:8080/review/0198f0a1b2c3-a1b2c3d4e5f6.here.AAAAAAAAAAAAAAAAAAAAAA',
}
const refusals: Readonly<Record<string, RefusalOptions>> = {
  'about something that was found': refused,
  'about a certificate, with technical detail': {
    ...refused,
    reason: 'certificate-expired',
    status: 502,
    ruleId: null,
    findingCounts: {},
    detail: `CN=${'a-very-long-name.'.repeat(12)}example.com`,
  },
  'that knows next to nothing': { ...refused, host: '', ruleId: null, findingCounts: {}, contact: '' },
}

for (const [name, options] of Object.entries(refusals)) {
  testWith('chromium', `a refusal page ${name} has no barrier`, async () => {
    await using page = await openTab()
    await page.setContent(refusalPage(options).html)
    await expectNoBarriers(page)
  })
}

const about = {
  kind: 'request',
  destination: 'chat.example.com',
  rule: 'ai-assistants',
  found: [{ type: 'EMAIL', count: 3 }],
} as const
const notices: readonly ReviewNotice[] = [
  { state: 'unknown' },
  { state: 'offered', about: { ...about, found: [...about.found] } },
  { state: 'answered', about: { ...about, found: [] }, answer: '15m', leftMs: 60_000 },
]

for (const notice of notices) {
  testWith('chromium', `the page of a review that is ${notice.state} has no barrier`, async () => {
    await using page = await openTab()
    await page.setContent(reviewPage({ officeName: 'Office', contact: 'Kim' }, '/review/x', notice).body)
    await expectNoBarriers(page)
  })
}

const troubles: readonly TroubleNotice[] = [
  { state: 'listed', rows: [{ id: 'x', host: 'chat.example.com', agoMs: 1000 }], isShared: false },
  {
    ...{ state: 'told', agoMs: 1000, times: 2, obstacle: null },
    happened: {
      ...{
        id: 'x',
        host: 'chat.example.com',
        port: 443,
        encrypted: true,
        action: 'transform',
        reason: 'rule',
      },
      ...{ rule: 'all', status: 200, more: false, alert: null, trackingRemoved: 1, marks: ['unrestored'] },
      changes: [{ type: 'EMAIL', operator: 'tokenize', count: 2 }],
    },
  },
]

for (const notice of troubles) {
  testWith('chromium', `the page for trouble that is ${notice.state} has no barrier`, async () => {
    await using page = await openTab()
    await page.setContent(troublePage({ officeName: 'Office', contact: 'Kim' }, '/trouble/x', notice).body)
    await expectNoBarriers(page)
  })
}

testWith('chromium', 'the page on the proxy port has no barrier', async () => {
  await using page = await openTab()
  await page.setContent(
    onboardingPage({
      officeName: 'Gatehouse office',
      contact: 'Kim, extension 12',
      hasTroublePage: true,
      fingerprints: { interception: Array.from({ length: 32 }, () => 'AB').join(':'), office: '' },
      facts: setupFactsOf('192.168.1.2'),
    }),
  )
  await expectNoBarriers(page)
})
