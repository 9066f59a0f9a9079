/** Knows what stands like a name and is a place, a brand or a greeting: `En Argentina, Facundo …`, `nata a Roma`, `Kia ora`. */
import { BLANK, NOTHING, PUNCTUATION, TITLE } from './forms.ts'
import type { Sight } from './sight.ts'
import { hashWord } from './tokens.ts'

const COMMA = 0x2c

/** Before these places stand; `a` is an article in English, where no comma follows a name behind it. */
const inWords = setOf('en in aus nach à au da dans desde')
const bornAt = setOf('a à in en')
const born = setOf('nato nata nati né née nacido nacida nació born geboren')
/** Two words that are no person's, whoever has them: brands, drinks, a greeting of New Zealand. */
const pairs = new Map(
  [
    'earl grey',
    'kia ora',
    'albert heijn',
    'jim beam',
    'johnnie walker',
    'captain morgan',
    'bloody mary',
    'jack daniels',
    'tarte tatin',
  ].map((pair) => {
    const [first, second] = pair.split(' ') as [string, string]
    return [hashWord(second), hashWord(first)] as const
  }),
)
/** Docker, "Dockerfile reference": instructions that look like a last name in capitals. */
const instructions = setOf('workdir')
const ora = hashWord('ora')
const kia = hashWord('kia')

function setOf(words: string): ReadonlySet<number> {
  return new Set(words.split(' ').map(hashWord))
}

/** Where the name begins of which tokens `[from, to)` were taken: behind a place with a comma, `En Argentina, Facundo Bianchi`. */
export function behindPlace({ tokens }: Sight, from: number, to: number): number {
  const { form, gap, hash, tail } = tokens
  if (from === 0 || from + 2 >= to || !inWords.has(hash[from - 1]!) || gap[from] !== BLANK) return from
  const isPlace = form[from + 1] === PUNCTUATION && tail[from + 1] === COMMA && gap[from + 1] === NOTHING
  return isPlace && form[from + 2] === TITLE ? from + 2 : from
}

/** True where `[from, to)` is a brand, a greeting, or the one word for where somebody was born. */
export function isNobody({ tokens }: Sight, from: number, to: number): boolean {
  const { count, hash } = tokens
  if (to === from + 1) {
    if (from > 1 && bornAt.has(hash[from - 1]!) && born.has(hash[from - 2]!)) return true
    if (instructions.has(hash[from]!)) return true
    if (hash[from] === kia && to < count && hash[to] === ora) return true
  }
  const last = to - 1
  return to === from + 2 && pairs.get(hash[last]!) === hash[from]
}
