/** The words that the steps of inspection share: what one is given, what it hands on, and what came of all. */
import type { Readable } from 'node:stream'
import type { BodyForm } from '../core/content/format.ts'
import type { RequestHead } from '../core/http/head.ts'
import type { JournalFinding, VerdictReason } from '../core/journal.ts'
import { noFields } from '../core/pii/fields/field-dictionary.ts'
import { journalPath } from '../core/policy/journal-path.ts'
import type { ExchangeJudge } from '../core/policy/judge.ts'
import type { ExchangeRule, Judgement } from '../core/policy/verdict.ts'
import type { ClientRequest, ClientResponse } from './client-message.ts'
import type { IntakeGuard } from './intake.ts'
import type { EgressLimits } from './options.ts'
import type { WayTokens } from './way-tokens.ts'

/** One request on its way through inspection. */
export interface Subject {
  head: RequestHead
  /** How many tracking parameters were taken out of the head's target. */
  removedParameters: number
  rule: ExchangeRule
  request: ClientRequest
  response: ClientResponse
  limits: EgressLimits
  /** Made when the body is wanted. */
  guard(): IntakeGuard
  /** True in mode `observe`: nothing is changed or refused. */
  observed: boolean
  /** A judge for a fresh start. */
  newJudge(): ExchangeJudge
  /** What keeps the tokens that the judge's stand-ins are; null where there are none. */
  tokens: WayTokens | null
}

/** What is known of a request before its body is read. */
export interface Line {
  target: string
  fields: string[]
  judge: ExchangeJudge
  /** True where anything leaves other than it came, but for tracking parameters. Of a streamed body: final at its end. */
  changed: boolean
  /** Why something was left unread or unchanged although the rule lets it pass; null where all was looked into. */
  setAside: VerdictReason | null
  /** What a signature kept from being changed; null where it kept nothing. */
  kept: KeptBySignature | null
  notes: readonly string[]
}

/** The parts of a request that left as they came because a signature covers them. */
export interface KeptBySignature {
  target: boolean
  /** Names of fields, as the journal has them. */
  fields: readonly string[]
  body: boolean
}

export const nothingKept: KeptBySignature = { target: false, fields: [], body: false }

/** What is known of a body before it is read. */
export interface BodyTask {
  line: Line
  form: BodyForm
  /** True where a signature covers the body: it is judged, but leaves as it came or not at all. */
  bound: boolean
}

/** What may be forwarded. */
export interface Passable extends Line {
  ok: true
  body: Buffer | Readable | null
  forwarded: { bytes: number }
  /** As it came, in its codings, where the body leaves changed; absent where it does not, or was never there whole. */
  original?: Buffer
}

/** What may be forwarded, or the reason why nothing may. */
export type Inspected = Passable | { ok: false; reason: VerdictReason; judge: ExchangeJudge }

/** The judgement as it was carried out: what a signature kept is `keep`, and says what the rule would have done. */
export function judgementOf({ judge, kept }: Pick<Line, 'judge' | 'kept'>): Judgement {
  const judgement = judge.judgement()
  if (kept === null) return judgement
  const findings = judgement.findings.map((finding) => (isKept(finding, kept) ? asKept(finding) : finding))
  return { ...judgement, findings }
}

function isKept({ operator, place, path }: JournalFinding, kept: KeptBySignature): boolean {
  if (operator === 'keep' || operator === 'refuse') return false
  switch (place) {
    case 'body':
      return kept.body
    case 'path':
    case 'query':
      return kept.target
    case 'header':
      // A cookie's findings have its name behind the field's.
      return kept.fields.some((name) => path === name || path?.startsWith(`${name}.`))
  }
}

function asKept(finding: JournalFinding): JournalFinding {
  return { ...finding, operator: 'keep', reasons: [...finding.reasons, `signed:${finding.operator}`] }
}

/** A field's name as the journal has it in the paths of findings. */
export function keptName(name: string): string {
  return journalPath(name.toLowerCase(), noFields)
}
