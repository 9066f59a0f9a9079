/** The registry of devices: adds, enrols, renews and revokes them, and says at once whom a certificate stands for. */
import type { DeviceIdentity } from '../core/device/device.ts'
import type { CertificateInForce } from '../core/device/devices-in-force.ts'
import type { DeviceRecord } from '../core/device/record.ts'
import type { EnrolmentRequest } from '../core/device/schema.ts'
import type { EventBus } from '../core/events.ts'
import type { CertificateRenewal, Clock, DeviceDirectory, DeviceSshKeys, Ledger } from '../core/ports.ts'
import { secondMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import type { Authority } from '../pki/authority.ts'
import type { RandomBytes } from '../pki/certificate.ts'
import { createDeviceRegister, type DeviceRegister } from '../store/device-register.ts'
import type { Store } from '../store/store.ts'
import { createDeviceDesk, type DeviceDesk } from './desk.ts'
import { createEnrolment, type EnrolmentOutcome } from './enrolment.ts'
import { createRoster, shown } from './roster.ts'
import { createSightings } from './sightings.ts'

export interface DevicesOptions {
  store: Pick<Store, 'file' | 'key' | 'failure'>
  /** The office's authority. */
  authority: Authority
  ledger: Ledger
  events: EventBus
  clock: Clock
  random: RandomBytes
  log: Log
  /** What the configuration in force says of devices, asked each time. */
  settings(): { certificateDays: number; inviteMs: number }
}

/** All but `byFingerprint`, `bySshKey` and `certificatesInForce` throw the STORE_ errors while the register cannot be read or written. */
export interface Devices
  extends DeviceDirectory,
    DeviceSshKeys,
    CertificateRenewal,
    DeviceDesk,
    AsyncDisposable {
  list(): readonly DeviceRecord[]
  /** The one of this name that is not revoked; otherwise the last one that was. Null where there is none. */
  find(name: string): DeviceRecord | null
  /** Whether a device is called so, invited ones included: a person may decide of one before it comes. */
  isInUse(name: string): boolean
  enrol(request: EnrolmentRequest, address: string): EnrolmentOutcome
  /** For listeners elsewhere: the same array until it changes; empty while the register cannot be read. */
  certificatesInForce(): readonly CertificateInForce[]
  /** Told each time other certificates count. */
  onChange(listener: () => void): void
}

/** A store that could not be read is tried again; until then every device is a stranger. */
const retryMs = 30 * secondMs

export async function openDevices(options: DevicesOptions): Promise<Devices> {
  const { store, events, clock } = options
  const register = createDeviceRegister(store)
  const listeners: (() => void)[] = []
  const changed = () => {
    for (const listener of listeners) listener()
  }
  let open: Opened | null = null
  const opened = () => {
    if (open !== null) return open
    open = openRoster(options, register, changed)
    changed()
    return open
  }
  const tryToOpen = () => {
    try {
      opened()
      clearInterval(retry)
    } catch {
      // The store's own health warning says it.
    }
  }
  const retry = setInterval(tryToOpen, retryMs).unref()
  tryToOpen()
  const quiet = watchTraffic(events, () => open)

  return {
    byFingerprint: (fingerprint) => (open === null ? null : sessionOf(open, fingerprint, clock.now())),
    // No sign of life: a stranger who knows a public key is asked for it before he proves anything. A file is one.
    bySshKey: (key) => open?.roster.bySshKey(Buffer.from(key).toString('base64'))?.identity ?? null,
    renew: async (device, request) => opened().enrolment.renew(device, request),
    enrol: (request, address) => opened().enrolment.enrol(request, address),
    list: () => [...opened().roster.members()].map(shown),
    find(name) {
      const member = opened().roster.byName(name)
      return member === null ? null : shown(member)
    },
    isInUse(name) {
      const member = opened().roster.byName(name)
      return member !== null && !member.isCutOff
    },
    certificatesInForce: () => open?.roster.certificates() ?? none,
    onChange: (listener) => void listeners.push(listener),
    add: (name) => opened().desk.add(name),
    addSshKey: (name, line) => opened().desk.addSshKey(name, line),
    revoke: (name, actor) => opened().desk.revoke(name, actor),
    async [Symbol.asyncDispose]() {
      clearInterval(retry)
      quiet()
      open?.sightings[Symbol.dispose]()
      register[Symbol.dispose]()
      open = null
    },
  }
}

type Opened = ReturnType<typeof openRoster>

const none: readonly CertificateInForce[] = []

function openRoster(options: DevicesOptions, register: DeviceRegister, changed: () => void) {
  const { settings, log, clock } = options
  const roster = createRoster(register.load(), changed)
  const certificateDays = () => settings().certificateDays
  return {
    roster,
    desk: createDeviceDesk({ ...options, roster, register }),
    enrolment: createEnrolment({ ...options, roster, register, certificateDays }),
    sightings: createSightings({
      roster,
      register,
      now: () => clock.now(),
      onProblem: (error) => log.event('device.sightings-kept', {}, error),
    }),
  }
}

/** A session begins: whom it belongs to. The disk is not asked. */
function sessionOf({ roster, sightings }: Opened, fingerprint: string, now: number): DeviceIdentity | null {
  const found = roster.byFingerprint(fingerprint)
  // TLS has looked at the dates; here it costs nothing to look again.
  if (found === null || found.certificate.notAfter < now) return null
  sightings.certificate(found.member, fingerprint)
  sightings.device(found.member)
  return found.member.identity
}

/**
 * Whatever a device sends to the box itself counts as a sign of life. What the journal says of its web traffic does not: that is a
 * worker's word, and a stolen device must not look well by it. Returns the way to stop.
 */
function watchTraffic(events: EventBus, open: () => Opened | null): () => void {
  const see = ({ device }: { device: DeviceIdentity }) => {
    const member = open()?.roster.byId(device.id)
    if (member?.record.state === 'active') open()?.sightings.device(member)
  }
  const ends = [
    events.subscribe('reading.received', see),
    events.subscribe('device.online', see),
    events.subscribe('object.sealed', ({ source }) => {
      const member = open()?.roster.byName(source)
      if (member) see({ device: member.identity })
    }),
  ]
  return () => {
    for (const end of ends) end()
  }
}
