/** Promises of the demonstration: it echoes what arrives, is trusted through its own root only, and stops at once. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { demoHost } from '../../gateway/demo/host.ts'
import { startDemo } from '../../gateway/demo/server.ts'
import { demoBody, demoCommand, demoProxySettings } from '../../gateway/demo/settings.ts'
import { requireClient, testWith } from '../support/clients.ts'

const run = promisify(execFile)

test('the demonstration gives back head and body as they arrived', async () => {
  const demo = await demonstration()
  const answer = await exchange(
    demo,
    'POST /form?a=b HTTP/1.1\r\nHost: x\r\nX-Seen: Yes\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello',
  )
  expect(answer).toContain('POST /form?a=b HTTP/1.1\n')
  expect(answer).toContain('X-Seen: Yes\n')
  expect(answer).toContain('\n\nhello\n')
})

test('a body longer than a person reads is counted, not kept', async () => {
  const demo = await demonstration()
  const size = 3 * 1024 * 1024
  const head = `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\nConnection: close\r\n\r\n`
  const answer = await exchange(demo, head + 'a'.repeat(size))
  expect(answer).toContain(`(and ${size - 1024 * 1024} bytes more)`)
})

test('a wished-for port that is taken gives way to a free one', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const address = taken.address()
  if (address === null || typeof address === 'string') throw new Error('not a TCP port')
  const demo = await demonstration(address.port)
  expect(demo.port).not.toBe(address.port)
  expect(await exchange(demo, 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toContain(
    'GET / HTTP/1.1',
  )
})

test('stopping ends open connections and frees the port', async () => {
  const stop = new AbortController()
  const demo = await demonstration(0, stop)
  const socket = connect({ host: demo.address, port: demo.port, servername: demoHost, ca: demo.rootPem })
  await once(socket, 'secureConnect')
  const closed = once(socket, 'close')
  socket.on('error', () => {}).resume()
  stop.abort()
  await closed
  const next = await demonstration(demo.port)
  expect(next.port).toBe(demo.port)
})

test('the settings reach the demonstration by name and nothing else', () => {
  const settings = demoProxySettings({ address: '127.0.0.1', port: 9443, rootPem: 'PEM' })
  expect(settings).toEqual({
    hosts: { [demoHost]: '127.0.0.1' },
    connectPorts: [9443],
    allowPrivate: [demoHost],
    extraRoots: [{ destinations: [demoHost], pem: 'PEM' }],
  })
})

test('the printed command survives a shell, folders with spaces and quotes included', async () => {
  const command = demoCommand('127.0.0.1:8080', 9443, "/home/it's mine/data/ca.pem")
  const { stdout } = await run('sh', ['-c', command.replace(/^curl/, 'printf "%s\\n"')])
  const words = stdout.trimEnd().split('\n')
  expect(words).toContain("/home/it's mine/data/ca.pem")
  expect(words.at(-1)).toBe(demoBody)
})

testWith('curl', 'curl accepts the demonstration with its own root and refuses it without', async () => {
  const demo = await demonstration()
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-demo-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'root.pem'), demo.rootPem)
  const url = `https://${demoHost}:${demo.port}/`
  const reach = ['--silent', '--resolve', `${demoHost}:${demo.port}:${demo.address}`, '-d', demoBody, url]
  const curl = requireClient('curl') ?? ''
  const { stdout } = await run(curl, ['--cacert', join(folder, 'root.pem'), ...reach])
  expect(stdout).toContain(demoBody)
  await expect(run(curl, reach)).rejects.toMatchObject({ code: 60 })
})

async function demonstration(port = 0, stop = new AbortController()) {
  const options = { address: '127.0.0.1', port, signal: stop.signal, now: Date.now(), random: randomBytes }
  const demo = await startDemo(options)
  onTestFinished(() => demo[Symbol.asyncDispose]())
  return demo
}

/** Sends raw bytes over TLS, verified with the demonstration's root, and reads until the end. */
async function exchange(demo: { address: string; port: number; rootPem: string }, request: string) {
  const socket = connect({ host: demo.address, port: demo.port, servername: demoHost, ca: demo.rootPem })
  await once(socket, 'secureConnect')
  socket.write(request)
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return answer
}
