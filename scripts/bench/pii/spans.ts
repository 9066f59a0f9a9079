/** Shows a text or body to the analyzer the way the gateway does, and says which stretches it found. */

import { analysisInUse } from '../../../gateway/app/analysis-in-use.ts'
import { createInspector } from '../../../gateway/core/content/create.ts'
import { formatOf } from '../../../gateway/core/content/format.ts'
import type { Judge, LocatedFinding } from '../../../gateway/core/content/inspector.ts'
import { type Analyzer, createAnalyzer } from '../../../gateway/core/pii/analyzer.ts'

/** As the gateway uses it that was just installed, but with the numbers of all countries. */
export const shippedAnalyzer: Analyzer = createAnalyzer(await analysisInUse({ packs: null, ownFields: null }))

/** A stretch of a text, in UTF-16 units. */
export interface Span {
  type: string
  start: number
  end: number
}

/** From this score on the rules of the shipped policy act on a finding in a body. */
export const actingScore = 0.4

/** All that is found in a plain text, however unsure, unless `minScore` says otherwise. */
export function spansIn(text: string, minScore = 0): Span[] {
  const found: Span[] = []
  const bytes = Buffer.from(text)
  const units = unitsOf(text, bytes)
  inspect(bytes, 'text/plain', ({ finding, offset, length }) => {
    if (finding.score < minScore) return
    found.push({ type: finding.type, start: units(offset), end: units(offset + length) })
  })
  return found
}

/** What is changed in a body of this content type where every rule says `mask`. */
export function spansInBody(body: string, contentType: string): Span[] {
  const found: Span[] = []
  const bytes = Buffer.from(body)
  const units = unitsOf(body, bytes)
  inspect(bytes, contentType, (located) => {
    if (located.finding.score < actingScore) return
    const { finding, offset, length } = located
    found.push({ type: finding.type, start: units(offset), end: units(offset + length) })
  })
  return found
}

/** Passes one body through an inspector that keeps everything and shows what it found. */
export function inspect(
  bytes: Uint8Array,
  contentType: string,
  see: (located: LocatedFinding) => void,
  analyzer: Analyzer = shippedAnalyzer,
): void {
  const judge: Judge = {
    analyzer,
    standIns: undefined,
    entity(located) {
      see(located)
      return 'keep'
    },
    field: () => 'scan',
    judgesFields: false,
  }
  const { format, boundary } = formatOf(contentType)
  const limits = { maxValueBytes: 1_048_576 }
  const inspector = createInspector({
    format,
    boundary,
    layout: 'bytes',
    judge,
    limits,
    opaqueParts: 'refuse',
  })
  inspector.push(bytes)
  inspector.end()
}

/** Says at which UTF-16 unit of the text a byte of its UTF-8 stands. */
function unitsOf(text: string, bytes: Buffer): (byte: number) => number {
  if (bytes.length === text.length) return (byte) => byte
  return (byte) => bytes.toString('utf8', 0, byte).length
}

export function overlaps(
  one: { start: number; end: number },
  other: { start: number; end: number },
): boolean {
  return one.start < other.end && other.start < one.end
}
