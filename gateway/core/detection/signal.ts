/** What a detector says when something is not as it used to be or should be, and what a detector is. */
import type { GatewayEventName, GatewayEvents } from '../events.ts'
import type { Severity } from '../ports.ts'

/** `device`: an enrolled device by name; `client`: a machine by its address. */
export const subjectKinds = ['device', 'client'] as const
export interface SignalSubject {
  kind: (typeof subjectKinds)[number]
  name: string
}

/** `alarm`: look at this. `all-clear`: what this detector said of this subject is over. */
export const signalKinds = ['alarm', 'all-clear'] as const
export type SignalKind = (typeof signalKinds)[number]

/** One detector's output. `sentence` says why, with its numbers, for an owner; it never holds a value of traffic. */
export interface Signal {
  /** Sortable by time: 12 hex digits of milliseconds, `-`, 12 random hex digits. */
  id: string
  /** By the box's clock, milliseconds since 1970. */
  at: number
  detector: string
  kind: SignalKind
  subject: SignalSubject
  severity: Severity
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

/** What a detector does with the events it wants to hear of. `now` is watch time: see `WatchTime`. */
export type Hearing = {
  readonly [Name in GatewayEventName]?: (event: GatewayEvents[Name], now: number) => readonly Finding[]
}

/**
 * Looks at events as they come and at the time as it passes. Pure but for its own memory, which it can hand out and take
 * back, so that a restart forgets nothing. Says the same thing once, not once a second: suppressing repeats is its duty.
 * `now` is watch time (`watch-time.ts`): milliseconds that stand still while the gateway does not watch, and never jump.
 */
export interface Detector {
  /** Stable; also the key of its memory. */
  readonly id: string
  readonly hears: Hearing
  /** Called every few seconds. */
  tick(now: number): readonly Finding[]
  /** How many devices or clients it keeps in mind, and how many it had no room for: bounded memory is said, not hidden. */
  load(): { subjects: number; refused: number }
  /** A JSON value that `remember` takes back; its form is the detector's own. */
  memory(): unknown
  /** Takes back what `memory` gave, at watch time `now`. False where it cannot be understood: then it begins anew. */
  remember(memory: unknown, now: number): boolean
}
