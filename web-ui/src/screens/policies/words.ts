/** Names what the policy speaks of: destinations, bundles of types, and who did something. */
import type { I18n } from '../../i18n/i18n.tsx'
import { entityName } from '../../parts/entity-name.ts'
import type { Bundle, MatrixRow, Operator, PolicyView, Rule } from './asked.ts'

type T = I18n['t']

export function destinationName({ destination, title }: MatrixRow, t: T): string {
  if (destination === '*') return t('policies.elsewhere')
  return title ?? destination
}

export function bundleName({ types, dataClass }: Bundle, t: T): string {
  if (types.length > 1 && dataClass !== null) return t(`class.${dataClass}`)
  const named = types.slice(0, 2).map((type) => entityName(type, undefined, t))
  const more = types.length - named.length
  return more > 0 ? t('policies.types.more', { names: named.join(', '), count: more }) : named.join(', ')
}

export function markOf(operator: Operator): 'pass' | 'transform' | 'refuse' {
  return operator === 'keep' ? 'pass' : operator === 'refuse' ? 'refuse' : 'transform'
}

/** Of a rule or a draft: accounts by name, others by what they are. */
export function whoIs(actor: string | null, name: string | null, t: T): string {
  if (name !== null) return name
  if (actor === 'box' || actor === 'token') return t(`policies.by.${actor}`)
  return t(actor === null ? 'policies.by.hand' : 'policies.by.gone')
}

/** When a rule applies, part by part; empty for a default. */
export function matchWords({ match }: Rule, { matrix }: PolicyView, t: T): string[] {
  const title = (name: string) => matrix.rows.find(({ destination }) => destination === name)?.title ?? name
  const { destinations, clients, ports, schedule, methods, paths, contentTypes } = match
  const parts = [
    ['to', destinations?.map(title)],
    ['from', clients],
    ['methods', methods],
    ['paths', paths],
    ['types', contentTypes],
    ['ports', ports],
    ['when', schedule === undefined ? undefined : [schedule]],
  ] as const
  return parts.flatMap(([part, values]) =>
    values === undefined ? [] : [t(`policies.match.${part}`, { values: shortened(values) })],
  )
}

const most = 6

function shortened(values: readonly string[]): string {
  const more = values.length - most
  return values.slice(0, most).join(', ') + (more > 0 ? ` … (+${more})` : '')
}
