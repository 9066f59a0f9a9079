/** Promises of transparent mode: what clients that know no proxy ask for is inspected, and no name that they say leads elsewhere. */
import { afterAll, beforeAll, describe, expect } from 'vitest'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import { at, listenerPort, missingForNetworks, testInNetwork } from './network.ts'
import { masked, type NetworkOffice, note, openNetworkOffice } from './office.ts'

let office: NetworkOffice
/** Records before the running test. */
let earlier: Set<string>

beforeAll(async () => {
  if (missingForNetworks() !== null) return
  office = await openNetworkOffice()
  await office.start()
})

afterAll(async () => {
  if (missingForNetworks() === null) await office[Symbol.asyncDispose]()
})

async function begin(): Promise<NetworkOffice> {
  earlier = new Set((await office.journal()).map(({ id }) => id))
  return office
}

/** What was recorded since `begin`, once it is so much; more of it is found, too. */
async function recorded(wanted = 1): Promise<ExchangeRecord[]> {
  for (let tries = 0; ; tries += 1) {
    const records = (await office.journal()).filter(({ id }) => !earlier.has(id))
    if (records.length >= wanted || tries === 20) return records
  }
}

/** Posts a card number with curl, which knows of no proxy. */
async function post(url: string, ...args: string[]): Promise<{ code: number; status: string; body: string }> {
  const all = ['-H', 'content-type: application/json', '--data', note, '-w', '\n%{http_code}', ...args, url]
  const { code, out } = await office.curl(...all)
  const cut = out.lastIndexOf('\n')
  return { code, status: out.slice(cut + 1), body: out.slice(0, cut) }
}

interface Reached {
  at: string
  host: string
  via?: string
  httpVersion: string
  body: string
}

const reachedBy = ({ body }: { body: string }) => JSON.parse(body) as Reached

describe('a client without any proxy setting', () => {
  const families = [
    { family: 'IPv4', address: at.server.v4, client: at.client.v4 },
    { family: 'IPv6', address: at.server.v6, client: at.client.v6 },
  ]
  for (const { family, address, client } of families) {
    const resolve = ['--resolve', `origin.test:443:${address.includes(':') ? `[${address}]` : address}`]
    for (const [version, answered] of [
      ['--http1.1', '1.1'],
      ['--http2', '2.0'],
    ] as const)
      testInNetwork(`gets an inspected body through over ${family}, HTTP ${answered}`, async () => {
        await begin()
        const answer = await post('https://origin.test/', version, ...resolve)
        expect(answer).toMatchObject({ code: 0, status: '200' })
        expect(reachedBy(answer)).toMatchObject({ at: address, host: 'origin.test', httpVersion: answered })
        expect(reachedBy(answer).body).toBe(masked)
        const [record] = await recorded()
        expect(record).toMatchObject({
          client,
          destination: 'origin.test',
          port: 443,
          address,
          scheme: 'https',
        })
        expect(record).toMatchObject({ action: 'transform', ruleId: 'mask-all', method: 'POST', status: 200 })
      })
  }

  testInNetwork('has its plain requests judged as a proxy judges them', async () => {
    await begin()
    const answer = await post('http://origin.test/')
    expect(reachedBy(answer)).toMatchObject({ at: at.server.v4, host: 'origin.test' })
    expect(reachedBy(answer).body).toBe(masked)
    expect(reachedBy(answer).via).toMatch(/^1\.1 gatehouse-/)
    expect(await recorded()).toMatchObject([
      { scheme: 'http', destination: 'origin.test', action: 'transform' },
    ])
  })

  testInNetwork('has the messages of a plain WebSocket inspected', async () => {
    await begin()
    const { heard, error } = await office.say({
      ...{ how: 'websocket', address: at.server.v4, port: 80, name: 'origin.test', say: note },
    })
    expect(error).toBeNull()
    expect(heard).toBe(masked)
    expect(await recorded()).toMatchObject([
      { destination: 'origin.test', notes: expect.arrayContaining(['websocket']) },
    ])
  })

  testInNetwork('is told why a plain request is refused, as a page or as problem+json', async () => {
    await begin()
    const problem = await post('http://never.test/')
    expect(problem.status).toBe('403')
    expect(JSON.parse(problem.body)).toMatchObject({ status: 403 })
    const page = await post('http://never.test/', '-H', 'accept: text/html')
    expect(page.body).toContain('<!doctype html>')
    expect(await recorded(2)).toMatchObject([
      { destination: 'never.test', reason: 'connection-rule', ruleId: 'never' },
      { destination: 'never.test', reason: 'connection-rule', ruleId: 'never' },
    ])
  })

  testInNetwork('is cut off where its site is refused, before anything of it leaves', async () => {
    await begin()
    expect((await post('https://never.test/')).code).toBe(35)
    expect(await recorded()).toMatchObject([
      { destination: 'never.test', method: null, reason: 'connection-rule', ruleId: 'never', address: null },
    ])
  })
})

testInNetwork(
  'a client that knows no proxy is kept from a listed tracker, over TLS and in the clear',
  async () => {
    await begin()
    const led = ['443', '80'].flatMap((port) => ['--resolve', `ads.test:${port}:${at.server.v4}`])
    expect((await post('https://ads.test/', ...led)).code).toBe(35)
    expect((await post('http://ads.test/', ...led)).status).toBe('403')
    const refused = { destination: 'ads.test', reason: 'tracker-list', ruleId: 'list:ads', address: null }
    expect(await recorded(2)).toMatchObject([refused, refused])
  },
)

describe('a false name gains nothing', () => {
  const evil = [
    '--resolve',
    `origin.test:443:${at.server.evil}`,
    '--resolve',
    `origin.test:80:${at.server.evil}`,
  ]

  testInNetwork('false SNI, inspected: the address that the client chose has to prove the name', async () => {
    await begin()
    const answer = await post('https://origin.test/', ...evil)
    expect(answer.status).toBe('502')
    expect(await recorded()).toMatchObject([
      { destination: 'origin.test', reason: 'certificate-wrong-host', forwardedBytes: 0 },
    ])
  })

  testInNetwork(
    'false SNI, unread: it reaches whom our own resolution names, not whom the client chose',
    async () => {
      await begin()
      const roots = ['--cacert', office.caFile.replace('ca.pem', 'roots.pem')]
      const toEvil = ['--resolve', `unread.test:443:${at.server.evil}`]
      const answer = await post('https://unread.test/', ...roots, ...toEvil)
      expect(reachedBy(answer)).toMatchObject({ at: at.server.v4, body: note })
      expect(await recorded()).toMatchObject([
        {
          destination: 'unread.test',
          action: 'tunnel',
          ruleId: 'unread',
          address: at.server.v4,
          method: null,
        },
      ])
    },
  )

  testInNetwork('a true name passes unread where its rule says so', async () => {
    await begin()
    const answer = await post(
      'https://unread.test/',
      '--cacert',
      office.caFile.replace('ca.pem', 'roots.pem'),
    )
    expect(reachedBy(answer)).toMatchObject({ at: at.server.v4, body: note })
    expect(await recorded()).toMatchObject([{ action: 'tunnel', ruleId: 'unread', scheme: 'https' }])
  })

  testInNetwork('a false Host in the clear leads where the name does', async () => {
    expect(reachedBy(await post('http://origin.test/', ...evil))).toMatchObject({ at: at.server.v4 })
  })

  testInNetwork('SNI and Host that differ: 421, and nothing leaves', async () => {
    await begin()
    for (const host of ['unread.test', 'elsewhere.test', 'origin.test:8443']) {
      const answer = await post('https://origin.test/', '-H', `host: ${host}`)
      expect({ host, status: answer.status }).toEqual({ host, status: '421' })
    }
    const records = await recorded(3)
    expect(records.map(({ reason, forwardedBytes }) => ({ reason, forwardedBytes }))).toEqual(
      Array(3).fill({ reason: 'misdirected', forwardedBytes: 0 }),
    )
  })

  testInNetwork('a Host that names another port than the connection has: 421', async () => {
    await begin()
    expect((await post('http://origin.test/', '-H', 'host: origin.test:8443')).status).toBe('421')
    expect(await recorded()).toMatchObject([{ reason: 'misdirected' }])
  })

  testInNetwork('no SNI: no rule for a name counts, and the address itself has to be proven', async () => {
    await begin()
    const answer = await post(`https://${at.server.v4}/`)
    expect(answer.status).toBe('502')
    expect(await recorded()).toMatchObject([{ destination: at.server.v4, reason: 'certificate-wrong-host' }])
  })
})

describe('unusual hellos', () => {
  const request = `POST / HTTP/1.1\r\nhost: origin.test\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${note.length}\r\n\r\n${note}`
  const tls = () => ({ how: 'tls', port: 443, name: 'origin.test', ca: office.caPem, say: request }) as const

  testInNetwork('a fragmented ClientHello that trickles in byte by byte', async () => {
    await begin()
    const { heard, error } = await office.say({ ...tls(), address: at.server.v4, cut: 30 })
    expect(error).toBeNull()
    expect(heard).toContain('HTTP/1.1 200')
    expect(await recorded()).toMatchObject([{ destination: 'origin.test', action: 'transform' }])
  })

  testInNetwork('a ClientHello of more than 16 KiB', async () => {
    await begin()
    const { heard, error } = await office.say({ ...tls(), address: at.server.v6, isLong: true })
    expect(error).toBeNull()
    expect(heard).toContain('HTTP/1.1 200')
    expect(await recorded()).toMatchObject([{ destination: 'origin.test', action: 'transform' }])
  })

  testInNetwork(
    'an encrypted hello (ECH) is known by the name outside, and unread leads to that name alone',
    async () => {
      await begin()
      const bytes = { how: 'bytes', port: 443, say: encryptedHello('unread.test'), waitMs: 3000 } as const
      const { heard } = await office.say({ ...bytes, address: at.server.evil })
      // A ServerHello (22), of the machine whose name was said.
      expect(heard.slice(0, 4)).toBe('1603')
      expect(await recorded()).toMatchObject([
        {
          destination: 'unread.test',
          action: 'tunnel',
          address: at.server.v4,
          forwardedBytes: bytes.say.length / 2,
        },
      ])
    },
  )

  testInNetwork('an encrypted hello (ECH) is refused, and read, by the name outside', async () => {
    await begin()
    const bytes = { how: 'bytes', port: 443, address: at.server.v4, waitMs: 3000 } as const
    expect((await office.say({ ...bytes, say: encryptedHello('never.test') })).heard).toBe('')
    expect(await recorded()).toMatchObject([{ destination: 'never.test', action: 'refuse', ruleId: 'never' }])
    await begin()
    // Ours: the gateway has no key of anybody's hello, and answers for the name outside (RFC 9849 §7.1).
    const { heard } = await office.say({ ...bytes, say: encryptedHello('origin.test') })
    expect(heard.slice(0, 4)).toBe('1603')
    const [record] = await recorded()
    expect(record).toMatchObject({
      destination: 'origin.test',
      action: 'fail',
      address: null,
      forwardedBytes: 0,
    })
    await begin()
    // Without one it is an address, that all rules see as such.
    await office.say({ ...bytes, say: encryptedHello('') })
    expect((await recorded())[0]).toMatchObject({ destination: at.server.v4, forwardedBytes: 0 })
  })

  testInNetwork('what is neither TLS nor a request is refused, or passes, as its rule says', async () => {
    await begin()
    const { heard } = await office.say({
      how: 'bytes',
      address: at.server.v4,
      port: 443,
      say: '000102030405',
    })
    expect(heard).toBe('')
    expect(await recorded()).toMatchObject([
      { destination: at.server.v4, reason: 'not-tls', ruleId: 'mask-all' },
    ])
  })

  testInNetwork(
    'a hello that never comes whole, and one that nobody here can read, lead nowhere',
    async () => {
      const half = { how: 'bytes', port: 443, address: at.server.v4, waitMs: 15_000 } as const
      for (const [say, reason] of [
        [encryptedHello('unread.test').slice(0, 120), 'client-silent'],
        [`1603010000${encryptedHello('unread.test')}`, 'client-tls-unusable'],
      ] as const) {
        await begin()
        expect((await office.say({ ...half, say })).heard).toBe('')
        expect(await recorded()).toMatchObject([
          { destination: at.server.v4, scheme: 'https', action: 'fail', reason, forwardedBytes: 0 },
        ])
      }
    },
  )

  testInNetwork('a client that waits for its server to speak is refused where all is inspected', async () => {
    await begin()
    const { heard } = await office.say({ how: 'bytes', address: at.server.v4, port: 8443 })
    expect(heard).toBe('')
    expect(await recorded()).toMatchObject([{ destination: at.server.v4, port: 8443, reason: 'not-tls' }])
  })

  testInNetwork('a server that speaks first is heard where a rule lets its address pass unread', async () => {
    await begin()
    const { heard } = await office.say({ how: 'bytes', address: at.server.first, port: 8443 })
    expect(Buffer.from(heard, 'hex').toString()).toBe('220 ready\r\n')
    expect(await recorded()).toMatchObject([
      { destination: at.server.first, action: 'tunnel', ruleId: 'unread' },
    ])
  })
})

describe('who is not led here, or not served', () => {
  testInNetwork('a direct connection to the port of the listener', async () => {
    await begin()
    const direct = await office.curl(`http://${at.gateway.v4}:${listenerPort}/`)
    const six = await office.curl(`http://[${at.gateway.v6}]:${listenerPort}/`)
    const asProxy = await office.curl(
      '--proxy',
      `http://${at.gateway.v4}:${listenerPort}`,
      'http://origin.test/',
    )
    expect([direct.code, six.code, asProxy.code].map((code) => [52, 56].includes(code))).toEqual([
      true,
      true,
      true,
    ])
    const records = await recorded(2)
    expect(records.map(({ reason, client }) => `${reason} ${client}`).sort()).toEqual(
      [`loop ${at.client.v4}`, `loop ${at.client.v6}`].sort(),
    )
  })

  testInNetwork('a client outside of proxy.clients', async () => {
    await begin()
    const refused = await post('http://origin.test/', '--interface', at.client.outsider)
    expect([52, 56]).toContain(refused.code)
    const tls = await post('https://origin.test/', '--interface', at.client.outsider)
    expect(tls.code).toBe(35)
    expect(await recorded()).toMatchObject([{ client: at.client.outsider, reason: 'client-not-allowed' }])
  })

  testInNetwork(
    'a name that may lead into the house does so where our own resolution leads, and nowhere else',
    async () => {
      await begin()
      const to = (address: string) => ['--resolve', `inside.test:443:${address}`]
      const answer = await post('https://inside.test/', ...to(at.server.inside))
      expect(reachedBy(answer)).toMatchObject({ at: at.server.inside, body: masked })
      expect((await post('https://inside.test/', ...to('10.60.0.1'))).code).toBe(35)
      expect((await recorded(2)).map(({ reason, destination }) => `${reason} ${destination}`)).toEqual([
        'address-not-allowed inside.test',
        'rule inside.test',
      ])
    },
  )

  for (const [what, address] of [
    ['a private', '192.168.77.7'],
    ['the own', at.gateway.v4],
    ['a link-local', '169.254.10.10'],
    ['an own IPv6', at.gateway.v6],
  ] as const)
    testInNetwork(`${what} address as destination, whatever name is said`, async () => {
      await begin()
      const host = address.includes(':') ? `[${address}]` : address
      expect((await post('https://origin.test/', '--resolve', `origin.test:443:${host}`)).code).toBe(35)
      expect((await post(`https://${host}/`)).code).toBe(35)
      expect((await post(`http://${host}/`)).status).toBe('403')
      const reasons = (await recorded(3)).map(({ reason }) => reason)
      expect(reasons).toEqual(Array(3).fill('address-not-allowed'))
    })
})

/** A hello for a name with an outer encrypted hello at its end (RFC 9849 §5), as browsers send it, real or not. */
function encryptedHello(name: string): string {
  const word = (value: number) => [value >> 8, value & 255]
  const vector = (bytes: readonly number[]) => [...word(bytes.length), ...bytes]
  const extension = (type: number, bytes: readonly number[]) => [...word(type), ...vector(bytes)]
  const text = [...Buffer.from(name)]
  const extensions = [
    ...extension(0, vector([0, ...vector(text)])),
    ...extension(10, vector(word(29))),
    ...extension(13, vector([...word(0x0403), ...word(0x0804)])),
    ...extension(43, [2, ...word(0x0304)]),
    ...extension(51, vector([...word(29), ...vector([...Buffer.alloc(32, 9)])])),
    ...extension(0xfe0d, [
      0,
      0,
      1,
      0,
      1,
      42,
      ...vector([...Buffer.alloc(32, 5)]),
      ...vector([...Buffer.alloc(144, 3)]),
    ]),
  ]
  const body = [3, 3, ...Buffer.alloc(32, 1), 0, ...vector(word(0x1301)), 1, 0, ...vector(extensions)]
  const message = [1, 0, ...word(body.length), ...body]
  return Buffer.from([22, 3, 1, ...vector(message)]).toString('hex')
}
