/** Reads annotated texts and says which labels each token of theirs may have. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { standardAnalyzer } from '../../gateway/core/pii/analyzer.ts'
import type { Finding } from '../../gateway/core/pii/entity.ts'
import type { Tokens } from '../../gateway/core/pii/prose/tokens.ts'

/** One annotated text. Offsets are UTF-16 units; only the types in `scope` were looked for by the annotators. */
export interface AnnotatedText {
  id: string
  source: string
  text: string
  entities: { type: string; start: number; end: number; value: string }[]
  scope?: string[]
  lang?: string
  /** The name of its file, without its ending. */
  set: string
}

/** Types of the corpora that are a kind of what the tagger knows. */
const kindOf: Partial<Record<string, string>> = {
  PERSON: 'PERSON',
  DOCTOR: 'PERSON',
  ADDRESS: 'ADDRESS',
  STREET: 'ADDRESS',
  ORG: 'ORG',
  INSURER: 'ORG',
  UNIVERSITY: 'ORG',
  SCHOOL: 'ORG',
  HOSPITAL: 'ORG',
  BANK: 'ORG',
  MERCHANT: 'ORG',
  LOCATION: 'LOCATION',
}
const firstLabel: Partial<Record<string, number>> = { PERSON: 1, ADDRESS: 3, ORG: 5, LOCATION: 7 }
const anyLabel = 0xff
const outside = 1
const orgLabels = (1 << 5) | (1 << 6)
const locationLabel = 1 << 7

export async function readAnnotated(folder: string): Promise<AnnotatedText[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.jsonl')).sort()
  const texts: AnnotatedText[] = []
  for (const file of files) {
    const set = file.slice(0, -'.jsonl'.length)
    for (const line of (await readFile(join(folder, file), 'utf8')).split('\n')) {
      if (line.trim() !== '') texts.push({ ...(JSON.parse(line) as Omit<AnnotatedText, 'set'>), set })
    }
  }
  return texts.filter(({ scope }) => scope === undefined || scope.includes('PERSON'))
}

/** What the recognizers find in a text: the tagger sees it as one token each, in training as in use. */
export function takenIn(bytes: Uint8Array): Finding[] {
  const found: Finding[] = []
  standardAnalyzer.scan({ bytes, start: 0, from: 0, end: bytes.length, final: true }, found)
  return found
}

interface ByteSpan {
  kind: string | null
  start: number
  end: number
}

/**
 * The labels that are possible for each token, as bits. What the annotators did not look for stays open, so that the
 * training may read it as it fits (Tsuboi et al. 2008, partial annotations).
 */
export function allowedLabels(record: AnnotatedText, tokens: Tokens, open: Uint8Array): Uint8Array {
  const spans = byteSpans(record)
  const scope = record.scope ?? ['PERSON', 'ADDRESS', 'ORG', 'LOCATION']
  let elsewhere = outside
  if (!scope.includes('ORG')) elsewhere |= orgLabels
  if (!scope.includes('LOCATION')) elsewhere |= locationLabel
  const allowed = new Uint8Array(tokens.count)
  let span = 0
  let begun = false
  for (let index = 0; index < tokens.count; index++) {
    const start = tokens.start[index]!
    while (span < spans.length && spans[span]!.end <= start) {
      span++
      begun = false
    }
    const inside = span < spans.length && spans[span]!.start < tokens.end[index]! ? spans[span]! : null
    if (inside === null) allowed[index] = elsewhere
    else if (inside.kind === null) allowed[index] = anyLabel
    else {
      allowed[index] = labelBits(inside.kind, begun, scope, elsewhere)
      if (open[index] === 1) begun = true
    }
  }
  return allowed
}

function labelBits(kind: string, begun: boolean, scope: readonly string[], elsewhere: number): number {
  const first = firstLabel[kind]!
  if (kind === 'LOCATION') return scope.includes('LOCATION') ? locationLabel : elsewhere | locationLabel
  const bit = 1 << (begun ? first + 1 : first)
  // A company that was marked by the way, where companies were not looked for, may be marked or not.
  return kind === 'ORG' && !scope.includes('ORG') ? elsewhere | orgLabels : bit
}

/** The entities in bytes, in order; `kind` null where nothing can be learnt from the annotation. */
function byteSpans(record: AnnotatedText): ByteSpan[] {
  const spans: ByteSpan[] = []
  const names = new Set<string>()
  for (const { type, start, end, value } of record.entities) {
    const kind = kindOf[type] ?? null
    const vague =
      type === 'USERNAME' ||
      type === 'MENTION' ||
      type === 'LAW' ||
      (kind === 'PERSON' && /^\p{Lu}\p{Ll}{0,3}\.$/u.test(value))
    if (kind === null && !vague) continue
    if (kind === 'PERSON') names.add(value)
    const byteStart = Buffer.byteLength(record.text.slice(0, start))
    spans.push({
      kind: vague ? null : kind,
      start: byteStart,
      end: byteStart + Buffer.byteLength(record.text.slice(start, end)),
    })
  }
  // A name that is marked once and stands there again unmarked was overlooked.
  for (const name of names) {
    for (let at = record.text.indexOf(name); at >= 0; at = record.text.indexOf(name, at + name.length)) {
      const start = Buffer.byteLength(record.text.slice(0, at))
      const end = start + Buffer.byteLength(name)
      if (!spans.some((span) => span.start < end && start < span.end)) spans.push({ kind: null, start, end })
    }
  }
  return spans.sort((one, other) => one.start - other.start)
}
