/** Promises of how the screen Policies looks: no barrier and nothing cut off, each tab, at each width and in both themes. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { versionOf } from '../../config/load-policy.ts'
import { barriers } from '../api/barriers.ts'
import { standIn, standInNow } from '../api/stand-in.ts'
import { standInPolicy } from '../api/stand-in-policy.ts'
import { testWith } from '../support/clients.ts'
import { screenshot, visitScreens } from './visit-screens.ts'

const widths = [390, 820, 1440]
const themes = ['light', 'dark'] as const

/** Names that somebody hostile may have written, and more hosts than fit. */
const hostile = `connections: [{ id: all, action: intercept }]
exchanges:
  - id: scripts
    match: { destinations: [${Array.from({ length: 45 }, (_, at) => `${'long-'.repeat(8)}${at}.example.com`).join(', ')}] }
    entities: { CREDIT_CARD: refuse, EMAIL: mask, "*": keep }
    purpose: "<img src=x onerror=alert(1)>"
  - { id: default, entities: { "*": keep } }
`

function offices() {
  const published = (text: string, at: number) => ({
    ...({ at: standInNow - at * 3_600_000, actor: 'token', how: 'published', restored: null } as const),
    ...{ version: versionOf(Buffer.from(text)), text },
  })
  return {
    typical: standInPolicy(standInNow),
    hostile: standInPolicy(standInNow, {
      text: hostile,
      versions: [published(hostile.replace('mask', 'keep'), 30), published(hostile, 2)],
    }),
  }
}

const tabs = [
  ['what', ''],
  ['destination', '?to=group:office-suites'],
  ['rules', '?view=rules'],
  ['edit', '?view=edit'],
  ['try', '?view=edit&beside=try'],
  ['replay', '?view=edit&beside=replay'],
  ['history', '?view=history'],
] as const

for (const state of ['typical', 'hostile'] as const)
  testWith(
    'chromium',
    `each tab of a policy that is ${state} is without barriers and fits`,
    async () => {
      const office = standIn()
      Object.assign(office.services, { policy: offices()[state] })
      await visitScreens(office, async ({ page, origin, complaints }) => {
        const wrong: string[] = []
        for (const [tab, search] of tabs) {
          await page.goto(`${origin}/app/policies${search}`)
          await page.getByRole('heading', { level: 1, name: 'Policies' }).waitFor()
          await page.locator('.loading').first().waitFor({ state: 'detached' })
          await act(page, tab, state)
          for (const width of widths)
            for (const theme of themes) {
              await page.setViewportSize({ width, height: 900 })
              await page.emulateMedia({ colorScheme: theme })
              await screenshot(page, `policies-${tab}-${state}-${width}-${theme}`)
              const met = width === 820 ? [] : await barriers(page)
              wrong.push(
                ...[...met, ...(await overflow(page))].map((each) => `${tab}, ${width} ${theme}: ${each}`),
              )
            }
          // Or the browser would ask whether to leave what is not saved.
          const dropped = page.getByRole('button', { name: 'Drop my changes' })
          if ((await dropped.count()) > 0) await dropped.click()
        }
        expect(wrong).toEqual([])
        expect(complaints).toEqual([])
      })
    },
    300_000,
  )

/** What makes the tab show what it is for. */
async function act(page: Page, tab: string, state: string): Promise<void> {
  if (tab === 'edit' && state === 'typical') {
    const text = page.getByRole('textbox', { name: 'Text of the policy' })
    await text.fill((await text.inputValue()).replace('mode: enforce', 'mode: enforced'))
    await page.getByText(/"enforced" is no mode/).waitFor()
  }
  const oldest = page.getByRole('link', { name: 'Version 1' })
  if (tab === 'history' && (await oldest.count()) > 0) {
    await oldest.click()
    await page.getByRole('heading', { name: /compared with the file/ }).waitFor()
  }
  if (tab === 'try') {
    await page.getByRole('textbox', { name: 'Destination' }).fill('chat.openai.com')
    await page
      .getByRole('textbox', { name: 'What it would send' })
      .fill('{"prompt":"Write to anna.lind@example.org, card 4111 1111 1111 1111"}')
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByRole('heading', { name: 'As it came' }).waitFor()
  }
  if (tab === 'replay') {
    await page.getByRole('button', { name: 'Replay the last 7 days' }).click()
    await page.getByText('would become otherwise').waitFor()
  }
}

async function overflow(page: Page): Promise<string[]> {
  const [wide, narrow] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  )
  return wide > narrow ? [`${wide} pixels wide in ${narrow}`] : []
}
