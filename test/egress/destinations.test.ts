/** Promises about where a request may go: never inside the office, never onto the gateway itself, never past a rule. */
import { describe, expect, test } from 'vitest'
import { answerByLine, plainWire, type RawOrigin, startRawOrigin, tunnelWire, waitFor } from './raw.ts'
import { scene } from './scene.ts'
import { maskAll, startProxy, type Proxy as TestProxy } from './setup.ts'

async function connectAnswer(proxy: TestProxy, authority: string): Promise<string> {
  const wire = await plainWire(proxy)
  wire.send(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
  return wire.closed()
}

describe('ports', () => {
  test('CONNECT to a port that is not configured is refused in words, and the connection ends', async () => {
    const { proxy, wire, origin } = await scene('plain')
    wire.send(`CONNECT ${origin.host}:22 HTTP/1.1\r\nHost: ${origin.host}:22\r\n\r\n`)
    const text = await wire.closed()
    expect(wire.statuses).toEqual([403])
    expect(text).toContain('Gatehouse-Reason: port-not-allowed')
    expect(await proxy.recordAt(0)).toMatchObject({ method: 'CONNECT', reason: 'port-not-allowed', port: 22 })
    await waitFor(() => proxy.egress.connections() === 0)
    expect(proxy.egress.connections()).toBe(0)
  })

  test('a plain request to a port that is not configured is refused', async () => {
    const { proxy, wire, origin } = await scene('plain')
    wire.send(`GET http://${origin.host}:25/ HTTP/1.1\r\nHost: ${origin.host}:25\r\n\r\n`)
    await wire.until(/\r\n\r\n\{/)
    expect(wire.statuses).toEqual([403])
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refuse', reason: 'port-not-allowed' })
  })
})

const inside = [
  ...['10.0.0.1', '172.16.0.1', '192.168.1.1', '127.0.0.1', '0.0.0.0', '169.254.169.254', '100.64.0.1'],
  ...['224.0.0.1', '255.255.255.255', '192.0.2.1', '198.18.0.1', '240.0.0.1'],
  ...[
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fec0::1',
    'ff02::1',
    '2001:db8::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
  ],
  ...['64:ff9b::7f00:1', '64:ff9b::a00:1', '2002:7f00:1::1', '2001:0:7f00:1::1', '::127.0.0.1'],
]

describe('addresses that are not of the internet', () => {
  for (const address of inside) {
    const options = { connectPorts: [443], httpPorts: [80], hosts: { 'name.example.test': address } }

    test(`${address} is refused as the address of a name`, async () => {
      const proxy = await startProxy([], { options })
      expect(await connectAnswer(proxy, 'name.example.test:443')).toContain(
        'Gatehouse-Reason: address-not-allowed',
      )
      const wire = await plainWire(proxy)
      wire.send('GET http://name.example.test/ HTTP/1.1\r\nHost: name.example.test\r\n\r\n')
      await wire.until(/\r\n\r\n\{/)
      expect(wire.statuses).toEqual([403])
      expect(proxy.records.map((record) => [record.reason, record.address])).toEqual([
        ['address-not-allowed', null],
        ['address-not-allowed', null],
      ])
    })

    test(`${address} is refused where it is asked for itself`, async () => {
      const proxy = await startProxy([], { options })
      const host = address.includes(':') ? `[${address}]` : address
      expect(await connectAnswer(proxy, `${host}:443`)).toContain('Gatehouse-Reason: address-not-allowed')
      expect(await proxy.recordAt(0)).toMatchObject({ reason: 'address-not-allowed', address: null })
    })
  }

  test('a name that is allowed does not allow its address, nor another name of it', async () => {
    const origin = await startRawOrigin({ plain: true })
    const proxy = await startProxy([origin])
    expect(await connectAnswer(proxy, `127.0.0.1:${origin.port}`)).toContain('address-not-allowed')
    expect(await connectAnswer(proxy, `localhost:${origin.port}`)).toContain('address-not-allowed')
    expect(origin.connections).toBe(0)
  })

  test('a name that does not exist is told apart from one that is not allowed', async () => {
    const proxy = await startProxy([], { options: { connectPorts: [443] } })
    expect(await connectAnswer(proxy, 'no-such-name.invalid:443')).toContain(
      'Gatehouse-Reason: name-not-found',
    )
  })
})

describe('loops', () => {
  const own = ['127.0.0.1', 'localhost', '0.0.0.0', '127.0.0.2', '[::ffff:127.0.0.1]', '[::1]', '[::]']
  for (const host of own) {
    test(`the proxy's own port at ${host} is a loop, even where the address is allowed`, async () => {
      const proxy = await startProxy([])
      const { port } = proxy
      const allowPrivate = ['127.0.0.0/8', '0.0.0.0/8', '::1/128', '::/128', 'localhost']
      proxy.egress.reconfigure({ ...proxy.options, connectPorts: [port], allowPrivate })
      expect(await connectAnswer(proxy, `${host}:${port}`)).toContain('Gatehouse-Reason: loop')
    })
  }

  test('a request that comes back is refused by its Via', async () => {
    const { wire, origin, at, proxy } = await scene('plain')
    wire.send(`${at.line('GET', '/1')}${at.host}\r\n`)
    await wire.until(/answer to \/1/)
    const via = origin.requests[0]?.fields.find((field) => field.startsWith('Via: '))
    expect(via).toMatch(/^Via: 1\.1 gatehouse-[0-9a-f]{12}$/)
    wire.send(`${at.line('GET', '/2')}${at.host}${via}, 1.1 other\r\n\r\n`)
    await wire.until(/\r\n\r\n\{/)
    expect(wire.statuses).toEqual([200, 508])
    expect(await proxy.recordAt(1)).toMatchObject({ action: 'refuse', reason: 'loop' })
    expect(origin.requests).toHaveLength(1)
  })
})

describe('names inside a tunnel', () => {
  const [a, b] = ['a.example.test', 'b.example.test'] as const

  /** One origin with a certificate for both names. */
  async function bothNames(policy: unknown = maskAll): Promise<{ proxy: TestProxy; origin: RawOrigin }> {
    const origin = await startRawOrigin({ host: a, certificateFor: '*.example.test', answer: answerByLine })
    const other = { ...origin, host: b }
    return { proxy: await startProxy([origin, other], { policy }), origin }
  }

  async function askFor(host: string, policy?: unknown) {
    const { proxy, origin } = await bothNames(policy)
    const wire = await tunnelWire(proxy, origin)
    wire.send(
      `POST /x HTTP/1.1\r\nHost: ${host}:${origin.port}\r\nContent-Type: text/plain\r\nContent-Length: 16\r\n\r\n4111111111111111`,
    )
    await wire.until((text) => /\r\n\r\n(?:\{|answer)/.test(text))
    return { wire, origin, record: await proxy.recordAt(0) }
  }

  test('another name that the verified certificate carries is served, and judged by that name', async () => {
    const policy = {
      ...maskAll,
      exchanges: [
        { ...maskAll.exchanges[0], id: 'for-b', match: { destinations: [b] } },
        { ...maskAll.exchanges[0], id: 'rest', entities: { '*': 'refuse' } },
      ],
    }
    const { wire, origin, record } = await askFor(b, policy)
    expect(wire.statuses).toEqual([200])
    expect(record).toMatchObject({ destination: b, ruleId: 'for-b', action: 'transform' })
    expect(origin.requests[0]?.fields).toContain(`host: ${b}:${origin.port}`)
    expect(origin.requests[0]?.body.toString()).toBe('************1111')
  })

  test('another name that the certificate does not carry is misdirected', async () => {
    const { wire, origin, record } = await askFor('elsewhere.test')
    expect(wire.statuses).toEqual([421])
    expect(record).toMatchObject({ action: 'refuse', reason: 'misdirected', destination: 'elsewhere.test' })
    expect(origin.requests).toEqual([])
  })

  test('another name on another port is misdirected', async () => {
    const { proxy, origin } = await bothNames()
    const wire = await tunnelWire(proxy, origin)
    wire.send(`GET /x HTTP/1.1\r\nHost: ${a}:444\r\n\r\n`)
    await wire.until(/\r\n\r\n\{/)
    expect(wire.statuses).toEqual([421])
    expect(origin.requests).toEqual([])
  })

  test('another name whose connections are refused is refused inside the tunnel, too', async () => {
    const policy = {
      ...maskAll,
      connections: [
        { id: 'not-b', match: { destinations: [b] }, action: 'refuse' },
        { id: 'all', action: 'intercept' },
      ],
    }
    const { wire, origin, record } = await askFor(b, policy)
    expect(wire.statuses).toEqual([403])
    expect(record).toMatchObject({
      action: 'refuse',
      reason: 'connection-rule',
      ruleId: 'not-b',
      destination: b,
    })
    expect(origin.requests).toEqual([])
  })

  test('another name that is to be tunnelled unread is sent to a connection of its own', async () => {
    const policy = {
      ...maskAll,
      connections: [
        { id: 'private-b', match: { destinations: [b] }, action: 'tunnel' },
        { id: 'all', action: 'intercept' },
      ],
    }
    const { wire, origin, record } = await askFor(b, policy)
    expect(wire.statuses).toEqual([421])
    expect(record).toMatchObject({ action: 'refuse', reason: 'misdirected', destination: b })
    expect(origin.requests).toEqual([])
  })
})
