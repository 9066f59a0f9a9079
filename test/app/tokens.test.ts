/** Promises that a person chats with an AI service through the running gateway: tokens leave, values come back. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, connect as connectTcp } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import type { RunningGateway } from '../../gateway/app.ts'
import { tokenCommands } from '../../gateway/cli/token.ts'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import { deskOf } from '../retention/desk.ts'
import { askControl, type Office, openOffice } from './office.ts'

const host = 'api.chat.example.test'
const email = 'anna.weber@customer.example'
const phone = '+49 30 901820'
const question = `Write to ${email} that "we" call ${phone} tomorrow.`

/** An OpenAI-like service: it repeats the question as a stream, cut into pieces of a few bytes wherever they end. */
async function startAssistant() {
  const made = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const received: string[] = []
  const server = createServer({ cert: made.chainPem, key: made.keyPem }, async (incoming, response) => {
    const body = await text(incoming)
    received.push(body)
    const { messages } = JSON.parse(body) as { messages: { content: string }[] }
    const said = `You said: ${messages[0]?.content}`
    const chunk = (choice: object) =>
      `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, ...choice }] })}\n\n`
    const events = [
      ...(said.match(/.{1,5}/gsu) ?? []).map((content) => chunk({ delta: { content }, finish_reason: null })),
      chunk({ delta: {}, finish_reason: 'stop' }),
      'data: [DONE]\n\n',
    ].join('')
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    for (let at = 0; at < events.length; at += 97) {
      response.write(events.slice(at, at + 97))
      await wait(1)
    }
    response.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, rootPem: made.rootPem, received }
}

async function officeWith(assistant: { port: number; rootPem: string }): Promise<Office> {
  const office = await openOffice()
  const roots = join(office.folder, 'roots.pem')
  const catalogue = join(office.folder, 'catalogue.yaml')
  await writeFile(roots, assistant.rootPem)
  await writeFile(
    catalogue,
    `groups: { ai: { title: Assistants, kind: echo, asOf: 2026-11-22, hosts: [${host}] } }\n`,
  )
  await office.writeConfig({
    proxy: {
      connectPorts: [assistant.port],
      allowPrivate: ['127.0.0.1/32', host],
      hosts: { [host]: '127.0.0.1' },
      extraRoots: [{ destinations: [host], file: roots }],
    },
    policy: { file: 'policy.yaml', catalogue: 'catalogue.yaml' },
  })
  await writeFile(
    office.policyFile,
    `connections: [{ id: all, action: intercept }]
exchanges:
  - id: assistants
    match: { destinations: [group:ai] }
    entities: { "*": tokenize }
  - id: others
    entities: { "*": mask }
`,
  )
  return office
}

async function bundleOf(gateway: RunningGateway): Promise<string> {
  const asked = request({
    socketPath: gateway.addresses.control,
    path: '/api/v1/authorities/bundle.pem',
    headers: { host: 'localhost' },
  })
  asked.end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  return text(answer)
}

/** One chat over TLS that the gateway's own authority vouches for; the events as the client reads them. */
async function chat(gateway: RunningGateway, port: number): Promise<string> {
  const [proxyHost = '', proxyPort = ''] = gateway.addresses.proxy.split(':')
  const socket = connectTcp(Number(proxyPort), proxyHost)
  await once(socket, 'connect')
  socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`)
  expect(String((await once(socket, 'data'))[0])).toContain('200')
  const ca = await bundleOf(gateway)
  const secure = connectTls({ socket, servername: host, ca, ALPNProtocols: ['http/1.1'] })
  await once(secure, 'secureConnect')
  const outgoing = request({
    method: 'POST',
    path: '/v1/chat/completions',
    createConnection: () => secure,
    headers: { host: `${host}:${port}`, 'content-type': 'application/json' },
  })
  outgoing.end(JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: question }] }))
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  expect(answer.statusCode).toBe(200)
  const stream = await text(answer)
  secure.destroy()
  return stream
    .split('\n\n')
    .filter((event) => event.startsWith('data: {'))
    .map(
      (event) =>
        (JSON.parse(event.slice(6)) as { choices: { delta: { content?: string } }[] }).choices[0]?.delta
          .content ?? '',
    )
    .join('')
}

test('the service sees tokens, the person sees values, and nobody writes down which is which', async () => {
  const assistant = await startAssistant()
  const office = await officeWith(assistant)
  {
    await using gateway = await office.start()
    expect(await chat(gateway, assistant.port)).toBe(`You said: ${question}`)
    const [sent = ''] = assistant.received
    expect(sent).not.toContain(email)
    expect(sent).not.toContain('901820')
    const token = /EMAIL_[0-9A-Z]{12}/.exec(sent)?.[0] ?? ''
    expect(token).not.toBe('')
    // The journal, the metrics and the ledger know of it, but neither token nor value.
    const known = await journalOf(gateway)
    expect(known).toContain('tokenize')
    for (const secret of [email, '901820', token, token.slice(6)]) expect(known).not.toContain(secret)
    expect(await askControl(gateway, '/api/v1/tokens')).toMatchObject({
      counts: [{ destinationGroup: 'ai', tokens: 2 }],
    })

    const desk = deskOf(join(office.folder, 'data'))
    const run = (words: string[], options = {}) => desk.run(tokenCommands, words, options)
    expect(await run(['lookup', token])).toMatchObject({ code: 0, out: expect.stringContaining(email) })
    const unknown = { code: 1, out: '', err: expect.stringContaining('There is no such token.') }
    expect(await run(['lookup', 'PERSON_222222222222'])).toMatchObject(unknown)
    for (const written of [token.slice(6), `**${token.toLowerCase()}**,`, `${token}@token.invalid`])
      expect(await run(['lookup', written])).toMatchObject({ code: 0, out: expect.stringContaining(email) })
    for (const wrong of [
      '',
      ' ',
      '_',
      `${token.slice(0, -1)}S`,
      'EMAIL_',
      'x'.repeat(100_000),
      '../../x',
      email,
    ])
      expect(await run(['lookup', wrong])).toMatchObject({
        code: 2,
        err: expect.stringContaining('no token'),
      })
    const both = sent.match(/(?:EMAIL|PHONE)_[0-9A-Z]{12}/g)?.join(' ') ?? ''
    expect(await run(['lookup', both])).toMatchObject({
      code: 2,
      err: expect.stringContaining('more than one'),
    })
    const leaked = join(office.folder, 'leak.txt')
    await writeFile(leaked, `${'noise '.repeat(20_000)}${sent}`)
    const traced = await run(['trace', leaked])
    expect(traced).toMatchObject({ code: 0, out: expect.stringMatching(/^ai +.*EMAIL/m) })
    expect(traced.out).not.toContain(email)
    await writeFile(`${leaked}.gz`, gzipSync(`${'noise '.repeat(20_000)}${sent} PERSON_222222222222`))
    expect(await run(['trace', `${leaked}.gz`])).toMatchObject({
      ...{ code: 0, out: traced.out },
      err: expect.stringMatching(/^1 that looks like a token is not known here/),
    })
    await writeFile(leaked, 'nothing of ours')
    expect(await run(['trace', leaked])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('No token'),
    })
    expect(await run(['trace', office.folder])).toMatchObject({
      code: 2,
      err: expect.stringContaining('a folder'),
    })
    const entries = JSON.stringify(await askControl(gateway, '/api/v1/ledger?limit=10'))
    expect(entries).toContain('token.looked-up')
    expect(entries).not.toContain(email)
    const period = new Date().toISOString().slice(0, 7)
    expect(await run(['purge'], { all: true })).toMatchObject({
      code: 0,
      out: `${period}  ai  2 tokens\n`,
      err: expect.stringContaining('these would become unreadable'),
    })
    // Of one value: so many of it at whom, before and after.
    const one = { value: email.toUpperCase() }
    expect(await run(['purge'], one)).toMatchObject({ code: 0, out: `${period}  ai  1 token\n` })
    expect((await run(['list'])).out).toBe(`${period}  ai  2 tokens\n`)
    expect((await run(['purge'], { ...one, yes: true })).out).toBe(
      `${period}  ai  1 token\n1 token purged: nobody can read them any more.\n`,
    )
    for (const more of [{}, { yes: true }])
      expect(await run(['purge'], { group: 'nosuch', ...more })).toMatchObject({
        ...{ code: 1, out: '' },
        err: expect.stringContaining('“nosuch”'),
      })
    for (const wrong of [
      {},
      { all: true, value: 'x' },
      { value: '' },
      { period: '2026-13' },
      { period: 'x' },
    ])
      expect(await run(['purge'], { ...wrong, yes: true })).toMatchObject({ code: 2, out: '' })
    expect(await askControl(gateway, '/api/v1/tokens')).toMatchObject({ counts: [{ tokens: 1 }] })
  }
  // The next start knows the tokens of the one before: the same value is the same token, in the same month.
  await using gateway = await office.start()
  expect(await chat(gateway, assistant.port)).toBe(`You said: ${question}`)
  expect(new Set(assistant.received)).toHaveLength(1)
})

/** Its page with the first records; workers hand theirs over a moment late. */
async function journalOf(gateway: RunningGateway): Promise<string> {
  for (;;) {
    const page = (await askControl(gateway, '/api/v1/journal?limit=10')) as { records: unknown[] }
    if (page.records.length > 0) return JSON.stringify(page)
    await wait(50)
  }
}
