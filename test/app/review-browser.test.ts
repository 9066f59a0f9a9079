/** Somebody in front of a browser is stopped, asks by the page, reads the answer there, and sends again. */
import { expect } from 'vitest'
import { minuteMs } from '../../gateway/core/units.ts'
import { launchChromium, testWithChromium } from '../support/chromium.ts'
import { untilServing, workersOf } from '../workers/scene.ts'
import { card } from './office.ts'
import { movableBootClock, openReviewScene } from './review-scene.ts'

for (const workers of [0, 1]) {
  testWithChromium(
    `a form that was stopped is asked for by link and button, and passes for fifteen minutes (workers: ${workers})`,
    async () => {
      const clock = movableBootClock()
      const scene = await openReviewScene(workers)
      const { office, gateway } = scene
      await untilServing({ workers: () => workersOf(gateway) }, workers)
      await using chromium = await launchChromium({ roots: [], proxy: `http://${gateway.addresses.proxy}` })
      const tab = await chromium.context.newPage()
      const submit = async () => {
        // What a page's own policy forbids outlasts the page's text.
        await tab.goto('about:blank')
        await tab.setContent(
          `<form method="post" action="${office.destination}order"><input name="pan" value="${card}"><button>Send</button></form>`,
        )
        await tab.getByRole('button', { name: 'Send' }).click()
        await tab.waitForURL('**/order')
        return (await tab.locator('body').textContent()) ?? ''
      }
      expect(await submit()).toContain('We stopped this request')
      await tab.getByRole('link', { name: 'Ask for a review' }).click()
      await tab.getByRole('heading', { name: 'Ask for a review' }).waitFor()
      const link = tab.url()
      await tab.getByRole('button', { name: 'Ask for a review' }).click()
      await tab.getByRole('heading', { name: 'Your request waits for an answer' }).waitFor()
      const ticket = tab.url()
      expect(await tab.evaluate('document.referrer + document.scripts.length')).toBe('0')

      const [review] = await scene.waiting()
      await scene.answer(review?.id ?? '', '15m')
      await tab.reload()
      await tab.getByRole('heading', { name: 'You may send it for fifteen minutes' }).waitFor()
      await expect.poll(submit, { timeout: 10_000 }).toContain('thank you')
      // A browser asks for an icon besides.
      const arrived = office.received.map((body) => new URLSearchParams(body).get('pan'))
      expect(arrived).toContain(card)

      clock.forward(15 * minuteMs)
      await expect.poll(submit, { timeout: 10_000 }).toContain('We stopped this request')
      await tab.goto(ticket)
      expect(await tab.locator('main').textContent()).toContain('its time is over')
      // The link was used up.
      await tab.goto(link)
      await tab.getByRole('heading', { name: 'This link is not valid, or not any more' }).waitFor()
    },
  )
}
