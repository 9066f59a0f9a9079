/** Promises about users of the proxy: who has to log in, what a login is, and that nothing of it goes anywhere else. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { constants } from 'node:http2'
import { connect as connectTls } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { LoginVerdict } from '../../gateway/core/login/proxy-logins.ts'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import type { Authentication } from '../../gateway/egress/options.ts'
import { launchChromium, testWithChromium } from '../support/chromium.ts'
import { testWith } from '../support/clients.ts'
import { ask, proxyName, proxySession } from './http2/client.ts'
import { basic, type KnownUsers, knownUsers } from './known-users.ts'
import { curl, type Origin, type ProxyChanges, rawConnection, startOrigin, startProxy } from './setup.ts'

const secret = 'correct horse ✓ battery'
const required: Authentication = { mode: 'require', exempt: [], overTlsOnly: false }

interface Place {
  origin: Origin
  users: KnownUsers
  proxy: Awaited<ReturnType<typeof startProxy>>
  rootPem: string
}

async function place(
  authentication: Partial<Authentication> = {},
  { plain = false, ...changes }: ProxyChanges & { plain?: boolean } = {},
): Promise<Place> {
  const origin = await startOrigin({
    plain,
    answer: (_request, response, body) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': body.length })
      response.end(body)
    },
  })
  const users = knownUsers({ anna: secret })
  const made = makeDemoCertificates(proxyName, { now: Date.now(), random: randomBytes })
  const certificate = { cert: made.chainPem, key: made.keyPem }
  const ownPage = () => ({ headers: { 'content-type': 'text/plain' }, body: 'PAC' })
  const proxy = await startProxy([origin], {
    ...changes,
    options: { authentication: { ...required, ...authentication }, ...changes.options },
    ports: { logins: users, ownCertificate: () => certificate, ownPage, ...changes.ports },
  })
  return { origin, users, proxy, rootPem: made.rootPem }
}

/** The head of the answer to a CONNECT, and the connection. */
async function connectWith({ proxy, origin }: Place, ...fields: string[]) {
  const socket = await rawConnection(proxy)
  const authority = `${origin.host}:${origin.port}`
  socket.write(
    `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${fields.map((field) => `${field}\r\n`).join('')}\r\n`,
  )
  const [head] = (await once(socket, 'data')) as [Buffer]
  return { socket, head: head.toString('latin1') }
}

function login(user: string, password: string): string {
  return `Proxy-Authorization: ${basic(user, password)}`
}

const wrong = [
  ['no login', []],
  ['a wrong password', [login('anna', 'wrong password')]],
  ['an unknown user', [login('otto', secret)]],
  ['an empty password', [login('anna', '')]],
  ['another scheme', ['Proxy-Authorization: Bearer abc']],
  ['no Base64', ['Proxy-Authorization: Basic ????']],
  ['no colon', [`Proxy-Authorization: Basic ${btoa('anna')}`]],
  [
    'bytes that are no UTF-8',
    [`Proxy-Authorization: Basic ${Buffer.from([0x61, 0x3a, 0xff, 0xfe]).toString('base64')}`],
  ],
  ['control characters', [login('anna', `${secret}\u0000`)]],
  ['a very long one', [`Proxy-Authorization: Basic ${'QUFB'.repeat(2000)}`]],
  ['two logins', [login('anna', secret), login('anna', secret)]],
] as const

describe('where a login is required', () => {
  for (const [what, fields] of wrong)
    test(`${what} is answered with 407 and the challenge, and nothing is resolved or sent`, async () => {
      const at = await place()
      const { head } = await connectWith(at, ...fields)
      expect(head).toMatch(/^HTTP\/1\.1 407 Proxy Authentication Required\r\n/)
      expect(head).toContain('\r\nProxy-Authenticate: Basic realm="Gatehouse", charset="UTF-8"\r\n')
      const reason = fields.length === 0 ? 'login-needed' : 'login-wrong'
      expect(await at.proxy.recordAt(0)).toMatchObject({
        ...{ action: 'refuse', reason, status: 407, client: '127.0.0.1', method: 'CONNECT' },
      })
      expect(at.origin.connections).toBe(0)
    })

  test('a login that no password could be in is not even looked at', async () => {
    const at = await place()
    for (const fields of wrong.slice(4).map(([, fields]) => fields)) await connectWith(at, ...fields)
    expect(at.users.checks).toEqual([])
  })

  testWith('curl', 'a tunnel opens for the right login, and its exchanges are the user’s', async () => {
    const at = await place()
    const url = `https://${at.origin.host}:${at.origin.port}/x`
    const { stdout, code } = await curl('curl', at.proxy, [
      '--proxy-user',
      `Anna:${secret}`,
      '-d',
      'hello',
      url,
    ])
    expect([code, stdout.toString()]).toEqual([0, 'hello'])
    expect(await at.proxy.recordAt(0)).toMatchObject({ client: 'user:anna', action: 'pass' })
    expect(at.origin.received[0]?.rawHeaders.join()).not.toMatch(/proxy-auth/i)
    expect(JSON.stringify([at.proxy.records, at.proxy.faults])).not.toContain(basic('anna', secret).slice(6))
  })

  testWith('curl', 'a plain request needs one, too, which its destination never sees', async () => {
    const at = await place({}, { plain: true })
    const url = `http://${at.origin.host}:${at.origin.port}/x`
    const without = await curl('curl', at.proxy, ['-o', '/dev/null', '-w', '%{http_code}', url])
    expect(without.stdout.toString()).toBe('407')
    const user = ['--proxy-user', `anna:${secret}`]
    const { stdout } = await curl('curl', at.proxy, [...user, '-d', 'hello', url])
    expect(stdout.toString()).toBe('hello')
    expect(at.origin.received).toHaveLength(1)
    expect(at.origin.received[0]?.rawHeaders.join()).not.toMatch(/proxy-auth/i)
    expect(await at.proxy.recordAt(1)).toMatchObject({ client: 'user:anna', scheme: 'http' })
  })

  testWith('curl', 'the same over the proxy’s own TLS', async () => {
    const at = await place()
    const file = `${at.proxy.folder}/proxy-root.pem`
    await writeFile(file, at.rootPem)
    const outer = [
      ...['--proxy', `https://${proxyName}:${at.proxy.port}`, '--proxy-cacert', file],
      ...['--resolve', `${proxyName}:${at.proxy.port}:${at.proxy.host}`],
    ]
    const url = `https://${at.origin.host}:${at.origin.port}/x`
    const without = await curl('curl', at.proxy, [...outer, '-w', '%{http_connect}', url])
    expect(without.stdout.toString()).toBe('407')
    const { stdout } = await curl('curl', at.proxy, [
      ...outer,
      '--proxy-user',
      `anna:${secret}`,
      '-d',
      'hi',
      url,
    ])
    expect(stdout.toString()).toBe('hi')
  })

  for (const face of ['http', 'https'] as const)
    testWithChromium(
      `Chromium asks for name and password, and goes on with them (${face} proxy)`,
      async () => {
        const at = await place()
        await using chromium = await launchChromium({
          roots: [at.proxy.caPem, at.rootPem],
          proxy: `${face}://${proxyName}:${at.proxy.port}`,
          login: { username: 'anna', password: secret },
          hostRules: `MAP ${proxyName} ${at.proxy.host}`,
        })
        const tab = await chromium.context.newPage()
        const url = `https://${at.origin.host}:${at.origin.port}/`
        expect((await tab.goto(url))?.status()).toBe(200)
        const again = await tab.evaluate(
          `fetch('/x', { method: 'POST', body: 'hi' }).then((answer) => answer.text())`,
        )
        expect(again).toBe('hi')
        const posted = at.proxy.records.find(({ method }) => method === 'POST')
        expect(posted).toMatchObject({ client: 'user:anna', action: 'pass' })
        // It was asked before it said anything, and what it said was looked at once.
        expect(at.proxy.records[0]).toMatchObject({ reason: 'login-needed', client: '127.0.0.1' })
        expect(at.users.checks).toHaveLength(1)
      },
    )

  test('a client may answer the challenge on the same connection', async () => {
    const at = await place({}, { plain: true })
    const socket = await rawConnection(at.proxy)
    const authority = `${at.origin.host}:${at.origin.port}`
    const get = (...more: string[]) =>
      `GET http://${authority}/x HTTP/1.1\r\nHost: ${authority}\r\n${more.map((field) => `${field}\r\n`).join('')}\r\n`
    const heard: string[] = []
    socket.setEncoding('latin1').on('data', (text: string) => heard.push(text))
    socket.write(get())
    await expect.poll(() => heard.join('')).toContain('407 Proxy')
    expect(heard.join('')).not.toMatch(/connection: close/i)
    socket.write(get(login('anna', secret)))
    await expect.poll(() => heard.join('')).toContain('HTTP/1.1 200')
    // Each request says who asks: the one before counts for nothing.
    socket.write(get())
    await expect.poll(() => heard.join('').match(/ 407 Proxy/g)?.length).toBe(2)
    expect(at.proxy.records.map(({ client }) => client)).toEqual(['127.0.0.1', 'user:anna', '127.0.0.1'])
  })

  test('each stream of HTTP/2 says who it is, tunnels and requests alike', async () => {
    const at = await place()
    const outer = await proxySession(at.proxy, at.rootPem)
    const authority = `${at.origin.host}:${at.origin.port}`
    const refused = await ask(outer, { ':method': 'CONNECT', ':authority': authority })
    expect(refused.status).toBe(407)
    expect(refused.headers['proxy-authenticate']).toBe('Basic realm="Gatehouse", charset="UTF-8"')
    const plain = { ':scheme': 'http', ':authority': authority, ':path': '/' }
    expect((await ask(outer, plain)).status).toBe(407)
    const stream = outer.request({
      ':method': 'CONNECT',
      ':authority': authority,
      'proxy-authorization': basic('anna', secret),
    })
    const [answer] = (await once(stream, 'response')) as [{ ':status': number }]
    expect(answer[':status']).toBe(200)
    const secure = connectTls({ socket: stream as never, servername: at.origin.host, ca: at.proxy.caPem })
    secure.write(`GET / HTTP/1.1\r\nHost: ${authority}\r\nConnection: close\r\n\r\n`)
    let said = ''
    for await (const chunk of secure) said += chunk
    expect(said).toContain('HTTP/1.1 200')
    expect(await at.proxy.recordAt(2)).toMatchObject({ client: 'user:anna' })
  })

  test('a WebSocket without TLS is asked for it as any request', async () => {
    const at = await place({}, { plain: true })
    const socket = await rawConnection(at.proxy)
    const authority = `${at.origin.host}:${at.origin.port}`
    socket.write(
      [
        `GET http://${authority}/ws HTTP/1.1`,
        `Host: ${authority}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        '\r\n',
      ].join('\r\n'),
    )
    const [head] = (await once(socket, 'data')) as [Buffer]
    expect(head.toString()).toMatch(/^HTTP\/1\.1 407 /)
    expect(at.origin.connections).toBe(0)
  })

  test('machines that are exempt need none, and are known by their address', async () => {
    const at = await place({ exempt: ['127.0.0.0/8'] })
    expect((await connectWith(at)).head).toMatch(/^HTTP\/1\.1 200 /)
    // Who logs in all the same is known, and a wrong password is no address.
    expect((await connectWith(at, login('anna', secret))).head).toMatch(/^HTTP\/1\.1 200 /)
    expect((await connectWith(at, login('anna', 'wrong password'))).head).toMatch(/^HTTP\/1\.1 407 /)
  })

  test('pages that help to set a client up are open to everybody', async () => {
    const at = await place()
    const socket = await rawConnection(at.proxy)
    socket.write('GET /proxy.pac HTTP/1.1\r\nHost: proxy\r\nConnection: close\r\n\r\n')
    let said = ''
    for await (const chunk of socket) said += chunk
    expect(said).toContain('HTTP/1.1 200')
  })

  test('inside a tunnel the login of its CONNECT counts, and a login sent to the destination’s server goes nowhere', async () => {
    const at = await place()
    const { socket } = await connectWith(at, login('anna', secret))
    const secure = connectTls({ socket, servername: at.origin.host, ca: at.proxy.caPem })
    await once(secure, 'secureConnect')
    secure.write(
      `GET / HTTP/1.1\r\nHost: ${at.origin.host}:${at.origin.port}\r\n${login('otto', 'x')}\r\nConnection: close\r\n\r\n`,
    )
    for await (const _ of secure);
    expect(await at.proxy.recordAt(0)).toMatchObject({ client: 'user:anna' })
    expect(at.origin.received[0]?.rawHeaders.join()).not.toMatch(/proxy-auth/i)
  })
})

test('where logins are accepted nobody needs one, but a wrong one is no good', async () => {
  const at = await place({ mode: 'accept' })
  expect((await connectWith(at)).head).toMatch(/^HTTP\/1\.1 200 /)
  expect((await connectWith(at, login('anna', secret))).head).toMatch(/^HTTP\/1\.1 200 /)
  expect((await connectWith(at, login('anna', 'wrong password'))).head).toMatch(/^HTTP\/1\.1 407 /)
})

test('where logins are off they count for nothing', async () => {
  const at = await place({ mode: 'off' })
  expect((await connectWith(at, login('anna', 'wrong password'))).head).toMatch(/^HTTP\/1\.1 200 /)
  expect(at.users.checks).toEqual([])
})

describe('what is remembered', () => {
  test('a right login is looked at once, however many connections come with it', async () => {
    const at = await place()
    await Promise.all(Array.from({ length: 20 }, () => connectWith(at, login('anna', secret))))
    await connectWith(at, login('anna', secret))
    expect(at.users.checks).toHaveLength(1)
  })

  test('the same wrong one is looked at once in a while, and a change of users makes it count anew', async () => {
    const at = await place()
    for (let i = 0; i < 5; i += 1) await connectWith(at, login('otto', secret))
    expect(at.users.checks).toHaveLength(1)
    at.users.change('otto', secret)
    at.proxy.egress.loginsChanged()
    expect((await connectWith(at, login('otto', secret))).head).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('one that could not be looked at, since something broke, is looked at anew', async () => {
    const at = await place()
    const { check } = at.users
    at.users.check = () => Promise.reject(new Error('broken'))
    const socket = await rawConnection(at.proxy)
    socket.write(`CONNECT ${at.origin.host}:443 HTTP/1.1\r\n${login('anna', secret)}\r\n\r\n`)
    await once(socket, 'close')
    at.users.check = check
    expect((await connectWith(at, login('anna', secret))).head).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('a user who is removed while connected is out at once: the tunnel, and what comes next', async () => {
    const at = await place()
    const { socket } = await connectWith(at, login('anna', secret))
    const secure = connectTls({ socket, servername: at.origin.host, ca: at.proxy.caPem })
    await once(secure, 'secureConnect')
    secure.on('error', () => {})
    const closed = once(secure, 'close')
    at.users.change('anna', null)
    at.proxy.egress.loginsChanged()
    await closed
    expect((await connectWith(at, login('anna', secret))).head).toMatch(/^HTTP\/1\.1 407 /)
  })

  test('what a removed user still gets over HTTP/2 with the proxy ends when the time for it is over, and another’s goes on', async () => {
    const origin = await startOrigin({
      plain: true,
      answer: (_request, response) => void response.write('without end'),
    })
    const at = await place({}, { options: { drainMs: 200 } })
    at.users.change('otto', secret)
    at.proxy.egress.reconfigure({
      ...at.proxy.options,
      httpPorts: [origin.port],
      allowPrivate: ['127.0.0.0/8'],
    })
    const outer = await proxySession(at.proxy, at.rootPem)
    const begin = async (user: string) => {
      const authority = `127.0.0.1:${origin.port}`
      const fields = { ':scheme': 'http', ':authority': authority, ':path': '/' }
      const stream = outer.request({ ...fields, 'proxy-authorization': basic(user, secret) })
      stream.on('error', () => {})
      await once(stream, 'data')
      return stream
    }
    const [anna, otto] = [await begin('anna'), await begin('otto')]
    at.users.change('anna', null)
    at.proxy.egress.loginsChanged()
    await once(anna, 'close')
    expect(anna.rstCode).toBe(constants.NGHTTP2_CANCEL)
    expect(otto.closed).toBe(false)
  })

  test('another password ends what the old one opened, also where nobody reads it', async () => {
    const policy = {
      mode: 'enforce',
      connections: [{ id: 'all', action: 'tunnel' }],
      exchanges: [{ id: 'none', entities: { '*': 'keep' } }],
    }
    const at = await place({}, { policy })
    const { socket } = await connectWith(at, login('anna', secret))
    const secure = connectTls({ socket, servername: at.origin.host, ca: at.origin.rootPem })
    await once(secure, 'secureConnect')
    secure.on('error', () => {})
    const closed = once(secure, 'close')
    at.users.change('anna', 'another password')
    at.proxy.egress.loginsChanged()
    await closed
    expect(await at.proxy.recordAt(0)).toMatchObject({ client: 'user:anna', reason: 'login-needed' })
  })

  test('a reload that requires logins ends the tunnels of those who have none', async () => {
    const at = await place({ mode: 'accept' })
    const { socket } = await connectWith(at)
    const secure = connectTls({ socket, servername: at.origin.host, ca: at.proxy.caPem })
    await once(secure, 'secureConnect')
    secure.on('error', () => {})
    const closed = once(secure, 'close')
    at.proxy.egress.reconfigure({ ...at.proxy.options, port: at.proxy.port, authentication: required })
    await closed
  })
})

const verdicts: readonly [LoginVerdict, number, string, string | null][] = [
  [{ kind: 'too-often', retryAfterSeconds: 42 }, 429, 'login-too-often', '42'],
  [{ kind: 'not-checked' }, 503, 'login-not-checked', '5'],
]
for (const [verdict, status, reason, wait] of verdicts)
  test(`a login that was not looked at (${verdict.kind}) is told so, and asked for no other password`, async () => {
    const users = knownUsers({ anna: secret })
    const at = await place({}, { ports: { logins: { ...users, check: async () => verdict } } })
    const { head } = await connectWith(at, login('anna', secret))
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(head).toContain(`\r\nRetry-After: ${wait}\r\n`)
    expect(head).not.toContain('Proxy-Authenticate')
    expect(await at.proxy.recordAt(0)).toMatchObject({ reason, status })
  })

test('rules know a user by name, and by the address as well, so that a login is no way around what is said of a machine', async () => {
  const rulesFor = (clients: string[]) => ({
    mode: 'enforce',
    connections: [
      { id: 'not-these', match: { clients }, action: 'refuse' },
      { id: 'all', action: 'intercept' },
    ],
    exchanges: [{ id: 'none', entities: { '*': 'keep' } }],
  })
  for (const [clients, status] of [
    [['user:anna'], 403],
    [['user:otto'], 200],
    [['127.0.0.0/8'], 403],
    [['10.0.0.0/8'], 200],
  ] as const) {
    const at = await place({}, { policy: rulesFor([...clients]) })
    const { head, socket } = await connectWith(at, login('anna', secret))
    expect([clients, head.slice(9, 12)]).toEqual([clients, String(status)])
    socket.destroy()
  }
})

test('without anybody who knows users nobody is let in', async () => {
  const at = await place({}, { ports: { logins: undefined } })
  expect((await connectWith(at, login('anna', secret))).head).toMatch(/^HTTP\/1\.1 407 /)
  onTestFinished(() => expect(at.proxy.faults).toEqual([]))
})
