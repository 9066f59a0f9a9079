/** Hears what devices say, and tells the house: readings, status, who is there, and who tried what is not theirs. */
import type { DeviceIdentity } from '../core/device/device.ts'
import type { EventBus } from '../core/events.ts'
import type { Clock } from '../core/ports.ts'
import { type PublishedKind, type StatusMessage, statusSchema } from '../core/telemetry/reading.ts'
import { dayMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import type { Broker, BrokerOptions } from './broker.ts'
import type { ReadingBuffer } from './buffer.ts'
import type { Counts } from './counts.ts'
import { createIntake } from './intake.ts'
import type { Recorder } from './recorder.ts'

export interface HearingParts {
  rawRetentionDays(): number
  events: EventBus
  clock: Clock
  log: Log
  counts: Counts
  buffer: ReadingBuffer
  recorder: Recorder
  /** Null until it listens. */
  broker(): Broker | null
}

export interface Hearing {
  hooks: BrokerOptions['hooks']
  /** Ids of devices that have a session. */
  readonly online: ReadonlySet<string>
  /** The last `status` of each device since the gateway started. */
  readonly statuses: ReadonlyMap<string, StatusMessage>
}

export function createHearing(parts: HearingParts): Hearing {
  const { events, clock, counts, buffer, recorder } = parts
  const online = new Set<string>()
  const statuses = new Map<string, StatusMessage>()
  const intake = createIntake({
    buffer,
    clock,
    counts,
    rawRetentionMs: () => parts.rawRetentionDays() * dayMs,
    knowsProgress: () => recorder.catalogue !== null,
  })

  function readings(device: DeviceIdentity, payload: Buffer): void {
    const outcome = intake(device, payload)
    if (outcome.fate === 'malformed') violated(device, 'malformed-message')
    if (outcome.fate !== 'taken' && outcome.fate !== 'clamped') return
    events.publish('reading.received', { device, reading: outcome.reading, at: clock.now() })
    if (buffer.isPressing) recorder.press()
  }

  function status(device: DeviceIdentity, payload: Buffer): void {
    const message = parseStatus(payload)
    if (message !== null) {
      statuses.set(device.id, message)
      return
    }
    counts.add('malformed')
    violated(device, 'malformed-message')
  }

  function violated(device: DeviceIdentity, violation: string): void {
    events.publish('device.violation', { device, violation, at: clock.now() })
  }

  const byKind: Readonly<Record<PublishedKind, (device: DeviceIdentity, payload: Buffer) => void>> = {
    telemetry: readings,
    status,
    // Read by rooms that are to come: taken, so that a device that sends them is not cut off.
    event: () => counts.add('ignored'),
    posture: () => counts.add('ignored'),
  }
  const hooks: Hearing['hooks'] = {
    online(device: DeviceIdentity) {
      online.add(device.id)
      events.publish('device.online', { device, at: clock.now() })
    },
    offline(device: DeviceIdentity, reason: 'disconnected' | 'lost') {
      online.delete(device.id)
      events.publish('device.offline', { device, at: clock.now(), reason })
    },
    subscribed(device: DeviceIdentity) {
      const answers = buffer.find(device.id)?.streams.answers() ?? []
      for (const answer of answers) parts.broker()?.tell(device.id, { v: 1, ...answer })
    },
    violated,
    message: (device: DeviceIdentity, kind: PublishedKind, payload: Buffer) => byKind[kind](device, payload),
    fault: (error: unknown) => parts.log.event('broker.failed', {}, error),
  }
  return { hooks, online, statuses }
}

function parseStatus(payload: Buffer): StatusMessage | null {
  try {
    const result = statusSchema.safeParse(JSON.parse(payload.toString('utf8')))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
