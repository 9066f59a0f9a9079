/** The web interface before the running gateway: real traffic by curl, hostile names shown as text, and a box that goes away. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { openTab } from '../api/visit.ts'
import { card, openOffice } from '../app/office.ts'
import { testWith } from '../support/clients.ts'
import { complaintsOf } from './visit-screens.ts'

const run = promisify(execFile)

testWith(
  'chromium',
  'a person sees what really left, how it was changed and what comes next, and is told when the gateway is away',
  async () => {
    const office = await openOffice()
    await using gateway = await office.start()
    const send = (path: string, ...more: string[]) =>
      run('curl', [
        '--silent',
        '--globoff',
        '--max-time',
        '20',
        '--proxy',
        `http://${gateway.addresses.proxy}`,
        ...more,
        `${office.destination}${path}`,
      ])
    const hostile = '<img src=x onerror=alert(1)>'
    await send('orders', '--json', JSON.stringify({ note: `card ${card}` }))
    await send('%3Cscript%3Ealert(1)%3C/script%3E', '--user-agent', hostile, '--header', `x-note: ${hostile}`)

    await using page = await openTab()
    const complaints = complaintsOf(page)
    const origin = `https://${gateway.addresses.ui}`
    await page.goto(`${origin}/app/live?action=transform`)
    await page.getByLabel('Access token').fill(gateway.accessToken)
    await page.getByRole('button', { name: 'Open' }).click()
    await page.waitForURL(`${origin}/app/live?action=transform`)
    const rows = page.locator('.exchanges tbody').getByRole('row')
    await expect.poll(() => rows.count()).toBe(1)
    await rows.getByRole('link').click()
    const side = page.getByRole('complementary')
    await side.getByText('payment card').waitFor()
    expect(await side.textContent()).toContain('masked')
    expect(await page.content()).not.toContain(card)
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Show everything' }).click()
    await expect.poll(() => rows.count()).toBe(2)
    await send('later', '--data', 'nothing in it')
    await expect.poll(() => rows.first().textContent()).toContain('/later')

    await page.getByRole('link', { name: 'Today' }).click()
    await page.getByText('3 requests', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Clients' }).click()
    await page.getByRole('rowheader', { name: '127.0.0.1' }).waitFor()
    expect(complaints).toEqual([])

    await gateway[Symbol.asyncDispose]()
    await page.getByText('The gateway does not answer. What stands here may be old.').waitFor()
    // What was known stays to be read.
    expect(await page.getByRole('rowheader', { name: '127.0.0.1' }).count()).toBe(1)
    expect(complaints.filter((each) => !/ERR_|EventSource|net::/.test(each))).toEqual([])
  },
  120_000,
)
