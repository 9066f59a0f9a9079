/** Promises that every token of every known form is found whole, wherever its marks and digits happen to stand. */
import { expect, test } from 'vitest'
import { codeTokens } from '../../../../../gateway/core/pii/recognizers/secrets/code-tokens.ts'
import { officeTokens } from '../../../../../gateway/core/pii/recognizers/secrets/office-tokens.ts'
import {
  membersOf,
  prefixOf,
  type TokenFormat,
} from '../../../../../gateway/core/pii/recognizers/secrets/token-format.ts'
import { patience } from '../../../../support/property-runs.ts'
import { find } from '../../find.ts'

const tokensOfEach = 2000

/** The same numbers in every run: xorshift32 (Marsaglia, 2003). */
function lot(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

function drawn({ pieces }: TokenFormat, below: (limit: number) => number): string {
  let token = ''
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) token += String.fromCharCode(...piece)
    else {
      const letters = membersOf(piece.alphabet)
      const length = piece.min + below(Math.min(piece.max - piece.min, 20) + 1)
      for (let count = 0; count < length; count++) token += letters[below(letters.length)]
    }
  }
  // The last mark of a text ends a sentence or a word, and tokens that end in one are cut before it.
  return /[\w+/=]$/.test(token) && !token.endsWith('_') ? token : `${token.slice(0, -1)}a`
}

const formats = [...codeTokens, ...officeTokens].filter((format) => prefixOf(format).length > 1)

test(
  'each of two thousand tokens of every form with a beginning of its own is found',
  () => {
    const missed: string[] = []
    for (const [number, format] of formats.entries()) {
      const below = lot(number * 7919 + 17)
      for (let count = 0; count < tokensOfEach; count++) {
        const token = drawn(format, below)
        // README: nothing anchors what is written of letters alone, as far as is looked.
        if (!/[\d_-]/.test(token.slice(0, 64))) continue
        const found = find(`Use ${token} here`)
        if (found.length === 1 && found[0] === `SECRET ${token}`) continue
        missed.push(`${format.name} ${token} ${found.join('; ')}`)
      }
    }
    expect(missed).toEqual([])
  },
  patience(240_000),
)
