/** Finds the groups and schedules that a policy refers to and that nothing defines. */
import type { PolicyContext } from './compile.ts'
import { groupName, type Match } from './match-model.ts'
import type { PolicyFile } from './model.ts'

export interface UnknownName {
  ruleId: string
  name: string
  /** What to do, in one sentence. */
  hint: string
}

export function findUnknownNames(
  source: PolicyFile,
  context: Pick<PolicyContext, 'catalogue' | 'clientGroups'>,
): UnknownName[] {
  const known: Known = {
    destinations: Object.keys(context.catalogue.groups),
    clients: Object.keys(context.clientGroups),
    schedules: Object.keys(source.schedules),
  }
  return [
    ...[...source.connections, ...source.exchanges].flatMap((rule) => unknownIn(rule.id, rule.match, known)),
    ...unknownIn('reviews', { destinations: source.reviews?.alwaysRead }, known),
  ]
}

interface Known {
  destinations: readonly string[]
  clients: readonly string[]
  schedules: readonly string[]
}

function unknownIn(ruleId: string, match: Match | undefined, known: Known): UnknownName[] {
  const unknown = (name: string, names: readonly string[], where: string) =>
    names.includes(name)
      ? []
      : [
          {
            ruleId,
            name,
            hint: `Rule "${ruleId}" names "${name}", which ${where} does not have. ${listing(names)}`,
          },
        ]
  const destinations = (match?.destinations ?? []).map(groupName).filter((name) => name !== null)
  const clients = (match?.clients ?? []).map(groupName).filter((name) => name !== null)
  return [
    ...destinations.flatMap((name) => unknown(name, known.destinations, 'the catalogue of destinations')),
    ...clients.flatMap((name) => unknown(name, known.clients, 'office.clientGroups of the configuration')),
    ...(typeof match?.schedule === 'string'
      ? unknown(match.schedule, known.schedules, 'the list of schedules')
      : []),
  ]
}

function listing(names: readonly string[]): string {
  return names.length === 0
    ? 'It has none yet: add it there, or leave it out here.'
    : `It has: ${names.join(', ')}.`
}
