/** Measures the analyzer on annotated texts: precision, recall and F1 per type, false alarms, and speed. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { standardAnalyzer } from '../../gateway/core/pii/analyzer.ts'
import type { EntityType, Finding } from '../../gateway/core/pii/entity.ts'
import { entityTypeNames } from '../../gateway/core/pii/entity.ts'
import { type BenchLine, benchLine, printLine } from './line.ts'

/** One annotated text. Offsets are UTF-16 units; only the types in `scope` were looked for by the annotators. */
interface AnnotatedText {
  id: string
  source: string
  text: string
  entities: { type: string; start: number; end: number; value: string }[]
  scope?: string[]
}

interface Span {
  type: string
  start: number
  end: number
}

interface Tally {
  found: number
  right: number
  wanted: number
  caught: number
  exact: number
}

/** What corpora call a type that has another name here. */
const corpusNames: Partial<Record<string, EntityType>> = { IP: 'IP_ADDRESS', PHONE_NUMBER: 'PHONE' }

/**
 * Reads `dev/*.jsonl` and `lookalikes.jsonl` in the folder given as `--corpus`. With `--show TYPE` it prints what was
 * missed and what was found wrongly of that type to standard error.
 */
export async function run(args: string[]): Promise<BenchLine[]> {
  const { values } = parseArgs({
    args,
    options: { corpus: { type: 'string' }, show: { type: 'string' } },
    strict: false,
  })
  if (typeof values.corpus !== 'string') {
    console.error('pii: give the folder of annotated texts: npm run bench -- pii --corpus DIR')
    return []
  }
  const texts = await readTexts(join(values.corpus, 'dev'))
  const lookalikes = await readLines(join(values.corpus, 'lookalikes.jsonl'))
  const show = typeof values.show === 'string' ? values.show : null
  const lines = [
    ...entityTypeNames.map((type) => accuracy(type, texts, show)).filter((line) => line !== null),
    falseAlarms(texts),
    touchedLookalikes(lookalikes),
    ...speed(texts),
  ]
  lines.forEach(printLine)
  return lines
}

/** Any overlap with an entity of the same type counts as caught; `exact_recall` asks for the very span. */
function accuracy(type: EntityType, texts: readonly AnnotatedText[], show: string | null): BenchLine | null {
  const tally: Tally = { found: 0, right: 0, wanted: 0, caught: 0, exact: 0 }
  for (const text of texts) {
    if (!scopeOf(text).has(type)) continue
    const found = spansIn(text.text).filter((span) => span.type === type)
    const wanted = wantedIn(text).filter((span) => span.type === type)
    count(tally, found, wanted)
    if (show === type) explain(text, found, wanted)
  }
  if (tally.wanted === 0) return null
  const precision = tally.found === 0 ? 0 : tally.right / tally.found
  const recall = tally.caught / tally.wanted
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  const detail = {
    precision,
    recall,
    exact_recall: tally.exact / tally.wanted,
    wanted: tally.wanted,
    found: tally.found,
  }
  return benchLine({
    bench: 'pii',
    case: type,
    metric: 'f1',
    unit: 'share',
    value: f1,
    budget: budgets[type] ?? null,
    detail,
  })
}

/** What a byte scanner of a hundred lines and the best public recognizers reach on texts of the same sources. */
const budgets: Partial<Record<EntityType, string>> = {
  EMAIL: '>= 0.98',
  PHONE: '>= 0.75',
  CREDIT_CARD: '>= 0.97',
  IBAN: '>= 0.95',
  US_SSN: '>= 0.83',
  IP_ADDRESS: '>= 0.9',
  PRIVATE_KEY: '>= 0.9',
}

function count(tally: Tally, found: readonly Span[], wanted: readonly Span[]): void {
  tally.found += found.length
  tally.wanted += wanted.length
  tally.right += found.filter((span) => wanted.some((other) => overlaps(span, other))).length
  tally.caught += wanted.filter((span) => found.some((other) => overlaps(span, other))).length
  tally.exact += wanted.filter((span) =>
    found.some((other) => span.start === other.start && span.end === other.end),
  ).length
}

/** Findings per thousand characters in the texts that hold no entity, of the types that were looked for in them. */
function falseAlarms(texts: readonly AnnotatedText[]): BenchLine {
  let characters = 0
  let alarms = 0
  let ofAnyType = 0
  for (const text of texts) {
    if (text.entities.length > 0) continue
    characters += text.text.length
    const found = spansIn(text.text)
    const scope = scopeOf(text)
    ofAnyType += found.length
    alarms += found.filter(({ type }) => scope.has(type)).length
  }
  const value = (alarms * 1000) / characters
  const detail = { alarms, alarms_of_any_type: ofAnyType, characters }
  return benchLine({
    bench: 'pii',
    case: 'clean-texts',
    metric: 'false_alarms',
    unit: '1/1000 characters',
    value,
    budget: '<= 0.12',
    detail,
  })
}

function touchedLookalikes(texts: readonly AnnotatedText[]): BenchLine {
  const touched = texts.filter((text) => spansIn(text.text).length > 0).map((text) => text.id)
  const detail = { touched, texts: texts.length }
  return benchLine({
    bench: 'pii',
    case: 'lookalikes',
    metric: 'touched',
    unit: 'texts',
    value: touched.length,
    budget: '<= 0',
    detail,
  })
}

/** One text a call, and all of them as 64 KiB pieces. */
function speed(texts: readonly AnnotatedText[]): BenchLine[] {
  const short = texts.map((text) => Buffer.from(text.text))
  const joined = Buffer.concat(short)
  const pieces: Buffer[] = []
  for (let from = 0; from < joined.length; from += 65_536) pieces.push(joined.subarray(from, from + 65_536))
  return [['short', short] as const, ['64k', pieces] as const].map(([name, buffers]) =>
    benchLine({
      bench: 'pii',
      case: `speed-${name}`,
      metric: 'throughput',
      unit: 'MB/s',
      value: throughput(buffers),
    }),
  )
}

function throughput(buffers: readonly Buffer[]): number {
  const bytes = buffers.reduce((sum, buffer) => sum + buffer.length, 0)
  let best = 0
  for (let round = 0; round < 15; round++) {
    const started = performance.now()
    for (const buffer of buffers) scanWhole(buffer)
    best = Math.max(best, bytes / 1000 / (performance.now() - started))
  }
  return best
}

function scanWhole(bytes: Uint8Array): Finding[] {
  const found: Finding[] = []
  standardAnalyzer.scan({ bytes, start: 0, from: 0, end: bytes.length, final: true }, found)
  return found
}

/** What the analyzer finds, in UTF-16 units. */
function spansIn(text: string): Span[] {
  const bytes = Buffer.from(text)
  const units = (end: number) => bytes.toString('utf8', 0, end).length
  return scanWhole(bytes).map(({ type, start, end }) => ({ type, start: units(start), end: units(end) }))
}

function wantedIn(text: AnnotatedText): Span[] {
  return text.entities.map(({ type, start, end }) => ({ type: corpusNames[type] ?? type, start, end }))
}

function scopeOf(text: AnnotatedText): Set<string> {
  const types = text.scope ?? entityTypeNames
  return new Set(types.map((type) => corpusNames[type] ?? type))
}

function overlaps(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end
}

function explain(text: AnnotatedText, found: readonly Span[], wanted: readonly Span[]): void {
  const show = (label: string, { start, end }: Span) => {
    const around = `${text.text.slice(Math.max(0, start - 40), start)}«${text.text.slice(start, end)}»${text.text.slice(end, end + 20)}`
    console.error(`${label} ${text.source}: ${JSON.stringify(around)}`)
  }
  for (const span of wanted) if (!found.some((other) => overlaps(span, other))) show('missed', span)
  for (const span of found) if (!wanted.some((other) => overlaps(span, other))) show('wrong', span)
}

async function readTexts(folder: string): Promise<AnnotatedText[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort()
  const texts = await Promise.all(files.map((name) => readLines(join(folder, name))))
  return texts.flat()
}

async function readLines(file: string): Promise<AnnotatedText[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as AnnotatedText)
}
