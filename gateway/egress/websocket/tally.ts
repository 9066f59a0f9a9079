/** Counts what passed in a WebSocket, for its record in the journal. */
import { type JournalFinding, maxJournalFindings, type VerdictReason } from '../../core/journal.ts'
import type { EntityType } from '../../core/pii/entity.ts'
import type { Judgement } from '../../core/policy/verdict.ts'
import type { Ending } from '../record.ts'

/** One message on its way out, as it was judged. */
export interface JudgedMessage {
  bytes: number
  forwardedBytes: number
  judgement: Judgement | null
  /** Why it was not read, or left as it was, although the rule lets it pass. */
  setAside: VerdictReason | null
  notes: readonly string[]
}

/** The parts of a record that a tally knows. */
type Tallied = Pick<
  Ending,
  'action' | 'reason' | 'observed' | 'notes' | 'judgement' | 'forwardedBytes' | 'responseBytes'
> & { requestBytes: number }

export class Tally {
  #sent = 0
  #received = 0
  #requestBytes = 0
  #forwardedBytes = 0
  #responseBytes = 0
  #findings: JournalFinding[] = []
  #counts: Partial<Record<EntityType, number>> = {}
  #notes = new Set<string>()
  #isChanged = false
  #isObserved = false
  #setAside: VerdictReason | null = null

  /** Whether there is anything to be told. */
  get isEmpty(): boolean {
    return this.#sent + this.#received === 0
  }

  /** What the handshake held. */
  opened(judgement: Judgement, told: Pick<JudgedMessage, 'setAside' | 'notes'>): void {
    this.#judged(judgement, told)
  }

  /** A message of the client. */
  sent({ bytes, forwardedBytes, judgement, ...told }: JudgedMessage): void {
    this.#sent += 1
    this.#requestBytes += bytes
    this.#forwardedBytes += forwardedBytes
    this.#judged(judgement, told)
  }

  /** A message of the destination. */
  received(bytes: number): void {
    this.#received += 1
    this.#responseBytes += bytes
  }

  /** What it came to, and a fresh start. */
  take(): Tallied {
    const findingCounts = this.#counts
    const isFound = Object.keys(findingCounts).length > 0
    const tallied: Tallied = {
      ...this.#verdict(isFound),
      observed: this.#isObserved,
      notes: ['websocket', `sent:${this.#sent}`, `received:${this.#received}`, ...this.#notes],
      judgement: {
        action: this.#isChanged ? 'transform' : 'pass',
        reason: this.#isChanged ? 'rule' : isFound ? 'all-kept' : 'nothing-found',
        observed: this.#isObserved,
        findings: this.#findings,
        findingCounts,
      },
      requestBytes: this.#requestBytes,
      forwardedBytes: this.#forwardedBytes,
      responseBytes: this.#responseBytes,
    }
    this.#sent = this.#received = 0
    this.#requestBytes = this.#forwardedBytes = this.#responseBytes = 0
    this.#findings = []
    this.#counts = {}
    this.#notes = new Set()
    this.#isChanged = this.#isObserved = false
    this.#setAside = null
    return tallied
  }

  #verdict(isFound: boolean): Pick<Ending, 'action' | 'reason'> {
    if (this.#setAside !== null)
      return { action: this.#isChanged ? 'transform' : 'pass', reason: this.#setAside }
    if (this.#isChanged) return { action: 'transform', reason: 'rule' }
    if (this.#isObserved) return { action: 'pass', reason: 'observe-only' }
    return { action: 'pass', reason: isFound ? 'all-kept' : 'nothing-found' }
  }

  #judged(judgement: Judgement | null, { setAside, notes }: Pick<JudgedMessage, 'setAside' | 'notes'>): void {
    for (const note of notes) this.#notes.add(note)
    this.#setAside ??= setAside
    if (judgement === null) return
    this.#isObserved ||= judgement.observed
    this.#isChanged ||= judgement.action === 'transform' && !judgement.observed
    for (const finding of judgement.findings) {
      if (this.#findings.length >= maxJournalFindings) break
      this.#findings.push(finding)
    }
    for (const [type, count] of Object.entries(judgement.findingCounts) as [EntityType, number][])
      this.#counts[type] = (this.#counts[type] ?? 0) + count
  }
}
