/** The screen Policies before the running gateway: a draft is judged, tried, published and taken back, two admins lose nothing, hostile texts stay text. */
import { readFile, writeFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { openTab } from '../api/visit.ts'
import { card, clientOf, type Office, openOffice } from '../app/office.ts'
import { testWith } from '../support/clients.ts'
import { complaintsOf } from './visit-screens.ts'

const policy = (operator: string) =>
  `connections: [{ id: all, action: intercept }]\nexchanges: [{ id: ${operator}-all, entities: { "*": ${operator} } }]\n`

type Gateway = Awaited<ReturnType<Office['start']>>

/** Somebody at the text of the policy. */
async function atTheText(gateway: Gateway) {
  const page = await openTab({ locale: 'en-GB' })
  const complaints = complaintsOf(page)
  const path = `https://${gateway.addresses.ui}/app/policies?view=edit`
  await page.goto(path)
  await page.getByLabel('Access token').fill(gateway.accessToken)
  await page.getByRole('button', { name: 'Open' }).click()
  await page.waitForURL(path)
  const text = page.getByRole('textbox', { name: 'Text of the policy' })
  await text.waitFor()
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  return { page, complaints, text, button, [Symbol.asyncDispose]: () => page[Symbol.asyncDispose]() }
}

testWith(
  'chromium',
  'a draft is judged as it is typed, tried, published and undone, and each counts for the very next request',
  async () => {
    const office = await openOffice()
    await using gateway = await office.start()
    using client = clientOf(gateway.addresses.proxy, office)
    expect(await client.post()).toBe(200)
    await using desk = await atTheText(gateway)
    const { page, text, button, complaints } = desk
    const wrong = policy('refuse').replace('entities', 'entitys')
    await text.fill(wrong)
    await page.getByText('2 mistakes').waitFor()
    expect(await button('Publish').isDisabled()).toBe(true)
    await button('line 2').first().click()
    expect(
      await text.evaluate((area) => (area as unknown as { selectionStart: number }).selectionStart),
    ).toBe(wrong.indexOf('exchanges'))
    await text.fill(policy('refuse'))
    await page.getByText('No mistakes').waitFor()
    await page.getByRole('link', { name: 'Try a request' }).click()
    await page.getByRole('textbox', { name: 'Destination' }).fill('shop.example.com')
    await page.getByRole('textbox', { name: 'What it would send' }).fill(`{"note":"card ${card}"}`)
    await button('Try it').click()
    await page.getByText('Nothing would leave.').waitFor()
    expect(await page.locator('.result').textContent()).toMatch(
      /all → refuse-all.*payment card.*note.*not let out/,
    )
    expect(page.url()).not.toContain('4111')
    await page.getByRole('link', { name: 'Replay last week' }).click()
    await button('Replay the last 7 days').click()
    await page.getByText('one would become otherwise').waitFor()
    expect(await page.locator('.moves').textContent()).toMatch(/1.*Cleaned.*Stopped/)

    await button('Publish').click()
    await page.getByText('The policy is in force.').waitFor()
    expect(await client.post()).toBe(403)
    await button('Undo').click()
    await page.getByText('The policy is in force.').waitFor({ state: 'detached' })
    expect(await client.post()).toBe(200)
    await page.getByRole('link', { name: 'History', exact: true }).click()
    const versions = page.locator('.versions').getByRole('listitem')
    await expect.poll(() => versions.count()).toBe(3)
    expect(await versions.first().textContent()).toMatch(
      /Version 3version 1 again, by the access token in the file now/,
    )
    await page.getByRole('link', { name: 'Version 2' }).click()
    await button('Have this version count again').click()
    await page.getByText('The policy is in force.').waitFor()
    expect(await client.post()).toBe(403)
    await page.getByRole('link', { name: 'Live and history' }).click()
    // What was tried is no exchange.
    await expect.poll(() => page.locator('.exchanges tbody').getByRole('row').count()).toBeGreaterThan(0)
    expect(await page.locator('.exchanges').textContent()).not.toContain('shop.example.com')
    expect(complaints).toEqual([])
  },
  120_000,
)

testWith(
  'chromium',
  'of two admins the second is told whose draft there is, keeps the own text, and a file written by hand is not overwritten',
  async () => {
    const office = await openOffice()
    await using gateway = await office.start()
    await using anna = await atTheText(gateway)
    await using otto = await atTheText(gateway)
    await anna.text.fill(policy('refuse'))
    await otto.text.fill(policy('redact'))
    await anna.button('Save draft').click()
    await anna.page.getByText('A draft by the access token').waitFor()
    await otto.page.getByText(/the access token saved another draft/).waitFor({ timeout: 20_000 })
    expect(await otto.button('Publish').isDisabled()).toBe(true)
    expect(await otto.text.inputValue()).toBe(policy('redact'))
    expect(await otto.page.getByRole('region', { name: 'From theirs to yours' }).textContent()).toMatch(
      /refuse-all.*redact-all/,
    )
    await otto.button('Go on with mine').click()
    await otto.page.getByText('No mistakes').waitFor()
    await otto.button('Publish').click()
    await otto.page.getByText('The policy is in force.').waitFor()
    expect(await readFile(office.policyFile, 'utf8')).toBe(policy('redact'))

    const byHand = `# by hand\n${policy('keep')}`
    await otto.text.fill(policy('hash'))
    await writeFile(office.policyFile, byHand)
    await otto.page
      .getByText('The file is another than the one this was made from.')
      .waitFor({ timeout: 20_000 })
    await otto.page.getByText(/was changed by hand and is not in force/).waitFor()
    expect(await readFile(office.policyFile, 'utf8')).toBe(byHand)
    await otto.button('Take theirs').click()
    expect(await otto.text.inputValue()).toBe(byHand)
    expect([...anna.complaints, ...otto.complaints].filter((each) => !/412|409/.test(each))).toEqual([])
  },
  120_000,
)

testWith(
  'chromium',
  'a hostile policy stays text: no script runs, and what is deep or huge is told in words',
  async () => {
    const office = await openOffice()
    const script = '<img src=x onerror=alert(1)>'
    await writeFile(
      office.policyFile,
      `# ${script}\nconnections: [{ id: all, action: intercept }]\nexchanges:\n  - { id: x, purpose: ${JSON.stringify(script)}, match: { paths: ["/${script}"] }, entities: { "*": mask } }\n  - { id: y, entities: { "*": mask } }\n`,
    )
    await using gateway = await office.start()
    await using desk = await atTheText(gateway)
    const { page, text, complaints } = desk
    await page.getByRole('link', { name: 'Rules in order' }).click()
    await page.getByText(script).first().waitFor()
    await page.getByRole('link', { name: 'Change', exact: true }).click()
    for (const hostile of ['['.repeat(120_000), `${script}: 1`, `a: ${'x'.repeat(150_000)}`]) {
      await text.fill(hostile)
      await page.getByText(/[1-9]\d* mistakes|One mistake/).waitFor()
      expect(await page.locator('main img').count()).toBe(0)
    }
    expect(
      await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth'),
    ).toBe(true)
    expect(complaints).toEqual([])
  },
  120_000,
)
