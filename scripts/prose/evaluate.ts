/** Measures the tagger honestly: trained without what it is measured on. Prints one JSON line for each figure. */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Finding } from '../../gateway/core/pii/entity.ts'
import { type ProseModel, readModel } from '../../gateway/core/pii/prose/model.ts'
import { PlainEngine } from '../../gateway/core/pii/prose/plain-engine.ts'
import { proseReaderOf } from '../../gateway/core/pii/prose/prose-reader.ts'
import { Tagger } from '../../gateway/core/pii/prose/tagger.ts'
import { type AnnotatedText, readAnnotated, takenIn } from './annotated.ts'
import { makeHashedLists } from './hashed-lists.ts'
import type { Example } from './learn.ts'
import { type Origin, readNameLists } from './name-lists.ts'
import { type Chance, createChance, pick } from './random.ts'
import { ExampleMaker, forgottenShare, makeGenerated, trainingSeed, trainModel } from './training.ts'

/** The sets of prompts people write to machines; the others are running text, tweets and made-up forms. */
export const promptSets = [
  'kiji-e2e',
  'nanni',
  'omadia-de',
  'omadia-en',
  'omadia-es',
  'omadia-fr',
  'omadia-it',
  'omadia-nl',
]

interface Tally {
  found: number
  right: number
  wanted: number
  caught: number
}

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    packages: { type: 'string' },
    models: { type: 'string' },
    only: { type: 'string', default: 'prompts,folds,sources,origins' },
    show: { type: 'string' },
  },
})
const lists = await readNameLists(values.packages!)
const hashed = makeHashedLists(lists)
const maker = new ExampleMaker(hashed)
const annotated = await readAnnotated(join(values.corpus!, 'dev'))
const ofText = new Map<AnnotatedText, Example[]>()
let generated: Example[] | null = null

/** With `--models DIR`, a model that was kept there under this name is judged again, and a new one is kept. */
async function modelWithout(
  name: string,
  left: (text: AnnotatedText, index: number) => boolean,
): Promise<Uint8Array> {
  const file = values.models === undefined ? null : join(values.models, `${name}.bin`)
  if (file !== null && existsSync(file)) return readFile(file)
  const kept = annotated.filter((text, index) => !left(text, index)).flatMap((text) => examplesOf(text))
  generated ??= await makeGeneratedExamples()
  const model = trainModel([...generated, ...kept], hashed)
  if (file !== null) await writeFile(file, model)
  return model
}

async function makeGeneratedExamples(): Promise<Example[]> {
  return (await makeGenerated(lists, values.packages!)).flatMap((text) =>
    maker.examples(text, 1, forgottenShare),
  )
}

function examplesOf(text: AnnotatedText): Example[] {
  const made = ofText.get(text) ?? maker.examples(text, 1)
  ofText.set(text, made)
  return made
}

const steps = values.only.split(',')
const withoutPrompts =
  steps.includes('prompts') || steps.includes('origins')
    ? await modelWithout('without-prompts', ({ set }) => promptSets.includes(set))
    : null
if (steps.includes('prompts') && withoutPrompts !== null) {
  const model = withoutPrompts
  report(
    'left-out',
    'prompts',
    model,
    annotated.filter(({ set }) => promptSets.includes(set)),
  )
  for (const set of promptSets)
    report(
      'left-out',
      set,
      model,
      annotated.filter((text) => text.set === set),
    )
}
if (steps.includes('folds')) {
  const folds: { fold: number; model: Uint8Array }[] = []
  for (const fold of [0, 1, 2, 3, 4])
    folds.push({ fold, model: await modelWithout(`fold-${fold}`, (_, index) => index % 5 === fold) })
  const judge = (name: string, wanted: (text: AnnotatedText) => boolean) => {
    for (const type of ['PERSON', 'ADDRESS']) {
      const tally = empty()
      for (const { fold, model } of folds) {
        count(
          tally,
          type,
          model,
          annotated.filter((text, index) => index % 5 === fold && wanted(text)),
          false,
        )
      }
      print('five-fold', name, type, tally)
    }
  }
  judge('all', () => true)
  judge('prompts', ({ set }) => promptSets.includes(set))
  for (const set of [...new Set(annotated.map((text) => text.set))]) judge(set, (text) => text.set === set)
}
if (steps.includes('sources')) {
  for (const family of ['btc', 'ctxanon', 'presidio', 'wikigold', 'wnut17']) {
    const model = await modelWithout(`without-${family}`, ({ set }) => set.startsWith(family))
    report(
      'leave-one-source-out',
      family,
      model,
      annotated.filter(({ set }) => set.startsWith(family)),
    )
  }
}

if (steps.includes('origins') && withoutPrompts !== null) {
  const model = withoutPrompts
  const chance = createChance(trainingSeed + 1)
  for (const origin of lists.origins) {
    const texts = originTexts(origin, chance)
    if (texts.length === 0) continue
    const tally = empty()
    count(tally, 'PERSON', model, texts, values.show === 'PERSON')
    print('origin', origin.id, 'PERSON', tally)
    const unlisted = empty()
    count(unlisted, 'PERSON', model, texts, false, true)
    print('origin-unlisted', origin.id, 'PERSON', unlisted)
  }
}

/** A model that knows none of its names: what it finds it knows by form and surroundings. */
function withoutNames(model: ProseModel): ProseModel {
  const lists = model.lists.map((list, index) =>
    index < 3 ? { ...list, bits: new Uint8Array(list.bits.length) } : list,
  )
  return { ...model, lists }
}

/** Sentences unlike those of the training, around names in Latin letters of one origin. The names may be listed. */
function originTexts({ id, first, last }: Origin, chance: Chance): AnnotatedText[] {
  const carriers = [
    'The keys were handed over to {} at noon.',
    'We could not reach {} yesterday evening.',
    'Has anybody heard from {} since the move?',
    'Der Brief von {} liegt noch im Sekretariat.',
    'On attend toujours la réponse de {} pour le devis.',
    'Todavía falta la firma de {} en el anexo.',
  ]
  const latin = (name: string) => /^[\p{Script=Latin}' -]+$/u.test(name)
  const [firsts, lasts] = [first.filter(latin), last.filter(latin)]
  if (firsts.length < 10 || lasts.length < 10) return []
  return Array.from({ length: 120 }, (_, index) => {
    const name = `${pick(chance, firsts)} ${pick(chance, lasts)}`
    const carrier = carriers[index % carriers.length]!
    const start = carrier.indexOf('{}')
    const entities = [{ type: 'PERSON', start, end: start + name.length, value: name }]
    return { id: `${id}-${index}`, source: 'generated', set: id, text: carrier.replace('{}', name), entities }
  })
}

function report(kind: string, name: string, model: Uint8Array, texts: readonly AnnotatedText[]): void {
  for (const type of ['PERSON', 'ADDRESS']) {
    const tally = empty()
    count(tally, type, model, texts, values.show === type)
    print(kind, name, type, tally)
  }
}

function empty(): Tally {
  return { found: 0, right: 0, wanted: 0, caught: 0 }
}

function count(
  tally: Tally,
  type: string,
  model: Uint8Array,
  texts: readonly AnnotatedText[],
  show: boolean,
  nameless = false,
): void {
  const read = readModel(model)
  const reader = proseReaderOf(new Tagger(new PlainEngine(nameless ? withoutNames(read) : read)))
  for (const record of texts) {
    if (record.scope !== undefined && !record.scope.includes(type)) continue
    const bytes = Buffer.from(record.text)
    const out: Finding[] = takenIn(bytes)
    reader.read({ bytes, start: 0, from: 0, end: bytes.length, final: true }, out)
    const found = out.filter((finding) => finding.type === type)
    const wanted = record.entities
      .filter((entity) => entity.type === type)
      .map(({ start, end }) => {
        const from = Buffer.byteLength(record.text.slice(0, start))
        return { start: from, end: from + Buffer.byteLength(record.text.slice(start, end)) }
      })
    const wrong = found.filter(
      (one) => !wanted.some((other) => one.start < other.end && other.start < one.end),
    )
    const missed = wanted.filter(
      (one) => !found.some((other) => one.start < other.end && other.start < one.end),
    )
    tally.found += found.length
    tally.right += found.length - wrong.length
    tally.wanted += wanted.length
    tally.caught += wanted.length - missed.length
    if (show) {
      for (const one of wrong)
        console.error(
          `+ ${record.set} [${bytes.toString('utf8', one.start, one.end)}] ${one.score} in ${record.text.slice(0, 160).replaceAll('\n', '⏎')}`,
        )
      for (const one of missed)
        console.error(
          `- ${record.set} [${bytes.toString('utf8', one.start, one.end)}] in ${record.text.slice(0, 160).replaceAll('\n', '⏎')}`,
        )
    }
  }
}

function print(kind: string, name: string, type: string, { found, right, wanted, caught }: Tally): void {
  if (wanted === 0) return
  const precision = found === 0 ? 0 : right / found
  const recall = caught / wanted
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  const round = (value: number) => Math.round(value * 1000) / 1000
  console.log(
    JSON.stringify({
      bench: 'prose',
      kind,
      set: name,
      type,
      f1: round(f1),
      precision: round(precision),
      recall: round(recall),
      wanted,
      found,
    }),
  )
}
