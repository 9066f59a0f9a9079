/** Trains a tagger from annotated and generated texts: what `train.ts` and `evaluate.ts` have in common. */

import { Sight } from '../../gateway/core/pii/prose/features.ts'
import { type HashedList, readModel } from '../../gateway/core/pii/prose/model.ts'
import { fillAround, stretchTokens, Tagger } from '../../gateway/core/pii/prose/tagger.ts'
import { Tokens } from '../../gateway/core/pii/prose/tokens.ts'
import { type AnnotatedText, allowedLabels, takenIn } from './annotated.ts'
import { addExamples, type Example, type LearningSettings, learn, standardLearning } from './learn.ts'
import { writeModel } from './model-file.ts'
import { createChance } from './random.ts'

export const trainingSeed = 20_261_122

/** The features of texts, made once and used by several trainings. */
export class ExampleMaker {
  readonly #tokens = new Tokens(stretchTokens)
  readonly #sight = new Sight(this.#tokens)
  readonly #lists: readonly HashedList[]
  readonly #mask: number

  constructor(lists: readonly HashedList[], placesLog: number = standardLearning.placesLog) {
    this.#lists = lists
    this.#mask = (1 << placesLog) - 1
  }

  /** Texts longer than a stretch are left out behind its end. */
  examples(record: AnnotatedText, weight: number): Example[] {
    const bytes = new TextEncoder().encode(record.text)
    fillAround(this.#tokens, { bytes, start: 0, end: bytes.length }, takenIn(bytes), 0)
    this.#sight.look(this.#lists)
    const allowed = allowedLabels(record, this.#tokens, this.#sight.open)
    const examples: Example[] = []
    addExamples(this.#sight, allowed, this.#mask, weight, examples)
    return examples
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
  return new Tagger(readModel(model))
}
