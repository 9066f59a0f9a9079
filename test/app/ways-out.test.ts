/** Promises to whoever set up a way out: what fails on it is named once, with what to do, and taken back when it works again. */
import { expect, test } from 'vitest'
import { watchWaysOut } from '../../gateway/app/ways-out.ts'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import { checkWaysOut } from '../../gateway/ops/doctor/ways-out.ts'
import { createHealthBoard } from '../../gateway/ops/health.ts'

const none = { parent: null, from: null, certificate: null, key: null, revoked: null, connections: null }
const parent = { host: 'proxy.office.test', port: 3128, tls: false, user: 'u', passwordFile: '/secret/file' }
const throughParent = { ...none, destinations: ['*.far.example'], parent }
const fromAddress = { ...none, destinations: ['*'], from: '192.0.2.7' }

function watched(first = [throughParent, fromAddress]) {
  const lines: string[] = []
  const log = {
    event: (name: string, fields: object) => void lines.push(`${name} ${JSON.stringify(fields)}`),
  }
  const health = createHealthBoard({ now: () => 0, log: log as never })
  let upstreams: typeof first = first
  const told = watchWaysOut(() => upstreams as never, health)
  const tell = (destination: string, reason: string) => {
    const left = reason === 'rule'
    const how = {
      action: left ? 'transform' : 'fail',
      status: left ? 200 : 502,
      address: left ? '192.0.2.1' : null,
    }
    told({ destination, reason, ...how } as ExchangeRecord)
  }
  const reload = (next: typeof first) => {
    upstreams = next
  }
  return { lines, health, tell, reload }
}

test('a parent that refuses the login is named once, with what to do, and no longer once it lets something through', () => {
  const { lines, health, tell } = watched()
  tell('a.far.example', 'rule')
  tell('a.far.example', 'upstream-unreachable')
  expect(health.warnings()).toEqual([])
  for (let i = 0; i < 3; i += 1) tell('a.far.example', 'upstream-login-refused')
  tell('elsewhere.example', 'rule')
  tell('b.far.example', 'upstream-timeout')
  const [warning] = health.warnings()
  expect(warning).toMatchObject({ code: 'PARENT_LOGIN_REFUSED', severity: 'act-now' })
  expect(warning?.title).toContain('proxy.office.test:3128')
  expect(warning?.hint).toContain('passwordFile')
  expect(JSON.stringify(warning)).not.toContain('/secret/file')
  expect(lines).toHaveLength(1)
  const [check] = checkWaysOut({ entries: 2, warnings: health.warnings() })
  expect(check).toMatchObject({ state: 'fail', found: warning?.title, todo: warning?.hint })
  tell('b.far.example', 'rule')
  expect(health.warnings()).toEqual([])
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['health.raised', 'health.cleared'])
  expect(checkWaysOut({ entries: 2, warnings: [] })).toMatchObject([{ state: 'ok' }])
  expect(checkWaysOut({ entries: 0, warnings: [] })).toEqual([])
})

test('a parent that does not answer is named', () => {
  const { health, tell } = watched()
  tell('a.far.example', 'upstream-proxy-failed')
  expect(health.warnings()).toMatchObject([
    { code: 'PARENT_FAILED', title: expect.stringContaining('proxy.office.test:3128') },
  ])
  tell('b.far.example', 'rule')
  expect(health.warnings()).toEqual([])
})

test('an own address that is not there is named, and a reload that takes it away takes the warning back', () => {
  const { health, tell, reload } = watched()
  tell('elsewhere.example', 'upstream-own-address')
  expect(health.warnings().map(({ title }) => title)).toEqual([expect.stringContaining('192.0.2.7')])
  reload([throughParent])
  tell('elsewhere.example', 'rule')
  expect(health.warnings()).toEqual([])
})
