/** Defines the one line of JSON in which every benchmark reports a case, and prints it. */

/** A benchmark's result for one case. Every bench prints exactly these keys, so that results can be compared over time. */
export interface BenchLine {
  bench: string
  case: string
  /** What was measured: `throughput`, `cpu_seconds_per_1000_requests`, `f1`. */
  metric: string
  /** The unit of `value` and `peer_value`. */
  unit: string
  value: number | null
  /** Whom it is compared with in the same run; null where there is nobody, or it is not installed. */
  peer: string | null
  peer_value: number | null
  /** Value against peer, as the budget counts it: the median of paired measurements, not the quotient of the two above. */
  ratio: number | null
  /** The budget in words and numbers, `>= 2.5`; null where none was set. */
  budget: string | null
  /** Whether the budget is kept; null where there is none, or it could not be measured. */
  met: boolean | null
  detail: Record<string, unknown>
}

/**
 * Makes a line: what is not given is null, and `met` follows from the budget (`>= 2.5`, `<= 0.12`) and what it bounds: the
 * ratio where there is one, else the value. `bounds: 'value'` where a peer merely stands beside.
 */
export function benchLine(
  known: Pick<BenchLine, 'bench' | 'case' | 'metric' | 'unit'> &
    Partial<Omit<BenchLine, 'met'>> & {
      bounds?: 'value'
    },
): BenchLine {
  const { bench, case: name, metric, unit } = known
  const value = rounded(known.value ?? null)
  const ratio = rounded(known.ratio ?? null)
  const budget = known.budget ?? null
  return {
    bench,
    case: name,
    metric,
    unit,
    value,
    peer: known.peer ?? null,
    peer_value: rounded(known.peer_value ?? null),
    ratio,
    budget,
    met: isWithin((known.bounds === 'value' ? null : known.ratio) ?? known.value ?? null, budget),
    detail: known.detail ?? {},
  }
}

/** Prints one line to standard output. */
export function printLine(line: BenchLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** The middle of the numbers, which one slow run does not move. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function isWithin(measured: number | null, budget: string | null): boolean | null {
  const [, direction, bound] = /^(<=|>=)\s*([\d.]+)/.exec(budget ?? '') ?? []
  if (measured === null || bound === undefined) return null
  return direction === '<=' ? measured <= Number(bound) : measured >= Number(bound)
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(5))
}
