/** Promises of the page that checks a machine, to a real browser: it says what is there and what is missing, with scripts and without. */
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { askControl, openOffice } from '../app/office.ts'
import { type ChromiumOptions, launchChromium, testWithChromium } from '../support/chromium.ts'

const everything = ['through', 'web-root', 'office-root', 'name', 'ipv6', 'clock']

async function started() {
  const office = await openOffice()
  const gateway = await office.start()
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  const { proxy } = gateway.addresses
  const bundle = await (await fetch(`http://${proxy}/gatehouse-ca.pem`)).text()
  return { gateway, proxy, roots: bundle.split(/(?<=-----END CERTIFICATE-----\n)/) }
}

type Started = Awaited<ReturnType<typeof started>>

/** Opens the page in a browser that is set up with these options, and looks at it once every answer is there. */
async function look(
  { proxy }: Started,
  options: Omit<ChromiumOptions, 'roots'> & { roots?: readonly string[] },
  see: (page: Page) => Promise<void>,
): Promise<void> {
  await using browser = await launchChromium({
    roots: [],
    hostRules: 'MAP gatehouse.home.arpa 127.0.0.1',
    ...options,
  })
  const page = await browser.context.newPage()
  await page.goto(`http://${proxy}/check`)
  await see(page)
}

/** What is answered by yes, once the page has its sum. */
async function answered(page: Page): Promise<string[]> {
  await page.locator('#sum', { hasText: /set up\.|missing\./ }).waitFor({ timeout: 60_000 })
  const rows = await page.locator('[data-check]:has(.yes)').all()
  return Promise.all(rows.map(async (row) => (await row.getAttribute('data-check')) ?? ''))
}

testWithChromium(
  'a machine with everything is told so, and nothing of it is recorded or has a barrier',
  async () => {
    const office = await started()
    const set = { pac: `http://${office.proxy}/proxy.pac`, roots: office.roots }
    await look(office, set, async (page) => {
      expect(await answered(page)).toEqual(everything)
      expect(await page.textContent('#sum')).toBe('This machine is set up.')
      await page.evaluate(axe.source)
      const { violations } = (await page.evaluate('axe.run(document)')) as axe.AxeResults
      expect(violations.map(({ id }) => id)).toEqual([])
    })
    const { records } = (await askControl(office.gateway, '/api/v1/journal?limit=100')) as {
      records: { destination: string }[]
    }
    expect(records.filter(({ destination }) => /192\.0\.2|2001:db8|127\.0\.0\.1/.test(destination))).toEqual(
      [],
    )
  },
)

testWithChromium('a machine with the proxy and one certificate is told which is missing', async () => {
  const office = await started()
  const set = { pac: `http://${office.proxy}/proxy.pac`, roots: office.roots.slice(0, 1) }
  await look(office, set, async (page) => {
    expect(await answered(page)).toEqual(everything.filter((id) => id !== 'office-root'))
    expect(await page.textContent('#sum')).toBe('One thing is missing.')
    expect(await page.textContent('[data-check=office-root] .no')).toContain(
      'Install the certificate for this office',
    )
  })
})

testWithChromium('a machine whose clock is wrong is told so', async () => {
  const office = await started()
  await look(office, { pac: `http://${office.proxy}/proxy.pac`, roots: office.roots }, async (page) => {
    await page.clock.setSystemTime(Date.now() - 3_600_000)
    await page.reload()
    expect(await answered(page)).toEqual(everything.filter((id) => id !== 'clock'))
  })
})

testWithChromium(
  'without scripts the answers stand there as pictures, and what is missing in words',
  async () => {
    const office = await started()
    const set = { pac: `http://${office.proxy}/proxy.pac`, roots: office.roots.slice(1), scripts: false }
    await look(office, set, async (page) => {
      const missing = page.locator('[data-check=web-root] .no')
      await missing.waitFor({ state: 'visible', timeout: 60_000 })
      expect(await missing.textContent()).toContain('Install the certificate for web traffic')
      for (const id of ['through', 'office-root', 'name', 'ipv6'])
        expect(await page.locator(`[data-check=${id}] .no`).isVisible(), id).toBe(false)
      await expect
        .poll(() => page.frames().filter((one) => one.url().endsWith('/check/answer.svg')).length)
        .toBe(4)
      expect(await page.textContent('#sum')).toBe('Is this machine set up?')
    })
  },
)

testWithChromium('a machine without the proxy is told that its traffic goes elsewhere', async () => {
  const office = await started()
  // Stands for a network that does not lead these addresses here: there they end.
  const hostRules =
    'MAP gatehouse.home.arpa 127.0.0.1, MAP 192.0.2.254 ~NOTFOUND, MAP [2001:db8:6a7e::1] ~NOTFOUND'
  await look(office, { hostRules, roots: office.roots }, async (page) => {
    expect(await answered(page)).toEqual(['office-root', 'name', 'clock'])
    expect(await page.textContent('#sum')).toBe('2 things are missing.')
    expect(await page.textContent('[data-check=through] .no')).toContain(`http://${office.proxy}/proxy.pac`)
  })
})
