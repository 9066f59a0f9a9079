/** Sets the stage of the proxy bench: a folder, bodies with planted values, and the destination that looks for them. */

import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDemoCertificates } from '../../../gateway/demo/certificates.ts'
import { freePort } from '../../free-port.ts'
import { makeBody } from '../bodies.ts'
import type { OriginOrder } from './origin.ts'
import { loadCore, type Program, startProgram } from './program.ts'
import type { BenchProxy, Destination, ProxyOrder } from './proxy.ts'

/** `.test` never exists in the real DNS (RFC 6761 §6.2). */
const host = 'origin.bench.test'

export interface Setting extends AsyncDisposable {
  readonly destination: Destination
  readonly origin: Program
  /** For files of the bench; removed with the setting. */
  readonly folder: string
  /** Files with sparse JSON bodies of one length; their entities are planted. */
  bodyFiles(bytes: number): readonly string[]
  /** Starts a proxy in a folder and on a port of its own; it ends with the setting at the latest. */
  start(startProxy: (order: ProxyOrder) => Promise<BenchProxy>, env: NodeJS.ProcessEnv): Promise<BenchProxy>
}

/** So many bodies take turns that no proxy profits from seeing the same bytes again. */
const bodiesPerLength = 16

/** `alsoPlanted`: what must not arrive either, beside what stands in the bodies. */
export async function makeSetting(
  lengths: readonly number[],
  alsoPlanted: readonly string[] = [],
): Promise<Setting> {
  const stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'))
  stack.defer(() => rm(folder, { recursive: true }))
  // Squid reads the root's file as a user of its own.
  await chmod(folder, 0o755)
  const files = new Map<number, string[]>()
  const planted: string[] = [...alsoPlanted]
  for (const bytes of lengths) files.set(bytes, await writeBodies(folder, bytes, planted))
  await writeFile(join(folder, 'planted.json'), JSON.stringify(planted))

  const { rootPem, chainPem, keyPem } = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const rootFile = join(folder, 'origin-root.pem')
  await writeFile(rootFile, rootPem)
  const order: OriginOrder = { chainPem, keyPem, plantedFile: join(folder, 'planted.json') }
  const origin = stack.use(startProgram(join(import.meta.dirname, 'origin.ts'), order, loadCore))
  const { port } = await origin.next<{ port: number }>()
  const destination = { host, port, rootFile }
  let proxies = 0
  return {
    destination,
    origin,
    folder,
    bodyFiles: (bytes) => files.get(bytes) ?? [],
    async start(startProxy, env) {
      proxies += 1
      const own = join(folder, `proxy-${proxies}`)
      await mkdir(own)
      return stack.use(await startProxy({ destination, folder: own, port: await freePort(), env }))
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

async function writeBodies(folder: string, bytes: number, planted: string[]): Promise<string[]> {
  const paths: string[] = []
  for (let seed = 1; seed <= bodiesPerLength; seed += 1) {
    const made = makeBody({ kind: 'sparse', bytes, seed })
    planted.push(...made.planted)
    const path = join(folder, `body-${bytes}-${seed}.json`)
    await writeFile(path, made.body)
    paths.push(path)
  }
  return paths
}
