/** A whole office for tests of the agent: registry, enrolment, broker and renewal, each the gateway's own, over real TLS. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { ExitCode } from '../../agents/agent-error.ts'
import { enrol } from '../../agents/enrol.ts'
import { type RunOptions, run } from '../../agents/run.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { type Ingest, startIngest } from '../../gateway/ingest/ingest.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { trustBundle } from '../../gateway/pki/bundle.ts'
import { openTelemetry, type Telemetry } from '../../gateway/telemetry/telemetry.ts'
import { contextOf, type EnrolmentServer, startEnrolment } from '../devices/enrolment-server.ts'
import { openRoom } from '../devices/setup.ts'
import { type TestClock, testFolder } from '../pki/setup.ts'
import { watchedHealth } from '../store/fixture.ts'
import { usualSettings } from '../telemetry/office.ts'

export interface Office extends EnrolmentServer {
  telemetry: Telemetry
  ingest: Ingest
  clock: TestClock
  /** Readings as they were taken, in order: device, stream, number, what was measured, what was told lost. */
  taken: { device: string; stream: string; seq: number; number: number; lost: number }[]
  /** Renewals wait for it. */
  mayRenew: Promise<void>
  /** Opens the broker again on the port it had. */
  reopenTelemetry(): Promise<void>
  /** A new device's one-time code. */
  code(name?: string): string
}

/** Real time, and what a test adds to it. */
function liveClock(): TestClock {
  let aheadMs = 0
  return {
    now: () => Date.now() + aheadMs,
    monotonic: () => performance.now(),
    forward(days) {
      aheadMs += days * dayMs
    },
    set(at) {
      aheadMs = at - Date.now()
    },
  }
}

export async function openOffice(flushEveryMs = 100): Promise<Office> {
  const clock = liveClock()
  const folder = testFolder()
  // An office that is weeks old, so that a test can have devices enrol in its past.
  clock.forward(-60)
  const room = await openRoom({ folder, clock })
  clock.forward(60)
  const server = await startEnrolment(room)
  const keys = join(folder, 'keys')
  const keyring = await openKeyring({
    directory: keys,
    root: { kind: 'file', path: join(keys, 'root.key') },
    clock,
    createIfNew: true,
  })
  const telemetryOn = (port: number) =>
    openTelemetry({
      settings: { ...usualSettings, messagesPerSecond: 10_000, port },
      rawRetentionDays: () => 7,
      certificate: () => ({ ...contextOf(room), ca: trustBundle([room.authority], clock.now()) }),
      directory: { byFingerprint: (fingerprint) => room.devices.byFingerprint(fingerprint) },
      events: room.events,
      store: room.store,
      keyring,
      clock,
      health: watchedHealth(),
      log: silentLog,
      random: (length) => randomBytes(length),
      flushEveryMs,
    })
  const ending = new AbortController()
  const ingest = await startIngest({
    host: '127.0.0.1',
    httpsPort: 0,
    sftpPort: null,
    certificate: () => ({
      context: { ...contextOf(room), ca: [trustBundle([room.authority], clock.now())] },
      renewAt: Date.now() + dayMs,
    }),
    hostKey: () => Promise.reject(new Error('SFTP is not opened here')),
    devices: { byFingerprint: (fingerprint) => room.devices.byFingerprint(fingerprint) },
    sshKeys: { bySshKey: () => null },
    renewal: {
      async renew(device, request) {
        await office.mayRenew
        return room.devices.renew(device, request)
      },
    },
    intake: { begin: () => Promise.reject(new Error('no files are sent here')) } as never,
    limits: () => ({ maxObjectBytes: 1, maxUploads: 1, idleMs: 1000 }),
    events: room.events,
    log: silentLog,
    signal: ending.signal,
    drainMs: 100,
  })
  const telemetry = await telemetryOn(0)
  const taken: Office['taken'] = []
  room.events.subscribe('reading.received', ({ device, reading }) => {
    const { stream = '', seq = 0, lost = 0, values } = reading
    taken.push({ device: device.name, stream, seq, lost, number: values['test.number'] ?? 0 })
  })
  server.ports.broker = telemetry.port
  server.ports.files = ingest.ports.https ?? 0
  const office: Office = {
    ...server,
    telemetry,
    ingest,
    clock,
    taken,
    mayRenew: Promise.resolve(),
    async reopenTelemetry() {
      office.telemetry = await telemetryOn(server.ports.broker)
    },
    code: (name = 'till') => room.devices.add(name).code,
  }
  onTestFinished(async () => {
    ending.abort()
    await office.telemetry[Symbol.asyncDispose]()
    await ingest.close()
    await keyring[Symbol.asyncDispose]()
  })
  return office
}

export interface RunningAgent {
  folder: string
  said: string[]
  /** How many readings it has measured. */
  readonly measured: number
  stop(): Promise<ExitCode>
  ended: Promise<ExitCode>
}

/** An agent in this process, enrolled where it is not yet, that measures numbers counting up. */
export async function startAgent(
  office: Office,
  change: Partial<RunOptions> & { name?: string; first?: number; running?: RunningAgent } = {},
): Promise<RunningAgent> {
  const folder = change.folder ?? join(testFolder(), 'state')
  if (change.folder === undefined)
    await enrol({ gateway: office.url, code: office.code(change.name), folder })
  const ending = new AbortController()
  const said: string[] = []
  let measured = (change.first ?? 1) - 1
  const ended = run({
    folder,
    measure: async () => ({ 'test.number': ++measured }),
    sampleMs: 5,
    maxSpoolBytes: 16 << 20,
    signal: ending.signal,
    say: (line) => void said.push(line),
    version: '0.1.0',
    ...change,
    times: {
      lost: { firstMs: 20, mostMs: 100 },
      refused: { firstMs: 20, mostMs: 100 },
      giveUpMs: 3_600_000,
      ...change.times,
    },
  })
  // Where a test fails first, this is nobody's unhandled rejection.
  ended.catch(() => undefined)
  const stop = () => {
    ending.abort()
    return ended
  }
  onTestFinished(async () => void (await stop().catch(() => undefined)))
  return {
    folder,
    said,
    stop,
    ended,
    get measured() {
      return measured
    },
  }
}

const program = fileURLToPath(new URL('../../agents/agent.ts', import.meta.url))

/** The agent as people run it. */
export function agentProcess(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const closed = once(child, 'close')
  const errors = text(child.stderr)
  return {
    child,
    async ended(): Promise<{ code: number | null; stderr: string }> {
      const [code] = await closed
      return { code, stderr: await errors }
    },
  }
}
