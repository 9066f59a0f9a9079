/** Translates what zod found wrong into problems for a person: place, plain words, and a hint. */
import type { z } from 'zod'
import { isOurs, sentence, split, valueHint } from './issue-words.ts'
import { childNames, nodeAt, type SchemaNode } from './json-schema.ts'
import { formatPath, type Problem } from './problems.ts'
import { suggest } from './suggest.ts'

type Issue = z.core.$ZodIssue

/** Where a path of the checked value was written: the file's place, or the environment variable. */
export type Locator = (
  path: readonly PropertyKey[],
  what: 'key' | 'value',
) => Pick<Problem, 'file' | 'line' | 'column'>

/** One problem or more for each issue, in the order in which they stand in the file. */
export function problemsOf(
  issues: readonly Issue[],
  schema: SchemaNode,
  value: unknown,
  locate: Locator,
): Problem[] {
  return issues
    .slice(0, maxListed)
    .flatMap((issue) => translate(issue, [], { schema, value, locate }))
    .sort((left, right) => (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0))
}

/** Nobody reads more, and finding the place of each takes time. */
const maxListed = 50

interface Context {
  schema: SchemaNode
  value: unknown
  locate: Locator
}

function translate(issue: Issue, above: readonly PropertyKey[], context: Context): Problem[] {
  const path = [...above, ...issue.path]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, maxListed).map((key) => unknownKey(issue, [...path, key], context))
    case 'invalid_union': {
      const branch = closest(issue.errors)
      if (branch === null || isOurs(issue.message)) return [plain(issue, path, context)]
      return branch.flatMap((inner) => translate(inner, path, context))
    }
    case 'invalid_key':
      return issue.issues.map((inner) => ({
        ...plain(inner, path, context),
        ...context.locate(path, 'key'),
        message: `the name: ${sentence(inner, undefined)}`,
      }))
    case 'invalid_element':
      return issue.issues.flatMap((inner) => translate(inner, path, context))
    case 'invalid_type':
    case 'invalid_format':
    case 'invalid_value':
    case 'too_big':
    case 'too_small':
    case 'not_multiple_of':
    case 'custom':
      return [plain(issue, path, context)]
    default:
      return unknownIssue(issue, path, context)
  }
}

function unknownIssue(issue: never, path: readonly PropertyKey[], context: Context): Problem[] {
  return [plain(issue, path, context)]
}

function unknownKey(issue: Issue, path: readonly PropertyKey[], { schema, locate }: Context): Problem {
  const name = String(path.at(-1))
  const section = nodeAt(schema, path.slice(0, -1)) ?? {}
  const known = childNames(section)
  const near = suggest(name, known)
  const instead = insteadOf(section, name)
  const base = { path: formatPath(path), ...locate(path, 'key') }
  if (isOurs(issue.message))
    return { ...base, ...split(issue.message), hint: hintFor(near, name, known, schema) }
  return { ...base, message: 'there is no such key', hint: instead ?? hintFor(near, name, known, schema) }
}

function insteadOf(node: SchemaNode, name: string): string | null {
  const options = [node, ...(node.anyOf ?? [])]
  return options.map((option) => option['x-instead']?.[name]).find((words) => words !== undefined) ?? null
}

function hintFor(
  near: string | null,
  name: string,
  known: readonly string[],
  schema: SchemaNode,
): string | null {
  if (near !== null) return `Did you mean \`${near}\`?`
  const elsewhere = findKey(schema, name, [])
  if (elsewhere !== null) return `It belongs elsewhere: \`${formatPath(elsewhere)}\`.`
  return known.length === 0 ? null : `Keys here: ${known.join(', ')}.`
}

function findKey(node: SchemaNode, name: string, path: readonly string[]): readonly string[] | null {
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    if (key.toLowerCase() === name.toLowerCase()) return [...path, key]
    const deeper = findKey(child, name, [...path, key])
    if (deeper !== null) return deeper
  }
  return null
}

function plain(issue: Issue, path: readonly PropertyKey[], context: Context): Problem {
  const found = valueAt(context.value, path)
  const node = nodeAt(context.schema, path)
  const words = split(sentence(issue, found))
  return {
    path: formatPath(path),
    ...context.locate(path, 'value'),
    message: words.message,
    hint: words.hint ?? valueHint(issue, node, found),
  }
}

/** Of a union's branches the one that got furthest: what the writer most probably meant. */
function closest(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const depth = (issues: readonly Issue[]) => Math.max(...issues.map((issue) => issue.path.length))
  const sorted = [...branches]
    .filter((issues) => issues.length > 0)
    .sort((left, right) => depth(right) - depth(left) || left.length - right.length)
  const best = sorted[0]
  // Where no branch got inside, none is meant more than another.
  return best === undefined || depth(best) === 0 ? null : best
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value
  for (const part of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, part)) return undefined
    current = (current as Record<PropertyKey, unknown>)[part]
  }
  return current
}
