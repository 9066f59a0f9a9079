/** Writes out the groups that a rule names. */
import { groupName } from './match-model.ts'

/** Replaces `group:name` by what is in the group; null where there is no list at all: everything fits. */
export function expand(
  patterns: readonly string[] | undefined,
  members: (group: string) => readonly string[] | undefined,
): readonly string[] | null {
  if (patterns === undefined) return null
  return patterns.flatMap((pattern) => {
    const group = groupName(pattern)
    return group === null ? [pattern] : (members(group) ?? [])
  })
}
