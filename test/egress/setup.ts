/** Gives egress tests a real proxy with a real interception authority, and origins that remember what they received. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, connect as connectTcp, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { defaultConfig } from '../../config/schema.ts'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import { type CompiledPolicy, compilePolicy } from '../../gateway/core/policy/compile.ts'
import type { Correction } from '../../gateway/core/policy/corrections.ts'
import { policyFileSchema } from '../../gateway/core/policy/model.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { MiB, secondMs } from '../../gateway/core/units.ts'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import { type RunningEgress, startEgress } from '../../gateway/egress/egress.ts'
import type { EgressLimits, EgressOptions, EgressPorts } from '../../gateway/egress/options.ts'
import { openAuthority } from '../../gateway/pki/authority.ts'
import { trustBundle } from '../../gateway/pki/bundle.ts'
import { createLeafIssuer } from '../../gateway/pki/leaves.ts'

/** What an origin received of one request, bytes as they came. */
export interface Received {
  method: string
  url: string
  headers: IncomingMessage['headers']
  rawHeaders: string[]
  body: Buffer
  complete: boolean
}

export interface Origin {
  host: string
  port: number
  rootPem: string
  received: Received[]
  /** Connections accepted so far. */
  connections: number
}

type Answer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void

const echo: Answer = (_request, response, body) => {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': body.length })
  response.end(body)
}

/** An HTTPS (or plain) origin under a test name; ends with the test. */
export async function startOrigin(
  options: { host?: string; plain?: boolean; answer?: Answer; names?: string } = {},
): Promise<Origin> {
  const host = options.host ?? 'origin.example.test'
  const made = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const origin: Origin = { host, port: 0, rootPem: made.rootPem, received: [], connections: 0 }
  const handler = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    const note = (complete: boolean) => {
      const body = Buffer.concat(chunks)
      const { method = '', url = '', headers, rawHeaders } = request
      origin.received.push({ method, url, headers, rawHeaders, body, complete })
      return body
    }
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => (options.answer ?? echo)(request, response, note(true)))
    request.on('error', () => note(false))
  }
  const server = options.plain
    ? createHttpServer(handler)
    : createHttpsServer({ cert: made.chainPem, key: made.keyPem }, handler)
  server.on('connection', () => {
    origin.connections += 1
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin.port = (server.address() as AddressInfo).port
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return origin
}

export interface Proxy {
  host: string
  port: number
  egress: RunningEgress
  records: ExchangeRecord[]
  caFile: string
  caPem: string
  folder: string
  faults: unknown[]
  stop: AbortController
  options: EgressOptions
  /** The journal record of the n-th exchange, waited for. */
  recordAt(index: number): Promise<ExchangeRecord>
}

export const limits: EgressLimits = {
  holdBytes: MiB,
  maxHeldBytes: 64 * MiB,
  maxClientHeldBytes: 64 * MiB,
  maxHeaderBytes: 16 * 1024,
  maxUrlBytes: 8 * 1024,
  maxBodyBytes: 0,
  maxDecodedBytes: 0,
  maxDecodedRatio: 200,
  maxConnections: 500,
  maxConnectionsPerClient: 500,
  headersTimeoutMs: 5 * secondMs,
  bodyIdleTimeoutMs: 5 * secondMs,
  bodyGraceMs: 20 * secondMs,
  minBodyBytesPerSecond: 240,
  keepAliveTimeoutMs: 5 * secondMs,
  handshakeTimeoutMs: 5 * secondMs,
  connectTimeoutMs: 5 * secondMs,
  upstreamHeadersTimeoutMs: 10 * secondMs,
  upstreamIdleTimeoutMs: 10 * secondMs,
  tunnelIdleTimeoutMs: 10 * secondMs,
  upstreamConnections: 32,
}

/** Nothing special on the way to any destination. */
export const usualWays = {
  upstreams: [],
  upstreamTls: defaultConfig().proxy.upstreamTls,
  leafCache: 1000,
  originals: null,
  transparentPort: null,
  upstreamHttp2: defaultConfig().proxy.upstreamHttp2,
} as const

/** Masks everything everywhere: what most promises are about. */
export const maskAll = {
  mode: 'enforce',
  connections: [{ id: 'all', action: 'intercept' }],
  exchanges: [
    {
      id: 'mask-all',
      entities: { '*': 'mask' },
      onFailure: 'refuse',
      onOpaque: 'pass',
      onSigned: 'refuse',
      onLarge: 'stream',
    },
  ],
} as const

/** A policy file of an office without groups, made ready for use. */
export function compiled(policy: unknown, corrections: readonly Correction[] = []): CompiledPolicy {
  return compilePolicy(policyFileSchema.parse(policy), {
    catalogue: { groups: {} },
    clientGroups: {},
    timeZone: 'UTC',
    ownIdentity: { emails: [], emailDomains: [], ibans: [], phones: [] },
    corrections,
    analysis: { packs: null },
  })
}

/** A policy that can be replaced, as a reload does before it hands over the options. */
export function replaceable(first: unknown) {
  let inForce = compiled(first)
  return {
    source: { current: () => inForce },
    replace(next: unknown) {
      inForce = compiled(next)
    },
  }
}

export interface ProxyChanges {
  policy?: unknown
  options?: Partial<EgressOptions>
  limits?: Partial<EgressLimits>
  ports?: Partial<EgressPorts>
}

/** A proxy on loopback that knows the given origins by name; ends with the test. */
export async function startProxy(origins: readonly Origin[], changes: ProxyChanges = {}): Promise<Proxy> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-egress-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const clock = { now: () => Date.now(), monotonic: () => performance.now() }
  const authority = await openAuthority({
    kind: 'interception',
    directory: folder,
    key: new Secret(randomBytes(32)),
    clock,
    random: randomBytes,
    officeName: 'Test office',
  })
  const policy = compiled(changes.policy ?? maskAll)
  const records: ExchangeRecord[] = []
  const faults: unknown[] = []
  const stop = new AbortController()
  const options: EgressOptions = {
    host: '127.0.0.1',
    port: 0,
    clients: ['127.0.0.0/8'],
    guests: [],
    authentication: { mode: 'off', exempt: [], overTlsOnly: false },
    deviceCertificates: { mode: 'accept', exempt: [] },
    connectPorts: origins.map((origin) => origin.port),
    httpPorts: origins.map((origin) => origin.port),
    allowPrivate: origins.map((origin) => origin.host),
    hosts: Object.fromEntries(origins.map((origin) => [origin.host, '127.0.0.1'])),
    extraRoots: origins.map((origin) => ({ destinations: [origin.host], pem: origin.rootPem })),
    ...usualWays,
    ownPorts: [],
    via: true,
    contact: 'the test office',
    drainMs: 1000,
    ...changes.options,
    limits: { ...limits, ...changes.limits },
  }
  const egress = await startEgress(
    options,
    {
      journal: { record: (record) => void records.push(record) },
      leaves: createLeafIssuer({ authority, clock, random: randomBytes }),
      policy: { current: () => policy },
      blindIndex: { index: () => null },
      clock,
      random: randomBytes,
      ownCertificate: () => null,
      ownPage: () => null,
      connections: { connectionOpened: () => {}, connectionClosed: () => {} },
      fault: (where, error) => void faults.push({ where, error }),
      ...changes.ports,
    },
    stop.signal,
  )
  onTestFinished(() => egress[Symbol.asyncDispose]())
  const caPem = trustBundle([authority], clock.now())
  const caFile = join(folder, 'ca.pem')
  writeFileSync(caFile, caPem)
  const recordAt = async (index: number) => {
    for (let i = 0; i < 800 && records.length <= index; i += 1)
      await new Promise((resolve) => setTimeout(resolve, 25))
    const record = records[index]
    if (record === undefined) throw new Error(`no journal record ${index}; there are ${records.length}`)
    return record
  }
  return {
    host: egress.host,
    port: egress.port,
    egress,
    records,
    caFile,
    caPem,
    folder,
    faults,
    stop,
    options,
    recordAt,
  }
}

/** Runs curl through the proxy. Resolves with its output whatever its exit code. */
export async function curl(
  program: string,
  proxy: Proxy,
  args: readonly string[],
): Promise<{ code: number; stdout: Buffer; stderr: string }> {
  const all = [
    '--silent',
    '--show-error',
    '--proxy',
    `http://${proxy.host}:${proxy.port}`,
    '--cacert',
    proxy.caFile,
  ]
  const run = promisify(execFile)
  try {
    const options = {
      encoding: 'buffer' as const,
      maxBuffer: 64 * MiB,
      env: { PATH: process.env.PATH ?? '' },
    }
    const { stdout, stderr } = await run(program, [...all, ...args], options)
    return { code: 0, stdout, stderr: stderr.toString() }
  } catch (error) {
    const failed = error as { code: number; stdout: Buffer; stderr: Buffer }
    return { code: failed.code, stdout: failed.stdout, stderr: failed.stderr.toString() }
  }
}

/** A raw connection to the proxy. */
export async function rawConnection(proxy: Proxy): Promise<Socket> {
  const socket = connectTcp(proxy.port, proxy.host)
  await once(socket, 'connect')
  socket.on('error', () => {})
  onTestFinished(() => void socket.destroy())
  return socket
}

/** A TLS connection through CONNECT, as the proxy's authority vouches for it. */
export async function tunnelTo(proxy: Proxy, origin: Origin, servername = origin.host): Promise<TLSSocket> {
  const socket = await rawConnection(proxy)
  socket.write(
    `CONNECT ${origin.host}:${origin.port} HTTP/1.1\r\nHost: ${origin.host}:${origin.port}\r\n\r\n`,
  )
  const [head] = (await once(socket, 'data')) as [Buffer]
  if (!head.toString().startsWith('HTTP/1.1 200'))
    throw new Error(`CONNECT refused: ${head.toString().slice(0, 200)}`)
  const secure = connectTls({ socket, servername, ca: proxy.caPem, ALPNProtocols: ['http/1.1'] })
  secure.on('error', () => {})
  await once(secure, 'secureConnect')
  onTestFinished(() => void secure.destroy())
  return secure
}
