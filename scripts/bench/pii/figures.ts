/** Makes precision, recall and F1 of counts, and one bench line of them. */
import { type BenchLine, benchLine } from '../line.ts'
import type { Tally } from './judgement.ts'

export interface Figures {
  precision: number
  recall: number
  f1: number
  exact_recall: number
  wanted: number
  missed: number
  wrong: number
  wrong_labels: number
}

/** Adds up the counts of several types or sources: every entity weighs the same. */
export function figuresOf(tallies: readonly Tally[]): Figures {
  const sum = (count: (tally: Tally) => number) => tallies.reduce((total, tally) => total + count(tally), 0)
  const wanted = sum(({ wanted }) => wanted)
  const found = sum(({ found }) => found)
  const right = sum(({ right }) => right)
  const caught = sum(({ caught }) => caught)
  const precision = found === 0 ? 0 : right / found
  const recall = wanted === 0 ? 0 : caught / wanted
  return {
    precision,
    recall,
    f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall),
    exact_recall: wanted === 0 ? 0 : sum(({ exact }) => exact) / wanted,
    wanted,
    missed: wanted - caught,
    wrong: found - right,
    wrong_labels: sum(({ wrongLabels }) => wrongLabels),
  }
}

/** The line of one type over all its sources, with the F1 of each source beside it. */
export function accuracyLine(
  name: string,
  tallies: readonly Tally[],
  { budget = null, by = 'source' }: { budget?: string | null; by?: 'source' | 'type' } = {},
): BenchLine {
  const { f1, ...rest } = figuresOf(tallies)
  const groups = Map.groupBy(tallies, (tally) => tally[by])
  const each = [...groups].map(([key, own]) => [key, brief(figuresOf(own))] as const)
  const detail = { ...rounded(rest), [by === 'source' ? 'sources' : 'types']: Object.fromEntries(each) }
  return benchLine({ bench: 'pii', case: name, metric: 'f1', unit: 'share', value: f1, budget, detail })
}

/** `0.97 (2 missed, 1 wrong of 40)` */
function brief({ f1, missed, wrong, wanted }: Figures): string {
  return `${f1.toFixed(3)} (${missed} missed, ${wrong} wrong of ${wanted})`
}

function rounded(figures: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(4))]))
}
