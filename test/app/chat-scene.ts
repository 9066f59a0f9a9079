/** A person who chats with AI services through the gateway: each a real process or a real HTTPS server, nothing stands in. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { createSecureContext } from 'node:tls'
import { gzipSync } from 'node:zlib'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import { emptyPlace, type Place } from '../cli/gatehouse.ts'
import { endAll, type Started, startedGateway } from '../cli/started.ts'
import { ownEnvironment } from '../support/own-environment.ts'
import { workersInTests } from '../support/workers-in-tests.ts'
import { chatStyles } from './chat-styles.ts'

export type Answering = (
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
) => void | Promise<void>

export interface Service extends AsyncDisposable {
  port: number
  rootPems: Readonly<Record<string, string>>
  /** Bodies as they arrived. */
  received: string[]
  answer: Answering
}

const hosts = [...new Set(chatStyles.map(({ host }) => host))]

/** Closed when it is disposed of. One server that speaks for every service of the styles, each with a certificate of its own root. */
export async function startService(answer: Answering): Promise<Service> {
  const made = new Map(
    hosts.map((host) => [host, makeDemoCertificates(host, { now: Date.now(), random: randomBytes })]),
  )
  const service: Service = {
    port: 0,
    rootPems: Object.fromEntries(Array.from(made, ([host, { rootPem }]) => [host, rootPem])),
    received: [],
    answer,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
  const server = createServer(
    {
      SNICallback: (name, done) => {
        const own = made.get(name)
        done(null, own && createSecureContext({ cert: own.chainPem, key: own.keyPem }))
      },
    },
    async (incoming, response) => {
      // Whoever sends may be killed in the midst of it.
      const body = await text(incoming).catch(() => null)
      if (body === null) return
      if (body !== '') service.received.push(body)
      await service.answer(incoming, response, body)
    },
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  service.port = (server.address() as AddressInfo).port
  return service
}

/** Writes an answer in chunks that end anywhere. */
export async function writeInChunks(
  response: ServerResponse,
  { contentType, body, isGzipped }: { contentType: string; body: string; isGzipped: boolean },
): Promise<void> {
  const bytes = isGzipped ? gzipSync(body) : Buffer.from(body)
  response.writeHead(200, {
    'content-type': contentType,
    ...(isGzipped ? { 'content-encoding': 'gzip' } : {}),
  })
  const size = Math.max(61, Math.ceil(bytes.length / 60))
  for (let at = 0; at < bytes.length; at += size) {
    response.write(bytes.subarray(at, at + size))
    await wait(1)
  }
  response.end()
}

export interface ChatOffice extends AsyncDisposable {
  place: Place
  gateway: Started
  /** The gateway's two authorities, as a client trusts them. */
  bundle: string
  writePolicy(change: (shipped: string) => string): Promise<void>
  writeConfig(more: object): Promise<void>
  /** The command, in the office's folder. */
  run: Place['run']
  /** Starts it again, after it was killed. */
  restart(): Promise<void>
}

/** The gateway as a process of its own, with the shipped policy and catalogue; its data may lie on a disk of its own. */
export async function openChatOffice(
  service: Service,
  dataFolder = 'data',
  workers = workersInTests,
): Promise<ChatOffice> {
  const place = await emptyPlace()
  const children: Started['child'][] = []
  const shipped = await readFile(new URL('../../config/policy.yaml', import.meta.url), 'utf8')
  const roots = Object.entries(service.rootPems).map(([host, pem]) => ({
    destinations: [host],
    file: join(place.folder, `${host}.pem`),
    pem,
  }))
  for (const { file, pem } of roots) await writeFile(file, pem)
  const base = {
    data: { directory: dataFolder },
    proxy: {
      port: 0,
      workers,
      drainMs: '2s',
      connectPorts: [service.port],
      clients: ['127.0.0.0/8'],
      allowPrivate: ['127.0.0.1/32', ...hosts],
      hosts: Object.fromEntries(hosts.map((host) => [host, '127.0.0.1'])),
      extraRoots: roots.map(({ destinations, file }) => ({ destinations, file })),
    },
    ui: { port: 0 },
    policy: { file: 'policy.yaml' },
    log: { level: 'error' },
  }
  const office: Omit<ChatOffice, 'gateway' | 'bundle' | 'restart'> = {
    place,
    run: (...args) => place.run(...args),
    writePolicy: (change) => writeFile(join(place.folder, 'policy.yaml'), change(shipped)),
    // JSON is YAML, too.
    writeConfig: (more) =>
      writeFile(join(place.folder, 'gatehouse.yaml'), JSON.stringify({ ...base, ...more })),
    async [Symbol.asyncDispose]() {
      await endAll(children)
      await place[Symbol.asyncDispose]()
    },
  }
  await office.writePolicy((text) => text)
  await office.writeConfig({})
  const started = async () => {
    const gateway = await startedGateway(place)
    children.push(gateway.child)
    return gateway
  }
  const bundle = join(place.folder, 'bundle.pem')
  try {
    const opened: ChatOffice = {
      ...office,
      bundle,
      gateway: await started(),
      async restart() {
        opened.gateway = await started()
      },
    }
    await writeFile(bundle, (await place.run('ca', 'export')).stdout)
    return opened
  } catch (error) {
    await office[Symbol.asyncDispose]()
    throw error
  }
}

export interface Asked {
  host: string
  path: string
  /** Absent: GET. */
  body?: string
  /** The client's own address; only real curl can choose it. */
  from?: string
}

export interface Answered {
  code: number | null
  status: number
  body: string
}

/** Real curl, which asks for a compressed answer and reads it as it comes. */
export async function askByCurl(office: ChatOffice, service: Service, asked: Asked): Promise<Answered> {
  const args = [
    ...['--silent', '--no-buffer', '--compressed', '--max-time', '60'],
    ...['--proxy', `http://${office.gateway.ready.addresses.proxy}`, '--cacert', office.bundle],
    ...(asked.from === undefined ? [] : ['--interface', asked.from]),
    ...(asked.body === undefined
      ? []
      : ['--header', 'content-type: application/json', '--data-binary', '@-']),
    ...['--write-out', '\n%{http_code}', `https://${asked.host}:${service.port}${asked.path}`],
  ]
  const { code, out } = await ran('curl', args, { input: asked.body ?? '' })
  const end = out.lastIndexOf('\n')
  return { code, status: Number(out.slice(end + 1)), body: out.slice(0, end) }
}

/** A real Node program, whose fetch is told of proxy and authorities by its environment as a person would do it. */
export async function askByNode(office: ChatOffice, service: Service, asked: Asked): Promise<Answered> {
  const url = `https://${asked.host}:${service.port}${asked.path}`
  const program = `
    import { text } from 'node:stream/consumers'
    const body = await text(process.stdin)
    const answer = await fetch(${JSON.stringify(url)}, body === '' ? {} : { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    let got = ''
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) got += chunk
    process.stdout.write(got + '\\n' + answer.status)`
  const { code, out } = await ran(process.execPath, ['--input-type=module', '-e', program], {
    input: asked.body ?? '',
    env: {
      NODE_USE_ENV_PROXY: '1',
      HTTPS_PROXY: `http://${office.gateway.ready.addresses.proxy}`,
      NODE_EXTRA_CA_CERTS: office.bundle,
    },
  })
  const end = out.lastIndexOf('\n')
  return { code, status: Number(out.slice(end + 1)), body: out.slice(0, end) }
}

/** What the control socket answers to GET, as it is. */
export async function askControlText(ready: Started['ready'], path: string): Promise<string> {
  const asked = request({ socketPath: ready.addresses.control, path, headers: { host: 'localhost' } })
  asked.end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  return text(answer)
}

async function ran(
  program: string,
  args: readonly string[],
  { input, env = {} }: { input: string; env?: Record<string, string> },
): Promise<{ code: number | null; out: string }> {
  const child = spawn(program, args, {
    env: { ...ownEnvironment(), ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { out: await text(child.stdout), code: await closed }
}
