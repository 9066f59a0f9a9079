/** Measures what a thousand reporting devices cost the broker, with storing, and that no acknowledged message is lost. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cpuSecondsOf, residentBytesOf } from './egress/process-tree.ts'
import { loadCore, pinned, proxyCore, startProgram } from './egress/program.ts'
import { benchLine, printLine } from './line.ts'
import type { BrokerOrder } from './mqtt/broker.ts'
import type { LoadOrder, LoadResult } from './mqtt/load.ts'
import { mosquittoInstalled, startMosquitto } from './mqtt/mosquitto.ts'
import { makePapers, type Papers } from './mqtt/papers.ts'

/** `--devices N --seconds N`: 1,000 devices for 20 seconds unless told. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { devices: { type: 'string', default: '1000' }, seconds: { type: 'string', default: '20' } },
    strict: false,
  })
  const size = { devices: Number(values.devices) || 1000, seconds: Number(values.seconds) || 20 }
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse bench-'))
  try {
    const papersFile = await makePapers(folder, size.devices)
    const subject = await measureGateway(folder, { papersFile, ...size })
    const peer = mosquittoInstalled() ? await measureMosquitto(folder, { papersFile, ...size }) : null
    report(subject, peer, size)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Size {
  devices: number
  seconds: number
}

interface Measured extends LoadResult {
  /** Of one core, in percent. */
  cpuShare: number
  residentBytes: number
  counts: Readonly<Record<string, number>>
}

async function measureGateway(folder: string, load: Omit<LoadOrder, 'port'>): Promise<Measured> {
  const own = join(folder, 'gateway')
  mkdirSync(own)
  const order: BrokerOrder = { papersFile: load.papersFile, folder: own }
  await using broker = startProgram(join(import.meta.dirname, 'mqtt/broker.ts'), order, proxyCore)
  const { port } = await broker.next<{ port: number }>()
  const measured = await underLoad(broker.pid, { ...load, port })
  broker.send('counts')
  return { ...measured, counts: await broker.next<Record<string, number>>() }
}

async function measureMosquitto(folder: string, load: Omit<LoadOrder, 'port'>): Promise<Measured> {
  const own = join(folder, 'mosquitto')
  mkdirSync(own)
  const papers: Papers = JSON.parse(readFileSync(load.papersFile, 'utf8'))
  await using broker = await startMosquitto(own, papers)
  return { ...(await underLoad(broker.pid, { ...load, port: broker.port })), counts: {} }
}

async function underLoad(pid: number, order: LoadOrder): Promise<Omit<Measured, 'counts'>> {
  await using load = startProgram(join(import.meta.dirname, 'mqtt/load.ts'), order, loadCore)
  await load.next<{ ready: true }>()
  const before = cpuSecondsOf(pid)
  load.send('go')
  const result = await load.next<LoadResult>()
  const cpu = cpuSecondsOf(pid) - before
  return { ...result, cpuShare: (cpu / result.seconds) * 100, residentBytes: residentBytesOf(pid) }
}

function report(subject: Measured, peer: Measured | null, { devices, seconds }: Size): void {
  const common = { bench: 'mqtt', case: `${devices}-devices-1-message-a-second` } as const
  printLine(
    benchLine({
      ...common,
      metric: 'share_of_one_core',
      unit: '%',
      value: subject.cpuShare,
      peer: peer === null ? null : 'mosquitto, which stores nothing',
      peer_value: peer?.cpuShare ?? null,
      ratio: peer === null ? null : subject.cpuShare / peer.cpuShare,
      budget: '<= 10',
      bounds: 'value',
      detail: {
        seconds,
        pinned,
        messages: subject.sent,
        stored: subject.counts.stored ?? 0,
        sessions: subject.counts.sessions ?? 0,
        resident_megabytes: Math.round(subject.residentBytes / 1e6),
        microseconds_per_message: Math.round((subject.cpuShare * subject.seconds * 1e4) / subject.sent),
      },
    }),
  )
  printLine(
    benchLine({
      ...common,
      metric: 'messages_lost_at_qos_1',
      unit: 'messages',
      // Not acknowledged, or acknowledged and not there.
      value:
        subject.sent - subject.acknowledged + Math.max(0, subject.acknowledged - (subject.counts.taken ?? 0)),
      budget: '<= 0',
      detail: { sent: subject.sent, acknowledged: subject.acknowledged, taken: subject.counts.taken ?? 0 },
    }),
  )
}
