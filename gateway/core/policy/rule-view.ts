/** Shows the rules of a policy one by one, in the order in which they are asked, with what somebody said of destinations before them. */
import type { Operator } from '../pii/entity.ts'
import { corrected } from './compile.ts'
import type { Correction } from './corrections.ts'
import type { Match } from './match-model.ts'
import type { ConnectionRuleSource, ExchangeRuleSource, PolicyFile } from './model.ts'

export interface RuleView {
  list: 'connections' | 'exchanges'
  id: string
  /** Where it stands in the file; null for what stands in no file, such as a correction. */
  line: number | null
  purpose: string | null
  match: RuleMatch
  /** null for a rule of exchanges. */
  action: ConnectionRuleSource['action'] | null
  /** As written: type, class or `*` → operator; null for a rule of connections. */
  entities: Readonly<Record<string, Operator>> | null
  /** What else it says that is not the default; null for a rule of connections. */
  bounds: Pick<ExchangeRuleSource, 'onFailure' | 'onSigned' | 'onLarge' | 'maxPersons' | 'minScore'> | null
}

/** Absent parts fit everything. */
export type RuleMatch = Omit<Match, 'schedule' | 'ports'> & {
  ports?: readonly string[] | undefined
  /** A name, or days and times. */
  schedule?: string | undefined
}

/** `lineOf`: null where the rule stands in no file. */
export function viewRules(
  written: PolicyFile,
  corrections: readonly Correction[],
  lineOf: (list: RuleView['list'], id: string) => number | null,
): RuleView[] {
  const source = corrected(written, corrections)
  return [
    ...source.connections.map(
      (rule): RuleView => ({
        ...common(rule),
        ...{ list: 'connections', line: lineOf('connections', rule.id), action: rule.action },
        ...{ entities: null, bounds: null },
      }),
    ),
    ...source.exchanges.map((rule): RuleView => {
      const { onFailure, onSigned, onLarge, maxPersons, minScore } = rule
      return {
        ...common(rule),
        ...{ list: 'exchanges', line: lineOf('exchanges', rule.id), action: null },
        entities: rule.entities as Readonly<Record<string, Operator>>,
        bounds: { onFailure, onSigned, onLarge, maxPersons, minScore },
      }
    }),
  ]
}

function common({ id, purpose, match = {} }: ConnectionRuleSource | ExchangeRuleSource) {
  const { schedule, ports, ...rest } = match as Match
  return {
    ...{ id, purpose },
    match: {
      ...rest,
      ...(ports === undefined ? {} : { ports: ports.map(String) }),
      ...(schedule === undefined ? {} : { schedule: scheduleWords(schedule) }),
    },
  }
}

function scheduleWords(schedule: NonNullable<Match['schedule']>): string {
  return typeof schedule === 'string'
    ? schedule
    : `${schedule.days.join(', ')} ${schedule.from}–${schedule.to}`
}
