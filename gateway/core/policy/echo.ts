/** Says where tokens make sense: at destinations that give back what they got, such as AI assistants. */
import type { Catalogue } from './catalogue.ts'
import { groupName, type Match } from './match-model.ts'
import type { ExchangeRuleSource } from './model.ts'

/** True where a rule names destinations, and all of them are groups of kind `echo`. */
export function namesEchoOnly(match: Match | undefined, catalogue: Catalogue): boolean {
  const destinations = match?.destinations ?? []
  return (
    destinations.length > 0 &&
    destinations.every((pattern) => {
      const group = groupName(pattern)
      return group !== null && catalogue.groups[group]?.kind === 'echo'
    })
  )
}

/** True where any type of personal data becomes a token. */
export function tokenizes({ entities }: Pick<ExchangeRuleSource, 'entities'>): boolean {
  return Object.values(entities).includes('tokenize')
}

/** True where any operator needs a key. */
export function needsKeys({ entities }: Pick<ExchangeRuleSource, 'entities'>): boolean {
  return Object.values(entities).some((operator) => ['hash', 'tokenize', 'fpe'].includes(operator ?? ''))
}
