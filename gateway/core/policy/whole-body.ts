/** Decides what may leave of a body that is at hand whole, and in what form. */
import { Buffer } from 'node:buffer'
import { type BodyForm, sniffForm, trueForm } from '../content/format.ts'
import { atOnce, type Steps } from '../content/steps.ts'
import { type InspectedWhole, inspectWholeInSteps } from '../content/whole.ts'
import { isGatewayError } from '../errors.ts'
import { fileKindOf } from '../files/file-kind.ts'
import type { VerdictReason } from '../journal.ts'
import { KiB } from '../units.ts'
import { BodyReader, type BodyReading, reasonOf } from './body-reader.ts'
import { type ExchangeJudge, refusalOf } from './judge.ts'
import type { ExchangeRule } from './verdict.ts'

export interface WholeBody {
  rule: ExchangeRule
  /** As `readingOf` its content type says. */
  form: BodyForm
  body: Buffer
  /** Has judged what stands before the body. */
  judge: ExchangeJudge
  /** Another one that has: used where the body has to be read a second time. */
  newJudge(): ExchangeJudge
}

/** What a body came to. */
export type WholeReading =
  | {
      ok: true
      body: Buffer
      changed: boolean
      /** The one whose judgement counts. */
      judge: ExchangeJudge
      /** The journal's. */
      notes: readonly string[]
      /** Why it could not be read although the rule lets it pass. */
      setAside: VerdictReason | null
    }
  | { ok: false; reason: VerdictReason; judge: ExchangeJudge }

const noNotes: readonly string[] = []

/** What cannot be read as what it says it is follows the rule's `onFailure`; nothing that was found before is forgotten. */
export function readWhole(asked: WholeBody): WholeReading {
  return atOnce(readWholeInSteps(asked))
}

/** The same in steps, where a long file is looked into. */
export function* readWholeInSteps(asked: WholeBody): Steps<WholeReading> {
  const { rule, body, judge } = asked
  const form = formOfWhole(asked)
  if (form.format === 'opaque' && !mayOpen(asked))
    return rule.onOpaque === 'refuse'
      ? { ok: false, reason: 'opaque-content', judge }
      : unread(body, judge, 'opaque-content')
  if (!form.decodable)
    return rule.onFailure === 'refuse'
      ? { ok: false, reason: 'undecodable', judge }
      : unread(body, judge, 'undecodable')
  const result = yield* tryInspect(asked, form)
  if (typeof result === 'string') return yield* readMalformed(asked, form, result)
  judge.notice?.('through')
  const refused = refusalOf(judge)
  if (refused !== null) return { ok: false, reason: refused, judge }
  if ((result.opaqueParts > 0 || result.refused) && rule.onOpaque === 'refuse')
    return { ok: false, reason: 'opaque-content', judge }
  const { changed, isUnread = false } = result
  const setAside = isUnread ? 'opaque-content' : null
  return { ok: true, body: result.body, changed, judge, notes: notesOn(result, judge), setAside }
}

function formOfWhole({ form, body, judge }: WholeBody): BodyForm {
  if (form.format === 'unknown') return sniffForm(body)
  return judge.files === undefined ? form : trueForm(form, body)
}

/** What the rule refuses anyway needs no opening; a document may be readable to its last part. */
function mayOpen({ judge, rule, body }: WholeBody): boolean {
  if (judge.files === undefined) return false
  return rule.onOpaque === 'pass' || fileKindOf(body) === 'package'
}

function notesOn({ opaqueParts, isUnread }: InspectedWhole, judge: ExchangeJudge): readonly string[] {
  const { fileNotes = noNotes } = judge
  if (opaqueParts === 0 && fileNotes.length === 0) return noNotes
  return [...(opaqueParts === 0 ? [] : [isUnread === true ? 'unread' : 'opaque-parts']), ...fileNotes]
}

/** Reads a whole body as one that streams is read. */
export function readThrough(body: Buffer, reading: ThroughReading): WholeReading {
  return atOnce(readThroughInSteps(body, reading))
}

type ThroughReading = Pick<BodyReading, 'form' | 'judge' | 'rule' | 'maxValueBytes'>

export function* readThroughInSteps(body: Buffer, reading: ThroughReading): Steps<WholeReading> {
  const { judge } = reading
  const notes: string[] = []
  const reader = new BodyReader({ ...reading, bound: false, notes, stop: (reason) => new Stopped(reason) })
  try {
    const pieces = [...(yield* reader.pushInSteps(body))]
    reader.stopIfRefused()
    pieces.push(...(yield* reader.endInSteps()))
    reader.stopIfRefused()
    const { changed, isUnread } = reader
    const setAside = isUnread ? 'opaque-content' : null
    return { ok: true, body: changed ? Buffer.concat(pieces) : body, changed, judge, notes, setAside }
  } catch (error) {
    if (error instanceof Stopped) return { ok: false, reason: error.reason, judge }
    throw error
  }
}

class Stopped extends Error {
  readonly reason: VerdictReason

  constructor(reason: VerdictReason) {
    super('must not leave')
    this.reason = reason
  }
}

function unread(body: Buffer, judge: ExchangeJudge, setAside: VerdictReason): WholeReading {
  return { ok: true, body, changed: false, judge, notes: ['unread'], setAside }
}

/** Why it could not, where it could not be inspected. */
function* tryInspect(
  { rule, body, judge }: Pick<WholeBody, 'rule' | 'body' | 'judge'>,
  form: BodyForm,
): Steps<InspectedWhole | Unreadable> {
  try {
    return yield* inspectWholeInSteps({ ...form, judge, opaqueParts: rule.onOpaque }, body)
  } catch (error) {
    if (isGatewayError(error, 'CONTENT_MALFORMED', 'CONTENT_LIMIT'))
      return reasonOf(error) === 'busy' ? 'busy' : 'undecodable'
    throw error
  }
}

/** `busy`: there was no room to look into it. */
type Unreadable = 'undecodable' | 'busy'

/** It is not what it says it is. What was decided before that showed stays decided. */
function* readMalformed(asked: WholeBody, form: BodyForm, why: Unreadable): Steps<WholeReading> {
  const { rule, body, judge } = asked
  // What its own format let us find, plain text may not show a second time.
  const refused = refusalOf(judge)
  if (refused !== null) return { ok: false, reason: refused, judge }
  if (rule.onFailure === 'refuse') return { ok: false, reason: why, judge }
  const again = askedOnce(asked.newJudge())
  if (form.format === 'opaque') return unread(body, again, why)
  if (form.format === 'multipart') return yield* readBrokenParts(asked, form, again)
  const reading = yield* readThroughInSteps(body, {
    form,
    judge: again,
    rule,
    maxValueBytes: body.length + KiB,
  })
  return reading.ok && reading.notes.includes('unread') && !reading.changed
    ? unread(body, again, why)
    : reading
}

/** What its parts hold decided cannot be had back: where that was a change, nothing can leave in its stead. */
function* readBrokenParts(asked: WholeBody, form: BodyForm, again: ExchangeJudge): Steps<WholeReading> {
  const { rule, body, judge } = asked
  if (judge.judgement().action === 'transform' && !judge.judgement().observed)
    return { ok: false, reason: 'undecodable', judge }
  const result = yield* tryInspect({ rule, body, judge: again }, { ...form, format: 'text' })
  if (typeof result === 'string') return unread(body, again, 'undecodable')
  const refused = refusalOf(again)
  if (refused !== null) return { ok: false, reason: refused, judge: again }
  const { changed } = result
  return { ok: true, body: result.body, changed, judge: again, notes: ['read-as-text'], setAside: null }
}

/** What was kept as one thing and is found again as text is one finding, and keeps its answer. */
function askedOnce(judge: ExchangeJudge): ExchangeJudge {
  const answers = new Map<string, ReturnType<ExchangeJudge['entity']>>()
  return {
    analyzer: judge.analyzer,
    standIns: judge.standIns,
    judgesFields: judge.judgesFields,
    files: judge.files,
    get fileNotes() {
      return judge.fileNotes ?? noNotes
    },
    judgement: () => judge.judgement(),
    notice: (trait) => judge.notice?.(trait),
    field: (path) => judge.field(path),
    entity(found) {
      const key = `${found.finding.type} ${found.place} ${found.offset} ${found.length}`
      const answer = answers.get(key) ?? judge.entity(found)
      answers.set(key, answer)
      return answer
    },
  }
}
