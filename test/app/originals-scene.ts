/** An office that keeps what requests were, a destination in TLS that says what it got, and the owner with a key. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { expect, onTestFinished } from 'vitest'
import type { RunningGateway } from '../../gateway/app.ts'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import { requireClient } from '../support/clients.ts'
import { untilServing, workersOf } from '../workers/scene.ts'
import { askControl, openOffice, type Sections } from './office.ts'
import { gatehouse } from './own-command.ts'

const run = promisify(execFile)
const host = 'crm.example.test'

export interface Arrived {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
}

/** All ends with the test. `originals`: keys of the section besides the switch and the owner. */
export async function openOriginalsScene({
  workers = 0,
  originals = {},
  more = {},
  rule = 'entities: { "*": mask }',
}: {
  workers?: number
  /** What the rule for requests says. */
  rule?: string
  originals?: Readonly<Record<string, unknown>>
  more?: Sections
} = {}) {
  const office = await openOffice()
  const service = await startService()
  const root = join(office.folder, 'root.pem')
  await writeFile(root, service.rootPem)
  await writeFile(
    office.policyFile,
    `connections: [{ id: all, action: intercept }]\nexchanges: [{ id: requests, ${rule} }]\n`,
  )
  const identity = join(office.folder, 'owner.key')
  const made = await gatehouse(office, 'originals', 'key', '--to', identity)
  const recipient = made.lines[0] ?? ''
  const configure = (section: Readonly<Record<string, unknown>>) =>
    office.writeConfig({
      ...more,
      proxy: {
        workers,
        connectPorts: [service.port],
        allowPrivate: ['127.0.0.1/32', host],
        hosts: { [host]: '127.0.0.1' },
        extraRoots: [{ destinations: [host], file: root }],
        ...more.proxy,
      },
      ingest: { minFreeBytes: 0, ...more.ingest },
      originals: { enabled: true, recipient, ...section },
    })
  await configure(originals)
  const gateway = await office.start()
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  await untilServing({ workers: () => workersOf(gateway) }, workers)
  const bundle = join(office.folder, 'bundle.pem')
  await gatehouse(office, 'ca', 'export', '--out', bundle)
  const command = (...args: string[]) => gatehouse(office, 'originals', ...args)
  return {
    ...{ office, gateway, identity, recipient, service, configure, command },
    sealedFolder: join(office.folder, 'data', 'originals'),
    /** By curl, through the proxy; the status of the answer. */
    async send(body: string, ...args: string[]): Promise<number> {
      const { stdout } = await run(
        requireClient('curl') ?? 'curl',
        [
          ...[
            '--silent',
            '--noproxy',
            '',
            '--proxy',
            `http://${gateway.addresses.proxy}`,
            '--cacert',
            bundle,
          ],
          ...['--output', '/dev/null', '--write-out', '%{http_code}', '-H', 'content-type: application/json'],
          ...[...args, '--data-binary', body, `https://${host}:${service.port}/v1/orders?source=shop`],
        ],
        { env: { PATH: process.env.PATH ?? '' } },
      )
      return Number(stdout)
    },
    /** As `originals list --json` says, once there are so many. */
    async listed(count: number): Promise<Record<string, unknown>[]> {
      let found: Record<string, unknown>[] = []
      await expect
        .poll(async () => {
          found = (await command('list', '--json')).lines.map((line) => JSON.parse(line))
          return found.length
        })
        .toBe(count)
      return found
    },
    ask: (path: string) => askControl(gateway, path) as Promise<Record<string, unknown>>,
  }
}

export async function warningsOf(gateway: RunningGateway): Promise<string[]> {
  const told = (await askControl(gateway, '/api/v1/health')) as { warnings: { code: string }[] }
  return told.warnings.map(({ code }) => code)
}

export async function ledgerOf(gateway: RunningGateway): Promise<{ action: string; facts: object }[]> {
  const told = (await askControl(gateway, '/api/v1/ledger?limit=20')) as {
    entries: { action: string; facts: object }[]
  }
  return told.entries
}

async function startService() {
  const { chainPem, keyPem, rootPem } = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const arrived: Arrived[] = []
  const service = { port: 0, rootPem, arrived, status: 200 }
  const server = createServer({ cert: chainPem, key: keyPem }, async (incoming, response) => {
    const { method = '', url = '', headers } = incoming
    arrived.push({ method, path: url, headers, body: await buffer(incoming) })
    response.writeHead(service.status).end('thank you')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  service.port = (server.address() as AddressInfo).port
  return service
}
