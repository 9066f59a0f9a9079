/** A broker in a process of its own, to be killed: its port on the first line; what it stores is on its disk alone. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createEventBus } from '../../gateway/core/events.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { openStore } from '../../gateway/store/store.ts'
import { openTelemetry } from '../../gateway/telemetry/telemetry.ts'
import { key } from '../store/records.ts'

/** Handed over as the only argument, in JSON. */
export interface ChildOrder {
  data: string
  certFile: string
  keyFile: string
  rootFile: string
  devices: [fingerprint: string, identity: { id: string; name: string }][]
}

const order: ChildOrder = JSON.parse(process.argv[2] ?? '{}')
const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const health = { raise: console.error, clear: () => undefined, warnings: () => [] }
const keys = join(order.data, 'keys')
const keyring = await openKeyring({
  directory: keys,
  root: { kind: 'file', path: join(keys, 'root.key') },
  clock,
  createIfNew: true,
})
const store = await openStore({ file: join(order.data, 'gatehouse.db'), key, clock, health })
const known = new Map(order.devices)
const file = (path: string) => readFileSync(path, 'utf8')
const telemetry = await openTelemetry({
  settings: {
    enabled: true,
    host: '127.0.0.1',
    port: 0,
    maxPacketBytes: 16 * 1024,
    messagesPerSecond: 5000,
    maxSessions: 50,
    connectMs: 10_000,
    drainMs: 1000,
  },
  rawRetentionDays: () => 7,
  certificate: () => ({ cert: file(order.certFile), key: file(order.keyFile), ca: file(order.rootFile) }),
  directory: { byFingerprint: (fingerprint) => known.get(fingerprint) ?? null },
  events: createEventBus({ fault: console.error }),
  store,
  keyring,
  clock,
  health,
  log: silentLog,
  random: (length) => randomBytes(length),
  // As often as it can: a kill then falls into a write more often than not.
  flushEveryMs: 60,
})
console.log(telemetry.port)
