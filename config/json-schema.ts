/** Writes a zod model as JSON Schema, so that editors, the reference page and our own hints read the same words. */
import { z } from 'zod'
import { configSchema } from './schema.ts'

/** The part of JSON Schema that our models come out as. `x-` keys are ours. */
export interface SchemaNode {
  type?: string
  description?: string
  default?: unknown
  enum?: readonly unknown[]
  const?: unknown
  properties?: Readonly<Record<string, SchemaNode>>
  additionalProperties?: boolean | SchemaNode
  items?: SchemaNode
  anyOf?: readonly SchemaNode[]
  oneOf?: readonly SchemaNode[]
  minimum?: number
  maximum?: number
  /** bytes, milliseconds, days, connections … */
  'x-unit'?: string
  'x-kind'?: 'bytes' | 'duration' | 'path'
  /** What is accepted, in words. */
  'x-expected'?: string
  /** What to write where somebody wrote a key that others have. */
  'x-instead'?: Readonly<Record<string, string>>
  /** True where a change counts only after a restart. */
  'x-restart'?: boolean
}

/** The JSON Schema (2020-12) of gatehouse.yaml. */
export function configJsonSchema(): SchemaNode {
  return toSchemaNode(configSchema)
}

/** The JSON Schema of what a person may write for a model (before defaults and units are worked out). */
export function toSchemaNode(model: z.ZodType): SchemaNode {
  return z.toJSONSchema(model, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      allowSpelledUnits(jsonSchema)
      // Left out by zod where units are worked out in between.
      if (zodSchema._zod.def.type === 'default') jsonSchema.default = zodSchema._zod.def.defaultValue as never
    },
  }) as SchemaNode
}

/** `1MiB` and `30s` are text to JSON Schema: say that both forms are taken. */
function allowSpelledUnits(node: Record<string, unknown>): void {
  const kind = node['x-kind']
  if ((kind !== 'bytes' && kind !== 'duration') || node.type !== 'integer') return
  const units = kind === 'bytes' ? '[Bb]|[KkMmGg]i?[Bb]' : 'ms|s|min|m|h|d'
  node.anyOf = [
    { type: 'integer', minimum: node.minimum, maximum: node.maximum },
    { type: 'string', pattern: `^\\d+(\\.\\d+)? ?(${units})$` },
  ]
  delete node.type
  delete node.minimum
  delete node.maximum
}

/** One key that can be set. */
export interface SchemaKey {
  /** Path such as `proxy.port`. */
  path: readonly string[]
  node: SchemaNode
}

/** Every key that holds a value (not a section), in the order of the schema. Names in records are `*`. */
export function listKeys(root: SchemaNode, path: readonly string[] = []): SchemaKey[] {
  const children = Object.entries(root.properties ?? {})
  if (children.length === 0) return [{ path, node: root }]
  return children.flatMap(([name, child]) => listKeys(child, [...path, name]))
}

/** The schema's words about the value at a path; null where the schema knows no such key. */
export function nodeAt(root: SchemaNode, path: readonly PropertyKey[]): SchemaNode | null {
  let node: SchemaNode = root
  for (const part of path) {
    const next = childOf(node, part)
    if (next === null) return null
    node = next
  }
  return node
}

/** Names that may stand below a node. */
export function childNames(node: SchemaNode): string[] {
  const own = Object.keys(node.properties ?? {})
  return own.length > 0 ? own : [...(node.anyOf ?? []), ...(node.oneOf ?? [])].flatMap(childNames)
}

/** True for a section: its keys are fixed and set one at a time. */
export function isSection(node: SchemaNode): boolean {
  return node.properties !== undefined
}

/** True where names below are free (`proxy.hosts`). */
export function isRecord(node: SchemaNode): boolean {
  return node.properties === undefined && typeof node.additionalProperties === 'object'
}

function childOf(node: SchemaNode, part: PropertyKey): SchemaNode | null {
  if (typeof part === 'number' && node.items !== undefined) return node.items
  const name = String(part)
  if (node.properties !== undefined && Object.hasOwn(node.properties, name))
    return node.properties[name] ?? null
  if (typeof node.additionalProperties === 'object' && typeof part === 'string')
    return node.additionalProperties
  for (const option of [...(node.anyOf ?? []), ...(node.oneOf ?? [])]) {
    const found = childOf(option, part)
    if (found !== null) return found
  }
  return null
}
