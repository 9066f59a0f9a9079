/** Weighs a finding by the place it stands in: the name of its field speaks for it, or for an ordinary number. */
import type { LocatedFinding } from '../content/inspector.ts'
import type { EntityType, Finding } from '../pii/entity.ts'
import { type KeyMeaning, keyMeaning } from './telling-keys.ts'

/** How sure a finding is after all, and why. */
export type Weighed = Pick<Finding, 'score' | 'reasons'>

const toldScore = 0.95
const untoldScore = 0.3

/**
 * The field's meaning that speaks for a type, and the score from which on the text itself says enough (a word, a
 * grouping, a country code), whatever the field is called. Types that carry a check or a form of their own need no field.
 */
const speaksFor: Partial<Record<EntityType, { meaning: KeyMeaning; firmScore: number }>> = {
  CREDIT_CARD: { meaning: 'card', firmScore: 0.9 },
  US_SSN: { meaning: 'ssn', firmScore: 0.9 },
  PHONE: { meaning: 'phone', firmScore: 0.7 },
}

/** The finding's own score and reasons, or what the place makes of them, with `key:…` or `place:path` behind the reasons. */
export function weighByPlace({ finding, place, path }: LocatedFinding): Weighed {
  const wanted = speaksFor[finding.type]
  if (wanted === undefined || finding.score >= wanted.firmScore) return finding
  // A segment of a path is hardly ever typed by a person: it is the name of what is asked for.
  if (place === 'path') return lowered(finding, 'place:path')
  const meaning = path === null ? null : keyMeaning(path)
  if (meaning === null) return finding
  if (meaning !== wanted.meaning) return lowered(finding, `key:${meaning}`)
  return { score: toldScore, reasons: [...finding.reasons, `key:${meaning}`] }
}

function lowered(finding: Finding, reason: string): Weighed {
  return { score: Math.min(finding.score, untoldScore), reasons: [...finding.reasons, reason] }
}
