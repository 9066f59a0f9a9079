/** What a detector says when something is not as it used to be or should be, and what a detector is. */
import type { GatewayEventName, GatewayEvents } from '../events.ts'

/** `device`: an enrolled device by name; `client`: a machine by its address. */
export interface SignalSubject {
  kind: 'device' | 'client'
  name: string
}

/** One detector's output. `sentence` says why, with its numbers, for an owner; it never holds a value of traffic. */
export interface Signal {
  /** Sortable by time: 12 hex digits of milliseconds, `-`, 12 random hex digits. */
  id: string
  at: number
  detector: string
  subject: SignalSubject
  severity: 'act-now' | 'act-by' | 'note'
  sentence: string
  /** The numbers of the sentence, so that it can be checked: name → value with its unit in the name. */
  evidence: Readonly<Record<string, number | string>>
  /** MITRE ATT&CK technique, such as `T1041`; null where none fits. */
  technique: string | null
  /** Journal records or readings that show it, at most 20. */
  records: readonly string[]
}

/** What a detector found, before it is given id and time. */
export type Finding = Omit<Signal, 'id' | 'at' | 'detector'>

/**
 * Looks at events as they come and at the time as it passes. Pure but for its own memory, which it can hand out and take
 * back, so that a restart forgets nothing. Says the same thing once, not once a second: suppressing repeats is its duty.
 */
export interface Detector<Memory = unknown> {
  /** Stable; also the key of its memory. */
  readonly id: string
  readonly listensTo: readonly GatewayEventName[]
  observe<Name extends GatewayEventName>(
    name: Name,
    event: GatewayEvents[Name],
    now: number,
  ): readonly Finding[]
  /** Called every few seconds. `now` is monotonic time mapped onto milliseconds since 1970: it never jumps. */
  tick(now: number): readonly Finding[]
  memory(): Memory
  remember(memory: unknown): void
}
