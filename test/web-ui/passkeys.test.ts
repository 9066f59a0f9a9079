/** Promises of passkeys in a real browser with a virtual authenticator: added, used alone and after the password, and removed. */
import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { readAppFiles } from '../../gateway/app/app-files.ts'
import { openRoom, password, type Room } from '../accounts/room.ts'
import { expectNoBarriers } from '../api/barriers.ts'
import { runApi } from '../api/running-api.ts'
import { standIn } from '../api/stand-in.ts'
import { launchChromium, testWithChromium } from '../support/chromium.ts'
import { complaintsOf, screenshot } from './visit-screens.ts'

interface Desk {
  page: Page
  context: BrowserContext
  room: Room
  origin: string
  port: number
  complaints: string[]
}

/** A browser that trusts the office's authority and reaches the gateway by its name, with a fingerprint reader of its own. */
async function atDesk(look: (desk: Desk) => Promise<void>): Promise<void> {
  const room = await openRoom()
  const office = standIn()
  const tokens = {
    ...office.services.tokens,
    lookup: (code: string) => ({
      ...{ code, type: 'PERSON', destinationGroup: 'ai', period: '2026-11', issuedAt: room.now() },
      value: 'Anna Example',
    }),
  }
  const services = { ...office.services, tokens, accounts: room.accounts }
  const appFiles = await readAppFiles()
  await using api = await runApi({ ...office, services }, { requestsPerMinute: 100_000, appFiles })
  await using browser = await launchChromium({
    roots: [api.certificate.ca],
    hostRules: 'MAP gatehouse.home.arpa 127.0.0.1',
  })
  const { context } = browser
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  const { port } = api.server
  await look({ page, context, room, complaints, port, origin: `https://gatehouse.home.arpa:${port}` })
}

async function bring({ context }: Desk, secret: string): Promise<void> {
  const cookie = { name: '__Host-gatehouse', value: secret, domain: 'gatehouse.home.arpa', path: '/' }
  await context.addCookies([{ ...cookie, secure: true, httpOnly: true, sameSite: 'Strict' }])
}

/** Of whom it is: the app proves it once more. */
async function addPasskey({ page, room }: Desk, { uri, name }: { uri: string; name: string }) {
  await page.getByLabel('Name of the new passkey').fill(name)
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  room.pass(30_000)
  await page.getByLabel('Code of your app').fill(room.codeOf(uri))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('row').filter({ hasText: name }).waitFor()
}

testWithChromium('a passkey is added, signs in alone and after the password, and is removed', async () => {
  await atDesk(async (desk) => {
    const { page, room, origin, complaints } = desk
    const { uri, secret } = await room.member('anna', 'owner')
    await bring(desk, secret)
    await page.goto(`${origin}/app/`)
    await page.getByRole('link', { name: 'Your account' }).click()
    await page.getByRole('heading', { name: 'You are signed in as anna.' }).waitFor()
    await expectNoBarriers(page)
    await addPasskey(desk, { uri, name: 'Front desk' })
    await expectNoBarriers(page)
    await screenshot(page, 'account')

    await page.getByRole('button', { name: 'Sign out (anna)' }).click()
    await page.getByRole('button', { name: 'Sign in by passkey' }).click()
    await page.getByRole('button', { name: 'Sign out (anna)' }).waitFor()
    expect(room.noted.at(-1)?.facts.by).toBe('passkey')

    await page.getByRole('button', { name: 'Sign out (anna)' }).click()
    await page.getByLabel('Name').fill('anna')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByRole('button', { name: 'Sign out (anna)' }).waitFor()
    expect(room.noted.at(-1)?.facts.by).toBe('password-and-passkey')

    await page.goto(`${origin}/app/account`)
    await page.getByRole('button', { name: 'Remove: Front desk' }).click()
    await page.getByText('Front desk signs in no more.').waitFor()
    await page.getByText('None yet. With one you sign in').waitFor()
    await page.getByRole('button', { name: 'Sign out (anna)' }).click()
    await page.getByRole('button', { name: 'Sign in by passkey' }).click()
    await page.getByText('This passkey does not count here').waitFor()
    expect(complaints).toEqual([])
  })
})

testWithChromium('at a bare address the screen says that there are no passkeys', async () => {
  await atDesk(async ({ page, context, room, port }) => {
    const { secret } = await room.member('anna', 'owner')
    const cookie = { name: '__Host-gatehouse', value: secret, domain: '127.0.0.1', path: '/' }
    await context.addCookies([{ ...cookie, secure: true, httpOnly: true, sameSite: 'Strict' }])
    await page.goto(`https://127.0.0.1:${port}/app/account`)
    await page.getByText('You reached it at 127.0.0.1, an address').waitFor()
    expect(await page.getByRole('button', { name: 'Add a passkey' }).count()).toBe(0)
  })
})

testWithChromium('whoever has the right reveals a token after a passkey given again', async () => {
  await atDesk(async (desk) => {
    const { page, room, origin, complaints } = desk
    const { uri, secret } = await room.member('anna', 'owner')
    await bring(desk, secret)
    await page.goto(`${origin}/app/account`)
    await addPasskey(desk, { uri, name: 'Front desk' })
    expect(await page.getByRole('heading', { name: 'What a token stands for' }).count()).toBe(0)
    room.accounts.desk.setReveals('anna', true)
    room.pass(6 * 60_000)
    await page.reload()
    await page.getByLabel('Token, such as').fill('PERSON_222222222222')
    await page.getByLabel('Reason').selectOption('incident')
    await page.getByRole('button', { name: 'Reveal' }).click()
    await page.getByText('your second factor is asked for once more').waitFor()
    expect(await page.getByText('Anna Example').count()).toBe(0)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByText('Anna Example').waitFor()
    await expectNoBarriers(page)
    await screenshot(page, 'account-reveal')
    // 428 is how the screen learns that the proof is missing.
    expect(complaints.filter((each) => !each.includes('428'))).toEqual([])
  })
})
