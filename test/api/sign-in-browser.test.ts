/** Promises of the sign-in in a real browser: set up, leave, come back, end a session; every page without a barrier. */
import { TOTP } from 'otpauth'
import { expect } from 'vitest'
import { openRoom, password } from '../accounts/room.ts'
import { testWith } from '../support/clients.ts'
import { expectNoBarriers } from './barriers.ts'
import { runApi } from './running-api.ts'
import { standIn } from './stand-in.ts'
import { openTab } from './visit.ts'

testWith(
  'chromium',
  'a person with a one-time code sets up an account, leaves, signs in again and ends a session, without scripts and without barriers',
  async () => {
    const room = await openRoom()
    const office = standIn()
    const services = { ...office.services, accounts: room.accounts }
    await using api = await runApi({ ...office, services }, { requestsPerMinute: 100_000 })
    await using page = await openTab()
    const at = (path: string) => page.goto(`https://localhost:${api.server.port}${path}`)
    const { code } = room.accounts.desk.add('anna', { role: 'owner', until: null })

    await at('/login')
    await expectNoBarriers(page)
    await page.getByRole('link', { name: 'Set your account up' }).click()
    await expectNoBarriers(page)
    await page.getByLabel('One-time code').fill(code)
    await page.getByRole('button', { name: 'Go on' }).click()
    await expectNoBarriers(page)
    const uri = (await page.getByRole('link', { name: 'open it in an app' }).getAttribute('href')) ?? ''
    const seed = new URL(uri).searchParams.get('secret') ?? ''
    const shown = (steps: number) =>
      new TOTP({ secret: seed }).generate({ timestamp: room.now() + steps * 30_000 })
    await page.getByLabel('Password').fill(password)
    await page.getByLabel('Code that the app shows now').fill(shown(0))
    await page.getByRole('button', { name: 'Finish' }).click()
    expect(await page.getByRole('listitem').count()).toBe(10)
    await expectNoBarriers(page)

    await page.getByRole('link', { name: 'Go on to your account' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You are signed in as anna.')
    await expectNoBarriers(page)
    await page.getByRole('button', { name: 'Leave' }).click()
    await page.getByLabel('Name').fill('anna')
    await page.getByLabel('Password').fill('something else entirely')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByLabel('Name').fill('anna')
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Go on' }).click()
    await expectNoBarriers(page)
    await page.getByLabel('Code').fill(shown(1))
    await page.getByRole('button', { name: 'Sign in' }).click()
    expect(await page.title()).toBe('Today · Gatehouse')
    await page.getByRole('link', { name: 'Your account' }).click()
    await page.getByRole('button', { name: 'End this session' }).click()
    // It was this one.
    expect(await page.getByLabel('Name').count()).toBe(1)
    expect(page.url()).not.toMatch(/code|ticket|anna/)
    expect(room.accounts.sessions.list()).toEqual([])
  },
  120_000,
)

testWith('chromium', 'what is not for a role says so without barriers', async () => {
  const room = await openRoom()
  const office = standIn()
  const services = { ...office.services, accounts: room.accounts }
  await using api = await runApi({ ...office, services }, { requestsPerMinute: 100_000 })
  await using page = await openTab()
  const { secret } = await room.member('wim', 'staff', { withApp: false })
  const origin = `https://localhost:${api.server.port}`
  await page.context().addCookies([
    {
      name: '__Host-gatehouse',
      value: secret,
      domain: 'localhost',
      path: '/',
      secure: true,
      httpOnly: true,
    },
  ])
  await page.goto(`${origin}/`)
  expect(await page.title()).toBe('Not for your role · Gatehouse')
  expect(await page.getByRole('link', { name: 'Today' }).count()).toBe(0)
  await expectNoBarriers(page)
})
