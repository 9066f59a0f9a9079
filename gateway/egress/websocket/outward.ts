/** Looks into the messages of a client: decode, analyze, anonymize, each by the rule that is in force when it comes. */
import type { Buffer } from 'node:buffer'
import { sniffForm } from '../../core/content/format.ts'
import { isCompactToken } from '../../core/content/signed-others.ts'
import { fileKindOf } from '../../core/files/file-kind.ts'
import type { VerdictReason } from '../../core/journal.ts'
import type { ExchangeJudge } from '../../core/policy/judge.ts'
import type { WholeReading } from '../../core/policy/whole-body.ts'
import { judgementOf, nothingKept } from '../inspected.ts'
import { inTurns, longFrom, longTurn } from '../long-work.ts'
import type { MessageRule } from './message-rule.ts'
import type { Treated, Treatment } from './one-way.ts'
import { readMessage } from './read-message.ts'
import type { JudgedMessage } from './tally.ts'

export interface OutwardOptions {
  /** Asked for each message, so that a new policy counts from the next one on. */
  ruleNow(): MessageRule
  holdBytes: number
  judged(message: JudgedMessage): void
}

export class Outward implements Treatment {
  readonly #options: OutwardOptions

  constructor(options: OutwardOptions) {
    this.#options = options
  }

  message(data: Buffer, isBinary: boolean): Treated | Promise<Treated> {
    if (data.length >= longFrom) return longTurn().then(() => this.#read(data, isBinary))
    return this.#read(data, isBinary)
  }

  /** Each message is decided whole: nothing is held. */
  end(): Treated {
    return { send: [] }
  }

  #read(data: Buffer, isBinary: boolean): Treated | Promise<Treated> {
    const by = this.#options.ruleNow()
    const { rule } = by
    // Many send text as binary messages, and files: what can be read is read. The rest is nobody's to look into.
    if (isBinary && sniffForm(data).format === 'opaque' && fileKindOf(data) === 'other') {
      if (rule.onOpaque === 'refuse') return this.#refuse(data, { reason: 'upgrade-not-inspected', by })
      return this.#pass(data, { data, setAside: 'upgrade-not-inspected', notes: ['unread'] })
    }
    if (data.length > this.#options.holdBytes && rule.onLarge === 'refuse')
      return this.#refuse(data, { reason: 'too-large', by })
    const { holdBytes } = this.#options
    const reading = inTurns(readMessage(data, by, { isBinary, holdBytes }))
    return reading instanceof Promise
      ? reading.then((read) => this.#decided(data, read, by))
      : this.#decided(data, reading, by)
  }

  #decided(data: Buffer, reading: WholeReading, by: MessageRule): Treated | Promise<Treated> {
    return reading.ok ? this.#allow(data, reading, by) : this.#refuse(data, { ...reading, by })
  }

  #allow(data: Buffer, reading: WholeReading & { ok: true }, by: MessageRule): Treated | Promise<Treated> {
    const { rule, tokens } = by
    const { judge, setAside, notes } = reading
    const told = { judge, setAside, notes }
    if (!reading.changed) return this.#pass(data, { data, ...told })
    if (isCompactToken(data)) {
      if (rule.onSigned === 'refuse') return this.#refuse(data, { reason: 'signed-content', judge, by })
      return this.#pass(data, { data, judge, setAside: 'signed-content', notes: [...notes, 'signed'] })
    }
    const areKept = tokens === null || tokens.keep()
    if (areKept === true) return this.#pass(data, { data: reading.body, ...told })
    return Promise.resolve(areKept).then((kept) => {
      if (kept || tokens === null) return this.#pass(data, { data: reading.body, ...told })
      if (rule.onFailure === 'refuse') return this.#refuse(data, { reason: 'tokens-not-kept', judge, by })
      const masked = tokens.masked(reading.body)
      return this.#pass(data, { data: masked, ...told, notes: [...notes, 'tokens-not-kept'] })
    })
  }

  #pass(came: Buffer, { data, judge, setAside, notes }: Passed): Treated {
    const kept = setAside === 'signed-content' ? { ...nothingKept, body: true } : null
    this.#options.judged({
      bytes: came.length,
      forwardedBytes: data.length,
      judgement: judge === undefined ? null : judgementOf({ judge, kept }),
      setAside,
      notes,
    })
    return { send: [data] }
  }

  #refuse(came: Buffer, { reason, judge, by }: Refused): Treated {
    // It does not leave: it may not use up the hour of what comes after it.
    by.persons.withdraw()
    this.#options.judged({
      bytes: came.length,
      forwardedBytes: 0,
      judgement: judge?.judgement() ?? null,
      setAside: null,
      notes: [],
    })
    return { stop: reason }
  }
}

interface Passed {
  data: Buffer
  judge?: ExchangeJudge
  setAside: VerdictReason | null
  notes: readonly string[]
}

interface Refused {
  reason: VerdictReason
  judge?: ExchangeJudge
  by: MessageRule
}
