/** Measures how much memory the gateway takes: at rest, under an endless upload and download, and per idle client. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { KiB, MiB } from '../../gateway/core/units.ts'
import { startGateway, startGatewayAs } from './egress/gateway.ts'
import { residentBytesOf, residentPartsOf } from './egress/process-tree.ts'
import { loadCore, pinned, startProgram } from './egress/program.ts'
import type { BenchProxy } from './egress/proxy.ts'
import { originCounts } from './egress/series.ts'
import { makeSetting, type Setting } from './egress/setting.ts'
import type { StreamOrder } from './egress/stream.ts'
import { benchLine, printLine } from './line.ts'

const lineBytes = 64 * KiB
const idleClients = 640
const firstClients = 40
/** Whoever a line is about: what is told of them must not arrive. */
const sender = 'mary.keller'

/** Prints five lines. Throws where a planted value arrived or an answer was wrong. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      case: { type: 'string', multiple: true, default: ['rest', 'upload', 'download', 'idle'] },
      'stream-bytes': { type: 'string', default: String(2 ** 31) },
    },
  })
  const streamBytes = Number(values['stream-bytes'])
  await using setting = await makeSetting([lineBytes], [`${sender}.`])
  if (values.case.includes('rest')) await reportRest(setting)
  for (const kind of ['upload', 'download'] as const) {
    if (values.case.includes(kind)) await reportStream(setting, { kind, bytes: streamBytes })
  }
  if (values.case.includes('idle')) {
    for (const kind of ['idle-tls', 'idle-plain'] as const) await reportIdleClients(setting, kind)
  }
  const { planted } = await originCounts(setting.origin)
  if (planted > 0) throw new Error(`${planted} requests arrived with planted values`)
}

/** Resting means started and left alone. */
async function reportRest(setting: Setting): Promise<void> {
  await using gateway = await setting.start(startGateway, process.env)
  await wait(settleMs)
  const { anonymous, file } = residentPartsOf(gateway.pid)
  printLine(
    benchLine({
      bench: 'memory',
      case: 'rest',
      metric: 'resident_memory',
      unit: 'MB',
      value: residentBytesOf(gateway.pid) / MiB,
      budget: '<= 250',
      detail: { anonymous_mb: Math.round(anonymous / MiB), file_mb: Math.round(file / MiB) },
    }),
  )
}

const settleMs = 3000

/**
 * From cold, so that all that a first long body makes the gateway load and keep counts as growth: tokens for values that are
 * different in each line, free text that is read for names, and the thread of the journal.
 */
async function reportStream(
  setting: Setting,
  { kind, bytes }: { kind: 'upload' | 'download'; bytes: number },
): Promise<void> {
  await using gateway = await setting.start(startGatewayAs({ policy: tokenizing }), process.env)
  await wait(settleMs)
  const before = residentBytesOf(gateway.pid)
  const lineFile = await writeLine(setting)
  await using client = startProgram(
    streamProgram,
    { ...orderFor(setting, gateway), kind, bytes, lineFile },
    loadCore,
  )
  let peak = before
  const done = client.next<{ done: true }>().then(() => true)
  while (!(await Promise.race([done, wait(200, false)]))) peak = Math.max(peak, residentBytesOf(gateway.pid))
  const after = residentBytesOf(gateway.pid)
  printLine(
    benchLine({
      bench: 'memory',
      case: kind,
      metric: 'resident_memory_growth',
      unit: 'MB',
      value: (peak - before) / MiB,
      budget: '<= 32',
      detail: {
        stream_bytes: bytes,
        before_mb: Math.round(before / MiB),
        after_mb: Math.round(after / MiB),
        own_core: pinned,
      },
    }),
  )
}

const streamProgram = join(import.meta.dirname, 'egress', 'stream.ts')

const tokenizing = {
  mode: 'enforce',
  connections: [{ id: 'everything', action: 'intercept' }],
  exchanges: [{ id: 'bench', entities: { '*': 'tokenize' }, minScore: 0, onFailure: 'refuse' }],
}

/** One body of the generator, with four people of its own in each line and a note that names them. */
async function writeLine({ folder, bodyFiles }: Setting): Promise<string> {
  const body = await readFile(bodyFiles(lineBytes)[0] ?? '', 'utf8')
  const mails = Array.from({ length: 4 }, () => `${sender}.########@example.com`)
  const note =
    'Please tell Maria Keller that her appointment was moved to Tuesday. Her husband Thomas Keller has called twice about it.'
  const file = join(folder, 'line.json')
  await writeFile(file, `{"mails":${JSON.stringify(mails)},"note":"${note}","order":${body}}`)
  return file
}

/** On a gateway of its own: after an upload, idle clients would move into memory that is already there. */
async function reportIdleClients(setting: Setting, kind: 'idle-tls' | 'idle-plain'): Promise<void> {
  await using gateway = await setting.start(startGateway, process.env)
  // The first clients bring what all share: compiled code, certificates, buffers.
  const before = await withIdleClients(setting, { gateway, kind, clients: firstClients })
  const after = await withIdleClients(setting, { gateway, kind, clients: idleClients })
  printLine(
    benchLine({
      bench: 'memory',
      case: `${kind}-client`,
      metric: 'resident_memory_per_client',
      unit: 'KB',
      value: (after - before) / 1000 / (idleClients - firstClients),
      budget: '<= 80',
      detail: { clients: idleClients - firstClients },
    }),
  )
}

/** What is resident some seconds after all clients fell silent. */
async function withIdleClients(
  setting: Setting,
  { gateway, kind, clients }: { gateway: BenchProxy; kind: StreamOrder['kind']; clients: number },
): Promise<number> {
  const order: StreamOrder = { ...orderFor(setting, gateway), kind, clients }
  await using client = startProgram(streamProgram, order, loadCore)
  await client.next<{ ready: number }>()
  await wait(settleMs)
  const seen = residentBytesOf(gateway.pid)
  client.send('enough')
  await client.next<{ done: true }>()
  return seen
}

function orderFor({ destination }: Setting, proxy: BenchProxy): Omit<StreamOrder, 'kind'> {
  return {
    bytes: 0,
    clients: 0,
    lineFile: '',
    proxyPort: proxy.port,
    host: destination.host,
    port: destination.port,
    caFile: proxy.caFile,
  }
}
