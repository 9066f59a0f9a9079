/** Promises of publishing a policy: it takes effect, who did it is kept, nobody overwrites anybody, and what is tried out leaves no trace. */
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { card, clientOf, type Office, openOffice } from './office.ts'
import { gatehouse } from './own-command.ts'

const policy = (operator: string) =>
  `connections: [{ id: all, action: intercept }]\nexchanges: [{ id: ${operator}-all, entities: { "*": ${operator} } }]\n`

interface Answer {
  status: number
  json: Record<string, unknown>
}

/** Over the control socket, as the API answers it. */
async function ask(
  gateway: { addresses: { control: string } },
  path: string,
  { body, tag }: { body?: object; tag?: string } = {},
): Promise<Answer> {
  const asked = request({
    socketPath: gateway.addresses.control,
    path: `/api/v1/policy${path}`,
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      host: 'localhost',
      'content-type': 'application/json',
      ...(tag === undefined ? {} : { 'if-match': tag }),
    },
  })
  asked.end(body === undefined ? undefined : JSON.stringify(body))
  const [answer] = await once(asked, 'response')
  return { status: answer.statusCode, json: JSON.parse(await text(answer)) }
}

async function saved(office: Office, name: string, words: string): Promise<string> {
  const file = join(office.folder, name)
  await writeFile(file, words)
  return file
}

test('a published policy counts for the next request, and an earlier one counts again, each with who and what before', async () => {
  const office = await openOffice()
  await using gateway = await office.start()
  using client = clientOf(gateway.addresses.proxy, office)
  expect(await client.post()).toBe(200)
  const draft = await saved(office, 'draft.yaml', policy('refuse'))
  expect((await gatehouse(office, 'policy', 'draft', draft)).code).toBe(0)
  expect(await client.post()).toBe(200)
  expect((await gatehouse(office, 'policy', 'draft')).raw.toString()).toBe(policy('refuse'))
  expect((await gatehouse(office, 'policy', 'publish')).code).toBe(0)
  expect(await client.post()).toBe(403)
  expect(await readFile(office.policyFile, 'utf8')).toBe(policy('refuse'))
  expect((await gatehouse(office, 'policy', 'draft')).notes).toContain('There is no draft.')
  const { lines } = await gatehouse(office, 'policy', 'history')
  expect(lines).toEqual([
    expect.stringMatching(/ 2 .*published by box$/),
    expect.stringMatching(/ 1 .*found in the file$/),
  ])
  expect((await gatehouse(office, 'policy', 'roll-back', '1')).code).toBe(0)
  expect(await client.post()).toBe(200)
  expect((await gatehouse(office, 'policy', 'history', '3')).raw.toString()).toBe(policy('mask'))
  expect((await gatehouse(office, 'policy', 'roll-back', '77')).code).not.toBe(0)
  const ledger = await gatehouse(office, 'ledger', 'list', '--subject', 'policy')
  expect(ledger.lines.join('\n')).toMatch(
    /policy\.rolled-back[\s\S]*policy\.published[\s\S]*policy\.draft-saved/,
  )
  const entry = ledger.lines.find((line) => line.includes('policy.published')) ?? ''
  expect(entry).toMatch(/after=[0-9a-f]{12} before=[0-9a-f]{12} /)
})

test('where no file is named, what is published lies in the data folder, closed to others, and counts after a restart', async () => {
  const office = await openOffice()
  await office.writeConfig({ policy: {} })
  const own = join(office.folder, 'data', 'policy.yaml')
  {
    await using gateway = await office.start()
    expect((await ask(gateway, '')).json.source).toBe('shipped')
    expect(existsSync(own)).toBe(false)
    const draft = await saved(office, 'draft.yaml', policy('refuse'))
    expect((await gatehouse(office, 'policy', 'publish', draft)).code).toBe(0)
    expect((await stat(own)).mode & 0o777).toBe(0o600)
  }
  await using gateway = await office.start()
  expect((await ask(gateway, '')).json).toMatchObject({
    source: 'own',
    isInForce: true,
    text: policy('refuse'),
  })
  using client = clientOf(gateway.addresses.proxy, office)
  expect(await client.post()).toBe(403)
  // The shipped one is a version like others.
  expect((await gatehouse(office, 'policy', 'roll-back', '1')).code).toBe(0)
  expect(await readFile(own, 'utf8')).toContain('id: ai-assistants')
})

test('a file that was written by hand meanwhile is told, and stays as it is', async () => {
  const office = await openOffice()
  await using gateway = await office.start()
  const { json } = await ask(gateway, '')
  await ask(gateway, '/draft', { body: { text: policy('refuse'), base: json.version } })
  await office.writePolicy('refuse')
  const byHand = `# mine\n${policy('keep')}`
  await writeFile(office.policyFile, byHand)
  expect((await ask(gateway, '')).json.isInForce).toBe(false)
  const refused = await ask(gateway, '/publish', { body: { text: policy('refuse'), base: json.version } })
  expect([refused.status, refused.json.code]).toEqual([409, 'POLICY_MOVED'])
  expect((await gatehouse(office, 'policy', 'publish')).code).not.toBe(0)
  expect(await readFile(office.policyFile, 'utf8')).toBe(byHand)
  // Who has looked at both publishes over it, and what stood there by hand is kept.
  const { version } = (await ask(gateway, '')).json
  const body = { text: policy('refuse'), base: version }
  expect((await ask(gateway, '/publish', { body })).json.inForce).toBe(true)
  expect((await gatehouse(office, 'policy', 'history', '1')).raw.toString()).toBe(byHand)
})

test('of two who change the policy at once the second is told, and the first one’s draft stays', async () => {
  const office = await openOffice()
  await using gateway = await office.start()
  const { json } = await ask(gateway, '')
  const tag = String(json.etag)
  const first = await ask(gateway, '/draft', { tag, body: { text: 'first: {', base: json.version } })
  expect(first.status).toBe(200)
  for (const [path, body] of [
    ['/draft', { text: 'second', base: json.version }],
    ['/draft/discard', {}],
    ['/publish', { text: policy('refuse'), base: json.version }],
  ] as const) {
    const second = await ask(gateway, path, { tag, body })
    expect([path, second.status, second.json.code]).toEqual([path, 412, 'CHANGED_MEANWHILE'])
  }
  expect((await ask(gateway, '')).json).toMatchObject({ draft: { text: 'first: {', savedBy: 'box' } })
  expect(await readFile(office.policyFile, 'utf8')).toBe(policy('mask'))
  const published = await ask(gateway, '/publish', {
    tag: String(first.json.etag),
    body: { text: policy('refuse'), base: json.version },
  })
  expect(published.json).toMatchObject({ inForce: true })
})

test('a policy with mistakes is not written, and each mistake is told with its line', async () => {
  const office = await openOffice()
  await using gateway = await office.start()
  const torn = `${policy('mask')}exchanges: [`
  const { json } = await ask(gateway, '/check', { body: { text: torn } })
  expect(json).toMatchObject({ ok: false, view: null })
  expect((json.problems as { line: number }[])[0]?.line).toBe(3)
  const unknown = policy('mask').replace(
    'id: mask-all,',
    'id: mask-all, match: { destinations: ["group:none"] },',
  )
  const named = await ask(gateway, '/check', { body: { text: unknown } })
  expect(JSON.stringify(named.json)).toMatch(
    /"severity":"error","line":2,.*names \\"none\\", which nothing defines/,
  )
  const { version } = (await ask(gateway, '')).json
  for (const wrong of [torn, unknown]) {
    const refused = await ask(gateway, '/publish', { body: { text: wrong, base: version } })
    expect([refused.status, refused.json.code]).toEqual([409, 'POLICY_INVALID'])
  }
  expect(await readFile(office.policyFile, 'utf8')).toBe(policy('mask'))
  expect((await ask(gateway, '/history')).json).toEqual({ versions: [], next: null })
})

test('what is tried out is judged by the draft, goes nowhere, and is in no journal', async () => {
  const office = await openOffice()
  await using gateway = await office.start()
  const question = {
    destination: 'shop.example.com',
    contentType: 'application/json',
    body: JSON.stringify({ note: `card ${card}` }),
  }
  const now = await ask(gateway, '/test', { body: question })
  expect(now.json).toMatchObject({ action: 'transform', exchangeRule: 'mask-all' })
  expect(now.json.body).not.toContain(card)
  const drafted = await ask(gateway, '/test', { body: { ...question, text: policy('refuse') } })
  expect(drafted.json).toMatchObject({ action: 'refuse', exchangeRule: 'refuse-all', body: null })
  expect(drafted.json.findings).toMatchObject([{ type: 'CREDIT_CARD', operator: 'refuse', path: 'note' }])
  for (const wrong of [{ destination: 'no host' }, { client: 'nobody!' }, { path: 'x' }, { text: 'x: [' }])
    expect((await ask(gateway, '/test', { body: { ...question, ...wrong } })).status).toBeGreaterThanOrEqual(
      400,
    )
  expect(office.received).toEqual([])
  const journal = await gatehouse(office, 'journal', 'list', '--json')
  expect(journal.lines).toEqual([])
})

test('the last exchanges are replayed under a draft, and what would become otherwise is counted', async () => {
  const office = await openOffice()
  await using gateway = await office.start()
  using client = clientOf(gateway.addresses.proxy, office)
  for (const mark of ['a', 'b', 'c']) expect(await client.post(mark)).toBe(200)
  const body = { text: policy('refuse'), since: Date.now() - 3_600_000, until: Date.now() + 60_000 }
  await expect
    .poll(async () => (await ask(gateway, '/replay', { body })).json)
    .toMatchObject({ exchanges: 3, changed: 3, moves: [{ from: 'transform', to: 'refuse', exchanges: 3 }] })
  const wrong = await ask(gateway, '/replay', { body: { ...body, text: 'x: [' } })
  expect([wrong.status, wrong.json.code]).toEqual([409, 'POLICY_INVALID'])
})
