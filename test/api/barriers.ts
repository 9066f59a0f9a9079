/** Looks for barriers in a page with axe, in a real browser, as people who cannot see, point or read well meet it. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** A telephone and a desk; 360 pixels are the narrowest telephones in use. */
const widths = [360, 1280]
const themes = ['light', 'dark'] as const

/** What axe objects to, by all its rules, with the elements; empty where there is no barrier. */
export async function barriers(page: Page): Promise<string[]> {
  // The page's own policy lets no script run in it; the browser's debugger may.
  await page.evaluate(axe.source)
  const { violations } = (await page.evaluate('axe.run(document)')) as axe.AxeResults
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`),
  )
}

/** Looks in both themes and at both widths, with everything unfolded that can be. */
export async function expectNoBarriers(page: Page): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 })
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme })
      await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`)
      expect(await barriers(page), `${page.url()} at ${width} pixels, ${colorScheme}`).toEqual([])
    }
  }
}
