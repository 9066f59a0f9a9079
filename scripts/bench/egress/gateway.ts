/** Runs the subject: this checkout's gateway with a policy that intercepts everything and masks whatever it finds. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { end, startServer } from './program.ts'
import { type BenchProxy, type ProxyOrder, untilAccepting } from './proxy.ts'

const root = dirname(dirname(dirname(import.meta.dirname)))

/** The gateway as `gatehouse start --config` runs it, with its journal, its store and its keys. */
export function startGateway(order: ProxyOrder): Promise<BenchProxy> {
  return start(order, {})
}

/** The same with traffic in processes of its own: all of them on the core of the gateway. */
export function startWithWorkers(workers: number): (order: ProxyOrder) => Promise<BenchProxy> {
  return startGatewayAs({ workers })
}

/** What differs from the gateway of most cases; the policy is a policy file, the rest are keys of the configuration. */
export interface GatewaySetup {
  workers?: number
  policy?: object
  proxy?: {
    connectPorts?: number[]
    allowPrivate?: string[]
    hosts?: Record<string, string>
    limits?: object
  }
  roots?: string[]
  leafCache?: number
}

/** The same, set up for a case of its own. */
export function startGatewayAs(setup: GatewaySetup): (order: ProxyOrder) => Promise<BenchProxy> {
  return (order) => start(order, setup)
}

async function start(order: ProxyOrder, setup: GatewaySetup): Promise<BenchProxy> {
  const { folder, port, destination } = order
  const { workers = 0, policy = masking, roots = [destination.host], leafCache } = setup
  const data = join(folder, 'data')
  await mkdir(data, { mode: 0o700 })
  await writeFile(join(folder, 'policy.yaml'), stringify(policy))
  await writeFile(
    join(folder, 'gatehouse.yaml'),
    stringify({
      data: { directory: data },
      policy: { file: join(folder, 'policy.yaml') },
      log: { level: 'warn' },
      ui: { port: 0 },
      broker: { port: 0 },
      ingest: { httpsPort: 0, sftpPort: 0 },
      proxy: {
        port,
        workers,
        connectPorts: [destination.port],
        allowPrivate: [destination.host],
        hosts: { [destination.host]: '127.0.0.1' },
        extraRoots: [{ destinations: roots, file: destination.rootFile }],
        // All clients of the bench have one address.
        limits: { maxConnectionsPerClient: 2000 },
        ...setup.proxy,
      },
      ...(leafCache === undefined ? {} : { interception: { leafCache } }),
    }),
  )
  const command = ['sh', join(root, 'scripts/gatehouse'), 'start', '--config', join(folder, 'gatehouse.yaml')]
  const server = startServer(command, { env: order.env, cwd: folder })
  const caFile = join(folder, 'gatehouse-ca.pem')
  try {
    await untilAccepting(port, server)
    // The page that every client gets its certificates from.
    const bundle = await fetch(`http://127.0.0.1:${port}/gatehouse-ca.pem`)
    await writeFile(caFile, await bundle.text())
  } catch (error) {
    await end(server.child, 'SIGKILL')
    throw error
  }
  return {
    name: workers === 0 ? 'gatehouse' : `gatehouse-${workers}-workers`,
    pid: server.child.pid ?? 0,
    port,
    caFile,
    [Symbol.asyncDispose]: () => end(server.child, 'SIGTERM'),
  }
}

const masking = {
  mode: 'enforce',
  connections: [{ id: 'everything', action: 'intercept' }],
  // What is found is masked however doubtful it is: at random a word such as "order" stands before a planted number.
  exchanges: [{ id: 'bench', entities: { '*': 'mask' }, minScore: 0, onFailure: 'refuse', onOpaque: 'pass' }],
}
