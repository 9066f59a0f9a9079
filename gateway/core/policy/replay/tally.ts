/** Sums up what a replay says of many exchanges, by destination, type of data and rule, in bounded memory. */
import type { ExchangeRecord } from '../../journal.ts'
import type { EntityType, Operator } from '../../pii/entity.ts'
import { type Answer, type Outcome, outcomeOf } from './answer.ts'
import { type Unknown, unknownSentences } from './unknown.ts'

/** So many exchanges became that instead of this; `to` null: nobody can know. */
export interface Move {
  from: Outcome
  to: Outcome | null
  exchanges: number
}

export interface ReplayRow {
  /** A destination, or a rule of the draft; null: no rule, or several that may be it. */
  name: string | null
  exchanges: number
  changed: number
  unknown: number
  /** What becomes otherwise, or may; the most frequent first. */
  moves: readonly Move[]
  /** Ids of records that are behind it, a few. */
  examples: readonly string[]
}

/** What becomes of the findings of one type at one destination; `to` null: nobody can know. */
export interface TypeRow {
  destination: string
  type: EntityType
  from: Operator
  to: Operator | null
  findings: number
}

export interface ReplayReport {
  exchanges: number
  /** Surely as they were. */
  unchanged: number
  /** Surely otherwise. */
  changed: number
  /** Nobody can know. */
  unknown: number
  moves: readonly Move[]
  why: readonly { why: Unknown; sentence: string; exchanges: number }[]
  destinations: readonly ReplayRow[]
  types: readonly TypeRow[]
  rules: readonly ReplayRow[]
  /** Rows that are left out of the lists above since they are longer than was asked for. */
  more: { destinations: number; types: number; rules: number }
}

/** More names than any office has; what comes on top is summed up as `…`. */
const maxNames = 20_000
const maxExamples = 3
const overflow = '…'

export class ReplayTally {
  readonly #all = new Sum()
  readonly #destinations = new Map<string | null, Sum>()
  readonly #rules = new Map<string | null, Sum>()
  readonly #types = new Map<string, TypeRow>()
  readonly #whys = new Map<Unknown, number>()

  add(record: ExchangeRecord, answer: Answer): void {
    const from = outcomeOf(record)
    const to = answer.known ? answer.outcome : null
    for (const sum of [
      this.#all,
      sumOf(this.#destinations, record.destination),
      sumOf(this.#rules, answer.ruleId),
    ])
      sum.add(from, to, record.id)
    if (!answer.known) this.#whys.set(answer.why, (this.#whys.get(answer.why) ?? 0) + 1)
    this.#addTypes(record, answer)
  }

  report(limit: number): ReplayReport {
    const destinations = rowsOf(this.#destinations)
    const rules = rowsOf(this.#rules)
    const types = [...this.#types.values()].sort((one, other) => other.findings - one.findings)
    const { name: _, examples: __, ...all } = this.#all.row(null)
    return {
      ...all,
      unchanged: all.exchanges - all.changed - all.unknown,
      why: [...this.#whys]
        .sort(([, one], [, other]) => other - one)
        .map(([why, exchanges]) => ({ why, sentence: unknownSentences[why], exchanges })),
      destinations: destinations.slice(0, limit),
      types: types.slice(0, limit),
      rules: rules.slice(0, limit),
      more: {
        destinations: Math.max(0, destinations.length - limit),
        types: Math.max(0, types.length - limit),
        rules: Math.max(0, rules.length - limit),
      },
    }
  }

  #addTypes({ findings, destination }: ExchangeRecord, answer: Answer): void {
    for (const [at, { type, operator }] of findings.entries()) {
      const to = answer.known && answer.operators !== null ? (answer.operators[at] ?? null) : null
      if (to === operator || (answer.known && !['pass', 'transform', 'refuse'].includes(answer.outcome)))
        continue
      const where = this.#types.size < maxNames ? destination : overflow
      const name = `${where} ${type} ${operator} ${to}`
      const row = this.#types.get(name) ?? { destination: where, type, from: operator, to, findings: 0 }
      row.findings += 1
      this.#types.set(name, row)
    }
  }
}

class Sum {
  #exchanges = 0
  #changed = 0
  #unknown = 0
  readonly #moves = new Map<string, Move>()
  readonly #examples: string[] = []

  add(from: Outcome, to: Outcome | null, id: string): void {
    this.#exchanges += 1
    if (to === from) return
    if (to === null) this.#unknown += 1
    else this.#changed += 1
    const name = `${from} ${to}`
    const move = this.#moves.get(name) ?? { from, to, exchanges: 0 }
    move.exchanges += 1
    this.#moves.set(name, move)
    if (to !== null && this.#examples.length < maxExamples) this.#examples.push(id)
  }

  row(name: string | null): ReplayRow {
    return {
      name,
      exchanges: this.#exchanges,
      changed: this.#changed,
      unknown: this.#unknown,
      moves: [...this.#moves.values()].sort((one, other) => other.exchanges - one.exchanges),
      examples: this.#examples,
    }
  }
}

function sumOf(sums: Map<string | null, Sum>, wanted: string | null): Sum {
  const name = sums.has(wanted) || sums.size < maxNames ? wanted : overflow
  const known = sums.get(name)
  if (known !== undefined) return known
  const sum = new Sum()
  sums.set(name, sum)
  return sum
}

/** What changes most stands first, then what may. */
function rowsOf(sums: ReadonlyMap<string | null, Sum>): ReplayRow[] {
  return [...sums]
    .map(([name, sum]) => sum.row(name))
    .sort(
      (one, other) =>
        other.changed - one.changed || other.unknown - one.unknown || other.exchanges - one.exchanges,
    )
}
