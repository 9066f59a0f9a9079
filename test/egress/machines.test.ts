/** Promises about machines at the proxy: quarantine, groups, and those that nobody has decided about; whoever logs in on them. */
import { once } from 'node:events'
import { connect as connectTls } from 'node:tls'
import { expect, test } from 'vitest'
import type { ClientStandings, Standing } from '../../gateway/core/client/standing.ts'
import { compilePolicy } from '../../gateway/core/policy/compile.ts'
import { policyFileSchema } from '../../gateway/core/policy/model.ts'
import { testWith } from '../support/clients.ts'
import { basic, knownUsers } from './known-users.ts'
import {
  curl,
  maskAll,
  type Origin,
  type ProxyChanges,
  type Proxy as RunningProxy,
  rawConnection,
  startOrigin,
  startProxy,
} from './setup.ts'

const address = '127.0.0.1'
const card = 'card 4111 1111 1111 1111'

function standing(state: Standing['state'], groups: readonly string[] = []): Standing {
  return { machine: '0a1b2c3d', state, groups }
}

/** The one machine of these tests; what it counts as can be changed. */
function oneMachine(first: Standing | null) {
  let present = first
  const asked: string[] = []
  const standings: ClientStandings = {
    standingOf: (at) => (at === address ? present : null),
    lookFor(at) {
      asked.push(at)
      return null
    },
  }
  return {
    standings,
    asked,
    become(next: Standing | null) {
      present = next
    },
  }
}

async function place(first: Standing | null, changes: ProxyChanges = {}) {
  const machine = oneMachine(first)
  const origin = await startOrigin()
  const proxy = await startProxy([origin], {
    ...changes,
    ports: { clients: machine.standings, ...changes.ports },
  })
  const url = `https://${origin.host}:${origin.port}/`
  return { machine, origin, proxy, url }
}

/** A tunnel with TLS inside; what comes back waits for its end. */
async function opened(proxy: RunningProxy, origin: Origin): Promise<() => Promise<unknown>> {
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
  return () => closed
}

const asText = ['-H', 'content-type: text/plain', '-H', 'accept: text/html', '--data', card]

testWith('curl', 'one in quarantine sees inside HTTPS why, and nothing is resolved or sent', async () => {
  const { origin, proxy, url } = await place(standing('quarantined'))
  const { stdout } = await curl('curl', proxy, [...asText, '--write-out', '%{http_code}', url])
  expect(stdout.toString()).toContain('This machine is in quarantine')
  expect(stdout.toString()).toContain('the test office')
  expect(stdout.toString()).toMatch(/403$/)
  expect(origin.connections).toBe(0)
  expect(await proxy.recordAt(0)).toMatchObject({
    ...{ action: 'refuse', reason: 'client-quarantined', status: 403, forwardedBytes: 0 },
    notes: ['machine:0a1b2c3d'],
  })
})

testWith('curl', 'what a rule would pass unread is not read to tell one in quarantine', async () => {
  const connections = [{ id: 'bank', action: 'tunnel' }]
  const { origin, proxy, url } = await place(standing('quarantined'), {
    policy: { ...maskAll, connections },
  })
  const { code, stderr } = await curl('curl', proxy, [...asText, url])
  expect({ code, stderr }).toMatchObject({ code: 56, stderr: expect.stringContaining('403') })
  expect(origin.connections).toBe(0)
  expect(await proxy.recordAt(0)).toMatchObject({ method: 'CONNECT', reason: 'client-quarantined' })
})

testWith(
  'curl',
  "one in quarantine gains nothing by another's login, and no password is looked at",
  async () => {
    const users = knownUsers({ anna: 'correct horse' })
    const { origin, proxy, url } = await place(standing('quarantined'), {
      options: { authentication: { mode: 'require', exempt: [], overTlsOnly: false } },
      ports: { logins: users },
    })
    const login = ['--proxy-header', `Proxy-Authorization: ${basic('anna', 'correct horse')}`]
    const { stdout } = await curl('curl', proxy, [...asText, ...login, url])
    expect(stdout.toString()).toContain('This machine is in quarantine')
    expect(users.checks).toEqual([])
    expect(origin.connections).toBe(0)
  },
)

test('what a machine has open ends when it is put into quarantine', async () => {
  const { machine, origin, proxy } = await place(standing('known'), {
    policy: { ...maskAll, connections: [{ id: 'unread', action: 'tunnel' }] },
  })
  const closed = await opened(proxy, origin)
  machine.become(standing('quarantined'))
  proxy.egress.clientsChanged()
  await closed()
  expect(await proxy.recordAt(0)).toMatchObject({
    ...{ action: 'refused-midstream', reason: 'client-quarantined' },
  })
})

testWith(
  'curl',
  'of an unknown one encrypted traffic passes unread, and requests in the clear by the rules',
  async () => {
    const { origin, proxy, url } = await place(standing('unknown'))
    await curl('curl', proxy, ['-k', ...asText, url])
    expect(origin.received[0]?.body.toString()).toBe(card)
    expect(await proxy.recordAt(0)).toMatchObject({
      ...{ action: 'tunnel', ruleId: 'unknown-machine' },
      notes: ['machine:0a1b2c3d', 'machine-unknown'],
    })
    const plain = await startOrigin({ plain: true, host: 'plain.example.test' })
    const other = await startProxy([plain], {
      ports: { clients: oneMachine(standing('unknown')).standings },
    })
    await curl('curl', other, [...asText, `http://${plain.host}:${plain.port}/`])
    expect(plain.received[0]?.body.toString()).not.toContain('4111 1111 1111 1111')
  },
)

testWith('curl', 'a rule that refuses counts for an unknown one, too', async () => {
  const connections = [{ id: 'never', action: 'refuse' }]
  const { origin, proxy, url } = await place(standing('unknown'), { policy: { ...maskAll, connections } })
  expect((await curl('curl', proxy, ['-k', ...asText, url])).code).not.toBe(0)
  expect(origin.connections).toBe(0)
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', ruleId: 'never' })
})

testWith(
  'curl',
  'a tunnel that an unknown one opened ends once it is known, so that the rules count',
  async () => {
    const { machine, origin, proxy, url } = await place(standing('unknown'))
    const closed = await opened(proxy, origin)
    machine.become(standing('known'))
    proxy.egress.clientsChanged()
    await closed()
    await curl('curl', proxy, [...asText, url])
    expect(origin.received.at(-1)?.body.toString()).not.toContain('4111 1111 1111 1111')
  },
)

testWith(
  'curl',
  'rules for a group count for a machine that is in it by its card, with or without a login',
  async () => {
    const source = policyFileSchema.parse({
      ...maskAll,
      exchanges: [
        { id: 'tills', match: { clients: ['group:tills'] }, entities: { '*': 'keep' } },
        ...maskAll.exchanges,
      ],
    })
    const policy = compilePolicy(source, {
      catalogue: { groups: {} },
      clientGroups: { tills: ['00:00:5e:00:53:01'] },
      timeZone: 'UTC',
      ownIdentity: { emails: [], emailDomains: [], ibans: [], phones: [] },
      corrections: [],
      analysis: { packs: null },
    })
    const users = knownUsers({ anna: 'correct horse' })
    const { machine, origin, proxy, url } = await place(standing('known', ['tills']), {
      options: { authentication: { mode: 'accept', exempt: [], overTlsOnly: false } },
      ports: { policy: { current: () => policy }, logins: users },
    })
    const sent = async (...more: string[]) => {
      await curl('curl', proxy, [...asText, ...more, url])
      return origin.received.at(-1)?.body.toString()
    }
    expect(await sent()).toBe(card)
    expect((await proxy.recordAt(0)).notes).toEqual(['machine:0a1b2c3d', 'in-group:tills'])
    expect(await sent('--proxy-header', `Proxy-Authorization: ${basic('anna', 'correct horse')}`)).toBe(card)
    // Where two machines say to have the address, it is in no group.
    machine.become(standing('contested'))
    expect(await sent()).not.toBe(card)
  },
)

testWith(
  'curl',
  'guests reach nothing in the house, though the configuration allows it to others',
  async () => {
    const { origin, proxy, url } = await place(null, { options: { guests: ['127.0.0.0/8'] } })
    expect((await curl('curl', proxy, ['-k', ...asText, url])).code).not.toBe(0)
    const plain = await startOrigin({ plain: true, host: 'plain.example.test' })
    const other = await startProxy([plain], { options: { guests: ['127.0.0.0/8'] } })
    const { stdout } = await curl('curl', other, [...asText, `http://${plain.host}:${plain.port}/`])
    expect(stdout.toString()).toContain('This address is inside a private network')
    expect(origin.connections + plain.connections).toBe(0)
  },
)

testWith('curl', 'of guests sums of bytes are written down, and neither who nor where', async () => {
  const { proxy, url } = await place(null, { options: { guests: ['127.0.0.0/8'] } })
  await curl('curl', proxy, ['-k', ...asText, url])
  await proxy.egress[Symbol.asyncDispose]()
  expect(proxy.records).toHaveLength(1)
  expect(proxy.records[0]).toMatchObject({
    ...{ client: 'guests', destination: '', port: 0, method: null, pathTemplate: null, address: null },
    ...{ action: 'tunnel', reason: 'client-guest', notes: ['connections:1'] },
  })
  expect(JSON.stringify(proxy.records)).not.toContain('origin.example')
})

test('a machine that was never met is looked for before it says anything', async () => {
  const { machine, proxy } = await place(null)
  const socket = await rawConnection(proxy)
  await expect.poll(() => machine.asked).toEqual([address])
  socket.destroy()
})
