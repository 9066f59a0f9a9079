/** Promises to people who cannot see, point or read well: axe finds no barrier in any page, in a real browser. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { onboardingPage } from '../../gateway/core/pages/onboarding.ts'
import { type RefusalOptions, refusalPage } from '../../gateway/core/policy/refusal.ts'
import { testWith } from '../support/clients.ts'
import { overfullOffice, typicalOffice } from './page-states.ts'
import { type StandIn, standIn } from './stand-in.ts'
import { openTab, visit } from './visit.ts'

/** A telephone and a desk; 360 pixels are the narrowest telephones in use. */
const widths = [360, 1280]
const themes = ['light', 'dark'] as const

/** What axe objects to, by all its rules, with the elements; empty where there is no barrier. */
async function barriers(page: Page): Promise<string[]> {
  // The page's own policy lets no script run in it; the browser's debugger may.
  await page.evaluate(axe.source)
  const { violations } = (await page.evaluate('axe.run(document)')) as axe.AxeResults
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`),
  )
}

/** Looks in both themes and at both widths, with everything unfolded that can be. */
async function expectNoBarriers(page: Page): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme })
      await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`)
      expect(await barriers(page), `${page.url()} at ${width} pixels, ${colorScheme}`).toEqual([])
    }
  }
}

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

testWith('chromium', 'the page on the proxy port has no barrier', async () => {
  await using page = await openTab()
  const certificate = 'http://192.168.1.2:8080/ca.pem'
  await page.setContent(
    onboardingPage({
      officeName: 'Gatehouse office',
      contact: 'Kim, extension 12',
      fingerprints: { interception: Array.from({ length: 32 }, () => 'AB').join(':'), office: '' },
      checkUrl: 'https://gatehouse.home.arpa:8443/',
      proxyAddress: '192.168.1.2:8080',
      pacUrl: 'http://192.168.1.2:8080/proxy.pac',
      interceptionUrl: certificate,
      officeUrl: certificate,
      bundleUrl: certificate,
    }),
  )
  await expectNoBarriers(page)
})
