/** Promises of System's main jobs in a real browser: access is looked through and taken away, lists are paged, the doctor is asked. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { openRoom } from '../accounts/room.ts'
import { standIn } from '../api/stand-in.ts'
import { testWith } from '../support/clients.ts'
import { crowdedOffice, inhabitedOffice, signedInTo } from './inhabited-office.ts'
import { visitScreens } from './visit-screens.ts'

const path = '/app/system/access'
const table = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const row = (page: Page, name: string, text: string) =>
  table(page, name).getByRole('row').filter({ hasText: text })

/** Real accounts behind the real API. */
async function peopled() {
  const room = await openRoom()
  const anna = await room.member('anna', 'owner')
  const carl = await room.member('carl', 'contractor')
  const office = standIn()
  return {
    room,
    anna,
    carl,
    office: { ...office, services: { ...office.services, accounts: room.accounts } },
  }
}

testWith('chromium', 'an owner revokes an account by keys alone, and who had it is out', async () => {
  const { room, anna, carl, office } = await peopled()
  await visitScreens(
    office,
    async ({ page, complaints }) => {
      expect(await row(page, 'Accounts', 'anna').getByRole('button').count()).toBe(0)
      await page.getByRole('button', { name: 'Revoke: carl' }).focus()
      await page.keyboard.press('Enter')
      // It is for good: what was pressed twice by mistake keeps it.
      await page.keyboard.press('Enter')
      expect(room.accounts.sessions.use(carl.secret)).not.toBeNull()
      await page.getByRole('button', { name: 'Revoke: carl' }).focus()
      await page.keyboard.press('Enter')
      await page.getByText('It ends at once and for good').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Revoke: carl' }).focus()
      await page.keyboard.press('Enter')
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Enter')
      await row(page, 'Accounts', 'carl').getByText('revoked').waitFor()
      expect(room.accounts.sessions.use(carl.secret)).toBeNull()
      expect(complaints).toEqual([])
    },
    { path, secret: anna.secret },
  )
})

testWith('chromium', 'the last owner stays, and whoever tried is told why', async () => {
  const { room, anna, office } = await peopled()
  await visitScreens(
    office,
    async ({ page }) => {
      await page.getByRole('button', { name: 'Revoke: anna' }).click()
      await page.getByRole('group').getByRole('button', { name: 'Revoke: anna' }).click()
      await page.getByRole('alert').getByText('This is the last owner who can sign in').waitFor()
      expect(room.accounts.sessions.use(anna.secret)).not.toBeNull()
    },
    { path, secret: room.accounts.signIn.byToken('127.0.0.1') },
  )
})

testWith(
  'chromium',
  'an owner ends the session of another, then all others of their own, then this one',
  async () => {
    const { room, anna, carl, office } = await peopled()
    const { sessions } = room.accounts
    const { account = '', expiresAt = null } = sessions.list().find(({ name }) => name === 'anna') ?? {}
    const elsewhere = sessions.open({ account, name: 'anna', role: 'owner', expiresAt }, '192.168.1.99')
    await visitScreens(
      office,
      async ({ page }) => {
        await row(page, 'Everybody who is signed in', 'carl').getByRole('button').click()
        await expect.poll(() => row(page, 'Everybody who is signed in', 'carl').count()).toBe(0)
        expect(sessions.use(carl.secret)).toBeNull()
        await page.getByRole('button', { name: 'End all others: one session' }).click()
        await expect.poll(() => row(page, 'Your own sessions', '192.168.1.99').count()).toBe(0)
        expect(sessions.use(elsewhere)).toBeNull()
        await row(page, 'Your own sessions', '(this one)').getByRole('button').click()
        await expect.poll(() => sessions.list().length).toBe(0)
      },
      { path, secret: anna.secret },
    )
  },
)

testWith('chromium', 'a contractor sees the own sessions and keys, and nobody else’s', async () => {
  const { room, carl, office } = await peopled()
  const until = room.now() + 3_600_000
  room.accounts.apiKeys.add('prometheus', { account: 'carl', scopes: ['metrics'], until })
  room.accounts.apiKeys.add('books', { account: 'anna', scopes: ['ledger'], until })
  await visitScreens(
    office,
    async ({ page, complaints }) => {
      await row(page, 'API keys that read for you', 'prometheus').waitFor()
      const shown = await page.locator('main').textContent()
      expect(shown).not.toMatch(/anna|books/)
      expect(await page.getByRole('button', { name: /^Revoke/ }).count()).toBe(0)
      expect(complaints).toEqual([])
    },
    { path, secret: carl.secret },
  )
})

testWith(
  'chromium',
  'an owner revokes an API key, and is told where nobody knows whether it was done',
  async () => {
    const { room, anna, office } = await peopled()
    const until = room.now() + 3_600_000
    const { text } = room.accounts.apiKeys.add('prometheus', { account: 'carl', scopes: ['metrics'], until })
    await visitScreens(
      office,
      async ({ page }) => {
        await page.route('**/revoke', (route) => route.abort())
        await page.getByRole('button', { name: 'Revoke: prometheus' }).click()
        await page.getByRole('group').getByRole('button', { name: 'Revoke: prometheus' }).click()
        await page.getByRole('alert').getByText('nobody knows whether it was done').waitFor()
        expect(room.accounts.apiKeys.use(text)).not.toBeNull()
        await page.unroute('**/revoke')
        await page.getByRole('button', { name: 'Revoke: prometheus' }).click()
        await page.getByRole('group').getByRole('button', { name: 'Revoke: prometheus' }).click()
        await row(page, 'API keys', 'prometheus').getByText('revoked').waitFor()
        expect(room.accounts.apiKeys.use(text)).toBeNull()
      },
      { path, secret: anna.secret },
    )
  },
)

testWith(
  'chromium',
  'more accounts than a page holds come by their next page, which has an address',
  async () => {
    const office = crowdedOffice()
    await visitScreens(
      office,
      async ({ page }) => {
        const rows = table(page, 'Accounts').locator('tbody').getByRole('row')
        await expect.poll(() => rows.count()).toBe(50)
        await page.getByRole('link', { name: 'Next ones' }).first().click()
        await expect.poll(() => rows.count()).toBe(11)
        expect(new URL(page.url()).search).toMatch(/^\?accounts=[0-9a-f]{16}$/)
        await page.reload()
        await expect.poll(() => rows.count()).toBe(11)
        await page.goBack()
        await expect.poll(() => rows.count()).toBe(50)
      },
      { path, secret: signedInTo(office) },
    )
  },
)

testWith('chromium', 'the doctor is asked again, and licences come only when they are wanted', async () => {
  const office = inhabitedOffice()
  let asked = 0
  const doctor = async () => {
    asked += 1
    return office.services.doctor()
  }
  const watched = { ...office, services: { ...office.services, doctor } }
  await visitScreens(
    watched,
    async ({ page, complaints }) => {
      await page.getByText('Nobody confirmed the recovery kit.').waitFor()
      expect(asked).toBe(1)
      await page.getByRole('button', { name: 'Look again' }).click()
      await expect.poll(() => asked).toBe(2)
      const fetched: string[] = []
      page.on('request', (request) => fetched.push(request.url()))
      await page.getByRole('link', { name: 'About', exact: true }).click()
      await page.getByRole('heading', { name: /^Gatehouse \d/ }).waitFor()
      expect(fetched.filter((url) => url.includes('licences'))).toEqual([])
      await page.getByRole('link', { name: 'Show all packages and licences' }).click()
      await row(page, 'Packages that run on the box', 'fastify-type-provider-zod').getByText('MIT').waitFor()
      expect(await page.locator('main').textContent()).not.toMatch(/undefined|UNLICENSED/)
      expect(complaints).toEqual([])
    },
    { path: '/app/system', secret: signedInTo(office) },
  )
})

testWith('chromium', 'a place below a screen that is none is said to be none', async () => {
  const office = inhabitedOffice()
  await visitScreens(
    office,
    async ({ page, origin }) => {
      for (const wrong of ['system/nowhere', 'live/access']) {
        await page.goto(`${origin}/app/${wrong}`)
        await page.getByRole('heading', { name: 'There is no such screen.' }).waitFor()
      }
    },
    { path: '/app/system/network', secret: signedInTo(office) },
  )
})
