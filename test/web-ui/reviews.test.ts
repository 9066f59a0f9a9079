/** Promises of answering reviews on their screen: in place, by keys, taken back by a press, and told in words where it cannot be done. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { type StandIn, standIn } from '../api/stand-in.ts'
import { openTab } from '../api/visit.ts'
import { openReviewScene } from '../app/review-scene.ts'
import { testWith } from '../support/clients.ts'
import { askedReviews } from './asked-reviews.ts'
import { complaintsOf, visitScreens } from './visit-screens.ts'

function askedOffice() {
  const office = standIn()
  const reviews = askedReviews()
  return { reviews, office: { ...office, services: { ...office.services, reviews } } as StandIn }
}

const path = '/app/reviews'
const item = (page: Page, host: string) => page.getByRole('listitem').filter({ hasText: host })
const news = (page: Page) => page.locator('.news')

testWith(
  'chromium',
  'a question is answered where it stands, and the answer is taken back by a press',
  async () => {
    const { office, reviews } = askedOffice()
    await visitScreens(
      office,
      async ({ page, complaints }) => {
        await page.getByText('3 questions wait for your answer.').waitFor()
        const question = item(page, 'chat.example-ai.com')
        expect(await question.textContent()).toMatch(
          /2 × payment card, this was the reason1 × e-mail address/,
        )
        await question.getByRole('button', { name: /^15 minutes/ }).click()
        await news(page).getByText('For 15 minutes this may go to chat.example-ai.com.').waitFor()
        await page.getByText('2 questions wait for your answer.').waitFor()
        await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('waiting')
        await page.keyboard.press('Control+z')
        await news(page).getByText('Taken back').waitFor()
        await item(page, 'chat.example-ai.com').getByText('taken back').waitFor()
        expect(reviews.said).toEqual(['15m chat.example-ai.com token', 'end chat.example-ai.com'])
        expect(complaints).toEqual([])
      },
      { path },
    )
  },
)

testWith(
  'chromium',
  'only the answers that are possible are offered, and what still counts can be ended',
  async () => {
    const { office, reviews } = askedOffice()
    await visitScreens(
      office,
      async ({ page }) => {
        const answers = item(page, 'sync.example-notes.com').getByRole('button')
        expect(await answers.allTextContents()).toEqual([
          expect.stringMatching(/^15 minutes.*unread/),
          expect.stringMatching(/^No/),
        ])
        const counting = item(page, 'print.example.com')
        expect(await counting.textContent()).toContain('11 more minutes')
        await counting.getByRole('button', { name: 'Take back' }).click()
        await counting.getByText('taken back').waitFor()
        expect(await item(page, 'upload.example.net').getByRole('button').count()).toBe(0)
        expect(reviews.said).toEqual(['end print.example.com'])
      },
      { path },
    )
  },
)

testWith('chromium', 'of two who answer the second is told so, and sees what was answered', async () => {
  const { office, reviews } = askedOffice()
  await visitScreens(
    office,
    async ({ page }) => {
      const question = item(page, 'crm.example.com')
      await question.waitFor()
      const [waiting] = reviews
        .list({ limit: 9, waiting: true })
        .reviews.filter(({ destination }) => destination === 'crm.example.com')
      await reviews.answer(waiting?.id ?? '', 'no', 'box')
      await question.getByRole('button', { name: /^Always/ }).click()
      await page.getByRole('alert').getByText('It is another by now').waitFor()
      await item(page, 'crm.example.com').getByText('No', { exact: true }).waitFor()
      expect(reviews.said).toEqual(['no crm.example.com box'])
    },
    { path },
  )
})

testWith(
  'chromium',
  'a gateway that does not answer is told as that, and nothing is said to be done',
  async () => {
    const { office } = askedOffice()
    await visitScreens(
      office,
      async ({ page }) => {
        await page.route('**/answer*', (route) => route.abort())
        await item(page, 'chat.example-ai.com').getByRole('button', { name: /^Once/ }).click()
        await page.getByRole('alert').getByText('The gateway did not answer.').waitFor()
        // The answers are busy until the list was asked anew, as what is shown may be old after a failure.
        await expect
          .poll(() => item(page, 'chat.example-ai.com').getByRole('button', { name: /^Once/ }).isEnabled())
          .toBe(true)
      },
      { path },
    )
  },
)

testWith(
  'chromium',
  'what was stopped and nobody asked about is let through from its detail, and taken back there',
  async () => {
    const scene = await openReviewScene(0)
    const { gateway } = scene
    expect((await scene.send(undefined, 'orders')).status).toBe(403)
    await using page = await openTab()
    await page.goto(`https://${gateway.addresses.ui}/app/live`)
    await page.getByLabel('Access token').fill(gateway.accessToken)
    await page.getByRole('button', { name: 'Open' }).click()
    const rows = page.locator('.exchanges tbody').getByRole('row')
    await expect.poll(() => rows.count()).toBe(1)
    await rows.getByRole('link').click()
    const side = page.getByRole('complementary')
    await side.getByText('Nobody has asked about this.').waitFor()
    await side.getByRole('button', { name: /^Always/ }).click()
    await news(page).getByText('From now on everybody may send').waitFor()
    await expect.poll(async () => (await scene.send(undefined, 'orders')).status).toBe(200)
    await side.getByRole('button', { name: 'Take back' }).click()
    await news(page).getByText('Taken back').waitFor()
    await expect.poll(async () => (await scene.send(undefined, 'orders')).status).toBe(403)
  },
  120_000,
)

testWith(
  'chromium',
  'what was stopped passes once the owner answers on the screen, and is stopped again when that is taken back',
  async () => {
    const scene = await openReviewScene(0)
    const { gateway, office } = scene
    await scene.asked(undefined, 'orders')
    await using page = await openTab()
    const complaints = complaintsOf(page)
    await page.goto(`https://${gateway.addresses.ui}${path}`)
    await page.getByLabel('Access token').fill(gateway.accessToken)
    await page.getByRole('button', { name: 'Open' }).click()
    await page.getByText('One question waits for your answer.').waitFor()
    await page.getByRole('button', { name: /^15 minutes/ }).click()
    await news(page).getByText('For 15 minutes this may go').waitFor()
    expect((await scene.send(undefined, 'orders')).status).toBe(200)
    expect(office.received.length).toBe(1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await news(page).getByText('Taken back').waitFor()
    expect((await scene.send(undefined, 'orders')).status).toBe(403)
    expect(complaints).toEqual([])
  },
  120_000,
)
