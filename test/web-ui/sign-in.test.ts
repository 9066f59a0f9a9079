/** Promises of signing in and out in the screens: each way in, each refusal in words, and back to where one was, for the same person alone. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { readAppFiles } from '../../gateway/app/app-files.ts'
import type { AccountRole } from '../../gateway/core/account/account.ts'
import { openRoom, password, type Room } from '../accounts/room.ts'
import { expectNoBarriers } from '../api/barriers.ts'
import { type RunningApi, runApi, tokenText } from '../api/running-api.ts'
import { standIn } from '../api/stand-in.ts'
import { openTab } from '../api/visit.ts'
import { testWith } from '../support/clients.ts'
import { bringSession, complaintsOf, screenshot } from './visit-screens.ts'

interface Door {
  page: Page
  api: RunningApi
  room: Room
  origin: string
  complaints: string[]
  /** Types name and password. */
  begin(name: string, typed?: string): Promise<void>
}

async function atDoor(look: (door: Door) => Promise<void>, locale = 'en-GB'): Promise<void> {
  const room = await openRoom()
  const office = standIn()
  const services = { ...office.services, accounts: room.accounts }
  const appFiles = await readAppFiles()
  await using api = await runApi({ ...office, services }, { requestsPerMinute: 100_000, appFiles })
  await using page = await openTab({ locale })
  const complaints = complaintsOf(page)
  await look({
    ...{ page, api, room, complaints, origin: `https://localhost:${api.server.port}` },
    async begin(name, typed = password) {
      await page.getByLabel('Name').fill(name)
      await page.getByLabel('Password').fill(typed)
      await page.getByRole('button', { name: 'Go on' }).click()
    },
  })
}

/** A tab of somebody who is in, at an address, with what ends the session. */
async function signedIn(door: Door, name: string, role: AccountRole, path: string) {
  const { secret, uri } = await door.room.member(name, role)
  await bringSession(door.page, secret)
  await door.page.goto(`${door.origin}${path}`)
  return { uri, end: () => door.room.accounts.sessions.close(secret) }
}

testWith(
  'chromium',
  'a person signs in by password and code where they wanted to go, and out again',
  async () => {
    await atDoor(async ({ page, room, origin, complaints, begin }) => {
      const { uri } = await room.member('anna', 'owner')
      await page.goto(`${origin}/app/live?action=refuse`)
      await page.getByRole('heading', { name: 'Who is asking?' }).waitFor()
      await expectNoBarriers(page)
      await begin('anna', 'something else entirely')
      await page.getByText('Name and password do not belong together.').waitFor()
      await expectNoBarriers(page)
      await screenshot(page, 'sign-in-refused')
      await begin('anna')
      const code = page.getByLabel('Code, or recovery code')
      await code.fill('000000')
      await page.keyboard.press('Enter')
      await page.getByText('The code is not right, or was used before.').waitFor()
      await expectNoBarriers(page)
      await code.fill(room.codeOf(uri))
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Live and history', level: 1 }).waitFor()
      expect(page.url()).toBe(`${origin}/app/live?action=refuse`)
      expect(await page.evaluate('JSON.stringify(localStorage) + document.cookie')).not.toMatch(/anna|boats/)

      await page.getByRole('button', { name: 'Sign out (anna)' }).click()
      await page.waitForURL(`${origin}/app/sign-in`)
      expect(room.accounts.sessions.list().filter(({ name }) => name === 'anna').length).toBe(1)
      await page.goBack()
      await page.getByRole('heading', { name: 'Who is asking?' }).waitFor()
      expect(await page.getByRole('heading', { name: 'Live and history' }).count()).toBe(0)
      expect(complaints).toEqual([])
    })
  },
  120_000,
)

testWith(
  'chromium',
  'a recovery code lets in as well, once, and a sign-in that has ended begins anew',
  async () => {
    await atDoor(async ({ page, room, origin, begin }) => {
      const { recoveryCodes } = await room.member('anna', 'owner')
      const [recovery = ''] = recoveryCodes
      const use = async () => {
        await page.goto(`${origin}/app/sign-in`)
        await begin('anna')
        await page.getByLabel('Code, or recovery code').fill(recovery)
        await page.getByRole('button', { name: 'Sign in' }).click()
      }
      await use()
      await page.waitForURL(`${origin}/app/`)
      await page.getByRole('heading', { level: 1, name: /Nothing needs you|Today/ }).waitFor()
      await use()
      await page.getByText('The code is not right, or was used before.').waitFor()
      room.pass(11 * 60_000)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByText('That sign-in has ended. Begin again').waitFor()
      await page.getByLabel('Password').waitFor()
    })
  },
)

testWith(
  'chromium',
  'whoever guesses is told how long to wait, and cannot press on before',
  async () => {
    await atDoor(async ({ page, room, origin, begin }) => {
      await room.member('anna', 'owner')
      await page.goto(`${origin}/app/sign-in`)
      for (let tries = 0; tries < 30; tries += 1) {
        await begin('anna', `wrong ${tries}`)
        await page
          .getByRole('alert')
          .filter({ hasText: /do not belong|Too many/ })
          .waitFor()
        if (await page.getByText('Too many tries were wrong').isVisible()) break
      }
      const button = page.getByRole('button', { name: /Go on \(in [\d,]+ s\)/ })
      await button.waitFor()
      expect(await button.isDisabled()).toBe(true)
      await expectNoBarriers(page)
      await page.getByRole('button', { name: 'Use the access token instead' }).click()
      await page.getByLabel('Access token').fill(tokenText)
      await page.getByRole('button', { name: 'Open' }).click()
      await page.waitForURL(`${origin}/app/`)
    })
  },
  120_000,
)

testWith('chromium', 'no address leads anywhere but to a screen after the sign-in', async () => {
  await atDoor(async ({ page, origin }) => {
    for (const wanted of [
      '?to=https://evil.example/',
      '?return=//evil.example/app/',
      '?next=javascript:alert(1)',
    ]) {
      await page.context().clearCookies()
      await page.goto(`${origin}/app/sign-in${wanted}`)
      await page.getByLabel('Access token').fill(tokenText)
      await page.getByRole('button', { name: 'Open' }).click()
      await page.waitForURL(`${origin}/app/`)
    }
  })
})

testWith(
  'chromium',
  'a session that ends in the midst leads to the sign-in and back to the page as it was',
  async () => {
    await atDoor(async (door) => {
      const { page, origin, room, begin } = door
      const { uri, end } = await signedIn(door, 'anna', 'owner', '/app/live?when=24h')
      const client = page.getByLabel('Client', { exact: true })
      await client.fill('192.168.1')
      end()
      // Asked by the click: another kind of exchange.
      await page.getByLabel('What happened', { exact: true }).selectOption({ label: 'Stopped' })
      await page.getByRole('heading', { name: 'Your session has ended.' }).waitFor()
      expect(await client.isVisible()).toBe(false)
      await begin('anna')
      await page.getByLabel('Code, or recovery code').fill(room.codeOf(uri))
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'Live and history' }).waitFor()
      expect(page.url()).toBe(`${origin}/app/live?client=192.168.1&action=refuse&when=24h`)
      expect(await client.inputValue()).toBe('192.168.1')
      expect(await page.title()).toBe('Live and history · Gatehouse')
    })
  },
)

testWith('chromium', 'what one person saw is not kept for the next one who signs in there', async () => {
  await atDoor(async (door) => {
    const { page, room, begin } = door
    const { end } = await signedIn(door, 'anna', 'owner', '/app/clients')
    await page.getByRole('heading', { name: 'Clients', level: 1 }).waitFor()
    const { uri } = await room.member('petra', 'privacy-lead')
    end()
    await page.getByRole('link', { name: 'Today' }).click()
    await page.getByRole('heading', { name: 'Your session has ended.' }).waitFor()
    await begin('petra')
    await page.getByLabel('Code, or recovery code').fill(room.codeOf(uri))
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Sign out (petra)' }).waitFor()
    expect(await page.getByRole('link', { name: 'Clients' }).count()).toBe(0)
  })
})

testWith('chromium', 'the sign-in speaks the language of the browser, and says refusals in it', async () => {
  await atDoor(async ({ page, room, origin }) => {
    await room.member('anna', 'owner')
    await page.goto(`${origin}/app/`)
    await page.getByLabel('Name').fill('anna')
    await page.getByLabel('Passwort').fill('falsch')
    await page.getByRole('button', { name: 'Weiter' }).click()
    await page.getByText('Name und Passwort gehören nicht zusammen.').waitFor()
    expect(await page.getByRole('main').textContent()).not.toMatch(/password|account/i)
  }, 'de-DE')
})
