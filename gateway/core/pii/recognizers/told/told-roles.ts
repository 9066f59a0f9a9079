/** Gathers where words stand that tell a password, an age or a user name, while others walk over a text. */
import { hashWord } from '../../prose/tokens.ts'
import { behindEscape, isWordAt } from '../../word-bytes.ts'
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
      while (at < end && at - start <= longestWord && isWordAt(bytes, at)) at++
      if (at === start) at++
      else if (at - start > longestWord) at = behindWord(bytes, at, to)
      else if (start > this.#noted) this.#addEither(bytes, start, at)
    }
  }

  /** The word, or what is left of it behind the letter of a written line end: `\\nPassword`. */
  #addEither(bytes: Uint8Array, start: number, end: number): void {
    if (this.#add({ start, end, hash: hashOf(bytes, start, end) })) return
    const from = behindEscape(bytes, start)
    if (from > start && from < end) this.#add({ start: from, end, hash: hashOf(bytes, from, end) })
  }

  #add(word: Word): boolean {
    const isPerson = personHashes.has(word.hash)
    if (!isPerson && !passwordHashes.has(word.hash)) return false
    this.#noted = word.start
    if (isPerson) this.persons.push(word)
    else this.passwords.push(word)
    return true
  }
}

function behindWord(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && isWordAt(bytes, at)) at++
  return at
}
