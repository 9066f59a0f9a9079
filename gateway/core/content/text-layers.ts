/** Weighs what is found in a text against what is found in it with a second layer of escapes undone. */
import type { Analyzer } from '../pii/analyzer.ts'
import type { Finding, TextWindow } from '../pii/entity.ts'
import type { FoundValues } from '../pii/fields/found-values.ts'
import { type InnerFinding, InnerText } from './inner-text.ts'

/** An entity that counts, told by where it stands in the outer text. */
export interface LayeredFinding {
  finding: Finding
  /** With its escapes undone; null where it has none in the outer text. */
  value: Uint8Array | null
}

/** What a scan of the outer text came to; positions count from the text's beginning. */
export interface OuterScan {
  /** What scanned, and is to scan the inner text. */
  analyzer: Analyzer
  /** Position of `bytes[0]` of the window that was scanned. */
  origin: number
  /** Position up to which the scan decided. */
  decided: number
  /** In indexes of the window. */
  found: readonly Finding[]
  /** What is looked for in the inner text besides; null: nothing. */
  known: FoundValues | null
}

/**
 * Both texts are looked through, since an escape may be none: in `100%41 Park Lane` nothing is encoded. What one of them
 * alone shows is never lost. Every inner finding counts; so does every outer one, but for those of which an inner one is
 * the better reading: it covers them, or says the same more exactly, as `joe@example.com` does in `%20joe@example.com`.
 * Of such, what the inner ones leave over is looked through once more. Findings of different types may then overlap.
 */
export class TextLayers {
  readonly #inner = new InnerText()
  readonly #outerFound: Finding[] = []
  readonly #innerFound: InnerFinding[] = []
  /** Position from which on the outer text is still needed. */
  floor = 0

  get size(): number {
    return this.#inner.size
  }

  /** The text's first escapes of a second layer stand behind `decided`; from `start` on it is at hand. */
  begin(start: number, decided: number): void {
    this.#inner.begin(start, decided)
    this.#outerFound.length = 0
    this.#innerFound.length = 0
    this.floor = start
  }

  /** Goes on behind a scan of the outer text; returns what counts of both layers by now, in order of beginnings. */
  read(outer: TextWindow, { analyzer, origin, decided, found, known }: OuterScan): LayeredFinding[] {
    for (const one of found)
      this.#outerFound.push({ ...one, start: origin + one.start, end: origin + one.end })
    const innerDecided = this.#inner.read(outer, origin, { analyzer, found: this.#innerFound, known })
    const limit = outer.final ? Number.POSITIVE_INFINITY : Math.min(decided, innerDecided)
    const settled = this.#settle(limit, (span) => findWithin(analyzer, outer, { origin, span }))
    const firstOuter = this.#outerFound[0]?.start ?? innerDecided
    const firstInner = this.#innerFound[0]?.finding.start ?? innerDecided
    this.floor = Math.min(innerDecided, firstOuter, firstInner)
    return settled
  }

  /** Of all that overlap all must be known, and nothing may still come before one that counts. */
  #settle(limit: number, look: Look): LayeredFinding[] {
    const settled: LayeredFinding[] = []
    let from: Cluster = { outers: 0, inners: 0, end: 0 }
    while (from.outers < this.#outerFound.length || from.inners < this.#innerFound.length) {
      const to = this.#clusterFrom(from)
      if (to.end > limit) break
      const outers = this.#outerFound.slice(from.outers, to.outers)
      const inners = this.#innerFound.slice(from.inners, to.inners)
      settled.push(...weigh(outers, inners, look))
      from = to
    }
    this.#outerFound.splice(0, from.outers)
    this.#innerFound.splice(0, from.inners)
    return settled
  }

  /** Behind the findings that overlap one another, from the next one on; `end` is where the last of them ends. */
  #clusterFrom({ outers, inners }: Cluster): Cluster {
    const to = { outers, inners, end: 0 }
    while (true) {
      const outer = this.#outerFound[to.outers]
      const inner = this.#innerFound[to.inners]?.finding
      const isOuterNext = outer !== undefined && (inner === undefined || outer.start <= inner.start)
      const next = isOuterNext ? outer : inner
      if (next === undefined || (to.end > 0 && next.start >= to.end)) return to
      to.end = Math.max(to.end, next.end)
      if (isOuterNext) to.outers++
      else to.inners++
    }
  }
}

/** How many findings of each layer stand before a place, and where the place is. */
interface Cluster {
  outers: number
  inners: number
  end: number
}

interface Span {
  start: number
  end: number
}

/** What is found in a span of the outer text, as if it were all there is. */
type Look = (span: Span) => LayeredFinding[]

function weigh(outers: readonly Finding[], inners: readonly InnerFinding[], look: Look): LayeredFinding[] {
  const counting: LayeredFinding[] = []
  for (const outer of outers) {
    const rivals = inners.filter(({ finding }) => finding.start < outer.end && finding.end > outer.start)
    if (rivals.some((rival) => covers(rival, outer))) continue
    const isTold = rivals.some((rival) => isBetter(rival, outer) && !isTwin(rival, outer))
    if (!isTold) counting.push({ finding: outer, value: null })
    else for (const span of leftOver(outer, rivals)) counting.push(...look(span))
  }
  for (const inner of inners) if (!outers.some((outer) => isTwin(inner, outer))) counting.push(inner)
  return counting.sort((a, b) => a.finding.start - b.finding.start)
}

/** Of one type the inner reading is the exact one; of two, the surer: `20GB82` in `%20GB82…` is no number plate. */
function isBetter(inner: InnerFinding, outer: Finding): boolean {
  return inner.finding.type === outer.type || inner.finding.score > outer.score
}

/** True where both layers say the same of bytes in which nothing is escaped. */
function isTwin(inner: InnerFinding, outer: Finding): boolean {
  return isSameSpan(inner, outer) && isPlain(inner) && inner.finding.type === outer.type
}

function covers(inner: InnerFinding, outer: Finding): boolean {
  if (isSameSpan(inner, outer)) return !isPlain(inner)
  return inner.finding.start <= outer.start && outer.end <= inner.finding.end
}

function isSameSpan({ finding }: InnerFinding, outer: Finding): boolean {
  return finding.start === outer.start && finding.end === outer.end
}

function isPlain({ finding, value }: InnerFinding): boolean {
  return finding.end - finding.start === value.length
}

/** The pieces of a finding that none of its rivals takes. */
function leftOver({ start, end }: Finding, rivals: readonly InnerFinding[]): Span[] {
  const spans: Span[] = []
  let from = start
  for (const { finding } of rivals) {
    if (finding.start > from) spans.push({ start: from, end: finding.start })
    from = Math.max(from, finding.end)
  }
  if (from < end) spans.push({ start: from, end })
  return spans
}

function findWithin(
  analyzer: Analyzer,
  { bytes }: TextWindow,
  { origin, span }: { origin: number; span: Span },
): LayeredFinding[] {
  const found: Finding[] = []
  const from = span.start - origin
  analyzer.scan({ bytes, start: from, from, end: span.end - origin, final: true }, found)
  return found.map((one) => ({
    finding: { ...one, start: origin + one.start, end: origin + one.end },
    value: null,
  }))
}
