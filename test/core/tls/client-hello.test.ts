/** Promises about the first words of a TLS client: every real hello is read, and no bytes can confuse the reader. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { connect } from 'node:tls'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maxClientHelloBytes, readClientHello } from '../../../gateway/core/tls/client-hello.ts'
import { launchChromium, testWithChromium } from '../../support/chromium.ts'
import { requireClient, testWith } from '../../support/clients.ts'

interface HelloParts {
  serverName?: string
  alpn?: string[]
  versions?: number[]
  more?: [number, Buffer][]
}

const u8 = (value: number) => Buffer.from([value])
const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff])
const vec8 = (...parts: Buffer[]) => Buffer.concat([u8(Buffer.concat(parts).length), ...parts])
const vec16 = (...parts: Buffer[]) => Buffer.concat([u16(Buffer.concat(parts).length), ...parts])

function sniOf(name: string): [number, Buffer] {
  return [0, vec16(Buffer.concat([u8(0), vec16(Buffer.from(name, 'latin1'))]))]
}

function helloMessage(parts: HelloParts): Buffer {
  const extensions: [number, Buffer][] = [...(parts.more ?? [])]
  if (parts.serverName !== undefined) extensions.push(sniOf(parts.serverName))
  if (parts.alpn) extensions.push([16, vec16(...parts.alpn.map((one) => vec8(Buffer.from(one, 'latin1'))))])
  if (parts.versions) extensions.push([43, vec8(...parts.versions.map(u16))])
  const body = Buffer.concat([
    u16(0x0303),
    Buffer.alloc(32, 7),
    vec8(Buffer.alloc(32, 9)),
    vec16(u16(0x1301), u16(0xc02b)),
    vec8(u8(0)),
    vec16(...extensions.map(([type, data]) => Buffer.concat([u16(type), vec16(data)]))),
  ])
  return Buffer.concat([u8(1), u8(0), u16(body.length), body])
}

/** Cuts a message into records of the given sizes; the last takes what is left. */
function inRecords(message: Buffer, sizes: readonly number[] = []): Buffer {
  const records: Buffer[] = []
  let at = 0
  for (const size of [...sizes, message.length]) {
    const piece = message.subarray(at, at + Math.min(size, 16_384))
    if (piece.length > 0) records.push(Buffer.concat([Buffer.from([22, 3, 1]), vec16(piece)]))
    at += piece.length
  }
  return Buffer.concat(records)
}

const hostName = fc
  .array(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/), { minLength: 1, maxLength: 5 })
  .map((labels) => labels.join('.'))
const someHello = fc.record({
  serverName: hostName,
  alpn: fc.array(fc.constantFrom('h2', 'http/1.1', 'acme-tls/1'), { maxLength: 3 }),
  versions: fc.array(fc.constantFrom(0x0301, 0x0303, 0x0304), { minLength: 1, maxLength: 3 }),
  sizes: fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 40 }),
})

describe('what a hello says', () => {
  test('any hello in any records is read, and every prefix of it waits for more', () => {
    fc.assert(
      fc.property(someHello, fc.double({ min: 0, max: 1, noNaN: true }), ({ sizes, ...parts }, share) => {
        const bytes = inRecords(helloMessage(parts), sizes)
        expect(readClientHello(bytes)).toEqual({
          state: 'hello',
          serverName: parts.serverName,
          alpn: parts.alpn,
          ech: 'none',
          versions: parts.versions,
          consumed: bytes.length,
        })
        const cut = Math.floor(share * (bytes.length - 1))
        expect(readClientHello(bytes.subarray(0, cut))).toEqual({ state: 'more' })
      }),
    )
  })

  test('what follows the hello is not counted as consumed', () => {
    const bytes = inRecords(helloMessage({ serverName: 'a.example' }))
    const reading = readClientHello(Buffer.concat([bytes, Buffer.from([20, 3, 3, 0, 1, 1])]))
    expect(reading).toMatchObject({ state: 'hello', consumed: bytes.length })
  })

  test('GREASE is left out of protocols and versions, and case and trailing dot out of the name', () => {
    const bytes = inRecords(
      helloMessage({
        serverName: 'WWW.Example.',
        alpn: ['\x1a\x1a', 'h2'],
        versions: [0x7a7a, 0x0304],
        more: [[0x3a3a, Buffer.alloc(1)]],
      }),
    )
    expect(readClientHello(bytes)).toMatchObject({
      serverName: 'www.example',
      alpn: ['h2'],
      versions: [0x0304],
    })
  })

  test('a hello without extensions is a hello without a name, of its legacy version', () => {
    const body = Buffer.concat([u16(0x0301), Buffer.alloc(32), vec8(), vec16(u16(0x002f)), vec8(u8(0))])
    const bytes = inRecords(Buffer.concat([u8(1), u8(0), u16(body.length), body]))
    expect(readClientHello(bytes)).toMatchObject({
      state: 'hello',
      serverName: null,
      versions: [0x0301],
      alpn: [],
    })
  })

  test('an encrypted hello is reported as present, since its name may be another', () => {
    const outer = Buffer.concat([
      u8(0),
      u16(1),
      u16(1),
      u8(42),
      vec16(Buffer.alloc(32)),
      vec16(Buffer.alloc(144)),
    ])
    const bytes = inRecords(helloMessage({ serverName: 'front.example', more: [[0xfe0d, outer]] }))
    expect(readClientHello(bytes)).toMatchObject({ serverName: 'front.example', ech: 'present' })
  })
})

describe('what is no hello', () => {
  test.each([
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\n')],
    ['an SSH banner', Buffer.from('SSH-2.0-OpenSSH_9.2\r\n')],
    ['an SSL 2 hello', Buffer.from([0x80, 0x2e, 1, 3, 1, 0, 0x15])],
    ['a TLS alert', Buffer.from([21, 3, 3, 0, 2, 1, 0])],
  ])('%s is not TLS', (_, bytes) => {
    expect(readClientHello(bytes)).toEqual({ state: 'not-tls' })
  })

  const name = 'a.example'
  const message = helloMessage({ serverName: name })
  const inner = helloMessage({ serverName: name, more: [[0xfe0d, u8(1)]] })
  const twoNames = vec16(
    Buffer.concat([u8(0), vec16(Buffer.from(name))]),
    Buffer.concat([u8(0), vec16(Buffer.from('b'))]),
  )
  const long = helloMessage({ serverName: name, more: [[21, Buffer.alloc(300)]] })
  const tooShort = Buffer.from(message)
  tooShort.writeUInt16BE(message.length - 4 - 10, 2)
  test.each([
    [
      'two server name extensions',
      inRecords(helloMessage({ serverName: name, more: [sniOf('b.example')] })),
      'repeated-extension',
    ],
    ['two names in one extension', inRecords(helloMessage({ more: [[0, twoNames]] })), 'server-name'],
    ['an empty server name', inRecords(helloMessage({ serverName: '' })), 'server-name'],
    [
      'a NUL in the server name',
      inRecords(helloMessage({ serverName: 'good.example\0.evil.example' })),
      'server-name',
    ],
    ['a space in the server name', inRecords(helloMessage({ serverName: 'a b' })), 'server-name'],
    [
      'bytes beyond ASCII in the server name',
      inRecords(helloMessage({ serverName: 'm\xfcller.example' })),
      'server-name',
    ],
    ['an inner hello in the clear', inRecords(inner), 'inner-hello-in-the-clear'],
    ['a field that runs over', inRecords(tooShort.subarray(0, message.length - 10)), 'truncated-field'],
    ['bytes after the hello in its record', inRecords(Buffer.concat([message, u8(0)])), 'trailing-bytes'],
    ['a server hello', Buffer.from([22, 3, 3, 0, 4, 2, 0, 0, 0]), 'not-a-client-hello'],
    ['an empty record', Buffer.from([22, 3, 1, 0, 0]), 'record'],
    ['a record beyond 2^14 bytes', Buffer.from([22, 3, 1, 0x40, 1, 1]), 'record'],
    [
      'another record amid the hello',
      Buffer.concat([inRecords(message.subarray(0, 20)), Buffer.from([21, 3, 3, 0, 2, 1, 0])]),
      'record',
    ],
    ['a promise of a megabyte', Buffer.from([22, 3, 1, 0x40, 0, 1, 0x10, 0, 0]), 'too-long'],
    ['records of single bytes without end', inRecords(long, new Array<number>(200).fill(1)), 'record'],
  ])('%s is malformed', (_, bytes, reason) => {
    expect(readClientHello(bytes)).toEqual({ state: 'malformed', reason })
  })

  test('no bytes make the reader throw or wait beyond 64 KiB', () => {
    const header = fc.constantFrom(
      Buffer.alloc(0),
      Buffer.from([22, 3, 1]),
      Buffer.from([22, 3, 1, 0, 60, 1, 0, 0, 56, 3, 3]),
    )
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 400 }), (start, rest) => {
        expect(['more', 'not-tls', 'malformed', 'hello']).toContain(
          readClientHello(Buffer.concat([start, rest])).state,
        )
      }),
      { numRuns: 2000 },
    )
    const longest = Buffer.concat([
      ...Array.from({ length: 4 }, () =>
        Buffer.concat([Buffer.from([22, 3, 1, 0x40, 0]), Buffer.alloc(16_384)]),
      ),
    ])
    longest.set([1, 0, 0xff, 0xfc], 5)
    expect(readClientHello(longest.subarray(0, maxClientHelloBytes - 1)).state).toBe('more')
    expect(readClientHello(longest.subarray(0, maxClientHelloBytes))).toEqual({
      state: 'malformed',
      reason: 'too-long',
    })
  })

  test('a hello with any byte changed is read or refused, never thrown over', () => {
    const bytes = inRecords(
      helloMessage({ serverName: 'a.example', alpn: ['h2'], versions: [0x0304] }),
      [30, 40],
    )
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const changed = Buffer.from(bytes)
        changed[at] = value
        expect(['more', 'not-tls', 'malformed', 'hello']).toContain(readClientHello(changed).state)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('real clients', () => {
  /** Everything the first client to connect says, until it is a whole hello. */
  async function captureHello(start: (port: number) => () => void) {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const stop = start((server.address() as AddressInfo).port)
    const [socket] = await once(server, 'connection')
    let bytes = Buffer.alloc(0)
    try {
      for await (const chunk of socket) {
        bytes = Buffer.concat([bytes, chunk])
        const reading = readClientHello(bytes)
        if (reading.state !== 'more') return reading
      }
      return readClientHello(bytes)
    } finally {
      stop()
      socket.destroy()
      server.close()
    }
  }

  test("Node's hello is read", async () => {
    const reading = await captureHello((port) => {
      const socket = connect({
        port,
        host: '127.0.0.1',
        servername: 'node.example',
        ALPNProtocols: ['http/1.1'],
      })
      socket.on('error', () => {})
      return () => socket.destroy()
    })
    expect(reading).toMatchObject({
      state: 'hello',
      serverName: 'node.example',
      alpn: ['http/1.1'],
      ech: 'none',
    })
    expect(reading.state === 'hello' && reading.versions).toContain(0x0304)
  })

  testWith('openssl', "openssl's TLS 1.2 hello is read", async () => {
    const reading = await captureHello((port) => {
      const args = ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', 'ssl.example', '-tls1_2']
      const client = spawn(requireClient('openssl') ?? '', args, { stdio: 'ignore' })
      return () => client.kill()
    })
    expect(reading).toMatchObject({ state: 'hello', serverName: 'ssl.example', versions: [0x0303] })
  })

  testWith('curl', "curl's hello is read", async () => {
    const reading = await captureHello((port) => {
      const args = ['-sk', '--resolve', `curl.example:${port}:127.0.0.1`, `https://curl.example:${port}/`]
      const client = execFile(requireClient('curl') ?? '', args, () => {})
      return () => client.kill()
    })
    expect(reading).toMatchObject({ state: 'hello', serverName: 'curl.example', ech: 'none' })
    expect(reading.state === 'hello' && reading.alpn).toContain('http/1.1')
  })

  testWithChromium(
    "Chromium's hello is read, its dummies left out and its encrypted hello seen",
    async () => {
      await using browser = await launchChromium({ roots: [], hostRules: 'MAP * 127.0.0.1' })
      const page = await browser.context.newPage()
      const reading = await captureHello((port) => {
        page.goto(`https://chromium.example:${port}/`).catch(() => {})
        return () => {}
      })
      expect(reading).toMatchObject({
        state: 'hello',
        serverName: 'chromium.example',
        alpn: ['h2', 'http/1.1'],
        ech: 'present',
        versions: [0x0304, 0x0303],
      })
    },
  )
})
