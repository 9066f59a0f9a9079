/** Measures how much memory the gateway takes: at rest, per idle client, and under an endless upload and download. */
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { KiB, MiB } from '../../../gateway/core/units.ts'
import { benchLine, printLine } from '../line.ts'
import { startGateway } from './gateway.ts'
import { residentBytesOf } from './process-tree.ts'
import { loadCore, pinned, startProgram } from './program.ts'
import type { BenchProxy } from './proxy.ts'
import { originCounts, runSeries } from './series.ts'
import { makeSetting, type Setting } from './setting.ts'
import type { StreamOrder } from './stream.ts'

const lineBytes = 64 * KiB
const idleClients = 400
const firstClients = 40

/** Prints four lines. Throws where a planted value arrived or an answer was wrong. */
export async function runMemoryCase(streamBytes: number): Promise<void> {
  await using setting = await makeSetting([lineBytes])
  await reportIdleClients(setting)
  const gateway = await setting.start(startGateway, process.env)
  // Resting means started and left alone, with caches still cold.
  await wait(2000)
  report('memory-rest', { megabytes: residentBytesOf(gateway.pid) / 1e6, budget: '<= 250' })

  // A gateway at work: what ordinary exchanges need (compiled code, buffers, the heap's own step) is no growth.
  const bodyFiles = setting.bodyFiles(lineBytes)
  const ordinary = {
    mode: 'keep-alive',
    bodyFiles,
    connections: 32,
    warmUp: 0,
    rounds: [1000],
  } as const
  await runSeries([gateway], ordinary, setting)
  for (const kind of ['upload', 'download'] as const) {
    const before = residentBytesOf(gateway.pid)
    const peak = await stream(setting, gateway, { kind, bytes: streamBytes })
    const detail = { stream_bytes: streamBytes, before_mb: Math.round(before / 1e6) }
    report(`memory-${kind}`, { megabytes: (peak - before) / MiB, budget: '<= 32', detail })
  }
  const { planted } = await originCounts(setting.origin)
  if (planted > 0) throw new Error(`${planted} requests arrived with planted values`)
}

function report(
  name: string,
  of: { megabytes: number; budget: string; detail?: Record<string, unknown> },
): void {
  const detail = { own_core: pinned, ...of.detail }
  printLine(
    benchLine({
      bench: 'egress',
      case: name,
      metric: name === 'memory-rest' ? 'resident_memory' : 'resident_memory_growth',
      unit: 'MB',
      value: of.megabytes,
      budget: of.budget,
      detail,
    }),
  )
}

/** The highest resident size while one stream passes, looked at five times a second. */
async function stream(
  setting: Setting,
  gateway: BenchProxy,
  { kind, bytes }: Pick<StreamOrder, 'kind' | 'bytes'>,
): Promise<number> {
  await using client = startProgram(
    join(import.meta.dirname, 'stream.ts'),
    orderFor(setting, gateway, { kind, bytes }),
    loadCore,
  )
  let peak = 0
  const done = client.next<{ done: true }>().then(() => true)
  while (!(await Promise.race([done, wait(200, false)]))) peak = Math.max(peak, residentBytesOf(gateway.pid))
  return peak
}

/** On a gateway of its own: after an upload, idle clients would move into memory that is already there. */
async function reportIdleClients(setting: Setting): Promise<void> {
  await using gateway = await setting.start(startGateway, process.env)
  // The first clients bring what all share: compiled code, certificates, buffers.
  await withIdleClients({ setting, gateway, clients: firstClients }, () => 0)
  const before = residentBytesOf(gateway.pid)
  const after = await withIdleClients({ setting, gateway, clients: idleClients }, () =>
    residentBytesOf(gateway.pid),
  )
  printLine(
    benchLine({
      bench: 'egress',
      case: 'memory-idle-client',
      metric: 'resident_memory_per_client',
      unit: 'KB',
      value: (after - before) / 1000 / (idleClients - firstClients),
      budget: '<= 80',
      detail: { clients: idleClients - firstClients },
    }),
  )
}

/** Looks at the gateway two seconds after all clients fell silent. */
async function withIdleClients(
  { setting, gateway, clients }: { setting: Setting; gateway: BenchProxy; clients: number },
  look: () => number,
): Promise<number> {
  const order = { ...orderFor(setting, gateway, { kind: 'idle', bytes: 0 }), clients }
  await using client = startProgram(join(import.meta.dirname, 'stream.ts'), order, loadCore)
  await client.next<{ ready: number }>()
  await wait(2000)
  const seen = look()
  client.send('enough')
  await client.next<{ done: true }>()
  return seen
}

function orderFor(
  { destination, bodyFiles }: Setting,
  proxy: BenchProxy,
  { kind, bytes }: Pick<StreamOrder, 'kind' | 'bytes'>,
): StreamOrder {
  return {
    kind,
    bytes,
    clients: idleClients,
    proxyPort: proxy.port,
    host: destination.host,
    port: destination.port,
    caFile: proxy.caFile,
    lineFile: bodyFiles(lineBytes)[0] ?? '',
  }
}
