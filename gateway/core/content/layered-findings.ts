/** Weighs and completes findings that keep what they were hidden as, by rules that know places alone. */
import type { Finding } from '../pii/entity.ts'
import type { LayeredFinding } from './text-layers.ts'

/** `weigh` changes findings or takes them out; each is weighed by itself, so that none is taken for its neighbour. */
export function weighEach(settled: LayeredFinding[], weigh: (found: Finding[]) => void): void {
  const alone: Finding[] = []
  let kept = 0
  for (const one of settled) {
    alone.length = 0
    alone.push(one.finding)
    weigh(alone)
    for (const finding of alone) settled[kept++] = { finding, value: one.value }
  }
  settled.length = kept
}

/**
 * `complete` sees findings in indexes of what is at hand, which begins at `origin` of the text; it may take some out and
 * put others in. What it leaves as it was keeps its value.
 */
export function completeLayered(
  settled: readonly LayeredFinding[],
  origin: number,
  complete: (found: Finding[]) => void,
): LayeredFinding[] {
  const known = new Map<Finding, LayeredFinding>()
  for (const one of settled) known.set(moved(one.finding, -origin), one)
  const found = [...known.keys()]
  complete(found)
  return found.map((one) => known.get(one) ?? { finding: moved(one, origin), value: null })
}

function moved(finding: Finding, by: number): Finding {
  return { ...finding, start: finding.start + by, end: finding.end + by }
}
