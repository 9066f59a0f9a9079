/** Gathers where words stand that tell a password, an age or a user name, while others walk over a text. */
import { isWordByte } from '../../bytes.ts'
import { hashWord } from '../../prose/tokens.ts'
import { passwordTelling } from '../secrets/told-password.ts'
import { hashesOf, hashOf, longestWord, type Prose, wordStartAt } from './prose-words.ts'
import { personWords } from './told-person.ts'

const telling = [...passwordTelling, ...personWords]
const tellingHashes = hashesOf(telling.join(' '))

/** As `Tokens.hash`, of all words that tell something. */
export const toldHashes: readonly number[] = telling.map(hashWord)

/** Places of one text, in order. */
export class ToldWords {
  readonly places: number[] = []

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
      else if (this.#isNew(start) && tellingHashes.has(hashOf(bytes, start, at))) this.places.push(start)
    }
  }

  #isNew(place: number): boolean {
    return this.places.length === 0 || this.places[this.places.length - 1]! < place
  }
}

function behindWord(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && isWordByte(bytes[at]!)) at++
  return at
}
