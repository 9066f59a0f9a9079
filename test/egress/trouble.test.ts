/** A tunnel that a person allowed passes unread for whom it was allowed, and in its time alone. */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { expect, test } from 'vitest'
import type { Standing } from '../../gateway/core/client/standing.ts'
import { testWith } from '../support/clients.ts'
import { basic, knownUsers } from './known-users.ts'
import { card } from './planted.ts'
import {
  curl,
  maskAll,
  type Origin,
  type Proxy as RunningProxy,
  rawConnection,
  replaceable,
  startOrigin,
} from './setup.ts'
import { troubledProxy } from './troubled.ts'

const body = ['-H', 'content-type: text/plain', '--data', `card ${card}`]

/** True where the client met the destination's own certificate, and its body arrived as it was. */
async function passesUnread(proxy: RunningProxy, origin: Origin, ...more: string[]): Promise<boolean> {
  const url = `https://${origin.host}:${origin.port}/`
  const rootFile = join(proxy.folder, 'origin.pem')
  writeFileSync(rootFile, origin.rootPem)
  // Whatever curl was told of before: the last one counts.
  const { code } = await curl('curl', proxy, [...body, ...more, '--cacert', rootFile, url])
  if (code === 0) return origin.received.at(-1)?.body.toString().includes(card) === true
  const before = origin.received.length
  await curl('curl', proxy, [...body, ...more, url])
  const arrived = origin.received.slice(before).map((one) => one.body.toString())
  expect(arrived.join()).not.toContain(card)
  return false
}

testWith('curl', 'what was allowed passes as it is, and the journal names the review', async () => {
  const origin = await startOrigin()
  const { proxy, allow, times } = await troubledProxy(origin)
  expect(await passesUnread(proxy, origin)).toBe(false)
  allow()
  expect(await passesUnread(proxy, origin)).toBe(true)
  await expect
    .poll(() => proxy.records)
    .toContainEqual(
      expect.objectContaining({
        ...{ action: 'tunnel', ruleId: 'reviewed-r', notes: ['reviewed:r'], method: 'CONNECT' },
        ...{ destination: origin.host, findings: [] },
      }),
    )
  times.steady = 1000
  expect(await passesUnread(proxy, origin)).toBe(false)
})

testWith(
  'curl',
  'what was allowed to another address, machine, user, host or port opens nothing',
  async () => {
    const origin = await startOrigin()
    const { proxy, allow } = await troubledProxy(origin)
    allow({ address: '127.0.0.2' })
    allow({ client: '127.0.0.2' })
    allow({ client: 'user:anna' })
    allow({ machine: '0a1b2c3d' })
    allow({ destination: `www.${origin.host}` })
    allow({ destination: '' })
    allow({ port: origin.port + 1 })
    expect(await passesUnread(proxy, origin)).toBe(false)
  },
)

const standing = (state: Standing['state'], machine: string | null = '0a1b2c3d'): Standing => ({
  ...{ machine, state, groups: [] },
})

testWith('curl', 'it counts for the machine that asked alone, and for none that is contested', async () => {
  const origin = await startOrigin()
  let present: Standing | null = standing('known')
  const { proxy, allow } = await troubledProxy(origin, {
    ports: { clients: { standingOf: () => present, lookFor: () => null } },
  })
  allow({ machine: '0a1b2c3d' })
  expect(await passesUnread(proxy, origin)).toBe(true)
  for (const other of [standing('known', 'ffffffff'), standing('known', null), standing('contested'), null]) {
    present = other
    expect(await passesUnread(proxy, origin)).toBe(false)
  }
})

testWith('curl', 'it lets nothing of one in quarantine pass', async () => {
  const origin = await startOrigin()
  const { proxy, allow } = await troubledProxy(origin, {
    ports: { clients: { standingOf: () => standing('quarantined'), lookFor: () => null } },
  })
  allow({ machine: '0a1b2c3d' })
  await passesUnread(proxy, origin)
  expect(origin.connections).toBe(0)
  await expect
    .poll(() => proxy.records)
    .toContainEqual(expect.objectContaining({ action: 'refuse', reason: 'client-quarantined' }))
  expect(proxy.records.map(({ action }) => action)).not.toContain('tunnel')
})

testWith('curl', 'no rule that refuses is opened, nor a destination that is always read', async () => {
  const origin = await startOrigin()
  const policies = [
    { ...maskAll, connections: [{ id: 'no', action: 'refuse' }] },
    { ...maskAll, reviews: { alwaysRead: [`*.${origin.host.split('.').slice(1).join('.')}`] } },
    { ...maskAll, reviews: { never: ['EMAIL'] } },
  ]
  const ruled = await Promise.all(policies.map((policy) => troubledProxy(origin, { policy })))
  for (const { proxy, allow } of ruled) {
    allow({ types: ['EMAIL'] })
    expect(await passesUnread(proxy, origin)).toBe(false)
    expect(proxy.records.map(({ action }) => action)).not.toContain('tunnel')
  }
})

testWith('curl', 'what was allowed to a user counts for that login', async () => {
  const origin = await startOrigin()
  const { proxy, allow } = await troubledProxy(origin, {
    options: { authentication: { mode: 'accept', exempt: [], overTlsOnly: false } },
    ports: { logins: knownUsers({ anna: 'secret', otto: 'secret' }) },
  })
  allow({ client: 'user:anna' })
  const login = (name: string) => ['--proxy-header', `Proxy-Authorization: ${basic(name, 'secret')}`]
  expect(await passesUnread(proxy, origin, ...login('anna'))).toBe(true)
  expect(await passesUnread(proxy, origin, ...login('otto'))).toBe(false)
  // Where somebody logged in, the page finds them by their address.
  await expect
    .poll(() => proxy.records)
    .toContainEqual(expect.objectContaining({ client: 'user:anna', from: '127.0.0.1' }))
})

async function openTunnel(proxy: RunningProxy, origin: Origin) {
  const socket = await rawConnection(proxy)
  const authority = `${origin.host}:${origin.port}`
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
  await once(socket, 'data')
  const secure = connectTls({ socket, servername: origin.host, ca: origin.rootPem })
  await once(secure, 'secureConnect')
  const closed = once(
    secure.resume().on('error', () => {}),
    'close',
  )
  return { closed }
}

test('an open tunnel ends with its time, whether control is there or not', async () => {
  const origin = await startOrigin()
  const { proxy, allow, times } = await troubledProxy(origin)
  allow()
  const { closed } = await openTunnel(proxy, origin)
  times.steady = 999
  const early = await Promise.race([closed.then(() => 'ended'), sleep(2500, 'open')])
  expect(early).toBe('open')
  times.steady = 1000
  const begun = performance.now()
  await closed
  expect(performance.now() - begun).toBeLessThan(4000)
  expect(await proxy.recordAt(0)).toMatchObject({
    ...{
      action: 'refused-midstream',
      reason: 'connection-rule',
      ruleId: 'reviewed-r',
      notes: ['reviewed:r'],
    },
  })
})

test('an open tunnel ends when its machine becomes another, and when the policy says so', async () => {
  const origin = await startOrigin()
  const inForce = replaceable(maskAll)
  let present = standing('known')
  const { proxy, allow } = await troubledProxy(origin, {
    ports: { policy: inForce.source, clients: { standingOf: () => present, lookFor: () => null } },
  })
  allow({ machine: '0a1b2c3d' })
  const first = await openTunnel(proxy, origin)
  present = standing('known', 'ffffffff')
  proxy.egress.clientsChanged()
  await first.closed
  present = standing('known')
  const second = await openTunnel(proxy, origin)
  inForce.replace({ ...maskAll, reviews: { alwaysRead: [origin.host] } })
  proxy.egress.reconfigure(proxy.options)
  await second.closed
  for (const index of [0, 1])
    expect(await proxy.recordAt(index)).toMatchObject({
      ...{
        action: 'refused-midstream',
        reason: 'connection-rule',
        notes: expect.arrayContaining(['reviewed:r']),
      },
    })
})
