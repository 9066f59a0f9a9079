/** The gateway's registry and broker over a folder, as a process that a test can kill at any moment. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createEventBus } from '../../gateway/core/events.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { openDevices } from '../../gateway/devices/devices.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { openAuthority } from '../../gateway/pki/authority.ts'
import { trustBundle } from '../../gateway/pki/bundle.ts'
import { serverCertificate } from '../../gateway/pki/office.ts'
import { openStore } from '../../gateway/store/store.ts'
import { openTelemetry } from '../../gateway/telemetry/telemetry.ts'
import { key } from '../store/records.ts'
import { usualSettings } from '../telemetry/office.ts'

const [folder = '', port = '0', sealing = '', task = 'serve'] = process.argv.slice(2)
const clock = { now: () => Date.now(), monotonic: () => performance.now() }
const health = { raise: () => undefined, clear: () => undefined, warnings: () => [] }
const authority = await openAuthority({
  kind: 'office',
  directory: join(folder, 'authorities'),
  key: new Secret(Buffer.from(sealing, 'hex')),
  clock,
  random: randomBytes,
  officeName: 'Office',
  ifMissing: 'fail',
})
const store = await openStore({ file: join(folder, 'gatehouse.db'), key, clock, health })
const keys = join(folder, 'keys')
const keyring = await openKeyring({
  directory: keys,
  root: { kind: 'file', path: join(keys, 'root.key') },
  clock,
  createIfNew: true,
})
const events = createEventBus({ fault: (_name, error) => console.error(error) })
const devices = await openDevices({
  store,
  authority,
  ledger: { append: () => undefined },
  events,
  clock,
  random: randomBytes,
  log: silentLog,
  settings: () => ({ certificateDays: 30, inviteMs: 60_000 }),
})
const certificate = serverCertificate({
  authority,
  clock,
  random: randomBytes,
  names: () => ['localhost', '127.0.0.1'],
})
const { certificateChain: cert, privateKey } = certificate.current()
const telemetry = await openTelemetry({
  settings: { ...usualSettings, messagesPerSecond: 10_000, port: Number(port), enabled: task === 'serve' },
  rawRetentionDays: () => 7,
  certificate: () => ({ cert, key: privateKey, ca: trustBundle([authority], clock.now()) }),
  directory: devices,
  events,
  store,
  keyring,
  clock,
  health,
  log: silentLog,
  random: (length) => randomBytes(length),
  flushEveryMs: 150,
})
if (task === 'sum') {
  const history = await telemetry.history('till', {
    from: 0,
    until: Date.now() + 60_000,
    series: 'test.number',
    points: 10,
  })
  const points = history?.series.flatMap((series) => series.points) ?? []
  const count = points.reduce((sum, point) => sum + point.count, 0)
  const sum = points.reduce((all, point) => all + point.mean * point.count, 0)
  const max = points.reduce((most, point) => Math.max(most, point.max), 0)
  console.log(JSON.stringify({ count, sum: Math.round(sum), max, lost: history?.lost ?? 0 }))
  process.exit(0)
}
console.log('serving')
