/** Finds the place in a YAML file where a key path stands. */
import { isMap, isPair, isScalar, isSeq } from 'yaml'
import { positionOf, type YamlFile } from './yaml-file.ts'

export interface Position {
  line: number
  column: number
}

/**
 * The position of the value at `path` (or of its key, where `what` says so). What does not exist is located at the
 * nearest thing above it that does.
 */
export function locate(yaml: YamlFile, path: readonly PropertyKey[], what: 'key' | 'value'): Position {
  let node: unknown = yaml.document.contents
  let offset = offsetOf(node) ?? 0
  for (const [depth, part] of path.entries()) {
    const found = child(node, part)
    if (found === null) break
    const last = depth === path.length - 1
    offset =
      (last && what === 'key' ? offsetOf(found.key) : offsetOf(found.value)) ?? offsetOf(found.key) ?? offset
    node = found.value
  }
  return positionOf(yaml.lines, offset)
}

/** True where the file itself says something at this path. */
export function standsIn(yaml: YamlFile, path: readonly PropertyKey[]): boolean {
  return yaml.document.hasIn([...path])
}

function child(node: unknown, part: PropertyKey): { key: unknown; value: unknown } | null {
  if (isMap(node)) {
    for (const pair of node.items)
      if (isPair(pair) && isScalar(pair.key) && String(pair.key.value) === String(part))
        return { key: pair.key, value: pair.value }
    return null
  }
  if (isSeq(node) && typeof part === 'number' && part < node.items.length) {
    const value = node.items[part]
    return { key: value, value }
  }
  return null
}

function offsetOf(node: unknown): number | null {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return null
  const start: unknown = node.range[0]
  return typeof start === 'number' ? start : null
}
