/** Promises of deciding about machines on their screen: name, group, guest, quarantine and back, and what refuses our certificate. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { testWith } from '../support/clients.ts'
import { visitScreens } from './visit-screens.ts'
import { watchedOffice } from './watched-office.ts'

const path = '/app/clients'
const side = (page: Page) => page.getByRole('complementary')
const news = (page: Page) => page.locator('.news')
const row = (page: Page, text: string) =>
  page.getByRole('region', { name: 'Machines of the office' }).getByRole('row').filter({ hasText: text })

testWith('chromium', 'a machine that waits is named by keys, and put into a group', async () => {
  await visitScreens(
    watchedOffice(),
    async ({ page, complaints }) => {
      await row(page, 'waits for an answer').getByRole('link').focus()
      await page.keyboard.press('Enter')
      await side(page).getByLabel('Name: then it is yours').fill('fd12::1')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').getByText('This cannot be a name.').waitFor()
      await row(page, 'waits for an answer').waitFor()
      await side(page).getByLabel('Name: then it is yours').fill('Label printer')
      await page.keyboard.press('Enter')
      await news(page).getByText('It is yours, and called Label printer.').waitFor()
      await row(page, 'Label printer').getByText('yours').waitFor()
      await side(page).getByLabel('Group').selectOption('tills')
      await news(page).getByText('Label printer is in the group tills.').waitFor()
      await page.getByRole('button', { name: 'Undo' }).click()
      await news(page).getByText('Label printer is as it was before.').waitFor()
      await expect.poll(() => side(page).getByLabel('Group').inputValue()).toBe('')
      await page.keyboard.press('Escape')
      expect(await side(page).count()).toBe(0)
      // The browser tells of the 400 by itself.
      expect(complaints.filter((each) => !each.includes('400'))).toEqual([])
    },
    { path },
  )
})

testWith(
  'chromium',
  'a machine is cut off at once, let in again by a press, and no address of a page names its card',
  async () => {
    await visitScreens(
      watchedOffice(),
      async ({ page }) => {
        const asked: string[] = []
        page.on('request', (request) => asked.push(request.url()))
        await page.getByRole('link', { name: 'Front desk' }).click()
        await side(page).getByRole('button', { name: 'Cut it off' }).click()
        await news(page).getByText('Front desk is cut off.').waitFor()
        await row(page, 'Front desk').getByText('in quarantine').waitFor()
        await page.keyboard.press('Control+z')
        await news(page).getByText('Front desk is let in again.').waitFor()
        await row(page, 'Front desk').getByText('yours').waitFor()
        expect([...asked, page.url()].join(' ')).not.toMatch(/3c(:|%3A)52|192\.168\.1\.20|Front/i)
      },
      { path },
    )
  },
)

testWith(
  'chromium',
  'somebody else decided meanwhile: nothing is done, and what is shown is new',
  async () => {
    const office = watchedOffice()
    await visitScreens(
      office,
      async ({ page }) => {
        await page.getByRole('link', { name: 'Till by the door' }).click()
        await side(page).getByRole('button', { name: 'Cut it off' }).waitFor()
        office.services.clients.group('00000002', 'office', 'box')
        await side(page).getByRole('button', { name: 'Cut it off' }).click()
        await page.getByRole('alert').getByText('It is another by now').waitFor()
        await expect.poll(() => side(page).getByLabel('Group').inputValue()).toBe('office')
        expect(await row(page, 'Till by the door').textContent()).toContain('yours')
      },
      { path },
    )
  },
)

testWith(
  'chromium',
  'what refuses our certificate is let pass unread or left as it is, and asked about no more',
  async () => {
    await visitScreens(
      watchedOffice(),
      async ({ page, complaints }) => {
        const proposals = page.getByRole('region', { name: 'Programs that refuse' }).getByRole('listitem')
        await expect.poll(() => proposals.count()).toBe(2)
        const machine = proposals.filter({ hasText: 'takes our certificate nowhere' })
        expect(await machine.getByRole('button').allTextContents()).toEqual(['Leave it, and ask no more'])
        await proposals.getByRole('button', { name: 'Let it pass unread' }).click()
        await news(page).getByText('gatehouse policy undo abcd1234').waitFor()
        await machine.getByRole('button').click()
        await expect.poll(() => proposals.count()).toBe(0)
        expect(complaints).toEqual([])
      },
      { path },
    )
  },
)
