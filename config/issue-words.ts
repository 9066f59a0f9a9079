/** Chooses the words for one thing that zod found wrong: what was expected, what stands there, what to do. */
import type { z } from 'zod'
import { childNames, isSection, type SchemaNode } from './json-schema.ts'
import { suggest } from './suggest.ts'

type Issue = z.core.$ZodIssue

/** Own messages say `what: what to do`; the part behind the colon is the hint. */
export function split(message: string): { message: string; hint: string | null } {
  const at = message.indexOf(': ')
  if (at < 0) return { message, hint: null }
  const hint = message.slice(at + 2)
  return { message: message.slice(0, at), hint: hint.charAt(0).toUpperCase() + hint.slice(1) }
}

/** Our models' messages begin in lower case or with a quoted word; zod's own with a capital. */
export function isOurs(message: string): boolean {
  return !/^(Invalid|Too|Unrecognized|Expected|Required)/.test(message)
}

export function sentence(issue: Issue, found: unknown): string {
  if (issue.code === 'invalid_type' && found === undefined)
    return isOurs(issue.message) ? `is missing: ${issue.message}` : 'is missing'
  if (issue.code === 'invalid_union' && found === undefined && isOurs(issue.message))
    return `is missing: ${split(issue.message).message}`
  if (isOurs(issue.message))
    return issue.code === 'invalid_type' && issue.message.startsWith('expected ') && found !== undefined
      ? `${issue.message}, found ${kindOf(found)}`
      : issue.message
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${kindName(issue.expected)}, found ${kindOf(found)}`
    case 'invalid_value':
      return `expected ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return issue.origin === 'array' || issue.origin === 'string'
        ? `is too short, at least ${issue.minimum}`
        : `is too small, at least ${issue.minimum}`
    case 'too_big':
      return issue.origin === 'array' || issue.origin === 'string'
        ? `is too long, at most ${issue.maximum}`
        : `is too large, at most ${issue.maximum}`
    default:
      return 'is not in the expected form'
  }
}

/** A hint about the value: the mistakes that YAML invites, else what the key is for. */
export function valueHint(issue: Issue, node: SchemaNode | null, found: unknown): string | null {
  const type = node?.type
  if (node !== null && isSection(node) && found === null)
    return 'Indent the keys that belong to it, or remove the line.'
  if (type === 'boolean' && typeof found === 'string' && /^(yes|no|on|off|true|false)$/i.test(found))
    return `Write ${/^(yes|on|true)$/i.test(found) ? 'true' : 'false'}, without quotes.`
  if (
    issue.code === 'invalid_type' &&
    issue.expected === 'string' &&
    (typeof found === 'number' || typeof found === 'boolean')
  )
    return 'Put it in quotes: YAML reads it as something else than text.'
  if (type === 'integer' && typeof found === 'string' && /^\d+$/.test(found)) return 'Remove the quotes.'
  if (node?.enum !== undefined && typeof found === 'string') {
    const near = suggest(found, node.enum.map(String))
    if (near !== null) return `Did you mean \`${near}\`?`
  }
  const below = node === null || typeof found !== 'string' ? [] : childNames(node)
  if (below.length > 0 && issue.code === 'invalid_type')
    return `Write its keys on lines of their own below it: ${below.join(', ')}.`
  if (type === 'array' && typeof found === 'string')
    return 'Write a list: in brackets, or each on its own line behind `- `.'
  if (node === null) return null
  const unit = node['x-unit'] === undefined ? '' : ` Unit: ${node['x-unit']}.`
  const usual =
    node.default === undefined || typeof node.default === 'object' ? '' : ` Default: ${String(node.default)}.`
  const text = `${node.description ?? ''}${unit}${usual}`.trim()
  return text === '' ? null : text
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  switch (typeof value) {
    case 'string':
      return 'text'
    case 'number':
      return Number.isInteger(value) ? 'a number' : 'a number with a fraction'
    case 'boolean':
      return 'true or false'
    case 'undefined':
      return 'nothing'
    default:
      return 'a section'
  }
}

function kindName(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    string: 'text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a section with keys',
    record: 'a section with keys',
    null: 'nothing',
  }
  return names[expected] ?? expected
}
