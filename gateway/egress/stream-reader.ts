/** Reads a body that is leaving: as what it says it is and, where the rule lets it, as plain text from where it is not. */
import type { BodyInspector } from '../core/content/body-inspector.ts'
import { createInspector } from '../core/content/create.ts'
import type { BodyForm } from '../core/content/format.ts'
import { isGatewayError } from '../core/errors.ts'
import type { ExchangeJudge } from '../core/policy/judge.ts'
import type { ExchangeRule } from '../core/policy/verdict.ts'
import { KiB } from '../core/units.ts'
import { RefusedMidstream } from './cut-short.ts'
import { refusalOf } from './inspected.ts'

/** Most bytes that are held for one thing that cannot be decided in parts. */
export const maxValueBytes = 64 * KiB

export interface StreamReading {
  form: BodyForm
  judge: ExchangeJudge
  rule: ExchangeRule
  /** True where a signature covers the body. */
  bound: boolean
  /** Where the journal's notes go. */
  notes: string[]
}

/** Both methods throw RefusedMidstream where what comes next must not leave. */
export class StreamReader {
  readonly #reading: StreamReading
  #format: BodyForm['format']
  /** null: what still comes is passed on unread. */
  #inspector: BodyInspector | null
  /** Offset in the body at which the present inspector began. */
  #origin = 0
  #changed = false

  constructor(reading: StreamReading) {
    this.#reading = reading
    this.#format = reading.form.format
    this.#inspector = this.#open()
  }

  /** True once any byte was changed. */
  get changed(): boolean {
    return this.#changed || this.#inspector?.changed === true
  }

  push(chunk: Uint8Array): readonly Uint8Array[] {
    const inspector = this.#inspector
    if (inspector === null) return [chunk]
    try {
      return inspector.push(chunk)
    } catch (error) {
      return this.#fallBack(inspector, error)
    }
  }

  end(): readonly Uint8Array[] {
    const inspector = this.#inspector
    if (inspector === null) return []
    try {
      return inspector.end()
    } catch (error) {
      return [...this.#fallBack(inspector, error), ...this.end()]
    }
  }

  /** To be asked after the pieces in front of the entity were handed on. */
  stopIfRefused(): void {
    const inspector = this.#inspector
    if (inspector === null) return
    const { judge, rule, bound, notes } = this.#reading
    if (inspector.opaqueParts > 0 && !notes.includes('opaque-parts')) notes.push('opaque-parts')
    if (!inspector.refused) return
    const opaque = inspector.opaqueParts > 0 && rule.onOpaque === 'refuse'
    const other = opaque ? 'opaque-content' : bound ? 'signed-content' : 'entity-refused'
    throw new RefusedMidstream(refusalOf(judge) ?? other)
  }

  #open(): BodyInspector {
    const { form, rule } = this.#reading
    return createInspector({
      ...form,
      format: this.#format,
      judge: shifted(this.#reading.judge, this.#origin),
      limits: { maxValueBytes },
      opaqueParts: rule.onOpaque,
    })
  }

  /** The body is not what it said, or holds something too long to be decided. */
  #fallBack(inspector: BodyInspector, error: unknown): readonly Uint8Array[] {
    if (!isGatewayError(error, 'CONTENT_MALFORMED', 'CONTENT_LIMIT')) throw error
    this.stopIfRefused()
    const { rule, notes } = this.#reading
    // What a part's own inspector still holds cannot be had back from a multipart body.
    if (rule.onFailure === 'refuse' || this.#format === 'multipart')
      throw new RefusedMidstream(isGatewayError(error, 'CONTENT_LIMIT') ? 'too-large' : 'undecodable')
    const { decided, rest, offset } = inspector.abandon()
    this.#changed ||= inspector.changed
    if (this.#format === 'text') {
      this.#inspector = null
      notes.push('unread')
      return [...decided, rest]
    }
    this.#format = 'text'
    this.#origin += offset
    this.#inspector = this.#open()
    notes.push('read-as-text')
    return [...decided, ...this.push(rest)]
  }
}

function shifted(judge: ExchangeJudge, by: number): ExchangeJudge {
  if (by === 0) return judge
  return {
    judgesFields: judge.judgesFields,
    judgement: () => judge.judgement(),
    field: (path) => judge.field(path),
    entity: (found) => judge.entity({ ...found, offset: found.offset + by }),
  }
}
