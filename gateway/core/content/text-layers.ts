/** Weighs what is found in a text against what is found in it with a second layer of escapes undone. */
import type { Finding, TextWindow } from '../pii/entity.ts'
import { type InnerFinding, InnerText } from './inner-text.ts'

/** An entity that counts, told by where it stands in the outer text. */
export interface LayeredFinding {
  finding: Finding
  /** With its escapes undone; null where it has none in the outer text. */
  value: Uint8Array | null
}

/** What a scan of the outer text came to; positions count from the text's beginning. */
export interface OuterScan {
  /** Position of `bytes[0]` of the window that was scanned. */
  origin: number
  /** Position up to which the scan decided. */
  decided: number
  /** In indexes of the window. */
  found: readonly Finding[]
}

/**
 * Both texts are looked through, since an escape may be none: in `100%41 Park Lane` nothing is encoded. Where they
 * contradict each other, the inner finding counts if it covers the outer one or says the same more exactly, as
 * `joe@example.com` does in `%20joe@example.com`. What was found without the second layer is never lost by it.
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

  /** Goes on behind a scan of the outer text; returns what both layers agree on by now, in order. */
  read(outer: TextWindow, { origin, decided, found }: OuterScan): LayeredFinding[] {
    for (const one of found)
      this.#outerFound.push({ ...one, start: origin + one.start, end: origin + one.end })
    const innerDecided = this.#inner.read(outer, origin, this.#innerFound)
    const settled = this.#settle(outer.final ? Number.POSITIVE_INFINITY : Math.min(decided, innerDecided))
    const firstOuter = this.#outerFound[0]?.start ?? innerDecided
    const firstInner = this.#innerFound[0]?.finding.start ?? innerDecided
    this.floor = Math.min(innerDecided, firstOuter, firstInner)
    return settled
  }

  /** Of two that stand in one place both must be known, and nothing may still come before one that counts. */
  #settle(limit: number): LayeredFinding[] {
    const settled: LayeredFinding[] = []
    let outers = 0
    let inners = 0
    while (true) {
      const outer = this.#outerFound[outers]
      const inner = this.#innerFound[inners]
      if (outer !== undefined && (inner === undefined || outer.end <= inner.finding.start)) {
        if (outer.end > limit) break
        settled.push({ finding: outer, value: null })
        outers++
        continue
      }
      if (inner === undefined || inner.finding.end > limit) break
      const rivals = this.#rivals(outers, inner.finding.end)
      if (rivals.every((rival) => prevails(inner, rival))) {
        settled.push(inner)
        outers += rivals.length
      }
      inners++
    }
    this.#outerFound.splice(0, outers)
    this.#innerFound.splice(0, inners)
    return settled
  }

  /** Outer findings from number `from` on that begin before `end`. */
  #rivals(from: number, end: number): Finding[] {
    let to = from
    while (to < this.#outerFound.length && (this.#outerFound[to] as Finding).start < end) to++
    return this.#outerFound.slice(from, to)
  }
}

function prevails({ finding, value }: InnerFinding, rival: Finding): boolean {
  const isSame = finding.start === rival.start && finding.end === rival.end
  const isPlain = finding.end - finding.start === value.length
  if (isSame) return !isPlain
  const covers = finding.start <= rival.start && rival.end <= finding.end
  return covers || finding.type === rival.type
}
