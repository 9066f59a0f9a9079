/** Measures how many bytes a reading costs on the disk: all that is written to database and log, checkpoints included. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Clock, HealthBoard } from '../../gateway/core/ports.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { boundsOf } from '../../gateway/core/telemetry/period.ts'
import { hourMs, minuteMs, secondMs } from '../../gateway/core/units.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { openStore } from '../../gateway/store/store.ts'
import { createTelemetryReader } from '../../gateway/store/telemetry-reader.ts'
import { startTelemetryThread } from '../../gateway/store/telemetry-thread-client.ts'
import { ReadingBuffer } from '../../gateway/telemetry/buffer.ts'
import { createColumnKeys } from '../../gateway/telemetry/column-keys.ts'
import { createPieces } from '../../gateway/telemetry/piece.ts'
import { startRecorder } from '../../gateway/telemetry/recorder.ts'
import { benchLine, printLine } from './line.ts'
import { createHost } from './mqtt/host.ts'

const devices = 200

/** `--minutes N`: of readings once a second, from 200 devices with 8 values each; 130 unless told, two hours and their sums. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { minutes: { type: 'string', default: '130' } },
    strict: false,
  })
  const minutes = Math.max(10, Number(values.minutes) || 0)
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse bench-'))
  try {
    await measure(folder, minutes)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(folder: string, minutes: number): Promise<void> {
  const clock = {
    at: Math.floor(Date.now() / hourMs) * hourMs,
    now: () => clock.at,
    monotonic: () => performance.now(),
  }
  await using keyring = await openKeyring({
    directory: join(folder, 'keys'),
    root: { kind: 'file', path: join(folder, 'keys', 'root.key') },
    clock,
    createIfNew: true,
  })
  const store = await openStore({
    file: join(folder, 'bench.db'),
    key: new Secret(randomBytes(32)),
    clock,
    health,
  })
  const thread = startTelemetryThread(store.file, store.key)
  const buffer = new ReadingBuffer(10_000_000)
  const pieces = createPieces(createColumnKeys(keyring), randomBytes)
  const reader = createTelemetryReader(store)
  const quiet = { stored: () => undefined, resend: () => undefined, flushEveryMs: 24 * hourMs }
  const recorder = await startRecorder({
    store,
    thread,
    reader,
    buffer,
    pieces,
    clock,
    health,
    log: silentLog,
    ...quiet,
  })
  const hosts = Array.from({ length: devices }, (_, index) => createHost(index))
  const written = writtenBytes()
  const cpu = process.cpuUsage()
  for (let minute = 0; minute < minutes; minute++) {
    fill(buffer, hosts, clock)
    clock.at += minuteMs
    await recorder.flush()
  }
  const { user, system } = process.cpuUsage(cpu)
  const { totals } = recorder
  await recorder[Symbol.asyncDispose]()
  // Closing the last connection checkpoints what is left in the log.
  await thread.close()
  await store[Symbol.asyncDispose]()
  const stored = writtenBytes() - written
  const key = store.key
  printLine(
    benchLine({
      bench: 'telemetry',
      case: `${devices}-devices-8-values-a-second`,
      metric: 'bytes_written_per_point',
      unit: 'bytes',
      value: stored / totals.points,
      budget: '<= 4',
      detail: {
        minutes,
        points: totals.points,
        sealed_bytes_per_point: Number((totals.bytes / totals.points).toPrecision(3)),
        rows_of_sums: totals.sums,
        failures: totals.failures,
        cpu_microseconds_per_point: Number(((user + system) / totals.points).toPrecision(3)),
        counted:
          '/proc/self/io write_bytes: pages sent to the disk by this process; keyring and progress included',
      },
    }),
  )
  await measureErasing({ file: store.file, key, clock, points: totals.points })
}

/** What a sweep writes to take readings away whose key it destroyed. */
async function measureErasing({ file, key, clock, points }: Erasing): Promise<void> {
  const store = await openStore({ file, key, clock, health })
  const thread = startTelemetryThread(file, key)
  const reader = createTelemetryReader(store)
  const before = writtenBytes()
  let rows = 0
  for (const { class: kind, period } of await reader.kept()) {
    const bounds = boundsOf(period)
    if (kind !== 'telemetryRaw' || bounds === null) continue
    const all = { class: kind, period, ...bounds } as const
    let some: number
    do rows += some = await thread.erase(all, 5000)
    while (some === 5000)
  }
  await thread.close()
  await store[Symbol.asyncDispose]()
  printLine(
    benchLine({
      bench: 'telemetry',
      case: 'sweep-of-raw-readings',
      metric: 'bytes_written_per_point_erased',
      unit: 'bytes',
      value: (writtenBytes() - before) / points,
      detail: { rows, points },
    }),
  )
}

interface Erasing {
  file: string
  key: Secret
  clock: Clock
  points: number
}

function fill(
  buffer: ReadingBuffer,
  hosts: ReturnType<typeof createHost>[],
  clock: Clock & { at: number },
): void {
  for (const [index, host] of hosts.entries()) {
    const device = buffer.of({ id: index.toString(16).padStart(16, '0'), name: `host-${index}` })
    for (let second = 0; second < 60; second++) {
      const at = clock.at + second * secondMs + host.jitterMs()
      buffer.push(device, { at, values: host.next(), size: 12, isSpooled: true })
      const seq = Math.floor(clock.at / secondMs) + second
      device.streams.accept(index.toString(16).padStart(16, '0'), seq, at)
    }
  }
}

function writtenBytes(): number {
  const line = /^write_bytes: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))
  return Number(line?.[1] ?? 0)
}

const health: HealthBoard = {
  raise: ({ code, title }) => console.error(`${code}: ${title}`),
  clear: () => undefined,
  warnings: () => [],
}
