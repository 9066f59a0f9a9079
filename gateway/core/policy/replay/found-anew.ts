/** Puts a recorded finding before the judge again: what the record says of it, and what it leaves open. */
import type { LocatedFinding } from '../../content/inspector.ts'
import type { ExchangeRecord, JournalFinding } from '../../journal.ts'
import type { EntityType } from '../../pii/entity.ts'
import type { CompiledPolicy } from '../compile.ts'
import type { Looked } from '../looked.ts'
import type { ExchangeRule } from '../verdict.ts'
import type { Unknown } from './unknown.ts'

export interface Asked {
  record: ExchangeRecord
  /** null where nobody knows how far it was looked into. */
  looked: Looked | null
  policy: CompiledPolicy
  rule: ExchangeRule
  group: string
}

/** Whatever is not known of a finding is taken once as what comes to least, and once as what comes to most. */
export type World = 'least' | 'most'

export interface Question {
  asked: Asked
  world: World
  whys: Set<Unknown>
}

export function located(question: Question, finding: JournalFinding, value: Uint8Array): LocatedFinding {
  const { type, place, path, offset, length, score, reasons } = finding
  return {
    finding: { type, start: 0, end: length, score, reasons },
    place,
    path,
    offset,
    length,
    value,
    ...(isFixed(question, finding) ? { fixed: true as const } : {}),
    ...(isSigned(question, finding) ? { signed: true as const } : {}),
  }
}

function isFixed({ asked, world, whys }: Question, finding: JournalFinding): boolean {
  if (isNoted(finding, 'fixed-field:')) return true
  if (wasChanged(finding) || asked.looked?.has('fixed') !== true) return false
  whys.add('fixed-field')
  return world === 'least'
}

/** In a file that is signed. */
function isSigned({ asked, world, whys }: Question, finding: JournalFinding): boolean {
  const { looked, rule } = asked
  if (looked?.has('signedFile') !== true || wasChanged(finding)) return false
  if (isNoted(finding, 'signed:') && !looked.has('bound')) return true
  whys.add('files')
  return (rule.onSigned === 'pass') === (world === 'least')
}

const ownTypes: readonly EntityType[] = ['EMAIL', 'IBAN', 'PHONE', 'IP_ADDRESS']

export function isOwn(finding: JournalFinding | null, { world, whys }: Omit<Question, 'asked'>): boolean {
  if (finding === null || !ownTypes.includes(finding.type)) return false
  if (isNoted(finding, 'own-identity')) return true
  const wasAsked = !['allowed:', 'denied:', 'kept-field'].some((note) => isNoted(finding, note))
  if (wasAsked) return false
  whys.add('own-identity')
  return world === 'least'
}

function isNoted({ reasons }: JournalFinding, beginning: string): boolean {
  return reasons.some((reason) => reason.startsWith(beginning))
}

function wasChanged({ operator }: JournalFinding): boolean {
  return operator !== 'keep' && operator !== 'refuse'
}
