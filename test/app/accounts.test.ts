/** Promises of the whole gateway about accounts: real command, real curl, real store and ledger, and a restart. */
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { testWith } from '../support/clients.ts'
import { codeOf, curlBrowser, recoveryCodesIn, ticketIn } from '../support/curl-browser.ts'
import { openOffice } from './office.ts'
import { gatehouse } from './own-command.ts'

const password = 'seven small boats at noon'

testWith(
  'curl',
  'somebody added on the box sets up, signs in, is seen, and is out with one command; a restart ends sessions, not accounts',
  async () => {
    const office = await openOffice()
    let gateway = await office.start()
    onTestFinished(() => gateway[Symbol.asyncDispose]())
    expect((await gatehouse(office, 'ca', 'export', '--out', join(office.folder, 'ca.pem'))).code).toBe(0)
    const added = await gatehouse(office, 'user', 'add', 'anna', '--role', 'owner')
    expect(added.code).toBe(0)
    expect(added.notes.join('\n')).toContain('/account/setup')

    const anna = curlBrowser(office.folder, gateway.addresses.ui, 'anna.jar')
    const begun = await anna.post('/account/setup', { code: added.lines[0] ?? '' })
    const chosen = { ticket: ticketIn(begun), password, code: codeOf(begun) }
    const done = await anna.post('/account/setup/finish', chosen)
    const recovery = recoveryCodesIn(done)
    expect(recovery).toHaveLength(10)
    expect(await anna.get('/api/v1/account')).toMatch(/"role":"owner".*\n200$/)
    expect(await anna.change('/api/v1/reload')).toMatch(/"ok":true.*\n200$/)
    expect(await anna.change('/api/v1/accounts/anna/reset')).toMatch(/\n403$/)

    const [session = ''] = (await gatehouse(office, 'session')).lines
    expect(session).toMatch(/^[0-9a-f]{12} +anna +owner +127\.0\.0\.1 /)
    expect((await gatehouse(office, 'session', 'end', session.slice(0, 12))).code).toBe(0)
    expect(await anna.get('/api/v1/account')).toMatch(/\n401$/)

    const asked = await anna.post('/login/account', { name: 'anna', password })
    expect(await anna.post('/login/code', { ticket: ticketIn(asked), code: codeOf(begun, 1) })).toMatch(
      /303$/,
    )
    expect(await anna.get('/metrics')).toMatch(/200$/)

    await gateway[Symbol.asyncDispose]()
    gateway = await office.start()
    const back = curlBrowser(office.folder, gateway.addresses.ui, 'anna.jar')
    expect(await back.get('/api/v1/account')).toMatch(/\n401$/)
    const again = await back.post('/login/account', { name: 'anna', password })
    expect(await back.post('/login/code', { ticket: ticketIn(again), code: recovery[0] ?? '' })).toMatch(
      /303$/,
    )
    expect((await gatehouse(office, 'user', 'list')).lines[0]).toMatch(
      /^anna +owner +active +.*9 recovery codes/,
    )
    expect((await gatehouse(office, 'doctor')).lines.join('\n')).toContain('1 account can sign in.')

    expect((await gatehouse(office, 'user', 'reset', 'anna')).code).toBe(0)
    expect(await back.get('/api/v1/account')).toMatch(/\n401$/)
    expect((await gatehouse(office, 'user', 'revoke', 'anna')).code).toBe(0)
    const ledger = (await gatehouse(office, 'ledger', 'list')).lines.join('\n')
    for (const action of ['added', 'set-up', 'signed-in', 'session-ended', 'reset', 'revoked'])
      expect(ledger).toMatch(new RegExp(`account\\.${action} +anna`))
    expect(ledger).toMatch(/account anna +config\.reload-asked +gateway/)
    expect(ledger).toMatch(/account anna +config\.reloaded +gateway +.*taken=true/)
    for (const secret of [password, added.lines[0] ?? '', ...recovery]) expect(ledger).not.toContain(secret)
    expect((await gatehouse(office, 'ledger', 'verify')).code).toBe(0)
  },
  300_000,
)

testWith(
  'curl',
  'what cannot be is said in words by the command',
  async () => {
    const office = await openOffice()
    const gateway = await office.start()
    onTestFinished(() => gateway[Symbol.asyncDispose]())
    const codeFor = async (...words: string[]) => (await gatehouse(office, 'user', ...words)).code
    expect(await codeFor('add', 'anna')).toBe(2)
    expect(await codeFor('add', 'anna', '--role', 'king')).toBe(2)
    expect(await codeFor('add', 'anna', '--role', 'owner', '--until', 'soon')).toBe(2)
    expect(await codeFor('add', 'anna', '--role', 'owner', '--until', '2001-01-01')).not.toBe(0)
    expect(await codeFor('add', 'Anna K', '--role', 'owner')).not.toBe(0)
    expect(await codeFor('reset', 'nobody')).not.toBe(0)
    expect(await codeFor('revoke', '../proxy')).not.toBe(0)
    expect((await gatehouse(office, 'session', 'end', 'x')).code).toBe(2)
    expect((await gatehouse(office, 'user', 'list')).lines).toEqual([])
  },
  300_000,
)
