/** Reads one YAML file that a person wrote, remembers where everything stands, and refuses what would be misread. */
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml'
import { decodeText } from './decode-text.ts'
import type { Problem } from './problems.ts'
import { nestsTooDeep } from './yaml-depth.ts'
import { explain, tooDeep } from './yaml-words.ts'

/** Levels of nesting; our models need nine. */
const maxDepth = 50

/** Mistakes that are listed; behind them most are consequences of the first. */
const maxProblems = 50
const maxSyntaxProblems = 5

/** Names that mean something to JavaScript's objects: never keys of ours. */
const forbiddenNames = new Set(['__proto__', 'constructor', 'prototype'])

/** A file's text together with the places in it. */
export interface YamlFile {
  file: string
  text: string
  document: Document.Parsed
  lines: LineCounter
  /** Plain objects, arrays, text, numbers, booleans and null. {} for an empty file. */
  value: unknown
}

export type YamlOutcome = { ok: true; yaml: YamlFile } | { ok: false; problems: readonly Problem[] }

/** Parses a file's bytes. Aliases, tags, several documents, duplicate keys and foreign encodings are refused. */
export function readYaml(file: string, bytes: Uint8Array): YamlOutcome {
  const text = decodeText(file, bytes)
  if (typeof text !== 'string') return { ok: false, problems: [text] }
  const lines = new LineCounter()
  const document = parse(text, lines)
  if (document === null)
    return { ok: false, problems: [{ file, path: '', line: 1, column: 1, ...wordsOnly(tooDeep) }] }
  const yaml: YamlFile = { file, text, document, lines, value: null }
  const errors = [...document.errors, ...document.warnings]
  const exhausted = errors.find((error) => error.code === 'RESOURCE_EXHAUSTION')
  const syntax = exhausted === undefined ? errors.slice(0, maxSyntaxProblems) : [exhausted]
  const problems = syntax.length > 0 ? syntax.map((error) => syntaxProblem(yaml, error)) : inspect(yaml)
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, yaml: { ...yaml, value: document.toJS({ maxAliasCount: 0 }) ?? {} } }
}

/** Line and column from 1. */
export function positionOf(lines: LineCounter, offset: number): { line: number; column: number } {
  const found = lines.linePos(offset)
  return { line: Math.max(found.line, 1), column: Math.max(found.col, 1) }
}

/** null where nesting exhausts the memory or the stack: the parser descends once a level. */
function parse(text: string, lineCounter: LineCounter): Document.Parsed | null {
  if (nestsTooDeep(text)) return null
  try {
    return parseDocument(text, {
      lineCounter,
      // Our own check is linear; the parser's compares every pair of keys, which takes minutes for a hostile file.
      uniqueKeys: false,
      stringKeys: true,
      resolveKnownTags: false,
      prettyErrors: false,
      logLevel: 'error',
    })
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function syntaxProblem(yaml: YamlFile, error: YAMLError): Problem {
  const mistake = explain(error)
  const offset = mistake.opened ? openedBefore(yaml.document, error.pos[0]) : error.pos[0]
  return { file: yaml.file, path: '', ...positionOf(yaml.lines, offset), ...wordsOnly(mistake) }
}

/** Where the innermost quote or bracket begins that reaches as far as `offset`. */
function openedBefore(document: Document.Parsed, offset: number): number {
  let best = -1
  visit(document, {
    Node(_key, node) {
      const range = node.range
      const opens =
        (isCollection(node) && node.flow === true) || (isScalar(node) && node.type?.startsWith('QUOTE'))
      if (opens && range && range[0] < offset && range[1] >= offset - 1) best = Math.max(best, range[0])
    },
  })
  return best < 0 ? offset : best
}

/** What the parser takes but a person would not expect. */
function inspect(yaml: YamlFile): Problem[] {
  const problems: Problem[] = []
  const report: Report = (offset, message, hint) =>
    problems.push({ file: yaml.file, path: '', ...positionOf(yaml.lines, offset), message, hint })
  const directives = yaml.document.directives
  if (directives?.yaml.explicit && directives.yaml.version !== '1.2')
    report(
      0,
      'the file asks for another version of YAML',
      'Remove the %YAML line: files are read as YAML 1.2.',
    )
  visit(yaml.document, {
    Node(_key, node, ancestors) {
      const offset = node.range?.[0] ?? 0
      if (problems.length >= maxProblems) return visit.BREAK
      if (ancestors.length > 2 * maxDepth) {
        report(offset, tooDeep.message, tooDeep.hint ?? '')
        return visit.BREAK
      }
      if (isAlias(node))
        report(offset, 'aliases (*name) are not taken', 'Write the value out where it is needed.')
      else if (node.tag !== undefined) report(offset, 'tags (!name) are not taken', 'Remove the tag.')
      if (isMap(node)) inspectKeys(node.items, report)
      return undefined
    },
  })
  return problems.slice(0, maxProblems)
}

type Report = (offset: number, message: string, hint: string) => void

function inspectKeys(items: readonly { key: unknown }[], report: Report): void {
  const seen = new Set<string>()
  for (const { key } of items) {
    if (!isScalar(key)) continue
    const name = String(key.value)
    const offset = key.range?.[0] ?? 0
    if (forbiddenNames.has(name)) report(offset, `\`${name}\` cannot be a key`, 'Remove it.')
    else if (seen.has(name))
      report(
        offset,
        `\`${name.slice(0, 60)}\` stands here a second time`,
        'Keep one of the two: only one could count.',
      )
    seen.add(name)
  }
}

function wordsOnly(mistake: { message: string; hint: string | null }): {
  message: string
  hint: string | null
} {
  return { message: mistake.message, hint: mistake.hint }
}
