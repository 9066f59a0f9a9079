/** The part of the policy file about reviews: what no answer lets out as it is, and where to. */
import { z } from 'zod'
import { dataClasses, type EntityType, entityTypeNames, entityTypes } from '../pii/entity.ts'
import { createHostIndex } from './host-index.ts'
import { destinationPattern } from './match-model.ts'

const classNames = dataClasses.map((name) => `class:${name}` as const)

/** Where the policy says nothing. */
const usualNever: readonly string[] = ['class:secret', 'class:special']

export const reviewsSchema = z.strictObject({
  never: z
    .array(
      z.enum([...entityTypeNames, ...classNames], {
        error: 'is neither an entity type nor "class:" and a data class',
      }),
    )
    .default(() => [...usualNever] as ['class:secret', 'class:special'])
    .describe(
      'Entity types and classes ("class:special") that no answer lets leave as they are: whoever was stopped for them may send them ' +
        'masked, or not at all, and where "always" is answered they are refused. Default: class:secret and class:special. []: every answer is possible for all.',
    ),
  alwaysRead: z
    .array(destinationPattern)
    .default(() => [])
    .describe(
      'Destinations (as in rules, such as "group:ai-assistants") that no answer lets a client reach unread, not for fifteen minutes either, ' +
        'when something there does not work (`gatehouse reviews`). Rules and accepted proposals may still say so.',
    ),
})

/** Every type that is meant by it. */
export function neverAllowed(reviews: z.infer<typeof reviewsSchema> | undefined): ReadonlySet<EntityType> {
  const never: readonly string[] = reviews?.never ?? usualNever
  return new Set(
    entityTypeNames.filter(
      (type) => never.includes(type) || never.includes(`class:${entityTypes[type].class}`),
    ),
  )
}

/** True for the hosts that no answer lets a client reach unread. `expanded`: a list with its groups written out. */
export function alwaysReadAt(
  reviews: z.infer<typeof reviewsSchema> | undefined,
  expanded: (match: { destinations: string[] }) => readonly string[] | null,
): (host: string) => boolean {
  const destinations = reviews?.alwaysRead ?? []
  if (destinations.length === 0) return () => false
  const index = createHostIndex([expanded({ destinations })])
  return (host) => index.hits(host)[0] === 1
}
