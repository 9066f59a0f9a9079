/** Promises about real servers behind the gateway, and real clients before it, all in HTTP/2. */

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { makeDemoCertificates } from '../../../gateway/demo/certificates.ts'
import { freePort } from '../../../scripts/free-port.ts'
import { openTokenOffice } from '../../store/token-fixture.ts'
import { launchChromium, testWithChromium } from '../../support/chromium.ts'
import { requireClient, testWith } from '../../support/clients.ts'
import { email } from '../planted.ts'
import { waitFor } from '../raw.ts'
import { curl, type Origin, rawConnection, startProxy } from '../setup.ts'
import { http2Session } from './client.ts'
import { startHttp2Origin } from './origin.ts'

const host = 'origin.example.test'

/** nginx with HTTP/2 and files; ends with the test. `more`: what else stands in its `server`. */
async function startNginx(more = ''): Promise<Origin & { log: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-nginx-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const made = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const port = await freePort()
  mkdirSync(join(folder, 'files'))
  const images = Array.from({ length: 60 }, (_, i) => `<img src="/i${i}.svg">`).join('')
  writeFileSync(join(folder, 'files/index.html'), `<!doctype html><title>Sixty</title>${images}`)
  for (let i = 0; i < 60; i += 1)
    writeFileSync(
      join(folder, `files/i${i}.svg`),
      `<svg xmlns="http://www.w3.org/2000/svg" width="${i + 1}" height="1"/>`,
    )
  writeFileSync(join(folder, 'files/long.bin'), Buffer.alloc(10_000_000, 120))
  writeFileSync(join(folder, 'chain.pem'), made.chainPem)
  writeFileSync(join(folder, 'key.pem'), made.keyPem)
  const log = join(folder, 'access.log')
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; master_process off; pid pid; error_log error.log;
    events { worker_connections 512; }
    http { types { text/html html; image/svg+xml svg; } default_type application/octet-stream;
      log_format protocol '$server_protocol $status $request_uri'; access_log access.log protocol;
      client_body_temp_path body; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
      server { listen 127.0.0.1:${port} ssl http2; ssl_certificate chain.pem; ssl_certificate_key key.pem;
        ${more} root files; location /post { return 200 "posted"; } } }`,
  )
  const nginx = spawn(
    requireClient('nginx') as string,
    ['-p', `${folder}/`, '-c', join(folder, 'nginx.conf')],
    {
      stdio: 'ignore',
    },
  )
  onTestFinished(async () => {
    nginx.kill('SIGKILL')
    if (nginx.exitCode === null && nginx.signalCode === null) await once(nginx, 'exit')
  })
  await waitFor(() => existsSync(join(folder, 'pid')))
  return { host, port, rootPem: made.rootPem, received: [], connections: 0, log }
}

testWith('nginx', 'curl gets ten megabytes from nginx over HTTP/2 on both sides, byte for byte', async () => {
  const origin = await startNginx()
  const proxy = await startProxy([origin])
  const url = `https://${host}:${origin.port}/long.bin`
  const got = await curl('curl', proxy, ['--http2', url])
  expect(got.stdout.equals(Buffer.alloc(10_000_000, 120))).toBe(true)
  const posted = await curl('curl', proxy, [
    '--http2',
    '-d',
    'a=b',
    '-w',
    ' %{http_version}',
    `https://${host}:${origin.port}/post`,
  ])
  expect(posted.stdout.toString()).toBe('posted 2')
  expect(readFileSync(origin.log, 'utf8')).toMatch(/^HTTP\/2\.0 200 \/long\.bin\nHTTP\/2\.0 200 \/post/)
})

for (const requests of [1, 10])
  testWith(
    'nginx',
    `forty curls at once are answered by an nginx that ends each connection after ${requests} requests`,
    async () => {
      const origin = await startNginx(`keepalive_requests ${requests};`)
      const proxy = await startProxy([origin])
      const ask = ['--http2', '-w', ' %{http_code}', `https://${host}:${origin.port}/i7.svg`]
      const answers = await Promise.all(Array.from({ length: 40 }, () => curl('curl', proxy, ask)))
      for (const { stdout } of answers) expect(stdout.toString()).toMatch(/^<svg .* 200$/)
      expect(readFileSync(origin.log, 'utf8').match(/^HTTP\/2\.0 200 /gm)).toHaveLength(40)
    },
  )

testWithChromium(
  'a page of sixty images from nginx loads whole in Chromium, over HTTP/2 on both sides',
  async () => {
    if (requireClient('nginx') === null) return
    const origin = await startNginx()
    const proxy = await startProxy([origin])
    await using chromium = await launchChromium({
      roots: [proxy.caPem],
      proxy: `http://${proxy.host}:${proxy.port}`,
    })
    const tab = await chromium.context.newPage()
    await tab.goto(`https://${host}:${origin.port}/index.html`, { waitUntil: 'load' })
    const widths = await tab.evaluate('[...document.images].map((image) => image.naturalWidth)')
    expect(widths).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
    const protocols = await tab.evaluate(
      "[...new Set(performance.getEntriesByType('resource').map((one) => one.nextHopProtocol))]",
    )
    expect(protocols).toEqual(['h2'])
    expect(
      readFileSync(origin.log, 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('HTTP/2.0 200 /i')),
    ).toHaveLength(61)
  },
)

test('a chat that streams over HTTP/2 shows each delta at once, with its values back', async () => {
  const office = await openTokenOffice()
  let go: (text: string) => void = () => {}
  const origin = await startHttp2Origin({
    answer: (stream, { body }) => {
      const token = /EMAIL_\w+@token\.invalid/.exec(body.toString())?.[0] ?? 'none'
      stream.respond({ ':status': 200, 'content-type': 'text/event-stream' })
      go = (text) => {
        const delta = { choices: [{ index: 0, delta: { content: text.replace('TOKEN', token) } }] }
        stream.write(`data: ${JSON.stringify(delta)}\n\n`)
        if (text === 'end. ') stream.end()
      }
    },
  })
  const policy = {
    mode: 'enforce',
    connections: [{ id: 'all', action: 'intercept' }],
    exchanges: [
      { id: 'tokens', entities: { '*': 'tokenize' }, restore: true, onFailure: 'refuse', onOpaque: 'pass' },
    ],
  }
  const proxy = await startProxy([origin], {
    policy,
    ports: { tokens: { keys: office.keys, store: office.store } },
  })
  const session = await http2Session(proxy, origin)
  const stream = session.request({ ':method': 'POST', ':path': '/chat', 'content-type': 'application/json' })
  stream.end(JSON.stringify({ messages: [{ role: 'user', content: `write to ${email}` }] }))
  await once(stream, 'response')
  let said = ''
  stream.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  for (const text of ['first. ', 'to TOKEN now. ', 'third. ']) {
    const expected = text.replace('TOKEN', email)
    go(text)
    // The next one is not said before this one is there.
    await waitFor(() => said.includes(expected))
    expect(said).toContain(expected)
  }
  go('end. ')
  await once(stream, 'end')
  expect(said).not.toContain('token.invalid')
  expect(origin.streams[0]?.body.toString()).not.toContain(email)
})

testWith('h2load', 'h2load drives a hundred streams at a time, and none of them fails', async () => {
  const origin = await startHttp2Origin()
  const proxy = await startProxy([origin], {
    policy: {
      mode: 'enforce',
      connections: [{ id: 'all', action: 'intercept' }],
      exchanges: [{ id: 'mask', entities: { '*': 'mask' } }],
    },
  })
  // It knows no proxies: a connection of its own is joined to a tunnel by hand.
  const server = createServer(async (client) => {
    const tunnel = await rawConnection(proxy)
    tunnel.write(
      `CONNECT ${origin.host}:${origin.port} HTTP/1.1\r\nHost: ${origin.host}:${origin.port}\r\n\r\n`,
    )
    await once(tunnel, 'data')
    client.on('error', () => tunnel.destroy()).pipe(tunnel)
    tunnel.pipe(client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const load = spawn(requireClient('h2load') as string, [
    '-n',
    '2000',
    '-c',
    '2',
    '-m',
    '100',
    '--connect-to',
    `127.0.0.1:${port}`,
    `https://${origin.host}:${origin.port}/x`,
  ])
  let said = ''
  load.stdout.on('data', (chunk) => {
    said += chunk
  })
  await once(load, 'exit')
  expect(said).toMatch(/2000 succeeded, 0 failed, 0 errored/)
})
