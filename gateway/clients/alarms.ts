/** Puts the machine that an alarm is about into quarantine, where the configuration says so of that alarm; a person alone lets it out. */
import type { ClientView } from '../core/client/client.ts'
import { isGatewayError } from '../core/errors.ts'
import type { EventBus, GatewayEvents } from '../core/events.ts'
import { isDeviceClient } from '../core/login/client-name.ts'
import { canonicalAddress } from '../core/net/address.ts'
import { countOf } from '../core/pages/words.ts'
import type { Clock, HealthBoard } from '../core/ports.ts'
import { hourMs, minuteMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import type { ClientDesk } from './desk.ts'

export interface AlarmOptions {
  bus: EventBus
  clients: Pick<ClientDesk, 'find' | 'quarantine'>
  /** Detectors whose alarms cut a machine off; asked each time. */
  detectors(): readonly string[]
  clock: Clock
  health: HealthBoard
  log: Log
  /** How often what could not be noted is tried again. */
  retryMs?: number
}

/** What keeps the machine of an alarm where it is. unknown: which one it is cannot be said. */
type Hindrance = 'unknown' | 'late' | 'contested' | 'shared' | 'too-many' | 'unread'

/** More at once is a mistake or somebody's trick, and would cost the office more than it saves. */
const mostAnHour = 3
/** Of a signal that waited longer for the disk, the address may be another machine's by now. */
const freshMs = minuteMs
const code = 'ALARM_CUT_NOBODY_OFF'
const unnotedCode = 'ALARM_CUT_OFF_UNNOTED'
/** Incidents that are kept in mind until they are closed. */
const mostKept = 100

/** Listens until it is disposed of. */
export function quarantineByAlarms(options: AlarmOptions): Disposable {
  const { bus, clients, detectors, health, log } = options
  const hindered = new Map<string, Hindrance>()
  const cutOffAt: number[] = []
  /** Machine → the detector whose alarm put it into quarantine, of which the ledger does not know yet. */
  const unnoted = new Map<string, string>()

  function heard(incident: GatewayEvents['incident.changed']): void {
    const { id, state, severity, detector } = incident
    hindered.delete(id)
    // Whoever has acknowledged it decides by himself, and what did not leave as it was costs nobody his web.
    if (state === 'open' && severity === 'act-now' && detectors().includes(detector)) {
      const hindrance = cutOff(options, incident, { cutOffAt, unnoted })
      if (hindrance !== null) {
        log.event('client.not-cut-off', { detector, why: hindrance })
        if (hindered.size < mostKept) hindered.set(id, hindrance)
      }
    }
    show(health, [...hindered.values()])
    showUnnoted(health, unnoted.size)
  }

  function noteAgain(): void {
    for (const [machine, detector] of unnoted)
      if (isNoted(clients, machine, detector)) unnoted.delete(machine)
    showUnnoted(health, unnoted.size)
  }

  const end = bus.subscribe('incident.changed', heard)
  const retrying = setInterval(noteAgain, options.retryMs ?? minuteMs).unref()
  return {
    [Symbol.dispose]() {
      clearInterval(retrying)
      end()
    },
  }
}

/** False where it has to be tried again. Whoever was let out meanwhile stays out of quarantine. */
function isNoted(clients: AlarmOptions['clients'], machine: string, detector: string): boolean {
  try {
    if (clients.find(machine).quarantinedAt !== null) clients.quarantine(machine, { alarm: detector })
    return true
  } catch (error) {
    if (isGatewayError(error)) return isGatewayError(error, 'CLIENT_UNKNOWN')
    throw error
  }
}

interface Lately {
  /** When machines were cut off by alarms; monotonic. */
  cutOffAt: number[]
  unnoted: Map<string, string>
}

function cutOff(
  { clients, clock, log }: AlarmOptions,
  { subject, detector, openedAt, signalAt }: GatewayEvents['incident.changed'],
  { cutOffAt, unnoted }: Lately,
): Hindrance | null {
  // A user may sit at any machine. Who has shown a device's certificate is that device, wherever it is by now.
  const isCertain = subject.kind === 'client' && isDeviceClient(subject.name)
  const address = subject.kind !== 'client' ? null : isCertain ? subject.name : canonicalAddress(subject.name)
  if (address === null) return 'unknown'
  // In either direction: a clock that was set back says nothing of how long it waited.
  if (!isCertain && Math.abs(clock.now() - signalAt) > freshMs) return 'late'
  try {
    const machine = clients.find(address)
    if (machine.quarantinedAt !== null || personDecidedSince(machine, openedAt)) return null
    const doubt = isCertain ? null : doubtOf(machine)
    if (doubt !== null) return doubt
    const now = clock.monotonic()
    while (cutOffAt[0] !== undefined && now - cutOffAt[0] > hourMs) cutOffAt.shift()
    if (cutOffAt.length >= mostAnHour) return 'too-many'
    cutOffAt.push(now)
    try {
      clients.quarantine(address, { alarm: detector })
    } catch (error) {
      if (!isGatewayError(error) || clients.find(address).quarantinedAt === null) throw error
      // It is held back; what failed is the disk.
      unnoted.set(clients.find(address).id, detector)
      log.event('client.cut-off-unnoted', { detector })
    }
    return null
  } catch (error) {
    if (isGatewayError(error, 'CLIENT_AMBIGUOUS')) return 'contested'
    if (isGatewayError(error, 'CLIENT_UNKNOWN') || isGatewayError(error, 'CLIENTS_OFF')) return 'unknown'
    if (isGatewayError(error)) return 'unread'
    throw error
  }
}

/** Who was let out, or named, since the alarm began is not cut off again by more of the same. */
function personDecidedSince({ decidedAt, decidedBy }: ClientView, openedAt: number): boolean {
  return decidedBy !== 'gateway' && decidedAt !== null && decidedAt >= openedAt
}

/** Nobody is cut off for what another machine may have done under its address. */
function doubtOf({ contested, isShared }: ClientView): Hindrance | null {
  if (contested.length > 0) return 'contested'
  return isShared ? 'shared' : null
}

const why: Readonly<Record<Hindrance, string>> = {
  unknown: 'which machine it is cannot be said',
  late: 'it was noticed more than a minute ago, and its address may be another machine’s by now',
  contested: 'two machines say to have its address',
  shared: 'several machines may stand behind its network card',
  'too-many': `${mostAnHour} were cut off within the hour already`,
  unread: 'what is known of machines could not be read',
}

function show(health: HealthBoard, hindrances: readonly Hindrance[]): void {
  const [first] = hindrances
  if (first === undefined) {
    health.clear(code)
    return
  }
  health.raise({
    code,
    title: `${countOf(hindrances.length, 'alarm was', 'alarms were')} to cut a machine off and did not: ${why[first]}.`,
    hint: 'See `gatehouse incident list`, look at the machine, and cut it off yourself where that is right: `gatehouse clients quarantine`. This stands until somebody acknowledges the alarm.',
    severity: 'act-now',
  })
}

function showUnnoted(health: HealthBoard, count: number): void {
  if (count === 0) {
    health.clear(unnotedCode)
    return
  }
  health.raise({
    code: unnotedCode,
    title: `${countOf(count, 'machine is', 'machines are')} held back by an alarm, but that could not be noted.`,
    hint: 'A restart may let it back in: see the disk first. It is noted as soon as the disk can, which is tried every minute.',
    severity: 'act-now',
  })
}
