/** Reads from the record of an exchange whether payment card numbers left in it, left changed, or were stopped. */
import { type ExchangeRecord, type JournalFinding, maxJournalFindings } from '../journal.ts'

/** Card numbers of one exchange by what became of them. */
export interface CardSending {
  /** Left as they were. */
  left: number
  /** Left masked, redacted or replaced. */
  changed: number
  /** Did not leave. */
  stopped: number
}

/**
 * What is less likely a card number is none here: order numbers pass Luhn's check one time in ten, and an alarm about
 * those teaches people to ignore alarms. The shipped policy's own bound.
 */
const leastScore = 0.6

/** Null where no card number was found, or only what is unlikely to be one, or the office's own. */
export function cardSending(record: ExchangeRecord): CardSending | null {
  const total = record.findingCounts.CREDIT_CARD ?? 0
  if (total === 0) return null
  const sending: CardSending = { left: 0, changed: 0, stopped: 0 }
  const seen = new Set<string>()
  let listed = 0
  for (const finding of record.findings) {
    if (finding.type !== 'CREDIT_CARD') continue
    listed++
    if (finding.score < leastScore || finding.reasons.includes('own-identity')) continue
    const fate = fateOf(record, finding)
    // The same number twice in a request is one number; without an index nobody can know, and each counts.
    if (finding.blindIndex !== null && seen.has(`${fate} ${finding.blindIndex}`)) continue
    if (finding.blindIndex !== null) seen.add(`${fate} ${finding.blindIndex}`)
    sending[fate]++
  }
  // Beyond the list only the count is known; what is not known is taken for the worst.
  if (record.findings.length >= maxJournalFindings) sending[worstFate(record, sending)] += total - listed
  return sending.left + sending.changed + sending.stopped === 0 ? null : sending
}

/** How bad it is: 3 left as it was, 2 left changed, 1 was stopped. */
export function gravityOf({ left, changed }: CardSending): 1 | 2 | 3 {
  if (left > 0) return 3
  return changed > 0 ? 2 : 1
}

type Fate = keyof CardSending

function fateOf(record: ExchangeRecord, finding: JournalFinding): Fate {
  const general = generalFate(record)
  if (general !== null) return general
  switch (finding.operator) {
    case 'keep':
      return 'left'
    case 'mask':
    case 'redact':
    case 'replace':
    case 'hash':
    case 'tokenize':
    case 'fpe':
      return 'changed'
    case 'refuse':
      return 'stopped'
  }
}

/** What became of everything in the exchange; null where each finding has its own fate. */
function generalFate({ action, observed, forwardedBytes }: ExchangeRecord): Fate | null {
  switch (action) {
    case 'refuse':
      return 'stopped'
    // In mode `observe` the operator says what would have been done: it left as it came.
    case 'pass':
    case 'tunnel':
      return 'left'
    case 'transform':
      return observed ? 'left' : null
    case 'refused-midstream':
      return null
    case 'fail':
      return forwardedBytes === 0 ? 'stopped' : null
  }
}

function worstFate(record: ExchangeRecord, listed: CardSending): Fate {
  const general = generalFate(record)
  if (general !== null) return general
  if (listed.left > 0 || listed.changed + listed.stopped === 0) return 'left'
  return listed.changed > 0 ? 'changed' : 'stopped'
}
