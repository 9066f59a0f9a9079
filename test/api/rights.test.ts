/** Promises of the table of rights: each cell is tried against the running API, and a route without a line does not start. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fastify } from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { Sessions } from '../../gateway/accounts/sessions.ts'
import type { Api } from '../../gateway/api/api.ts'
import { rights } from '../../gateway/api/rights.ts'
import { checkRights } from '../../gateway/api/rights-check.ts'
import { type AccountRole, accountRoles } from '../../gateway/core/account/account.ts'
import { rightsPage } from '../../scripts/rights-table.ts'
import { askCell, refused } from './cell.ts'
import { runApi, tokenText } from './running-api.ts'
import { standIn } from './stand-in.ts'
import { accountsOf } from './stand-in-ways.ts'

const sessions = new Sessions({
  clock: { now: Date.now, monotonic: () => performance.now() },
  random: randomBytes,
})
const office = standIn()
const services = { ...office.services, accounts: accountsOf(sessions) }
const api = await runApi({ ...office, services }, { requestsPerMinute: 1_000_000 })
afterAll(() => api[Symbol.asyncDispose]())

const cookies = new Map(
  accountRoles.map((role) => {
    const secret = sessions.open({ account: role, name: role, role, expiresAt: null }, '127.0.0.1')
    return [role, `__Host-gatehouse=${secret}`]
  }),
)

const asked = (method: string, route: string, headers: Record<string, string>) =>
  askCell(api, { method, route }, headers)

const ofRoles = rights.filter(({ who }) => typeof who !== 'string')

for (const role of accountRoles)
  test(`role ${role} is answered where the table says so, and refused everywhere else`, async () => {
    const wrong: string[] = []
    for (const { method, route, who } of rights.filter((line) => line.who !== 'everybody')) {
      const { status, words } = await asked(method, route, { cookie: cookies.get(role) ?? '' })
      const may = Array.isArray(who) && (who as readonly AccountRole[]).includes(role)
      if (may !== !refused.includes(status) || words.includes('nothing at this address'))
        wrong.push(`${method} ${route}: ${status}`)
      if (!may && status !== 403) wrong.push(`${method} ${route}: ${status} instead of 403`)
    }
    expect(wrong).toEqual([])
  }, 300_000)

test('without a session and without the token nothing is answered that the table does not open to everybody', async () => {
  const wrong: string[] = []
  for (const { method, route, who } of rights) {
    const { status, words } = await asked(method, route, {})
    if ((who === 'everybody') === refused.includes(status) || words.includes('nothing at this address'))
      wrong.push(`${method} ${route}: ${status}`)
  }
  expect(wrong).toEqual([])
}, 300_000)

test('the access token is answered like an owner', async () => {
  const bearer = { authorization: `Bearer ${tokenText}` }
  for (const { method, route, who } of rights.filter((line) => line.who !== 'everybody')) {
    const { status } = await asked(method, route, bearer)
    expect([route, refused.includes(status)]).toEqual([route, who === 'box' || !who.includes('owner')])
  }
}, 300_000)

test('auditor and staff change nothing but their own sessions, and nobody what they may not read', () => {
  const changing = ofRoles.filter(({ method, route }) => method !== 'GET' && !/\/account\//.test(route))
  expect(changing.length).toBeGreaterThan(10)
  for (const { route, who } of changing) {
    const [, list = ''] = /^\/api\/v1\/([\w-]+)/.exec(route) ?? []
    const read =
      rights.find((line) => line.method === 'GET' && line.route === `/api/v1/${list}`)?.who ?? 'box'
    for (const role of who as readonly AccountRole[]) {
      expect([route, role]).not.toEqual([route, expect.stringMatching(/^(auditor|staff)$/)])
      if (list !== 'reload') expect([route, read]).toEqual([route, expect.arrayContaining([role])])
    }
  }
})

test('HEAD needs the right that GET does', async () => {
  expect((await asked('HEAD', '/metrics', { cookie: cookies.get('staff') ?? '' })).status).toBe(403)
  expect((await asked('HEAD', '/metrics', { cookie: cookies.get('owner') ?? '' })).status).toBe(200)
})

test('a route that the table does not know, or knows otherwise, keeps the API from starting', () => {
  const planted = (method: 'get' | 'post', route: string, access?: 'open' | 'control') => () => {
    const bare = fastify() as unknown as Api
    checkRights(bare)
    bare[method](route, access === undefined ? {} : { config: { access } }, () => 'x')
  }
  expect(planted('get', '/api/v1/secrets')).toThrow('rights.ts has no line for GET /api/v1/secrets')
  expect(planted('get', '/metrics', 'open')).toThrow('the route says open, rights.ts token')
  expect(planted('post', '/api/v1/ledger/checkpoint')).toThrow('the route says token, rights.ts control')
  expect(planted('get', '/metrics')).not.toThrow()
})

test('staff see their own account and nothing else', () => {
  const open = ofRoles.filter(({ who }) => who.includes('staff')).map(({ route }) => route)
  expect(open.every((route) => /^(\/api\/v1)?\/account(\/|$)/.test(route))).toBe(true)
})

test('no line stands twice', () => {
  const names = rights.map(({ method, route }) => `${method} ${route}`)
  expect(new Set(names).size).toBe(names.length)
})

test('the printed table is fresh: sh scripts/node scripts/rights-table.ts --write', async () => {
  const page = new URL('../../gateway/api/RIGHTS.md', import.meta.url)
  expect(await readFile(page, 'utf8')).toBe(rightsPage())
})
