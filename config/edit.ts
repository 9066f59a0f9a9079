/** Sets one key in the text of a YAML file, and leaves everything else, comments above all, as it was. */
import { isDeepStrictEqual } from 'node:util'
import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  type Node,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
} from 'yaml'
import { readYaml, type YamlFile } from './yaml-file.ts'

/**
 * The new text. Small changes are made in the text itself; where that does not say the right thing, the file is
 * written anew by the YAML library (which keeps comments, but not every blank). null where neither says it.
 */
export function setInText(yaml: YamlFile, path: readonly string[], value: unknown): string | null {
  const wanted = withValue(yaml.value, path, value)
  const candidates = [() => editText(yaml, path, value), () => rewrite(yaml, path, value)]
  for (const candidate of candidates) {
    const text = candidate()
    if (text !== null && says(text, wanted) && keepsComments(yaml.text, text, path)) return text
  }
  return null
}

function says(text: string, wanted: unknown): boolean {
  const outcome = readYaml('', Buffer.from(text))
  return outcome.ok && isDeepStrictEqual(outcome.yaml.value, wanted)
}

/** Comments inside a replaced list or table go with it; all others must be there still. */
function keepsComments(before: string, after: string, path: readonly string[]): boolean {
  const replaced = parseDocument(before).getIn([...path], true)
  const inside =
    isScalar(replaced) || replaced === undefined ? [] : commentsIn(sliceOf(before, replaced as Node))
  const left = [...commentsIn(after), ...inside]
  for (const comment of commentsIn(before)) {
    const at = left.indexOf(comment)
    if (at < 0) return false
    left.splice(at, 1)
  }
  return true
}

function commentsIn(text: string): string[] {
  return [...text.matchAll(/(?:^|\s)#(.*)$/gm)].map((match) => (match[1] ?? '').trim())
}

function sliceOf(text: string, node: Node): string {
  return node.range ? text.slice(node.range[0], node.range[2]) : ''
}

function editText(yaml: YamlFile, path: readonly string[], value: unknown): string | null {
  const { depth, map, pair } = deepest(yaml, path)
  if (depth === path.length && pair !== null) return replaceValue(yaml.text, pair, value)
  const added = nested(path.slice(depth), value)
  if (map === null) return pair === null ? null : openSection(yaml.text, pair, added)
  if (map.items.length === 0) return null
  return map.flow === true ? insertInFlow(yaml.text, map, added) : insertInBlock(yaml.text, map, added)
}

/** How far the path exists, the map where it ends (null: no map there), and the last pair on the way. */
function deepest(
  yaml: YamlFile,
  path: readonly string[],
): { depth: number; map: YAMLMap | null; pair: Pair | null } {
  let map: YAMLMap | null = isMap(yaml.document.contents) ? yaml.document.contents : null
  let last: Pair | null = null
  for (const [depth, part] of path.entries()) {
    const pair: Pair | undefined = map?.items.find(
      (item) => isScalar(item.key) && String(item.key.value) === part,
    )
    if (pair === undefined) return { depth, map, pair: last }
    last = pair
    map = isMap(pair.value) ? pair.value : null
    if (map === null && depth < path.length - 1) return { depth: depth + 1, map, pair }
  }
  return { depth: path.length, map, pair: last }
}

function replaceValue(text: string, pair: Pair, value: unknown): string | null {
  const node = pair.value as Node | null
  const keyEnd = (pair.key as Node | null)?.range?.[1]
  if (isAbsent(node)) {
    // `port:` and `port: # why`: the value goes right behind the colon.
    const colon = keyEnd === undefined ? -1 : text.indexOf(':', keyEnd)
    return colon < 0 ? null : `${text.slice(0, colon + 1)} ${render(value)}${text.slice(colon + 1)}`
  }
  if (!node?.range) return null
  const [start] = node.range
  const end = isCollection(node) && node.flow !== true ? endOf(pair) : node.range[1]
  const indent = start - (text.lastIndexOf('\n', start - 1) + 1)
  const written = isCollection(node) && node.flow !== true ? renderBlock(value, indent) : render(value)
  // The end of a block scalar (`|`) takes its line feed with it.
  const lineFeed = text.slice(start, end).endsWith('\n') ? newlineOf(text) : ''
  return text.slice(0, start) + written + lineFeed + text.slice(end)
}

function isAbsent(node: Node | null): boolean {
  return isScalar(node) && node.value === null && (!node.range || node.range[0] === node.range[1])
}

/** `policy:` with nothing in it: the keys go on the lines below. */
function openSection(text: string, pair: Pair, value: Record<string, unknown>): string | null {
  const range = (pair.key as Node | null)?.range
  if (!range || !isAbsent(pair.value as Node | null)) return null
  const indent = range[0] - (text.lastIndexOf('\n', range[0] - 1) + 1)
  return addLines(text, endOfLine(text, range[1]), indented(value, indent + 2, newlineOf(text)))
}

/** Adds lines behind the last key of a block map, in its column. */
function insertInBlock(text: string, map: YAMLMap, value: Record<string, unknown>): string | null {
  const first = (map.items[0]?.key as Node | null)?.range
  const last = map.items.at(-1)
  if (!first || last === undefined) return null
  const lineStart = text.lastIndexOf('\n', first[0] - 1) + 1
  const before = text.slice(lineStart, first[0]).replace('\ufeff', '')
  if (!/^ *$/.test(before)) return null
  return addLines(text, endOfLine(text, endOf(last)), indented(value, before.length, newlineOf(text)))
}

/** `{ a: 1 }` → `{ a: 1, b: 2 }`. */
function insertInFlow(text: string, map: YAMLMap, value: Record<string, unknown>): string | null {
  const last = map.items.at(-1)
  const inner = render(value).slice(1, -1)
  if (last === undefined || isAbsent(last.value as Node | null)) return null
  const end = endOf(last)
  return `${text.slice(0, end)}, ${inner.trim()}${text.slice(end)}`
}

function addLines(text: string, at: number, lines: string): string {
  const newline = newlineOf(text)
  const before = text.slice(0, at)
  const gap = before === '' || before.endsWith('\n') ? '' : newline
  return `${before}${gap}${lines}${newline}${text.slice(at)}`
}

/** Where the pair's own text ends; comments behind it belong to whoever comes next. */
function endOf(pair: Pair): number {
  return endOfNode(pair.value as Node | null) ?? (pair.key as Node).range?.[1] ?? 0
}

function endOfNode(node: Node | null): number | null {
  if (isCollection(node) && node.flow !== true) {
    const last = node.items.at(-1)
    if (isPair(last)) return endOf(last)
    if (last !== undefined) return endOfNode(last as Node)
  }
  return node?.range?.[1] ?? null
}

function endOfLine(text: string, offset: number): number {
  // A block scalar's end lies behind its line feed already.
  if (offset > 0 && text[offset - 1] === '\n') return offset
  const at = text.indexOf('\n', offset)
  return at < 0 ? text.length : at + 1
}

function newlineOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}

function rewrite(yaml: YamlFile, path: readonly string[], value: unknown): string | null {
  const document = parseDocument(yaml.text, { stringKeys: true })
  let depth = 0
  // An empty section (`policy:`) is null, and setIn does not step through null.
  while (++depth < path.length) {
    const part = path.slice(0, depth)
    if (document.hasIn(part) && !isMap(document.getIn(part, true)))
      document.setIn(part, document.createNode({}))
  }
  if (document.contents === null)
    document.contents = document.createNode({}) as unknown as typeof document.contents
  document.setIn([...path], document.createNode(value))
  return document.toString({ lineWidth: 0 })
}

/** On one line: lists and tables in brackets. */
function render(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trimEnd()
}

/** On lines of its own, the first of which is indented already. */
function renderBlock(value: unknown, indent: number): string {
  return stringify(value, { lineWidth: 0 })
    .trimEnd()
    .replaceAll('\n', `\n${' '.repeat(indent)}`)
}

function indented(value: unknown, indent: number, newline: string): string {
  const lines = stringify(value, { lineWidth: 0 }).trimEnd().split('\n')
  return lines.map((line) => ' '.repeat(indent) + line).join(newline)
}

function nested(path: readonly string[], value: unknown): Record<string, unknown> {
  const [first = '', ...rest] = path
  return { [first]: rest.length === 0 ? value : nested(rest, value) }
}

function withValue(root: unknown, path: readonly string[], value: unknown): unknown {
  const [first, ...rest] = path
  if (first === undefined) return value
  const table = typeof root === 'object' && root !== null && !Array.isArray(root) ? root : {}
  return { ...table, [first]: withValue((table as Record<string, unknown>)[first], rest, value) }
}
