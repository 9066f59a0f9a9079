/** Promises of the screens' main jobs in a real browser: look, narrow, open, go back, all by keys, in each language. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { typicalOffice } from '../api/page-states.ts'
import { exchange, standIn } from '../api/stand-in.ts'
import { testWith } from '../support/clients.ts'
import { visitScreens } from './visit-screens.ts'
import { hostileName, watchedOffice } from './watched-office.ts'

const rowsOf = (page: Page) =>
  page.getByRole('table', { name: 'Exchanges, newest first' }).locator('tbody').getByRole('row')

testWith('chromium', 'a figure of the day leads to its list, and back leads to the day', async () => {
  await visitScreens(typicalOffice(), async ({ page, complaints }) => {
    // The heading is "Today" until the first answers are there.
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toMatch(/need/)
    await page.getByRole('definition').getByRole('link', { name: '1', exact: true }).first().click()
    await page.waitForURL('**/app/live?action=transform&when=today')
    await expect.poll(() => rowsOf(page).count()).toBe(1)
    expect(await page.getByLabel('What happened', { exact: true }).inputValue()).toBe('transform')
    await page.goBack()
    await page.getByRole('heading', { name: 'What to do' }).waitFor()
    expect(await page.title()).toBe('Today · Gatehouse')
    expect(complaints).toEqual([])
  })
})

testWith('chromium', 'the list is narrowed by its sentence, and the address says to what', async () => {
  const path = '/app/live?destination=chat.example-ai.com'
  await visitScreens(
    typicalOffice(),
    async ({ page, complaints }) => {
      await expect.poll(() => rowsOf(page).count()).toBe(2)
      await page.getByLabel('What happened', { exact: true }).selectOption({ label: 'Stopped' })
      await expect.poll(() => rowsOf(page).count()).toBe(1)
      expect(new URL(page.url()).search).toBe('?destination=chat.example-ai.com&action=refuse')
      await page.getByRole('button', { name: 'Show everything' }).click()
      await expect.poll(() => rowsOf(page).count()).toBeGreaterThan(5)
      await page.getByLabel('Client', { exact: true }).fill('not a client')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'This is no client or destination: “not a client”' }).waitFor()
      // The browser tells of the 400 by itself.
      expect(complaints.filter((each) => !each.includes('400'))).toEqual([])
    },
    { path },
  )
})

testWith(
  'chromium',
  'an exchange opens at the side by keys, says why, and Escape leads back to its row',
  async () => {
    await visitScreens(
      typicalOffice(),
      async ({ page }) => {
        const row = rowsOf(page).filter({ hasText: 'Cleaned' })
        await row.getByRole('link').focus()
        await page.keyboard.press('Enter')
        const side = page.getByRole('complementary')
        await side.getByRole('heading', { name: 'Why' }).waitFor()
        expect(await side.getByRole('list').first().textContent()).toMatch(/Rule .*findings.*(masked|token)/)
        expect(new URL(page.url()).searchParams.get('id')).toMatch(/^[0-9a-f]{12}-/)
        await page.reload()
        await side.getByRole('heading', { name: 'Before and after' }).waitFor()
        await page.keyboard.press('Escape')
        await expect.poll(() => side.count()).toBe(0)
      },
      { path: '/app/live' },
    )
  },
)

testWith(
  'chromium',
  'what comes in shows at once, is held while it is read, and alike ones stand together',
  async () => {
    const office = standIn([exchange({ n: 900 })])
    await visitScreens(
      office,
      async ({ page, complaints }) => {
        // Beside the screen, what remembers the last events listens.
        await expect.poll(() => office.subscribers).toBe(2)
        office.record(exchange({ n: 3, destination: 'new.example.com' }))
        await expect.poll(() => rowsOf(page).first().textContent()).toContain('new.example.com')
        office.record(exchange({ n: 2, destination: 'new.example.com' }))
        await expect.poll(() => rowsOf(page).first().textContent()).toContain('2 ×')
        await page.getByRole('button', { name: 'Hold' }).click()
        office.record(exchange({ n: 1, destination: 'later.example.com' }))
        await page.getByText('One new exchange waits.').waitFor()
        expect(await rowsOf(page).count()).toBe(2)
        await page.getByRole('button', { name: 'Go on' }).click()
        await expect.poll(() => rowsOf(page).first().textContent()).toContain('later.example.com')
        await page.getByLabel('Alike ones together').uncheck()
        await expect.poll(() => rowsOf(page).count()).toBe(4)
        expect(complaints).toEqual([])
      },
      { path: '/app/live' },
    )
  },
)

testWith('chromium', 'machines are shown by name as text, those that wait for an answer first', async () => {
  await visitScreens(
    watchedOffice(),
    async ({ page, complaints }) => {
      const machines = page.getByRole('region', { name: 'Machines of the office' }).getByRole('row')
      await expect.poll(() => machines.nth(1).textContent()).toContain('waits for an answer')
      await machines.filter({ hasText: hostileName }).getByText('in quarantine').waitFor()
      await page.getByText('one waits for your answer').waitFor()
      const sent = page.getByRole('region', { name: 'What they send' })
      await sent.getByRole('row').filter({ hasText: 'Front desk' }).getByRole('link', { name: '40' }).click()
      await page.waitForURL('**/app/live?client=192.168.1.20')
      await expect.poll(() => rowsOf(page).first().textContent()).toContain('Front desk')
      expect(complaints).toEqual([])
    },
    { path: '/app/clients' },
  )
})

testWith('chromium', 'the palette leads anywhere without a mouse', async () => {
  await visitScreens(typicalOffice(), async ({ page, complaints }) => {
    await page.keyboard.press('Control+k')
    const typed = page.getByRole('combobox', { name: 'Where to?' })
    await typed.fill('clie')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Clients', level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    await typed.fill('crm.example.com')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/app/live?destination=crm.example.com')
    await page.keyboard.press('Control+k')
    await typed.fill('dark')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.evaluate('getComputedStyle(document.body).backgroundColor'))
      .toBe('rgb(27, 29, 32)')
    await page.reload()
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(27, 29, 32)')
    expect(complaints).toEqual([])
  })
})

testWith(
  'chromium',
  'the interface speaks the language of the browser, and the one that is chosen',
  async () => {
    await visitScreens(
      typicalOffice(),
      async ({ page }) => {
        await page.getByText('2.005 Anfragen haben das Büro verlassen').waitFor()
        await page.getByRole('combobox', { name: 'Sprache' }).selectOption('fr')
        await page.getByText('2 005 requêtes').waitFor()
        expect(await page.evaluate('document.documentElement.lang')).toBe('fr')
        await page.reload()
        await page.getByText('2 005 requêtes').waitFor()
      },
      { language: 'de-DE' },
    )
  },
)

testWith(
  'chromium',
  'in the pseudo-language no word of the interface stands outside the catalogues',
  async () => {
    await visitScreens(typicalOffice(), async ({ page, origin }) => {
      await page.evaluate(`localStorage.setItem('gatehouse-language', 'pseudo')`)
      for (const screen of ['', 'live', 'reviews', 'policies', 'clients', ...systemParts, 'nowhere']) {
        await page.goto(`${origin}/app/${screen}`)
        await page.getByRole('navigation').first().waitFor()
        await page.locator('.loading').first().waitFor({ state: 'detached' })
        const plain = (await page.evaluate<string[]>(texts)).filter(isPlain)
        // What the gateway says in its own words, and names.
        const known =
          /^(Gatehouse|Ctrl K|Pseudo|English|Deutsch|Español|Français|Dr\. Okafor|The certificate for|Begin its)/
        expect(plain.filter((text) => !known.test(text))).toEqual([])
      }
    })
  },
)

const systemParts = ['system', 'system/network', 'system/access', 'system/certificates', 'system/about']

/** Runs in the page: its texts and the names of its controls, without what comes from outside. */
const texts = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const outside = '[lang=en], code, pre, .mono, time, dd, .at-client, noscript, script, th[scope=row]'
  const found = []
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest(outside)) found.push(walker.currentNode.textContent)
  for (const each of document.querySelectorAll('[aria-label], [placeholder]'))
    found.push(each.getAttribute('aria-label') ?? '', each.getAttribute('placeholder') ?? '')
  return found
})()`

/** A word with a vowel that bears no accent. */
function isPlain(text: string): boolean {
  return /\p{L}{3}/u.test(text) && /[aeiou]/i.test(text) && !/[áéíóúýçñÁÉÍÓÚÇÑ]/.test(text)
}
