/** Promises about the names of destinations: one that holds somebody's data is judged, never asked for, never kept. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { card, iban } from './planted.ts'
import { plainWire, startRawOrigin, tunnelWire, type Wire, waitFor } from './raw.ts'
import { type ProxyChanges, startProxy } from './setup.ts'

const planted = `${card}.track.example.test`
const rules = (operator: string, more: object = {}) => ({
  mode: 'enforce',
  connections: [{ id: 'all', action: 'intercept' }],
  exchanges: [{ id: 'rule', entities: { '*': operator } }],
  ...more,
})

/** Notes each name that is asked for and answers nothing. */
async function startListeningDns(): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = []
  const server = createSocket('udp4')
  server.on('message', (query) => asked.push(query.toString('latin1')))
  server.bind(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { address: `127.0.0.1:${server.address().port}`, asked }
}

async function proxyWithDns(policy: unknown) {
  const dns = await startListeningDns()
  const options = { connectPorts: [443], httpPorts: [80], dnsServers: [dns.address] }
  const proxy = await startProxy([], { policy, options, limits: { connectTimeoutMs: 300 } })
  return { dns, proxy, wire: await plainWire(proxy) }
}

const asks: [string, (wire: Wire, host: string) => void][] = [
  ['CONNECT', (wire, host) => wire.send(`CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}:443\r\n\r\n`)],
  ['a plain request', (wire, host) => wire.send(`GET http://${host}/x HTTP/1.1\r\nHost: ${host}\r\n\r\n`)],
  [
    'a WebSocket',
    (wire, host) =>
      wire.send(
        `GET http://${host}/x HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      ),
  ],
]

describe('a name with a card number in it', () => {
  const passing = (operator: string) =>
    rules(operator, { exchanges: [{ id: 'rule', entities: { '*': operator }, onFailure: 'pass' }] })
  for (const [what, ask] of asks) {
    for (const operator of ['mask', 'redact', 'replace', 'refuse']) {
      test(`is refused to ${what} where the rule says ${operator}, and nobody is asked for it`, async () => {
        const { dns, proxy, wire } = await proxyWithDns(passing(operator))
        ask(wire, planted)
        await wire.until(/\r\n\r\n\{[\s\S]*\}\n$/)
        expect(wire.statuses).toEqual([403])
        expect(wire.text).toContain('Gatehouse-Reason: entity-refused')
        expect(wire.text).toContain('"type":"CREDIT_CARD"')
        const record = await proxy.recordAt(0)
        expect(record).toMatchObject({
          action: 'refuse',
          reason: 'entity-refused',
          ruleId: 'rule',
          destination: '{…}.track.example.test',
          findings: [{ type: 'CREDIT_CARD', place: 'header', path: 'host', operator: 'refuse' }],
        })
        expect(JSON.stringify(record)).not.toContain(card)
        // Longer than a search would take to begin.
        await waitFor(() => dns.asked.length > 0, 100)
        expect(dns.asked).toEqual([])
      })
    }
  }

  const others = [
    '4111-1111-1111-1111.track.example.test',
    '4111.1111.1111.1111.track.example.test',
    `${iban.toLowerCase()}.track.example.test`,
  ]
  for (const host of others) {
    test(`or another number is refused: ${host}`, async () => {
      const { dns, proxy, wire } = await proxyWithDns(rules('mask'))
      asks[0]?.[1](wire, host)
      await wire.closed()
      expect((await proxy.recordAt(0)).destination).toMatch(/^(?:\{…\}\.)+track\.example\.test$/)
      expect(wire.statuses).toEqual([403])
      expect(dns.asked).toEqual([])
    })
  }

  const passes: [string, unknown, object][] = [
    ['the rule keeps it', rules('keep'), { action: 'pass', reason: 'all-kept', observed: false }],
    [
      'the policy only watches',
      rules('mask', { mode: 'observe' }),
      { action: 'pass', reason: 'observe-only', observed: true },
    ],
  ]
  for (const [when, policy, expected] of passes) {
    test(`is asked for where ${when}, and stays out of the journal`, async () => {
      const { origin, proxy } = await reachable(policy)
      const wire = await tunnelWire(proxy, origin)
      wire.send(`GET /x HTTP/1.1\r\nHost: ${planted}:${origin.port}\r\n\r\n`)
      await wire.until(/answer to \/x$/)
      const record = await proxy.recordAt(0)
      expect(record).toMatchObject({ ...expected, findingCounts: { CREDIT_CARD: 1 } })
      expect(record.destination).toBe('{…}.track.example.test')
      expect(JSON.stringify(record)).not.toContain(card)
    })
  }

  test('is not judged where a rule tunnels it unread, and still stays out of the journal', async () => {
    const { origin, proxy } = await reachable(
      rules('refuse', { connections: [{ id: 'unread', action: 'tunnel' }] }),
      true,
    )
    const wire = await plainWire(proxy)
    wire.send(`CONNECT ${planted}:${origin.port} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await wire.until(/200 Connection established/)
    wire.send('question')
    await waitFor(() => origin.connections === 1)
    wire.socket.destroy()
    const expected = { action: 'tunnel', destination: '{…}.track.example.test', findings: [] }
    expect(await proxy.recordAt(0)).toMatchObject(expected)
  })

  test('in an address somebody wrote before a name is no name at all', async () => {
    const { dns, proxy, wire } = await proxyWithDns(rules('mask'))
    asks[0]?.[1](wire, 'jane.roe@customer.example')
    await wire.closed()
    expect(wire.statuses).toEqual([400])
    expect(await proxy.recordAt(0)).toMatchObject({ destination: '', reason: 'malformed-request' })
    expect(dns.asked).toEqual([])
  })

  async function reachable(policy: unknown, plain = false) {
    const origin = await startRawOrigin({ host: planted, plain })
    const changes: ProxyChanges = { policy }
    return { origin, proxy: await startProxy([origin], changes) }
  }
})

const ordinary = [
  '203.0.113.77.nip.example',
  'ec2-203-0-113-77.compute.example',
  'd111111abcdef8.cloudfront.example',
  '1234567890.fls.ads.example',
  'r5---sn-4g5e6nz7.googlevideo.example',
]
for (const host of ordinary) {
  test(`an ordinary name with digits is asked for and written down: ${host}`, async () => {
    const { dns, proxy, wire } = await proxyWithDns(rules('mask'))
    asks[0]?.[1](wire, host)
    await wire.closed()
    expect(wire.statuses).toEqual([504])
    expect(await proxy.recordAt(0)).toMatchObject({ destination: host, reason: 'upstream-timeout' })
    expect(dns.asked.length).toBeGreaterThan(0)
  })
}
