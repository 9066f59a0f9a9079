/** Promises of the pages in a real browser: nothing runs, nothing overflows, structure and contrast hold. */
import { expect } from 'vitest'
import { testWith } from '../support/clients.ts'
import { hostileOffice, overfullOffice, typicalOffice } from './page-states.ts'
import { standIn } from './stand-in.ts'
import { visit } from './visit.ts'

testWith('chromium', 'a browser logs in by the form, and the token is in no address and no history', () =>
  visit(typicalOffice(), async ({ page, complaints }) => {
    expect(await page.title()).toBe('Today · Gatehouse')
    expect(page.url()).not.toContain('token')
    await page.getByRole('link', { name: 'Set a client up' }).first().click()
    expect(await page.title()).toBe('Set a client up · Gatehouse')
    await page.getByRole('button', { name: 'Leave' }).click()
    expect(page.url()).toMatch(/\/login$/)
    await page.goto(new URL('/', page.url()).href)
    expect(await page.getByLabel('Access token').count()).toBe(1)
    expect(complaints).toEqual([])
  }),
)

testWith('chromium', 'names and paths that try to be scripts are shown and run nothing', () =>
  visit(hostileOffice(), async ({ page, complaints }) => {
    expect(await page.title()).toBe('Today · Gatehouse')
    expect(await page.locator('script, img, iframe, [onmouseover], [onerror]').count()).toBe(0)
    expect(await page.getByText('<script>document.title="owned"</script>').count()).toBeGreaterThan(0)
    await page.locator('tbody tr').nth(2).hover()
    expect(complaints).toEqual([])
  }),
)

testWith('chromium', 'even markup that got through would not run: the policy of the page forbids it', () =>
  visit(standIn(), async ({ page }) => {
    const ran = await page.evaluate(`
      const script = document.createElement('script')
      script.textContent = 'window.planted = true'
      document.body.append(script)
      'planted' in window`)
    expect(ran).toBe(false)
  }),
)

const states = {
  empty: () => standIn(),
  typical: typicalOffice,
  overfull: overfullOffice,
  hostile: hostileOffice,
}

for (const [name, office] of Object.entries(states)) {
  testWith('chromium', `the ${name} screen fits 390, 820 and 1440 pixels without scrolling sideways`, () =>
    visit(office(), async ({ page }) => {
      for (const path of ['/', '/setup']) {
        await page.goto(new URL(path, page.url()).href)
        await page.evaluate(`for (const each of document.querySelectorAll('details')) each.open = true`)
        for (const width of [390, 820, 1440]) {
          await page.setViewportSize({ width, height: 900 })
          const overflow = await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          )
          expect(overflow, `${path} at ${width}`).toBe(0)
        }
      }
    }),
  )
}

for (const width of [390, 1440]) {
  testWith('chromium', `a screen reader finds table, heads, landmarks and labels at ${width} pixels`, () =>
    visit(
      typicalOffice(),
      async ({ page }) => {
        expect(await page.getByRole('table', { name: 'Last exchanges' }).count()).toBe(1)
        expect(await page.getByRole('columnheader').allTextContents()).toEqual([
          'Time',
          'Client',
          'Destination',
          'What happened',
          'What was found',
        ])
        expect(await page.getByRole('row').count()).toBe(51)
        for (const role of ['banner', 'main', 'contentinfo', 'navigation'] as const) {
          expect(await page.getByRole(role).count(), role).toBe(1)
        }
        const levels = await page
          .locator('h1, h2, h3')
          .evaluateAll((all) => all.map((each) => Number(each.tagName[1])))
        expect(levels[0]).toBe(1)
        expect(levels.filter((level) => level === 1)).toHaveLength(1)
        levels.forEach((level, at) => {
          expect(level - (levels[at - 1] ?? 1)).toBeLessThanOrEqual(1)
        })
        const nameless = await page
          .locator('a, button')
          .evaluateAll((all) => all.filter((each) => (each.textContent ?? '').trim() === '').length)
        expect(nameless).toBe(0)
        const ids = await page.locator('[id]').evaluateAll((all) => all.map((each) => each.id))
        expect(new Set(ids).size).toBe(ids.length)
      },
      width,
    ),
  )
}
