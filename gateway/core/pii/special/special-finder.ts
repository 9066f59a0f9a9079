/** Finds what tells of health, belief, union, party, orientation, origin or biometry of a person (GDPR Art. 9) in prose. */
import type { EntityType, Finding } from '../entity.ts'
import { CODE, NUMBER } from '../prose/forms.ts'
import { phraseOf } from '../prose/known-words.ts'
import type { Sight } from '../prose/sight.ts'
import { findCodes } from './codes.ts'
import { findPhrases } from './phrases.ts'
import { Surroundings } from './surroundings.ts'

/** Less than that of a name which its sentence tells by itself. */
const subjectScore = 0.6

/** A town has a religion, a party and an origin, but no illness. */
function isPlaceToo(type: EntityType): boolean {
  return type === 'RELIGION' || type === 'POLITICS' || type === 'ORIGIN'
}

/** Asks lexicons and codes; precision weighs more than recall here, so that nearly all of it needs a telling word near. */
export class SpecialFinder {
  readonly #sight: Sight
  readonly #around: Surroundings

  constructor(sight: Sight) {
    this.#sight = sight
    this.#around = new Surroundings(sight)
  }

  /** Appends what the first `count` tokens hold, phrases first, then codes; what overlaps is sorted out by the caller. */
  find(bytes: Uint8Array, count: number, out: Finding[]): void {
    const { knownSeen, formsSeen } = this.#sight
    if (phraseOf(knownSeen) !== 0) this.#findPhrases(bytes, count, out)
    if ((formsSeen & ((1 << NUMBER) | (1 << CODE))) !== 0) this.#findCodes(bytes, count, out)
  }

  #findPhrases(bytes: Uint8Array, count: number, out: Finding[]): void {
    const { start, end } = this.#sight.tokens
    findPhrases(this.#around, { bytes, count }, (from, to, { type, name, score }) => {
      out.push({
        type,
        start: start[from]!,
        end: end[to - 1]!,
        score,
        reasons: [`lexicon:${name}`, 'context'],
      })
      const subject = this.#around.subjectBefore(bytes, from, isPlaceToo(type))
      if (subject >= 0)
        out.push({
          type: 'PERSON',
          start: start[subject]!,
          end: end[subject]!,
          score: subjectScore,
          reasons: ['rule:subject'],
        })
    })
  }

  #findCodes(bytes: Uint8Array, count: number, out: Finding[]): void {
    const { start, end } = this.#sight.tokens
    findCodes(this.#around, { bytes, count }, ({ from, to, score, reason }) => {
      out.push({ type: 'HEALTH', start: start[from]!, end: end[to - 1]!, score, reasons: [reason] })
    })
  }
}
