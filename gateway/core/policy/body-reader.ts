/** Reads a body that is leaving: as what it says it is and, where the rule lets it, as plain text from where it is not. */
import { Buffer } from 'node:buffer'
import type { BodyInspector } from '../content/body-inspector.ts'
import { createInspector } from '../content/create.ts'
import type { BodyForm } from '../content/format.ts'
import { atOnce, type Steps } from '../content/steps.ts'
import { isGatewayError } from '../errors.ts'
import { contentKindOf, fileKindOf } from '../files/file-kind.ts'
import type { VerdictReason } from '../journal.ts'
import { KiB } from '../units.ts'
import { type ExchangeJudge, refusalOf } from './judge.ts'
import { OwedBytes } from './owed-bytes.ts'
import type { ExchangeRule } from './verdict.ts'

/** Most bytes that are held for one thing that cannot be decided in parts, of a body that is not held itself. */
export const maxValueBytes = 64 * KiB

/**
 * What is done with a file that is too long to be held: of an image that passes, metadata can go while it streams; a
 * document says only at its end what it holds.
 */
export function orderOfLongFile(beginning: Uint8Array, rule: ExchangeRule): 'read' | 'pass' | 'refuse' {
  if (rule.onOpaque === 'refuse') return 'refuse'
  const isImage = contentKindOf(fileKindOf(beginning)) === 'image'
  return isImage && rule.files.metadata === 'strip' ? 'read' : 'pass'
}

export interface BodyReading {
  form: BodyForm
  judge: ExchangeJudge
  rule: ExchangeRule
  /** True where a signature covers the body. */
  bound: boolean
  /** `maxValueBytes`, or more where the body is held anyway. */
  maxValueBytes: number
  /** Where the journal's notes go. */
  notes: string[]
  /** Makes what is thrown where the body must not leave. */
  stop(reason: VerdictReason): Error
}

/**
 * Only the beginning of a body tells its character set: what is read on as text begins with these, so that zeros there
 * are not taken for a wide one. They are never found, changed or handed out.
 */
const shield = Buffer.from('    ')

/** Both methods throw what `stop` makes where what comes next must not leave. */
export class BodyReader {
  readonly #reading: BodyReading
  #format: BodyForm['format']
  /** null: what still comes is passed on unread. */
  #inspector: BodyInspector | null
  /** Offset in the body at which the present inspector began. */
  #origin = 0
  /** So many bytes of the shield have still to come out. */
  #shielded = 0
  #changed = false
  /** Only of a multipart body, which cannot be abandoned in its midst. */
  #owed: OwedBytes | null

  constructor(reading: BodyReading) {
    this.#reading = reading
    this.#owed = reading.form.format === 'multipart' ? new OwedBytes() : null
    this.#format = reading.form.format
    this.#inspector = this.#open()
  }

  /** True once any byte was changed. */
  get changed(): boolean {
    return this.#changed || this.#inspector?.changed === true
  }

  /** True where nothing of the body was looked into: it is a file of a kind that cannot be. */
  get isUnread(): boolean {
    return this.#format === 'opaque' && (this.#inspector?.opaqueParts ?? 0) > 0
  }

  push(chunk: Uint8Array): readonly Uint8Array[] {
    return atOnce(this.pushInSteps(chunk))
  }

  end(): readonly Uint8Array[] {
    return atOnce(this.endInSteps())
  }

  *pushInSteps(chunk: Uint8Array): Steps<readonly Uint8Array[]> {
    const inspector = this.#inspector
    if (inspector === null) return [chunk]
    this.#owed?.take(chunk)
    try {
      const pieces = this.#unshielded(yield* inspector.pushInSteps(chunk))
      this.#owed?.pay(pieces)
      return pieces
    } catch (error) {
      return yield* this.#fallBack(inspector, error)
    }
  }

  *endInSteps(): Steps<readonly Uint8Array[]> {
    const inspector = this.#inspector
    if (inspector === null) return []
    try {
      return this.#unshielded(yield* inspector.endInSteps())
    } catch (error) {
      const pieces = yield* this.#fallBack(inspector, error)
      return [...pieces, ...(yield* this.endInSteps())]
    }
  }

  /** To be asked after the pieces in front of the entity were handed on. */
  stopIfRefused(): void {
    const inspector = this.#inspector
    if (inspector === null) return
    const { judge, rule, bound, notes } = this.#reading
    if (inspector.opaqueParts > 0 && !notes.includes('opaque-parts')) notes.push('opaque-parts')
    for (const note of judge.fileNotes ?? []) if (!notes.includes(note)) notes.push(note)
    if (!inspector.refused) return
    const isOpaque = inspector.opaqueParts > 0 || judge.fileNotes?.some(isOpaqueNote) === true
    const opaque = isOpaque && rule.onOpaque === 'refuse'
    const other = opaque ? 'opaque-content' : bound ? 'signed-content' : 'entity-refused'
    throw this.#reading.stop(refusalOf(judge) ?? other)
  }

  #open(): BodyInspector {
    const { form, rule, maxValueBytes } = this.#reading
    return createInspector({
      ...form,
      format: this.#format,
      judge: shifted(this.#reading.judge, this.#origin - this.#shielded),
      limits: { maxValueBytes },
      opaqueParts: rule.onOpaque,
    })
  }

  /** The body is not what it said, or holds something too long to be decided. */
  *#fallBack(inspector: BodyInspector, error: unknown): Steps<readonly Uint8Array[]> {
    if (!isGatewayError(error, 'CONTENT_MALFORMED', 'CONTENT_LIMIT')) throw error
    this.stopIfRefused()
    const { rule, notes, stop } = this.#reading
    const left = rule.onFailure === 'refuse' ? null : this.#leftOf(inspector)
    if (left === null) throw stop(reasonOf(error))
    const { decided, rest, offset } = left
    this.#changed ||= inspector.changed
    // In a file that is broken nothing can be read as text.
    if (this.#format === 'text' || this.#format === 'opaque') {
      this.#inspector = null
      notes.push('unread')
      return this.#unshielded([...decided, rest])
    }
    this.#format = 'text'
    this.#origin += offset
    this.#shielded = offset === 0 ? 0 : shield.length
    this.#inspector = this.#open()
    notes.push('read-as-text')
    const behind = this.#shielded === 0 ? rest : Buffer.concat([shield, rest])
    return [...decided, ...(yield* this.pushInSteps(behind))]
  }

  /** What is decided and what has to be read again; null where it cannot be had back. */
  #leftOf(inspector: BodyInspector): ReturnType<BodyInspector['abandon']> | null {
    const owed = this.#owed
    if (owed === null) return inspector.abandon()
    // A part's own inspector holds bytes of it, and what it changed cannot be told from what it has not.
    if (inspector.changed) return null
    this.#owed = null
    return { decided: [], rest: owed.rest(), offset: owed.offset }
  }

  #unshielded(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
    if (this.#shielded === 0) return pieces
    const left: Uint8Array[] = []
    for (const piece of pieces) {
      const skipped = Math.min(piece.length, this.#shielded)
      this.#shielded -= skipped
      if (skipped < piece.length) left.push(piece.subarray(skipped))
    }
    return left
  }
}

/** Why a body cannot be looked into, in the journal's words. */
export function reasonOf(error: unknown): VerdictReason {
  if (!isGatewayError(error, 'CONTENT_LIMIT')) return 'undecodable'
  return error.details.limit === 'maxHeldBytes' ? 'busy' : 'too-large'
}

function isOpaqueNote(note: string): boolean {
  return note.startsWith('opaque:') || note === 'base64-large'
}

function shifted(judge: ExchangeJudge, by: number): ExchangeJudge {
  if (by === 0) return judge
  return {
    analyzer: judge.analyzer,
    standIns: judge.standIns,
    judgesFields: judge.judgesFields,
    files: judge.files,
    get fileNotes() {
      return judge.fileNotes ?? []
    },
    judgement: () => judge.judgement(),
    field: (path) => judge.field(path),
    entity: (found) => judge.entity({ ...found, offset: found.offset + by }),
  }
}
