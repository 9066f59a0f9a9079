/** Starts the real gateway in the test networks as its command does it, and lets clients there ask for sites. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import { askControl } from '../app/office.ts'
import { placeIn } from '../cli/gatehouse.ts'
import { endAll, exitOf, type Started, startedGateway } from '../cli/started.ts'
import type { ClientHeard, ClientOrder } from './client-child.ts'
import { at, inside, type Network, openNetwork } from './network.ts'

const main = join(import.meta.dirname, '../../gateway/main.ts')
const clientProgram = join(import.meta.dirname, 'client-child.ts')
const serverProgram = join(import.meta.dirname, 'sites-child.ts')
const execute = promisify(execFile)

/** A card number of the kind that is published for testing, as JSON holds it. */
export const note = JSON.stringify({ note: 'card 4111 1111 1111 1111' })
export const masked = JSON.stringify({ note: 'card **** **** **** 1111' })

export interface NetworkOffice extends AsyncDisposable {
  network: Network
  configFile: string
  caFile: string
  caPem: string
  /** Starts the gateway; `through` stands before its command line. */
  start(through?: readonly string[]): Promise<Started>
  /** The command beside the gateway, as an operator types it. */
  command: ReturnType<typeof placeIn>
  curl(...args: string[]): Promise<{ code: number; out: string }>
  say(order: ClientOrder): Promise<ClientHeard>
  /** The newest records first. */
  journal(): Promise<ExchangeRecord[]>
}

const policy = {
  connections: [
    { id: 'unread', match: { destinations: ['unread.test', at.server.first] }, action: 'tunnel' },
    { id: 'never', match: { destinations: ['never.test'] }, action: 'refuse' },
    { id: 'all', action: 'intercept' },
  ],
  exchanges: [{ id: 'mask-all', entities: { '*': 'mask' } }],
}

/** The section `proxy` of the office's configuration. */
function proxySection(folder: string, more: object): object {
  return {
    port: 0,
    drainMs: '1s',
    transparent: {},
    clients: ['10.1.0.0/24', 'fd01::/64', '127.0.0.0/8'],
    connectPorts: [443, 8443],
    hosts: Object.fromEntries(
      ['origin.test', 'unread.test', 'never.test', 'ads.test']
        .map((name): [string, string] => [name, at.server.v4])
        .concat([['inside.test', at.server.inside]]),
    ),
    allowPrivate: ['inside.test'],
    extraRoots: [
      {
        destinations: ['origin.test', 'unread.test', 'inside.test', '11.0.0.10', '11.0.0.11'],
        file: join(folder, 'roots.pem'),
      },
    ],
    limits: { handshakeTimeoutMs: '4s' },
    ...more,
  }
}

/** Networks, sites, and a gateway that is configured but not started. */
export async function openNetworkOffice(proxy: object = {}): Promise<NetworkOffice> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse led-'))
  const network = openNetwork()
  const children: ChildProcess[] = []
  const [program = '', ...before] = inside(network.server, [process.execPath, serverProgram])
  const { v4, v6, evil, first, inside: house } = at.server
  const sites = spawn(program, [...before, v4, v6, evil, first, house], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(sites)
  if (sites.stdout === null) throw new Error('no pipe')
  const [roots] = await once(createInterface({ input: sites.stdout }), 'line')
  await writeFile(join(folder, 'roots.pem'), (JSON.parse(String(roots)) as string[]).join('\n'))
  const configFile = join(folder, 'gatehouse.yaml')
  const caFile = join(folder, 'ca.pem')
  await writeFile(join(folder, 'policy.yaml'), JSON.stringify(policy))
  await writeFile(join(folder, 'ads.txt'), '||ads.test^\n')
  const config = {
    data: { directory: 'data' },
    proxy: proxySection(folder, proxy),
    ui: { port: 0 },
    policy: { file: 'policy.yaml' },
    trackers: { others: { block: true }, lists: [{ name: 'ads', file: 'ads.txt' }] },
    journal: { flushMs: '20ms' },
    log: { level: 'warn' },
  }
  await writeFile(configFile, JSON.stringify(config))
  const command = placeIn(folder)
  let started: Started | null = null
  const office: NetworkOffice = {
    network,
    configFile,
    caFile,
    caPem: '',
    command,
    async start(through = []) {
      const begin = (...args: string[]) => {
        const whole = [...through, process.execPath, main, ...args, '--config', configFile]
        const [first = '', ...rest] = inside(network.gateway, whole)
        const env = {
          ...process.env,
          GATEHOUSE__BROKER__PORT: '0',
          GATEHOUSE__INGEST__HTTPSPORT: '0',
          GATEHOUSE__INGEST__SFTPPORT: '0',
        }
        const child = spawn(first, rest, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
        children.push(child)
        return child
      }
      started = await startedGateway({ start: begin })
      const { stdout } = await command.run('ca', 'export', '--config', configFile)
      office.caPem = stdout
      await writeFile(caFile, stdout)
      return started
    },
    async curl(...args) {
      const names = ['origin.test', 'unread.test', 'never.test'].flatMap((name) =>
        [80, 443].flatMap((port) => ['--resolve', `${name}:${port}:${at.server.v4}`]),
      )
      // The last word on a name counts.
      const all = ['curl', '-sS', '--max-time', '30', '--cacert', caFile, ...names, ...args]
      return runIn(network.client, all)
    },
    async say(order) {
      const { out } = await runIn(network.client, [process.execPath, clientProgram, JSON.stringify(order)])
      return JSON.parse(out) as ClientHeard
    },
    async journal() {
      if (started === null) throw new Error('not started')
      // What was recorded is written within a moment, by a worker a tenth of a second later.
      await new Promise((resolve) => setTimeout(resolve, 400))
      const page = (await askControl(started.ready, '/api/v1/journal?limit=100')) as {
        records: ExchangeRecord[]
      }
      return page.records
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill('SIGTERM')
      await Promise.race([
        Promise.all(children.map(exitOf)),
        new Promise((resolve) => setTimeout(resolve, 15_000)),
      ])
      await endAll(children)
      network[Symbol.dispose]()
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
    },
  }
  return office
}

async function runIn(machine: string, command: readonly string[]): Promise<{ code: number; out: string }> {
  const [program = '', ...args] = inside(machine, command)
  try {
    const { stdout } = await execute(program, args, { env: { PATH: process.env.PATH ?? '' } })
    return { code: 0, out: stdout }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, out: `${stdout}${stderr}` }
  }
}
