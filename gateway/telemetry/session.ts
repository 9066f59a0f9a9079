/** One device's connection, from its TLS handshake to its end, and the list of all of them. */
import type { Client } from 'aedes'
import type { DeviceIdentity } from '../core/device/device.ts'
import type { OwnTopics, Violation } from '../core/telemetry/topic.ts'
import type { GuardedStream } from './guard.ts'

export interface Session {
  readonly device: DeviceIdentity
  readonly topics: OwnTopics
  readonly stream: GuardedStream
  /** Address and port, as one word. */
  readonly peer: string
  /** When its certificate ends, milliseconds since 1970. */
  readonly validUntil: number
  /** The broker's client; null until its CONNECT was accepted. */
  client: Client | null
  /** Why its CONNECT is refused. */
  fault: Violation | null
  /** It asked to be told what is stored. */
  hears: boolean
}

/** A device needs one; a second while the first is lost in the network, a third for a tool. */
const mostPerDevice = 4

export interface Sessions {
  readonly size: number
  /** False where there are too many, of all or of this device. */
  add(session: Session): boolean
  remove(session: Session): void
  of(deviceId: string): readonly Session[]
  all(): Iterable<Session>
}

export function createSessions(mostSessions: number): Sessions {
  const byDevice = new Map<string, Set<Session>>()
  let size = 0
  return {
    get size() {
      return size
    },
    add(session) {
      const own = byDevice.get(session.device.id) ?? new Set()
      if (size >= mostSessions || own.size >= mostPerDevice) return false
      byDevice.set(session.device.id, own.add(session))
      size++
      return true
    },
    remove(session) {
      const own = byDevice.get(session.device.id)
      if (own?.delete(session) !== true) return
      size--
      if (own.size === 0) byDevice.delete(session.device.id)
    },
    of: (deviceId) => [...(byDevice.get(deviceId) ?? [])],
    *all() {
      for (const own of byDevice.values()) yield* own
    },
  }
}
