/** A small office for tests of the whole gateway: a folder with its configuration, a destination, and a client that keeps its connection. */
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { loadConfig } from '../../config/load.ts'
import { type RunningGateway, startGateway } from '../../gateway/app.ts'
import { workersInTests } from '../support/workers-in-tests.ts'

/** A card number of the kind that is published for testing. */
export const card = '4111 1111 1111 1111'

export type Sections = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface Office {
  folder: string
  configFile: string
  policyFile: string
  /** Bodies as the destination received them. */
  received: string[]
  destination: string
  writePolicy(operator: 'mask' | 'refuse'): Promise<void>
  /** Sections of the configuration besides the office's own; each key here stands over the office's. */
  writeConfig(more: Sections): Promise<void>
  start(): Promise<RunningGateway>
}

/** Everything ends with the test. */
export async function openOffice(dataFolder = 'data'): Promise<Office> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse office-'))
  // The programs of a trial whose gateway was killed write on for a moment.
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  const received: string[] = []
  const server = createServer(async (incoming, response) => {
    const body = await text(incoming).catch(() => null)
    // It broke off: a part of a body is none that was received.
    if (body === null) return
    received.push(body)
    response.end('thank you')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const configFile = join(folder, 'gatehouse.yaml')
  const policyFile = join(folder, 'policy.yaml')
  const office: Office = {
    folder,
    configFile,
    policyFile,
    received,
    destination: `http://127.0.0.1:${port}/`,
    writePolicy: (operator) =>
      writeFile(
        policyFile,
        `connections: [{ id: all, action: intercept }]\nexchanges: [{ id: ${operator}-all, entities: { "*": ${operator} } }]\n`,
      ),
    // JSON is YAML, too.
    writeConfig: ({ proxy, ui, broker, ingest, ...more }) =>
      writeFile(
        configFile,
        JSON.stringify({
          data: { directory: dataFolder },
          proxy: {
            port: 0,
            workers: workersInTests,
            drainMs: '2s',
            httpPorts: [port],
            allowPrivate: ['127.0.0.1/32'],
            ...proxy,
          },
          ui: { port: 0, ...ui },
          broker: { port: 0, ...broker },
          ingest: { httpsPort: 0, sftpPort: 0, ...ingest },
          policy: { file: 'policy.yaml' },
          log: { level: 'error' },
          ...more,
        }),
      ),
    async start() {
      const readConfig = () => loadConfig({ file: configFile, env: {} })
      return startGateway({
        config: (await readConfig()).config,
        configFile,
        readConfig,
        signal: new AbortController().signal,
        tryMode: false,
        version: '0.0.0',
      })
    },
  }
  await office.writePolicy('mask')
  await office.writeConfig({})
  return office
}

export interface Client extends Disposable {
  /** Posts JSON with a card number; the status of the answer. */
  post(mark?: string): Promise<number>
  /** Connections that were opened so far. */
  readonly connections: number
}

/** A client of the proxy with one connection that it keeps. */
export function clientOf(proxy: string, office: Office): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const [host = '', port = ''] = proxy.split(':')
  const sockets = new Set<unknown>()
  return {
    async post(mark = '') {
      const outgoing = request({
        agent,
        host,
        port,
        method: 'POST',
        path: `${office.destination}${mark}`,
        headers: { host: new URL(office.destination).host, 'content-type': 'application/json' },
      })
      outgoing.on('socket', (socket) => sockets.add(socket))
      outgoing.end(JSON.stringify({ note: `card ${card}` }))
      const [answer] = await once(outgoing, 'response')
      await text(answer)
      return answer.statusCode
    },
    get connections() {
      return sockets.size
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
}

/** What the control socket answers to GET. */
export async function askControl(
  gateway: { addresses: { control: string } },
  path: string,
): Promise<unknown> {
  const asked = request({ socketPath: gateway.addresses.control, path, headers: { host: 'localhost' } })
  asked.end()
  const [answer] = await once(asked, 'response')
  return JSON.parse(await text(answer)) as unknown
}
