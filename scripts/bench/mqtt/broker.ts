/** The subject of the MQTT bench, a process of its own: the gateway's telemetry room with its store, its keys and its broker. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createEventBus } from '../../../gateway/core/events.ts'
import { Secret } from '../../../gateway/core/secret.ts'
import { openKeyring } from '../../../gateway/keyring/keyring.ts'
import { silentLog } from '../../../gateway/ops/log.ts'
import { openStore } from '../../../gateway/store/store.ts'
import { openTelemetry } from '../../../gateway/telemetry/telemetry.ts'
import type { Papers } from './papers.ts'

/** Handed over as the only argument, in JSON. */
export interface BrokerOrder {
  papersFile: string
  folder: string
}

const order: BrokerOrder = JSON.parse(process.argv[2] ?? '{}')
const papers: Papers = JSON.parse(readFileSync(order.papersFile, 'utf8'))
const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const health = { raise: console.error, clear: () => undefined, warnings: () => [] }
const keys = join(order.folder, 'keys')
const keyring = await openKeyring({
  directory: keys,
  root: { kind: 'file', path: join(keys, 'root.key') },
  clock,
  createIfNew: true,
})
const key = new Secret(randomBytes(32))
const store = await openStore({ file: join(order.folder, 'bench.db'), key, clock, health })
const byFingerprint = new Map(papers.devices.map(({ fingerprint, id, name }) => [fingerprint, { id, name }]))
const telemetry = await openTelemetry({
  settings: {
    enabled: true,
    host: '127.0.0.1',
    port: 0,
    maxPacketBytes: 16 * 1024,
    messagesPerSecond: 20,
    maxSessions: 2000,
    connectMs: 60_000,
    drainMs: 10_000,
  },
  rawRetentionDays: () => 7,
  certificate: () => ({ ...papers.server, ca: papers.root }),
  directory: { byFingerprint: (fingerprint) => byFingerprint.get(fingerprint) ?? null },
  events: createEventBus({ fault: console.error }),
  store,
  keyring,
  clock,
  health,
  log: silentLog,
  random: (length) => randomBytes(length),
})
console.log(JSON.stringify({ port: telemetry.port }))
process.stdin.on('data', async (line) => {
  if (!String(line).startsWith('counts')) return
  await telemetry.flush()
  console.log(
    JSON.stringify({
      ...telemetry.counts(),
      stored: telemetry.totals.readings,
      sessions: telemetry.sessions,
    }),
  )
})
process.once('SIGTERM', () => process.exit(0))
