/** Somebody in front of a browser, for whom something does not work, finds the page, picks what it was, asks, and reads the answer there. */
import { expect } from 'vitest'
import { launchChromium, testWithChromium } from '../support/chromium.ts'
import { answerReview } from './review-scene.ts'
import { openTroubleScene } from './trouble-scene.ts'

testWithChromium(
  'what does not work is picked and asked for by links and a button, without scripts',
  async () => {
    const scene = await openTroubleScene(1)
    const { gateway, own, send } = scene
    await send('maker')
    await scene.links(1)
    await using chromium = await launchChromium({ roots: [], scripts: false })
    const tab = await chromium.context.newPage()
    await tab.goto(own)
    await tab.getByRole('link', { name: 'It says what it did' }).click()
    await tab.getByRole('link', { name: 'shop.test' }).click()
    await tab.getByRole('heading', { name: 'The program refused our certificate' }).waitFor()
    await tab.getByRole('button', { name: 'Ask for fifteen minutes' }).click()
    await tab.getByRole('heading', { name: 'Your request waits for an answer' }).waitFor()
    const [review] = await scene.waiting()
    await answerReview(gateway, review?.id ?? '', '15m')
    await tab.reload()
    await tab.getByRole('heading', { name: 'It passes unread for fifteen minutes' }).waitFor()
    await expect.poll(async () => (await send('maker')).status).toBe(200)
  },
)
