/** Writes the path of a member as the reader of a JSON body does (`content/json-path.ts`), for names that need no quoting. */

/** Longer ones are shortened there. */
const longestPath = 1024

/** Null where the name is written otherwise in a path, or the path grows too long to be told by. */
export function memberPath(outer: string, key: string): string | null {
  if (key === '' || key.length > 64 || /[.[\]"\\]/.test(key)) return null
  const path = outer === '' ? key : `${outer}.${key}`
  return path.length > longestPath ? null : path
}
