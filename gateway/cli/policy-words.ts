/** Shows a person the policy in force: what happens to which data where, which rules say so, and who published what when. */
import type { z } from 'zod'
import type { policyHistory, policyOverview } from '../api/schemas/policy.ts'
import { countOf } from '../core/pages/words.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

type Overview = z.output<typeof policyOverview>
type Version = z.output<typeof policyHistory>['versions'][number]

export function overviewLines({ file, version, isInForce, view, draft }: Overview): string[] {
  const { matrix, rules, mode } = view
  return [
    `${file}, ${version}, mode ${mode}${isInForce ? '' : '; the file was changed and is not in force: gatehouse reload'}`,
    ...(draft === null
      ? []
      : [`A draft of ${timeOfDay(draft.savedAt)} by ${whoIs(draft.savedBy, draft.savedByName)} waits.`]),
    '',
    ...matrix.bundles.map(({ types }, at) => `[${at + 1}] ${shortened(types)}`),
    '',
    ...table([
      ['', ...matrix.bundles.map((_, at) => `[${at + 1}]`)],
      ...matrix.rows.map((row) => [row.destination, ...cellsOf(row, matrix)]),
    ]),
    '',
    ...table(
      rules.map(({ list, id, line, action, purpose }) => [
        line === null ? '' : String(line),
        list === 'connections' ? (action ?? '') : 'exchange',
        id,
        purpose ?? '',
      ]),
    ),
  ]
}

/** What usually happens; `+` where some requests meet another rule. */
function cellsOf(
  { connections, exchanges }: Overview['view']['matrix']['rows'][number],
  { rules }: Overview['view']['matrix'],
) {
  const way = connections.toSorted((a, b) => b.share - a.share)[0]
  if (exchanges.length === 0) return [way?.action === 'refuse' ? 'refused' : 'unread']
  const usual = exchanges.toSorted((a, b) => b.share - a.share)[0]
  const operators = rules.find(({ id }) => id === usual?.ruleId)?.operators ?? []
  return operators.map((operator, at) => {
    const differs = exchanges.some(
      ({ ruleId }) => rules.find(({ id }) => id === ruleId)?.operators[at] !== operator,
    )
    return `${operator}${differs ? '+' : ''}`
  })
}

function shortened(types: readonly string[]): string {
  const most = 8
  const more = types.length - most
  return `${types.slice(0, most).join(', ')}${more > 0 ? ` and ${countOf(more, 'other')}` : ''}`
}

export function historyLine({ id, at, actor, actorName, how, version, restored }: Version): string {
  const what = {
    found: 'found in the file',
    published: `published by ${whoIs(actor, actorName)}`,
    'rolled-back': `version ${restored} once more, by ${whoIs(actor, actorName)}`,
  }
  return `${String(id).padStart(4)}  ${timeOfDay(at)}  ${version}  ${what[how]}`
}

function whoIs(actor: string | null, name: string | null): string {
  if (name !== null) return name
  return actor === null || actor.startsWith('account:') ? 'an account that is gone' : actor
}
