/** Measures the analyzer on annotated texts and bodies: what it finds, what it leaves alone, and how fast it is. */
import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type BenchLine, benchLine, printLine } from './line.ts'
import { peerLines } from './pii/beside-peers.ts'
import { bodyLines } from './pii/bodies.ts'
import { type AnnotatedText, readCorpus } from './pii/corpus.ts'
import { accuracyLine, figuresOf } from './pii/figures.ts'
import { type Explain, type Judgement, judgeTexts, type Tally } from './pii/judgement.ts'
import { markdownOf } from './pii/markdown.ts'
import { nationalLines } from './pii/national.ts'
import { loadPeers } from './pii/peers.ts'
import { secretLines } from './pii/secrets.ts'
import { type Span, spansIn } from './pii/spans.ts'
import { speedLines } from './pii/speed.ts'
import { isNational } from './pii/type-names.ts'

/** The targets of F1 over all sources. */
const budgets: Readonly<Record<string, string>> = {
  PHONE: '>= 0.9',
  CREDIT_CARD: '>= 0.98',
  IBAN: '>= 0.98',
  US_SSN: '>= 0.95',
  IP_ADDRESS: '>= 0.97',
}

const names = new Set(['PERSON', 'ADDRESS'])
const officeTypes = new Set(['EMAIL', 'PHONE', 'IBAN', 'NATIONAL_ID'])

interface Options {
  corpus: string
  source: string
  type: string | null
  show: string | null
  minScore: number
  peers: string | null
  markdown: string | null
}

/**
 * `--corpus DIR`: `dev/*.jsonl`, `payloads/*.json`, `lookalikes.jsonl`. `--source NAME` reads only the files that begin so,
 * `--type TYPE` prints only that type's line, `--show TYPE` (or `payloads`, `clean`) prints misses and false alarms to
 * standard error, `--min-score N` leaves out what is less sure. `--peers DIR` runs public recognizers beside ours; they are
 * installed there with npm where they are missing. `--markdown FILE` writes the tables for the README.
 */
export async function run(args: string[]): Promise<BenchLine[]> {
  const options = optionsOf(args)
  if (options === null) {
    console.error('pii: give the folder of annotated texts: npm run bench -- pii --corpus DIR')
    return []
  }
  const corpus = await readCorpus(options.corpus, options.source)
  const { texts, bodies, lookalikes } = corpus
  const judgement = judgeTexts(texts, (text) => spansIn(text, options.minScore), explainer(options.show))
  const lines = [...accuracyLines(judgement.tallies), ...besideLines(judgement.beside)].filter(
    ({ case: name }) => options.type === null || name === options.type,
  )
  if (options.type === null) {
    lines.push(...nationalLines(judgement.tallies), ...cleanLines(judgement), coverageLine(judgement))
    if (options.source === '') {
      lines.push(
        ...bodyLines(bodies, options.show === 'payloads'),
        lookalikeLine(lookalikes, options.minScore),
      )
      lines.push(...secretLines(), ...speedLines(texts))
    }
  }
  if (options.peers !== null) {
    lines.push(...(await peerLines(corpus, { judgement, lines }, await loadPeers(options.peers))))
  }
  lines.forEach(printLine)
  if (options.markdown !== null) await writeFile(options.markdown, markdownOf(lines))
  return lines
}

function optionsOf(args: string[]): Options | null {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: {
      corpus: text,
      source: text,
      type: text,
      show: text,
      'min-score': text,
      peers: text,
      markdown: text,
    },
  })
  if (values.corpus === undefined) return null
  return {
    corpus: values.corpus,
    source: values.source ?? '',
    type: values.type ?? null,
    show: values.show ?? null,
    minScore: Number(values['min-score'] ?? 0),
    peers: values.peers ?? null,
    markdown: values.markdown ?? null,
  }
}

/** One line a type that is not a single country's, then the four together on the prompts of an office. */
function accuracyLines(tallies: readonly Tally[]): BenchLine[] {
  const lines = [...Map.groupBy(tallies, ({ type }) => type)]
    .filter(([type, own]) => (!isNational(type) || type in budgets) && own.some(({ wanted }) => wanted > 0))
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([type, own]) => accuracyLine(type, own, { budget: budgets[type] ?? null }))
  const office = tallies.filter(({ type, source }) => source.startsWith('omadia') && officeTypes.has(type))
  return office.length === 0 ? lines : [...lines, officeLine(office)]
}

/** How many labels are caught of types for which the annotators did not look everywhere, so that precision means nothing. */
function besideLines(tallies: readonly Tally[]): BenchLine[] {
  const groups = [...Map.groupBy(tallies, ({ type }) => type)]
  return groups
    .filter(([, own]) => own.some(({ wanted }) => wanted > 0))
    .map(([type, own]) => {
      const { recall, exact_recall, wanted, missed } = figuresOf(own)
      const detail = { exact_recall, wanted, missed, sources: own.map(({ source }) => source) }
      return benchLine({ bench: 'pii', case: type, metric: 'recall', unit: 'share', value: recall, detail })
    })
}

function officeLine(tallies: readonly Tally[]): BenchLine {
  const { recall, ...rest } = figuresOf(tallies)
  return benchLine({
    bench: 'pii',
    case: 'omadia-email-phone-iban-national',
    metric: 'recall',
    unit: 'share',
    value: recall,
    budget: '>= 0.97',
    detail: { ...rest },
  })
}

/** False alarms in texts without entities: of types that were looked for, names apart, and of any type. */
function cleanLines({ clean }: Judgement): BenchLine[] {
  const { characters, texts, alarms } = clean
  const line = (name: string, counted: typeof alarms, budget: string | null) => {
    const types = Object.fromEntries(
      [...Map.groupBy(counted, ({ type }) => type)].map(([type, own]) => [type, own.length]),
    )
    const detail = { alarms: counted.length, types, characters, texts }
    const value = characters === 0 ? null : (counted.length * 1000) / characters
    const metric = 'false_alarms'
    return benchLine({ bench: 'pii', case: name, metric, unit: '1/1000 characters', value, budget, detail })
  }
  const judged = alarms.filter(({ inScope }) => inScope)
  return [
    line(
      'clean-texts',
      judged.filter(({ type }) => !names.has(type)),
      '<= 0.05',
    ),
    line(
      'clean-texts-names',
      judged.filter(({ type }) => names.has(type)),
      null,
    ),
    line(
      'clean-texts-any-type',
      alarms.filter(({ type }) => !names.has(type)),
      null,
    ),
  ]
}

function coverageLine({ covered }: Judgement): BenchLine {
  const sums = [...covered.values()]
  const personal = sums.reduce((sum, one) => sum + one.personal, 0)
  const shares = [...covered]
    .filter(([, one]) => one.personal > 0)
    .map(([source, one]) => [source, Number((one.covered / one.personal).toFixed(3))] as const)
  return benchLine({
    bench: 'pii',
    case: 'texts-covered',
    metric: 'personal_characters_covered',
    unit: 'share',
    value: personal === 0 ? null : sums.reduce((sum, one) => sum + one.covered, 0) / personal,
    detail: { characters: personal, sources: Object.fromEntries(shares) },
  })
}

function lookalikeLine(texts: readonly AnnotatedText[], minScore: number): BenchLine {
  const touched = texts.flatMap(({ id, text }) =>
    spansIn(text, minScore).map(({ type, start, end }) => `${id}: ${text.slice(start, end)} as ${type}`),
  )
  const line = { bench: 'pii', case: 'lookalikes', metric: 'touched', unit: 'values', value: touched.length }
  return benchLine({ ...line, budget: '<= 0', detail: { touched, texts: texts.length } })
}

/** Prints what was missed and what was found wrongly of one type (`national`: of all countries' numbers). */
function explainer(show: string | null): Explain {
  return (kind, { id, text }, { type, start, end }: Span) => {
    const isAsked =
      kind === 'clean' ? show === 'clean' : type === show || (show === 'national' && isNational(type))
    if (!isAsked) return
    const around = `${text.slice(Math.max(0, start - 40), start)}«${text.slice(start, end)}»${text.slice(end, end + 20)}`
    console.error(`${kind} ${type} ${id}: ${JSON.stringify(around)}`)
  }
}
