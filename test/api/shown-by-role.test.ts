/** Promises of what stands in pages and reports that several roles read: nothing that the role may not ask for by itself. */
import { randomBytes } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { Sessions } from '../../gateway/accounts/sessions.ts'
import type { Services } from '../../gateway/api/services.ts'
import { type AccountRole, accountRoles } from '../../gateway/core/account/account.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import type { VaultObject } from '../../gateway/core/vault/object.ts'
import { checkAccounts } from '../../gateway/ops/doctor/accounts.ts'
import { openRoom } from '../accounts/room.ts'
import { runApi } from './running-api.ts'
import { standIn } from './stand-in.ts'
import { accountsOf } from './stand-in-ways.ts'

const newest = { bucket: { source: 'medical-scanner-7' }, at: 0 } as VaultObject

/** An office with a sealed file, an account that waits, and a machine that waits for an answer; asked as each role. */
async function open() {
  const clock = { now: Date.now, monotonic: () => performance.now() }
  const sessions = new Sessions({ clock, random: randomBytes })
  const room = await openRoom()
  room.accounts.desk.add('wim', { role: 'staff', until: null })
  const office = standIn()
  const check = (id: string, found: string) => ({
    ...{ id, title: id, state: 'warn', found, meaning: '', todo: '' },
  })
  const services = {
    ...office.services,
    accounts: accountsOf(sessions),
    clients: { ...office.services.clients, totals: () => machines },
    vault: {
      ...office.services.vault,
      list: async () => ({ objects: [newest], next: null }),
      totals: async () => ({ objects: 4711, bytes: 1 }),
    },
    doctor: async () => [
      ...checkAccounts(room.accounts.desk.list(), room.now()),
      check('clock', 'The clock is odd.'),
      check('vault', '4711 files.'),
    ],
  } as Services
  const api = await runApi({ ...office, services }, { requestsPerMinute: 1_000_000 })
  onTestFinished(() => api[Symbol.asyncDispose]())
  return async (role: AccountRole, path: string) => {
    const secret = sessions.open({ account: role, name: role, role, expiresAt: null }, '127.0.0.1')
    const headers = { cookie: `__Host-gatehouse=${secret}`, accept: 'text/html' }
    return (await api.ask(path, { headers })).text
  }
}

const machines = {
  ...{ isWatching: true, known: 0, waiting: 3, guests: 0, quarantined: 0, cutOff: 0, here: 0 },
  ...{ contested: 0, trouble: null },
}

test('the doctor tells a contractor how the box is, and neither who has access nor how much is kept', async () => {
  const ask = await open()
  const contractor = await ask('contractor', '/api/v1/doctor')
  expect(contractor).toContain('The clock is odd.')
  expect(contractor).not.toMatch(/accounts|4711|wim/)
  for (const role of ['owner', 'auditor'] as const)
    expect(await ask(role, '/api/v1/doctor')).toMatch(/clock is odd.*4711 files|4711 files.*clock is odd/)
  expect(await ask('owner', '/api/v1/doctor')).toContain('"accounts"')
})

test('the first screen shows a contractor machines and devices, a privacy lead what is kept, and each nothing of the other', async () => {
  const ask = await open()
  const kept = ['medical-scanner-7', '<dt>Sealed files', '<dt>Tokens', '<dt>Destroyed in time']
  const operated = ['<dt>Devices', '3 machines wait']
  const shown = async (role: AccountRole) => {
    const page = await ask(role, '/')
    expect(page).toContain('<dt>Alarms')
    return [...kept, ...operated].filter((words) => page.includes(words))
  }
  expect(await shown('owner')).toEqual([...kept, ...operated])
  expect(await shown('auditor')).toEqual([...kept, ...operated])
  expect(await shown('contractor')).toEqual(operated)
  expect(await shown('privacy-lead')).toEqual(kept)
})

test('a set-up that fails inside tells whoever tries that it does, and not why', async () => {
  const office = standIn()
  const accounts = accountsOf(office.services.accounts.sessions)
  const begin = () => {
    throw new GatewayError('STORE_WRONG_KEY')
  }
  const services = { ...office.services, accounts: { ...accounts, setUp: { ...accounts.setUp, begin } } }
  const api = await runApi({ ...office, services })
  onTestFinished(() => api[Symbol.asyncDispose]())
  const answer = await api.ask('/account/setup', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'code=AAAA-AAAA-AAAA-AAAA',
  })
  expect([answer.status, answer.text.includes('No account can be set up right now.')]).toEqual([503, true])
  expect(answer.text).not.toMatch(/database|keyring|keys folder/)
})

test('a page that is not there links to nothing that the role may not see', async () => {
  const ask = await open()
  for (const role of accountRoles) {
    const page = await ask(role, '/nothing')
    expect(page).toContain('There is nothing at this address.')
    expect([role, page.includes('href="/"'), page.includes('href="/setup"')]).toEqual([
      ...[role, role !== 'staff', role !== 'staff'],
    ])
    expect(page).toContain('href="/account"')
  }
})
