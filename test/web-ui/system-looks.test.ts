/** Promises of how each part of System looks: no barrier, nothing cut off at the side, in both themes at each width, in each state. */
import { expect } from 'vitest'
import { barriers } from '../api/barriers.ts'
import { standIn } from '../api/stand-in.ts'
import { testWith } from '../support/clients.ts'
import { crowdedOffice, inhabitedOffice, signedInTo } from './inhabited-office.ts'
import { overflow, screenshot, visitScreens } from './visit-screens.ts'

const parts = ['system', 'system/network', 'system/access', 'system/certificates', 'system/about']
const states = { empty: () => standIn(), inhabited: inhabitedOffice, crowded: crowdedOffice }

for (const [state, office] of Object.entries(states))
  testWith(
    'chromium',
    `each part of System of an office that is ${state} is without barriers and fits, at each width and in both themes`,
    async () => {
      const looked = office()
      await visitScreens(
        looked,
        async ({ page, origin, complaints }) => {
          const wrong: string[] = []
          for (const part of parts) {
            await page.goto(`${origin}/app/${part}`)
            await page.getByRole('heading', { level: 1 }).waitFor()
            await page.locator('.loading').first().waitFor({ state: 'detached' })
            for (const width of [390, 820, 1440])
              for (const theme of ['light', 'dark'] as const) {
                await page.setViewportSize({ width, height: 900 })
                await page.emulateMedia({ colorScheme: theme })
                await screenshot(page, `${part.replace('/', '-')}-${state}-${width}-${theme}`)
                // Between the narrowest and the widest nothing is drawn that is at neither.
                const met = width === 820 ? [] : await barriers(page)
                const found = [...met, ...(await overflow(page))]
                wrong.push(...found.map((each) => `${part} at ${width}, ${theme}: ${each}`))
              }
          }
          expect(wrong).toEqual([])
          expect(complaints).toEqual([])
        },
        { secret: signedInTo(looked) },
      )
    },
    300_000,
  )
