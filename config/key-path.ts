/** Reads a key path that a person typed, such as `proxy.limits.holdBytes`, and refuses what the schema does not know. */
import { childNames, isRecord, isSection, nodeAt, type SchemaNode } from './json-schema.ts'
import { suggest } from './suggest.ts'

export type KeyPathOutcome =
  | { ok: true; path: readonly string[]; node: SchemaNode }
  | { ok: false; message: string; hint: string | null }

/** Names behind a record (`proxy.hosts.api.example.com`) may hold dots: everything left is one name. */
export function parseKeyPath(text: string, schema: SchemaNode): KeyPathOutcome {
  const parts = text === '' ? [] : text.split('.')
  const path: string[] = []
  let node = schema
  while (parts.length > 0) {
    if (isRecord(node)) {
      const name = parts.join('.')
      if (!/^[\w.-]{1,253}$/.test(name) || ['__proto__', 'constructor', 'prototype'].includes(name))
        return { ok: false, message: 'the name cannot be a key', hint: null }
      const inner = nodeAt(node, [name])
      return inner === null ? refuse(name, node) : { ok: true, path: [...path, name], node: inner }
    }
    const part = parts.shift() ?? ''
    const next = isSection(node) ? nodeAt(node, [part]) : null
    if (next === null) return refuse(part, node)
    path.push(part)
    node = next
  }
  return { ok: true, path, node }
}

function refuse(part: string, node: SchemaNode): KeyPathOutcome {
  const known = childNames(node)
  const near = suggest(part, known)
  return {
    ok: false,
    message: `there is no key \`${part.slice(0, 60)}\``,
    hint:
      near !== null
        ? `Did you mean \`${near}\`?`
        : known.length > 0
          ? `Keys here: ${known.join(', ')}.`
          : null,
  }
}
