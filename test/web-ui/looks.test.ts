/** Promises of how screens look: no barrier, nothing cut off at the side, in both themes at each width, in each state. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { barriers } from '../api/barriers.ts'
import { hostileOffice, overfullOffice, typicalOffice } from '../api/page-states.ts'
import { standIn } from '../api/stand-in.ts'
import { testWith } from '../support/clients.ts'
import { overflow, screenshot, visitScreens } from './visit-screens.ts'
import { watchedOffice } from './watched-office.ts'

const widths = [390, 820, 1440]
/** Between these two nothing is drawn that is at neither. */
const lookedThrough = [390, 1440]
const themes = ['light', 'dark'] as const
const states = {
  empty: () => standIn(),
  typical: typicalOffice,
  watched: watchedOffice,
  overfull: overfullOffice,
  hostile: hostileOffice,
}

for (const [state, office] of Object.entries(states))
  testWith(
    'chromium',
    `each screen of an office that is ${state} is without barriers and fits, at each width and in both themes`,
    async () => {
      await visitScreens(office(), async ({ page, origin, complaints }) => {
        const wrong: string[] = []
        for (const screen of ['today', 'live', 'detail', 'reviews', 'clients', 'machine', 'sign-in']) {
          await openScreen(page, origin, screen)
          for (const width of widths)
            for (const theme of themes) {
              await page.setViewportSize({ width, height: 900 })
              await page.emulateMedia({ colorScheme: theme })
              await screenshot(page, `${screen}-${state}-${width}-${theme}`)
              const met = lookedThrough.includes(width) ? await barriers(page) : []
              const found = [...met, ...(await overflow(page))]
              wrong.push(...found.map((each) => `${screen} at ${width}, ${theme}: ${each}`))
            }
        }
        expect(wrong).toEqual([])
        expect(complaints).toEqual([])
      })
    },
    300_000,
  )

/** `detail` is the list with one exchange at the side, one with findings where there is any; `machine` one of the machines. */
async function openScreen(page: Page, origin: string, screen: string): Promise<void> {
  const path = { today: '', detail: 'live', machine: 'clients' }[screen] ?? screen
  await page.goto(`${origin}/app/${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('.loading').first().waitFor({ state: 'detached' })
  const machine = page.getByRole('rowheader').getByRole('link').first()
  if (screen === 'machine' && (await machine.count()) > 0) await machine.click()
  const table = page.getByRole('table', { name: 'Exchanges, newest first' })
  const cleaned = table.getByRole('row').filter({ hasText: 'Cleaned' }).getByRole('link')
  const first = ((await cleaned.count()) > 0 ? cleaned : table.getByRole('link')).first()
  if (screen !== 'detail' || (await first.count()) === 0) return
  await first.click()
  await page.getByRole('heading', { name: 'Why' }).waitFor()
}
