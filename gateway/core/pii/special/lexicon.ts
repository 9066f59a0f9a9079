/** Says what an entry of the lexicons of special categories is: words, what they tell, and what must stand near them. */
import type { EntityType } from '../entity.ts'

/** Kinds of words that make a mention one of a person; each is a bit, so that an entry can ask for several. */
export const cues = {
  /** The sentence speaks of somebody: a pronoun, a name, a patient, a daughter. */
  person: 1,
  /** Illness, treatment, medicine. */
  health: 2,
  /** `is`, `identifies as`, `religion:`: what follows is said of somebody. */
  being: 4,
  /** Membership, votes, fees. */
  member: 8,
  /** Words of belief. */
  belief: 16,
  /** Descent. */
  descent: 32,
  /** Access, recording, template. */
  biometry: 64,
  /** `I have`, `ich bin`: said of oneself, or of somebody who is named, right before. */
  having: 128,
} as const
export type Cue = keyof typeof cues

export interface LexiconEntry {
  type: EntityType
  /** What its findings give as their reason: `lexicon:diagnosis`. */
  name: string
  /** Phrases, divided by commas. Case does not matter; a mark inside a phrase stands for itself. */
  phrases: string
  /** What must stand near, all of it; empty: the phrase tells enough. */
  needs: readonly Cue[]
  /** How many tokens left and right the cues may stand, in the same sentence. */
  before: number
  after: number
  score: number
  /** Never where a capitalised word follows: `Catholic Church` is a church. */
  notBeforeName?: true
  /** Not where a question is asked: what dose is usual, whatever it is for. */
  notAsked?: true
}
