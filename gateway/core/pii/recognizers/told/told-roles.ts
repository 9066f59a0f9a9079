/** Gathers where words stand that tell a password, an age or a user name, while others walk over a text. */
import { isWordByte } from '../../bytes.ts'
import { hashWord } from '../../prose/tokens.ts'
import { passwordTelling } from '../secrets/told-password.ts'
import { hashesOf, hashOf, longestWord, type Prose, type Word, wordStartAt } from './prose-words.ts'
import { personWords } from './told-person.ts'

const passwordHashes = hashesOf(passwordTelling.join(' '))
const personHashes = hashesOf(personWords.join(' '))

/** As `Tokens.hash`, of all words that tell something. */
export const toldHashes: readonly number[] = [...passwordTelling, ...personWords].map(hashWord)

/** Of one text, in order. */
export class ToldWords {
  readonly passwords: Word[] = []
  /** Of ages and user names. */
  readonly persons: Word[] = []
  #noted = -1

  /**
   * Notes the telling words that reach into `[from, to)`. They are of letters alone, so that a token such as `password1` may
   * hold one, and may be part of one where something else was found in its middle.
   */
  note(text: Prose, from: number, to: number): void {
    const { bytes, end } = text
    let at = wordStartAt(text, from)
    while (at < to) {
      const start = at
      while (at < end && at - start <= longestWord && isWordByte(bytes[at]!)) at++
      if (at === start) at++
      else if (at - start > longestWord) at = behindWord(bytes, at, to)
      else if (start > this.#noted) this.#add({ start, end: at, hash: hashOf(bytes, start, at) })
    }
  }

  #add(word: Word): void {
    const isPerson = personHashes.has(word.hash)
    if (!isPerson && !passwordHashes.has(word.hash)) return
    this.#noted = word.start
    if (isPerson) this.persons.push(word)
    else this.passwords.push(word)
  }
}

function behindWord(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && isWordByte(bytes[at]!)) at++
  return at
}
