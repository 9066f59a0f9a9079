/** Reads configuration from environment variables: `GATEHOUSE__PROXY__PORT=9090`. */
import { childNames, isRecord, isSection, nodeAt, type SchemaNode } from './json-schema.ts'
import { formatPath, type Problem } from './problems.ts'
import { suggest } from './suggest.ts'
import { readYaml } from './yaml-file.ts'

const prefix = /^GATEHOUSE__/i

/** Longer values belong into the file. */
const maxLength = 65_536

/** One key set by a variable. */
export interface Override {
  variable: string
  path: readonly string[]
  value: unknown
}

/** Which keys the environment sets. Variables that name no key are problems, not silence: they are typing mistakes. */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  schema: SchemaNode,
): { overrides: Override[]; problems: Problem[] } {
  const overrides: Override[] = []
  const problems: Problem[] = []
  for (const variable of Object.keys(env).sort()) {
    const text = env[variable]
    if (text === undefined || !prefix.test(variable)) continue
    const outcome = readVariable(variable, text, schema)
    if ('message' in outcome) problems.push(problemOf(variable, outcome))
    else {
      const earlier = overrides.find((other) => overlaps(other.path, outcome.path))
      if (earlier === undefined) overrides.push({ variable, ...outcome })
      else
        problems.push(
          problemOf(variable, {
            path: outcome.path,
            message: `${earlier.variable} sets the same key`,
            hint: 'Remove one of the two.',
          }),
        )
    }
  }
  return { overrides, problems }
}

/** How the file name of a problem names a variable. */
export function variablePlace(variable: string): string {
  return `environment ${variable.slice(0, 200)}`
}

/** What text on a command line or in the environment means for a key: text as it is, everything else as YAML. Throws where it is none. */
export function parseValue(text: string, node: SchemaNode): unknown {
  if (text.length > maxLength) throw new RangeError('too long')
  if (isTextOnly(node) && !/^(null|~|)$|^['"]/.test(text.trim())) return text
  const outcome = readYaml('', Buffer.from(text))
  if (!outcome.ok) throw new SyntaxError('not readable as YAML')
  // Not `value`, which is {} where there is nothing.
  return outcome.yaml.document.toJS({ maxAliasCount: 0 }) as unknown
}

interface Trouble {
  path: readonly string[]
  message: string
  hint: string | null
}

function readVariable(
  variable: string,
  text: string,
  schema: SchemaNode,
): { path: readonly string[]; value: unknown } | Trouble {
  const path: string[] = []
  for (const part of variable.replace(prefix, '').split('__')) {
    const node = nodeAt(schema, path) ?? {}
    const name = resolveName(part, node)
    if (name === null) return unknownName(part, path, node)
    path.push(name)
  }
  const node = nodeAt(schema, path) ?? {}
  if (isSection(node))
    return {
      path,
      message: 'names a section, not a key',
      hint: `Name one of its keys: ${childNames(node).join(', ')}.`,
    }
  try {
    return { path, value: parseValue(text, node) }
  } catch {
    return {
      path,
      message: 'the value cannot be read',
      hint: 'Write it as in the file, lists in brackets: [a, b].',
    }
  }
}

/** Shells write variables in capitals, with `_` between words: `MAX_BODY_BYTES` and `MAXBODYBYTES` are `maxBodyBytes`. */
function resolveName(part: string, node: SchemaNode): string | null {
  const wanted = plain(part)
  const known = childNames(node).find((name) => plain(name) === wanted)
  if (known !== undefined) return known
  return isRecord(node) && part !== '' ? part.toLowerCase().replaceAll('_', '-') : null
}

function unknownName(part: string, path: readonly string[], node: SchemaNode): Trouble {
  const known = childNames(node)
  const near = suggest(part, known)
  return {
    path: [...path, part.slice(0, 100)],
    message: 'there is no such key',
    hint:
      near !== null
        ? `Did you mean \`${['GATEHOUSE', ...path, near].map(plain).join('__').toUpperCase()}\`?`
        : known.length > 0
          ? `Keys here: ${known.join(', ')}.`
          : 'A level too many: the key above holds a value.',
  }
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '')
}

function overlaps(left: readonly string[], right: readonly string[]): boolean {
  const length = Math.min(left.length, right.length)
  return left.slice(0, length).every((part, index) => part === right[index])
}

function isTextOnly(node: SchemaNode): boolean {
  if (node['x-kind'] === 'bytes' || node['x-kind'] === 'duration') return true
  if (node.type === 'string' || node.enum !== undefined) return true
  return (
    node.anyOf?.some((option) => option.type === 'string') === true &&
    node.anyOf.every((option) => option.type === 'string' || option.type === 'null')
  )
}

function problemOf(variable: string, trouble: Trouble): Problem {
  return {
    file: variablePlace(variable),
    path: formatPath(trouble.path),
    line: null,
    column: null,
    message: trouble.message,
    hint: trouble.hint,
  }
}
