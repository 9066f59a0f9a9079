/** Reads bytes as a body under a label, or under none, however it is cut, and gives the bytes that leave. */
import { expect } from 'vitest'
import { createInspector } from '../../../gateway/core/content/create.ts'
import { type BodyForm, readingOf, sniffForm } from '../../../gateway/core/content/format.ts'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import type { Operator } from '../../../gateway/core/pii/entity.ts'
import { askingJudge } from './support.ts'

export interface Read {
  form: BodyForm
  out: Buffer
  /** The values found, in UTF-8. */
  found: string[]
  /** Where they stand. */
  offsets: number[]
  paths: (string | null)[]
  refused: boolean
  opaqueParts: number
}

const cuts = [1, 3, 700, Number.POSITIVE_INFINITY]

/** As the gateway does it: the label, then the beginning, then the content; opaque bodies leave as they came. */
export function readEveryhow(body: Buffer, contentType: string, operator: Operator = 'mask'): Read {
  const label = readingOf(contentType, 'pass')
  const form = label.format === 'unknown' ? sniffForm(body) : label
  if (form.format === 'opaque')
    return { form, out: body, found: [], offsets: [], paths: [], refused: false, opaqueParts: 0 }
  const whole = readInOne(body, form, operator)
  for (const size of cuts) expect(readInPieces(body, form, { operator, size })).toEqual(whole)
  return whole
}

function readInOne(body: Buffer, form: BodyForm, operator: Operator): Read {
  const { judge, questions } = askingJudge({ operator })
  const { body: out, ...told } = inspectWhole({ ...form, judge, opaqueParts: 'pass' }, body)
  if (!told.changed && !told.refused) expect(out).toBe(body)
  return toldOf(form, questions, { out, ...told })
}

function readInPieces(body: Buffer, form: BodyForm, how: { operator: Operator; size: number }): Read {
  const { judge, questions } = askingJudge(how)
  const inspector = createInspector({
    ...form,
    judge,
    limits: { maxValueBytes: 1 << 20 },
    opaqueParts: 'pass',
  })
  const pieces: Uint8Array[] = []
  for (let at = 0; at < body.length; at += how.size)
    pieces.push(...inspector.push(Uint8Array.prototype.slice.call(body, at, at + how.size)))
  pieces.push(...inspector.end())
  const { refused, opaqueParts } = inspector
  return toldOf(form, questions, { out: Buffer.concat(pieces), refused, opaqueParts })
}

function toldOf(
  form: BodyForm,
  questions: ReturnType<typeof askingJudge>['questions'],
  { out, refused, opaqueParts }: Pick<Read, 'out' | 'refused' | 'opaqueParts'>,
): Read {
  return {
    form,
    out,
    found: questions.map(({ value }) => value),
    offsets: questions.map(({ offset }) => offset),
    paths: questions.map(({ path }) => path),
    refused,
    opaqueParts,
  }
}
