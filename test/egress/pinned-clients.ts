/** Programs that trust only their own maker's certificates, each in its own way: real ones, and some of a few lines. */
import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { requireClient } from '../support/clients.ts'
import { curl, type Origin, rawConnection, type Proxy as TestProxy } from './setup.ts'

export interface PinnedClient {
  /** A host of its own; `-` and letters. */
  name: string
  /** One try to reach its host. Resolves once it has given up. */
  attempt(proxy: TestProxy, origin: Origin): Promise<void>
}

const anotherKey = 'sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='

export function pinnedClients(): PinnedClient[] {
  const [curlPath, opensslPath, python, wget] = (['curl', 'openssl', 'python3', 'wget'] as const).map(
    requireClient,
  )
  return [
    ...(opensslPath == null
      ? []
      : [openssl('openssl-13', opensslPath, ['-tls1_3']), openssl('openssl-12', opensslPath, ['-tls1_2'])]),
    ...(curlPath == null
      ? []
      : [
          byCurl('curl-root', curlPath, (proxy, origin) => ['--cacert', rootFile(proxy, origin)]),
          byCurl('curl-pin', curlPath, () => ['--http1.1', '--pinnedpubkey', anotherKey]),
          byCurl('curl-pin-h2', curlPath, () => ['--http2', '--pinnedpubkey', anotherKey]),
          byCurl('curl-pin-12', curlPath, () => ['--tls-max', '1.2', '--pinnedpubkey', anotherKey]),
        ]),
    ...(python == null
      ? []
      : [byPython('python-root', python, rootOnly), byPython('python-pin', python, fingerprint)]),
    ...(wget == null ? [] : [byWget('wget-gnutls', wget)]),
    byNode('node-root', (_proxy, origin) => ({ ca: origin.rootPem })),
    byNode('node-pin', (proxy) => ({ ca: proxy.caPem, checkServerIdentity: refusePin })),
    byNode(
      'node-reset',
      (proxy) => ({ ca: proxy.caPem }),
      (secure, socket) => {
        // An app that looks at the fingerprint afterwards, and throws the connection away.
        if (secure.getPeerX509Certificate() instanceof X509Certificate) socket.resetAndDestroy()
      },
    ),
    byNode(
      'node-end',
      (proxy) => ({ ca: proxy.caPem, maxVersion: 'TLSv1.2' }),
      (secure) => void secure.end(),
    ),
    byNodeHttp2('node-h2'),
    byHalfway('halfway'),
  ]
}

function refusePin(): Error {
  return new Error('another fingerprint')
}

function rootFile(proxy: TestProxy, origin: Origin): string {
  const file = join(proxy.folder, `${origin.host}.pem`)
  writeFileSync(file, origin.rootPem)
  return file
}

/** Whatever a program says at its end: it is expected to fail. */
async function run(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<void> {
  const options = { timeout: 60_000, env: { PATH: process.env.PATH ?? '', ...env } }
  await promisify(execFile)(program, args, options).catch(() => undefined)
}

function openssl(name: string, program: string, version: readonly string[]): PinnedClient {
  const attempt = (proxy: TestProxy, origin: Origin) => {
    const target = `${origin.host}:${origin.port}`
    const ways = ['-proxy', `${proxy.host}:${proxy.port}`, '-connect', target, '-servername', origin.host]
    const trust = ['-CAfile', rootFile(proxy, origin), '-verify_return_error']
    return run(program, ['s_client', '-quiet', ...version, ...ways, ...trust])
  }
  return { name, attempt }
}

function byCurl(
  name: string,
  program: string,
  trust: (proxy: TestProxy, origin: Origin) => readonly string[],
): PinnedClient {
  const attempt = async (proxy: TestProxy, origin: Origin) => {
    await curl(program, proxy, [...trust(proxy, origin), `https://${origin.host}:${origin.port}/`])
  }
  return { name, attempt }
}

function byWget(name: string, program: string): PinnedClient {
  const attempt = (proxy: TestProxy, origin: Origin) =>
    run(
      program,
      [
        ...['--tries=1', '--no-hsts', '-O', '/dev/null', `--ca-certificate=${rootFile(proxy, origin)}`],
        `https://${origin.host}:${origin.port}/`,
      ],
      { https_proxy: `http://${proxy.host}:${proxy.port}` },
    )
  return { name, attempt }
}

const rootOnly =
  'context = ssl.create_default_context(cafile=root)\nsecure = context.wrap_socket(wire, server_hostname=host)'
const fingerprint = `context = ssl._create_unverified_context()
secure = context.wrap_socket(wire, server_hostname=host)
if hashlib.sha256(secure.getpeercert(True)).hexdigest() != "00": secure.close()`

function byPython(name: string, program: string, look: string): PinnedClient {
  const attempt = (proxy: TestProxy, origin: Origin) => {
    const script = `import hashlib, socket, ssl, sys
address, port, host, target, root = sys.argv[1:]
wire = socket.create_connection((address, int(port)))
wire.sendall(f"CONNECT {host}:{target} HTTP/1.1\\r\\nHost: {host}:{target}\\r\\n\\r\\n".encode())
wire.recv(4096)
${look}`
    const places = [proxy.host, String(proxy.port), origin.host, String(origin.port)]
    return run(program, ['-c', script, ...places, rootFile(proxy, origin)])
  }
  return { name, attempt }
}

/** The proxy's end of a tunnel, in which nothing was said yet. */
export async function openTunnel(proxy: TestProxy, origin: Origin): Promise<Socket> {
  const socket = await rawConnection(proxy)
  const target = `${origin.host}:${origin.port}`
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`)
  await once(socket, 'data')
  return socket
}

function byNode(
  name: string,
  trust: (proxy: TestProxy, origin: Origin) => ConnectionOptions,
  afterwards: (secure: TLSSocket, socket: Socket) => void = () => {},
): PinnedClient {
  const attempt = async (proxy: TestProxy, origin: Origin) => {
    const socket = await openTunnel(proxy, origin)
    const secure = connect({ socket, servername: origin.host, ...trust(proxy, origin) })
    secure.on('error', () => {})
    secure.once('secureConnect', () => afterwards(secure, socket))
    if (!socket.closed) await once(socket, 'close')
  }
  return { name, attempt }
}

function byNodeHttp2(name: string): PinnedClient {
  const attempt = async (proxy: TestProxy, origin: Origin) => {
    const socket = await openTunnel(proxy, origin)
    const session = connectHttp2(`https://${origin.host}:${origin.port}`, {
      createConnection: () =>
        connect({
          ...{ socket, servername: origin.host, ALPNProtocols: ['h2'] },
          ...{ ca: proxy.caPem, checkServerIdentity: refusePin },
        }),
    })
    session.on('error', () => {})
    if (!socket.closed) await once(socket, 'close')
  }
  return { name, attempt }
}

/** Closes as soon as it has read the certificate, in the middle of the handshake. */
function byHalfway(name: string): PinnedClient {
  const attempt = async (proxy: TestProxy, origin: Origin) => {
    const socket = await openTunnel(proxy, origin)
    const secure = connect({ socket, servername: origin.host, ca: proxy.caPem, maxVersion: 'TLSv1.2' })
    secure.on('error', () => {})
    secure.once('keylog', () => socket.destroy())
    if (!socket.closed) await once(socket, 'close')
  }
  return { name, attempt }
}
