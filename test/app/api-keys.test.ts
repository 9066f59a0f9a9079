/** Promises of the whole gateway about API keys: real command, real curl, real store and ledger, and a restart. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { testWith } from '../support/clients.ts'
import { codeOf, curlBrowser, ticketIn } from '../support/curl-browser.ts'
import { openOffice } from './office.ts'
import { gatehouse } from './own-command.ts'

const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)

testWith(
  'curl',
  'a program reads by a key what its scopes say, after a restart too, until the key or its account is taken away',
  async () => {
    const office = await openOffice()
    let gateway = await office.start()
    onTestFinished(() => gateway[Symbol.asyncDispose]())
    const own = (...words: string[]) => gatehouse(office, ...words)
    expect((await own('ca', 'export', '--out', join(office.folder, 'ca.pem'))).code).toBe(0)
    const added = await own('user', 'add', 'anna', '--role', 'owner')
    const program = (jar = 'program.jar') => curlBrowser(office.folder, gateway.addresses.ui, jar)
    const anna = program('anna.jar')
    const begun = await anna.post('/account/setup', { code: added.lines[0] ?? '' })
    const chosen = { ticket: ticketIn(begun), password: 'seven small boats at noon', code: codeOf(begun) }
    expect(await anna.post('/account/setup/finish', chosen)).toMatch(/\n200$/)

    const terms = ['--account', 'anna', '--until', inAMonth]
    const make = async (name: string, scopes: string) =>
      (await own('api-key', 'add', name, ...terms, '--scopes', scopes)).lines[0] ?? ''
    const [metrics, ledger] = [await make('prometheus', 'metrics'), await make('books', 'ledger, journal')]
    expect([metrics, ledger].every((text) => /^ghk_[0-9a-f]{12}_[\w-]{43}$/.test(text))).toBe(true)
    const read = (path: string, key: string) => program().get(path, '-H', `Authorization: Bearer ${key}`)
    expect(await read('/metrics', metrics)).toMatch(/gatehouse_.*\n200$/s)
    expect(await read('/api/v1/ledger', metrics)).toMatch(/This API key is not for this.*\n403$/s)
    expect(await read('/api/v1/ledger', ledger)).toMatch(/api-key.added.*\n200$/s)

    await gateway[Symbol.asyncDispose]()
    gateway = await office.start()
    expect(await read('/metrics', metrics)).toMatch(/\n200$/)
    expect((await own('api-key')).lines).toEqual([
      expect.stringMatching(/^books +for anna +active +journal,ledger +last used \d{4}-\d\d-\d\d +ends /),
      expect.stringMatching(/^prometheus +for anna +active +metrics +last used /),
    ])
    expect((await own('doctor')).lines.join('\n')).toContain('2 API keys can read.')
    expect((await own('api-key', 'revoke', 'prometheus')).code).toBe(0)
    expect(await read('/metrics', metrics)).toMatch(/This API key does not count.*\n401$/s)
    expect((await own('user', 'reset', 'anna')).code).toBe(0)
    expect(await read('/api/v1/ledger', ledger)).toMatch(/\n401$/)

    const entries = (await own('ledger', 'list')).lines.join('\n')
    for (const name of ['books', 'prometheus'])
      for (const action of ['added', 'revoked'])
        expect(entries).toMatch(new RegExp(`api-key\\.${action} +${name}`))
    expect((await own('ledger', 'verify')).code).toBe(0)
    await gateway[Symbol.asyncDispose]()
    for (const file of await filesIn(office.folder)) {
      const bytes = await readFile(file, 'latin1')
      for (const key of [metrics, ledger])
        expect([file, bytes.includes(key.slice(17))]).toEqual([file, false])
    }
  },
  300_000,
)

testWith(
  'curl',
  'a key without an end, an account or a scope is not made, and the command says what is missing',
  async () => {
    const office = await openOffice()
    const gateway = await office.start()
    onTestFinished(() => gateway[Symbol.asyncDispose]())
    const codeFor = async (...words: string[]) => (await gatehouse(office, 'api-key', ...words)).code
    expect(await codeFor('add', 'prometheus', '--account', 'anna', '--scopes', 'metrics')).toBe(2)
    expect(await codeFor('add', 'prometheus', '--account', 'anna', '--until', inAMonth)).toBe(2)
    expect(await codeFor('add', 'prometheus', '--scopes', 'metrics', '--until', inAMonth)).toBe(2)
    const all = ['--account', 'anna', '--scopes', 'metrics', '--until', inAMonth]
    expect(await codeFor('add', 'prometheus', ...all)).not.toBe(0)
    expect(await codeFor('revoke', '../accounts/anna')).not.toBe(0)
    expect((await gatehouse(office, 'api-key', 'list')).lines).toEqual([])
  },
  300_000,
)

async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))
}
