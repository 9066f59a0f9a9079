/** Trains a tagger from annotated and generated texts: what `train.ts` and `evaluate.ts` have in common. */

import { type HashedList, readModel } from '../../gateway/core/pii/prose/model.ts'
import { PlainEngine } from '../../gateway/core/pii/prose/plain-engine.ts'
import { Sight } from '../../gateway/core/pii/prose/sight.ts'
import { fillAround, stretchTokens, Tagger } from '../../gateway/core/pii/prose/tagger.ts'
import { Tokens } from '../../gateway/core/pii/prose/tokens.ts'
import { WordLook } from '../../gateway/core/pii/prose/word-look.ts'
import { type AnnotatedText, allowedLabels, takenIn } from './annotated.ts'
import { Generator } from './generate.ts'
import { AddressMaker } from './generate-addresses.ts'
import { NameMaker } from './generate-names.ts'
import { ThingGenerator } from './generate-things.ts'
import { addExamples, type Example, type LearningSettings, learn, standardLearning } from './learn.ts'
import { marked } from './marked-pieces.ts'
import { writeModel } from './model-file.ts'
import type { Language, NameLists } from './name-lists.ts'
import { type Chance, createChance } from './random.ts'
import { readThingLists } from './thing-lists.ts'

export const trainingSeed = 20_261_122

/** So many generated texts of each language there are. */
interface GeneratedCounts {
  /** With somebody in most of them, from templates. */
  named: number
  /** Of things alone. */
  things: number
  /** In the shapes of those of things, persons and addresses among the things. */
  mixed: number
}

const standardCounts: GeneratedCounts = { named: 12_000, things: 5000, mixed: 3500 }

/** Of the things of mixed texts, so many are persons, and so many addresses. */
const mixedPersons = 0.4
const mixedAddresses = 0.04

/** How many listed names a training on generated texts forgets. */
export const forgottenShare = 0.4

/** All bits but those of `first-name`, `last-name` and `name`. */
const notOnNameLists = 0b11000

/** The features of texts, made once and used by several trainings. */
export class ExampleMaker {
  readonly #tokens = new Tokens(stretchTokens)
  readonly #sight = new Sight(this.#tokens)
  readonly #words: WordLook
  readonly #mask: number
  readonly #chance = createChance(trainingSeed)

  constructor(lists: readonly HashedList[], placesLog: number = standardLearning.placesLog) {
    this.#words = new WordLook(lists)
    this.#mask = (1 << placesLog) - 1
  }

  /**
   * `forgetting`: the share of listed names that are taken for unlisted ones. Generated texts take their names from the very
   * lists that the model asks; in the world about one name in five is on none, and must be known by what stands around it.
   * Half of them are forgotten text by text, the other half word by word.
   *
   * Texts longer than a stretch are left out behind its end.
   */
  examples(record: AnnotatedText, weight: number, forgetting = 0): Example[] {
    const bytes = new TextEncoder().encode(record.text)
    fillAround(this.#tokens, { bytes, start: 0, end: bytes.length }, takenIn(bytes), 0)
    this.#sight.look(this.#words)
    this.#forget(forgetting)
    const allowed = allowedLabels(record, this.#tokens, this.#sight.open)
    const examples: Example[] = []
    addExamples(this.#sight, allowed, this.#mask, weight, examples)
    return examples
  }

  #forget(share: number): void {
    const { lists, open } = this.#sight
    if (share === 0) return
    const isWhole = this.#chance() < share / 2
    for (let index = 0; index < this.#tokens.count; index++) {
      if (open[index] === 1 && (isWhole || this.#chance() < share / 2)) lists[index]! &= notOnNameLists
    }
  }
}

/** What every training learns from beside the annotated texts. `packages`: the folder that npm installed them in. */
export async function makeGenerated(
  lists: NameLists,
  packages: string,
  { named, things: thingCount, mixed }: GeneratedCounts = standardCounts,
): Promise<AnnotatedText[]> {
  const things = await readThingLists(packages)
  return [
    ...new Generator(createChance(trainingSeed), lists).texts(named),
    ...new ThingGenerator(createChance(trainingSeed), lists, { things }).texts(thingCount),
    ...new ThingGenerator(createChance(trainingSeed + 2), lists, {
      things,
      instead: someone(lists, createChance(trainingSeed + 3)),
    }).texts(mixed),
  ]
}

function someone(lists: NameLists, chance: Chance): (language: Language) => string | null {
  const names = new NameMaker(chance, lists)
  const addresses = new AddressMaker(chance, lists, (language) => names.last(language))
  return (language) => {
    const draw = chance()
    if (draw < mixedPersons) return marked(names.person(language))
    if (draw < mixedPersons + mixedAddresses)
      return marked([{ text: addresses.address(language), type: 'ADDRESS' }])
    return null
  }
}

/** The file of a model. The same examples give the same bytes. */
export function trainModel(
  examples: readonly Example[],
  lists: readonly HashedList[],
  settings: LearningSettings = standardLearning,
): Uint8Array {
  return writeModel(learn(examples, settings, createChance(trainingSeed)), lists, settings.placesLog)
}

export function taggerOf(model: Uint8Array): Tagger {
  return new Tagger(new PlainEngine(readModel(model)))
}
