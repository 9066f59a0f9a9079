/** Sets the stage of the traffic bench: bodies with planted values, the destination, and proxies on the proxy's core. */

import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDemoCertificates } from '../../../gateway/demo/certificates.ts'
import { freePort } from '../../free-port.ts'
import { makeBody } from '../bodies.ts'
import { type GatewaySetup, startGatewayAs } from '../egress/gateway.ts'
import { cpuSecondsOf } from '../egress/process-tree.ts'
import { loadCore, type Program, startProgram } from '../egress/program.ts'
import type { BenchProxy, ProxyOrder } from '../egress/proxy.ts'
import type { TrafficCounts, TrafficOriginOrder, TrafficPorts } from './origin.ts'

/** `.test` never exists in the real DNS (RFC 6761 §6.2). */
export const domain = 'bench.test'
/** Read: what is found is masked. */
export const maskedHost = `origin.${domain}`
/** Read: what is found becomes a token, and a value again in the answer. */
export const tokenHost = `assistant.${domain}`
/** Not read. */
export const tunnelHost = `relay.${domain}`

/** Whom a client of the bench talks to, and how it gets there. */
export interface Way {
  name: string
  /** The process whose tree is measured; null where it goes to the destination itself. */
  pid: number | null
  proxyPort: number | null
  /** The authority that is shown on this way, PEM. */
  caFile: string
}

export interface Stage extends AsyncDisposable {
  readonly ports: TrafficPorts
  readonly origin: Program
  readonly direct: Way
  readonly bodyFiles: readonly string[]
  /** The proxy's environment: in the second series OpenSSL is told that the processor has no AES. */
  readonly env: NodeJS.ProcessEnv
  /** Stands behind the name of each case. */
  readonly suffix: string
  /** A gateway that knows all the stage's hosts. */
  startGateway(setup?: GatewaySetup): Promise<BenchProxy>
  /** A peer that knows the first of them, where the destination speaks HTTP/1.1 alone. */
  startPeer(start: (order: ProxyOrder) => Promise<BenchProxy>): Promise<BenchProxy>
}

export const bodyBytes = 2048
const bodies = 16
export const distinctHosts = 2000

/** The names of the case with many hosts. */
export function hostNumber(index: number): string {
  return `h${index}.${domain}`
}

const policy = {
  mode: 'enforce',
  connections: [
    { id: 'unread', match: { destinations: [tunnelHost] }, action: 'tunnel' },
    { id: 'everything', action: 'intercept' },
  ],
  exchanges: [
    {
      id: 'assistant',
      match: { destinations: [tokenHost] },
      entities: { '*': 'tokenize' },
      restore: true,
      minScore: 0,
      onFailure: 'refuse',
    },
    { id: 'bench', entities: { '*': 'mask' }, minScore: 0, onFailure: 'refuse', onOpaque: 'pass' },
  ],
}

export async function makeStage(series: { env: NodeJS.ProcessEnv; suffix: string }): Promise<Stage> {
  const stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'))
  stack.defer(() => rm(folder, { recursive: true }))
  // Squid reads the root's file as a user of its own.
  await chmod(folder, 0o755)
  const { files, plantedFile } = await writeBodies(folder)
  const papers = makeDemoCertificates(`*.${domain}`, { now: Date.now(), random: randomBytes })
  const { rootPem, chainPem, keyPem } = papers
  const rootFile = join(folder, 'origin-root.pem')
  await writeFile(rootFile, rootPem)
  const order: TrafficOriginOrder = { chainPem, keyPem, plantedFile }
  const origin = stack.use(startProgram(join(import.meta.dirname, 'origin.ts'), order, loadCore))
  const ports = await origin.next<TrafficPorts>()
  let proxies = 0
  const start = async (port: number, starting: (order: ProxyOrder) => Promise<BenchProxy>) => {
    proxies += 1
    const own = join(folder, `proxy-${proxies}`)
    await mkdir(own)
    const destination = { host: maskedHost, port, rootFile }
    return starting({ destination, folder: own, port: await freePort(), env: series.env })
  }
  return {
    ...series,
    ...{ ports, origin, bodyFiles: files },
    direct: { name: 'direct', pid: null, proxyPort: null, caFile: rootFile },
    startGateway: (setup = {}) => start(ports.port, startGatewayAs(withHosts(ports, setup))),
    startPeer: (starting) => start(ports.http1Port, starting),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** The way through a proxy. */
export function through(proxy: BenchProxy): Way {
  return { name: proxy.name, pid: proxy.pid, proxyPort: proxy.port, caFile: proxy.caFile }
}

/** A round of one of the bench's clients: what it says in the end, and the CPU seconds of the proxy from `go` until then. */
export async function round<T>(way: Way, file: string, order: object): Promise<{ cpu: number; result: T }> {
  const whole = { ...order, proxyPort: way.proxyPort, caFile: way.caFile }
  await using client = startProgram(join(import.meta.dirname, file), whole, loadCore)
  await client.next<{ ready: true }>()
  const before = way.pid === null ? 0 : cpuSecondsOf(way.pid)
  client.send('go')
  const result = await client.next<T>()
  return { cpu: way.pid === null ? 0 : cpuSecondsOf(way.pid) - before, result }
}

/** What has arrived since the last time it was asked. */
export async function arrivedAt({ origin }: Stage): Promise<TrafficCounts> {
  origin.send('counts')
  return origin.next<TrafficCounts>()
}

function withHosts(ports: TrafficPorts, setup: GatewaySetup): GatewaySetup {
  const numbered = Array.from({ length: distinctHosts }, (_, index) => hostNumber(index))
  const names = [maskedHost, tokenHost, tunnelHost, ...numbered]
  return {
    policy,
    roots: [`*.${domain}`],
    ...setup,
    proxy: {
      connectPorts: [ports.port, ports.http1Port],
      allowPrivate: ['127.0.0.1/32'],
      hosts: Object.fromEntries(names.map((name) => [name, '127.0.0.1'])),
      limits: { maxConnectionsPerClient: 12_000, maxConnections: 12_000 },
      ...setup.proxy,
    },
  }
}

async function writeBodies(folder: string): Promise<{ files: string[]; plantedFile: string }> {
  const planted: string[] = []
  const files: string[] = []
  for (let seed = 1; seed <= bodies; seed += 1) {
    const made = makeBody({ kind: 'sparse', bytes: bodyBytes, seed })
    planted.push(...made.planted)
    files.push(join(folder, `body-${seed}.json`))
    await writeFile(files.at(-1) ?? '', made.body)
  }
  const plantedFile = join(folder, 'planted.json')
  await writeFile(plantedFile, JSON.stringify(planted))
  return { files, plantedFile }
}
