/** The far side of the test networks: sites that tell what reached them, and a machine that speaks first. Its first line are its roots. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createSecureServer } from 'node:http2'
import { createServer as createTcpServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { createSecureContext } from 'node:tls'
import { WebSocketServer } from 'ws'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'

const [v4 = '', v6 = '', evil = '', first = '', house = ''] = process.argv.slice(2)
const made = new Map(
  ['origin.test', 'unread.test', 'inside.test', 'evil.test'].map((name) => [
    name,
    makeDemoCertificates(name, { now: Date.now(), random: randomBytes }),
  ]),
)

async function tell(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, method, httpVersion } = request
  const body = await text(request)
  const reached = {
    at: request.socket.localAddress,
    host: headers[':authority'] ?? headers.host,
    via: headers.via,
  }
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ ...reached, method, httpVersion, body }))
}

function contextOf(name: string) {
  const one = made.get(name) ?? made.get('origin.test')
  return createSecureContext({ cert: one?.chainPem, key: one?.keyPem })
}

async function site(address: string, nameFor: (asked: string) => string): Promise<void> {
  const fallback = made.get(nameFor('')) ?? made.get('origin.test')
  const secure = createSecureServer(
    {
      allowHTTP1: true,
      cert: fallback?.chainPem,
      key: fallback?.keyPem,
      SNICallback: (asked, done) => done(null, contextOf(nameFor(asked))),
    },
    (request, response) =>
      void tell(request as unknown as IncomingMessage, response as unknown as ServerResponse),
  )
  secure.on('sessionError', () => undefined)
  const plain = createServer((request, response) => void tell(request, response))
  const sockets = new WebSocketServer({ noServer: true })
  plain.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (one) => one.on('message', (data) => one.send(String(data))))
  })
  await Promise.all([
    once(secure.listen(443, address), 'listening'),
    once(plain.listen(80, address), 'listening'),
  ])
}

await site(v4, (asked) => asked)
await site(v6, (asked) => asked)
await site(house, (asked) => asked)
await site(evil, () => 'evil.test')
const speaksFirst = createTcpServer((socket) => {
  socket.on('error', () => socket.destroy())
  socket.end('220 ready\r\n')
})
await once(speaksFirst.listen(8443, first), 'listening')
process.stdout.write(`${JSON.stringify([...made.values()].map(({ rootPem }) => rootPem))}\n`)
