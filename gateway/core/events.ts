/** The gateway's own events: rooms that may not import each other hear of each other here. */

import type { Signal, SignalSubject } from './detection/signal.ts'
import type { DeviceIdentity } from './device/device.ts'
import type { IncidentOutcome, IncidentState } from './incident/incident.ts'
import type { ExchangeRecord } from './journal.ts'
import type { Severity } from './ports.ts'
import type { Reading } from './telemetry/reading.ts'

/** Every event: stable name → what it carries. Never a value of traffic, a key or a body. Times are milliseconds since 1970. */
export interface GatewayEvents {
  'exchange.recorded': ExchangeRecord
  'device.added': DeviceIdentity
  /** Sessions of this device must end within a second. */
  'device.revoked': DeviceIdentity
  'device.online': { device: DeviceIdentity; at: number }
  'device.offline': { device: DeviceIdentity; at: number; reason: 'disconnected' | 'lost' | 'silent' }
  /** It tried what it may not, or sent what cannot be read; `violation` is one of a closed list. */
  'device.violation': { device: DeviceIdentity; at: number; violation: string }
  /** A validated reading arrived; it is stored with its minute. */
  'reading.received': { device: DeviceIdentity; reading: Reading; at: number }
  'object.sealed': { id: string; source: string; class: string; bytes: number; at: number }
  'signal.raised': Signal
  /** Opened, changed state, or has a new signal; `outcome` stands once it is closed. */
  'incident.changed': {
    id: string
    state: IncidentState
    at: number
    detector: string
    subject: SignalSubject
    /** The worst of its signals. */
    severity: Severity
    openedAt: number
    /** Its newest signal's; long before `at` where that could not be written down at once. */
    signalAt: number
    outcome: IncidentOutcome | null
  }
  'sweep.finished': { id: string; at: number; destroyed: number; outcome: 'complete' | 'pending' | 'failed' }
}

export type GatewayEventName = keyof GatewayEvents

/** Hands each event to everybody who asked for it, at once and in the order of asking. */
export interface EventBus {
  publish<Name extends GatewayEventName>(name: Name, event: GatewayEvents[Name]): void
  /** Returns what ends the subscription. A listener that throws is reported and keeps nobody else from hearing. */
  subscribe<Name extends GatewayEventName>(
    name: Name,
    listener: (event: GatewayEvents[Name]) => void,
  ): () => void
}

export interface EventBusOptions {
  /** A listener threw: a defect of that listener. */
  fault(name: GatewayEventName, error: unknown): void
}

/** A listener that comes or goes while an event is handed out counts from the next event on. */
export function createEventBus({ fault }: EventBusOptions): EventBus {
  const listeners = new Map<GatewayEventName, readonly ((event: never) => void)[]>()
  return {
    publish(name, event) {
      for (const listener of listeners.get(name) ?? []) {
        try {
          listener(event as never)
        } catch (error) {
          fault(name, error)
        }
      }
    },
    subscribe(name, listener) {
      // One subscription is one entry, also where the same function asks twice.
      const own = (event: never) => listener(event)
      listeners.set(name, [...(listeners.get(name) ?? []), own])
      return () => {
        listeners.set(
          name,
          (listeners.get(name) ?? []).filter((each) => each !== own),
        )
      }
    },
  }
}
