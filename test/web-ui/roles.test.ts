/** Promises of who sees what: for each role nothing is asked that it may not read. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { readAppFiles } from '../../gateway/app/app-files.ts'
import type { AccountRole } from '../../gateway/core/account/account.ts'
import { openRoom } from '../accounts/room.ts'
import { runApi } from '../api/running-api.ts'
import { standIn } from '../api/stand-in.ts'
import { openTab } from '../api/visit.ts'
import { testWith } from '../support/clients.ts'
import { bringSession } from './visit-screens.ts'

interface Signed {
  page: Page
  /** Paths that the API refused. */
  refused: string[]
}

/** With a session of an account, as after its sign-in. */
async function signedIn(role: AccountRole, look: (signed: Signed) => Promise<void>): Promise<void> {
  const room = await openRoom()
  const office = standIn()
  const services = { ...office.services, accounts: room.accounts }
  const appFiles = await readAppFiles()
  await using api = await runApi({ ...office, services }, { requestsPerMinute: 100_000, appFiles })
  await using page = await openTab({ locale: 'en-GB' })
  const { secret } = await room.member('wim', role, { withApp: role !== 'staff' })
  await bringSession(page, secret)
  const refused: string[] = []
  page.on('response', (response) => {
    if (response.status() === 403) refused.push(new URL(response.url()).pathname)
  })
  await page.goto(`https://localhost:${api.server.port}/app/`)
  await look({ page, refused })
}

for (const role of ['contractor', 'privacy-lead', 'auditor'] as const)
  testWith('chromium', `the screens ask for nothing that a ${role} may not read`, async () => {
    await signedIn(role, async ({ page, refused }) => {
      await page.getByRole('heading', { level: 1 }).waitFor()
      const names = await page
        .getByRole('navigation', { name: 'Screens' })
        .getByRole('link')
        .allTextContents()
      expect(names).toEqual([
        'Today',
        'Live and history',
        'Reviews',
        'Policies',
        ...(role === 'privacy-lead' ? [] : ['Clients']),
        'System',
      ])
      const parts = ['Network', 'Access', 'Certificates', 'About']
      for (const name of [...names, ...parts]) {
        await page.getByRole('link', { name, exact: true }).click()
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.locator('.loading').first().waitFor({ state: 'detached' })
      }
      expect(refused).toEqual([])
    })
  })

testWith('chromium', 'a staff account is told in words that the screens are not for it', async () => {
  await signedIn('staff', async ({ page }) => {
    await page.getByRole('heading', { name: 'Your account is not for this.' }).waitFor()
    expect(await page.getByRole('navigation', { name: 'Screens' }).getByRole('link').count()).toBe(0)
  })
})
