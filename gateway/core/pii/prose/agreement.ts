/** Says whether the text gainsays a doubtful name: by the items of its list, the same word in small letters, or a saint. */
import { BLANK, CAPITALS, INITIAL, MIXED, NEW_LINE, PUNCTUATION, SMALL, TITLE } from './forms.ts'
import { finish, hashSeed, mix } from './hash.ts'
import { labelCount } from './model.ts'
import type { Sight } from './sight.ts'
import type { OpenRun } from './spans.ts'
import { hashWord, type Tokens } from './tokens.ts'
import { andClass } from './vocabulary.ts'
import { CITY } from './word-look.ts'

/** From here on a word needs nobody's agreement. */
const sure = 0.92
/** Below this, and behind a word of the sentence, it may be the first item of a list. */
const doubtful = 0.8
/** An item below this likelihood is no name, and one from `alike` on may be one. */
const unlike = 0.15
const alike = 0.3
/** So many items beside it must be something else, and more than may be names. */
const leastUnlike = 2
/** An item has at most so many words; so many items are asked on each side. */
const longestItem = 4
const farthest = 3

const markHash = (mark: string) => finish(mix(hashSeed, mark.charCodeAt(0)))
const separators = new Set([...',;|/'].map(markHash))
const surelySaints = new Set('saint sainte sankt sint san'.split(' ').map(hashWord))
/** First names of Italy and Spain too, and abbreviations. */
const saints = new Set('santo santa st ste'.split(' ').map(hashWord))
/** As opening hours have them: `Mo–Fr`. */
const weekdays = new Set(
  'mo di mi do fr sa so mon tue wed thu fri sat sun lun mar mer jeu ven sam dim gio sab dom'
    .split(' ')
    .map(hashWord),
)
/** Of rulers, and of what is called after them. */
export const ordinals: ReadonlySet<number> = new Set(
  'ii iii iv vi vii viii ix xi xii xiv xvi'.split(' ').map(hashWord),
)
/** Behind one of these a plant's or a spice's name is nobody's: `Jasmine tea`. Verbs are none of them: `Basil leaves early`. */
const goods = new Set(
  (
    'tea teas ale beer oil oils rice pesto cake cakes soup sauce salad syrup chutney bread butter powder potatoes bushes petals ' +
    'icing cookies scented flavoured flavored tee öl reis kuchen soße thé huile riz gâteau té aceite arroz tè olio riso torta thee olie rijst'
  )
    .split(' ')
    .map(hashWord),
)
/** Behind a town, they are its station. */
const stations = new Set('termini tiburtina centrale hbf hauptbahnhof atocha sants'.split(' ').map(hashWord))
/** Whom programs greet. */
const worlds = new Set('world welt monde mundo mondo wereld'.split(' ').map(hashWord))
const openers = new Set([...':-*'].map(markHash))

/** True where the text gainsays that the words `[from, to)` are a name. */
export function isGainsaid(
  sight: Sight,
  { from, to, score }: { from: number; to: number; score: number },
  run: OpenRun,
): boolean {
  const { tokens } = sight
  if (tokens.form[from] !== TITLE) return false
  if (namesThing(sight, from, to)) return true
  if (to === from + 2 && surelySaints.has(tokens.hash[from]!)) return true
  if (score >= sure) return false
  if (to === from + 1 && weekdays.has(tokens.hash[from]!)) return true
  if (to === from + 1) return standsSmall(tokens, from) || isUnlikeItsList(sight, { index: from, score }, run)
  // A place or a feast is called after a saint, a club or a ship after a ruler, and they have one word beside it.
  return to === from + 2 && (saints.has(tokens.hash[from]!) || ordinals.has(tokens.hash[to - 1]!))
}

/** `Jasmine tea`, `Roma Termini`, `Hello World`. */
function namesThing(sight: Sight, from: number, to: number): boolean {
  const { count, form, gap, hash } = sight.tokens
  const next = from + 1
  if (to === next && worlds.has(hash[from]!)) return true
  if (to > from + 2 || next >= count || gap[next] !== BLANK) return false
  if (form[next] === SMALL) return goods.has(hash[next]!)
  return to === from + 2 && stations.has(hash[next]!) && (sight.listsAt(from) & CITY) !== 0
}

/** A word that the same text has in small letters too is seldom a name there (Mikheev 1999, on words that begin sentences). */
function standsSmall({ count, form, hash }: Tokens, index: number): boolean {
  const wanted = hash[index]!
  for (let at = 0; at < count; at++) if (hash[at] === wanted && form[at] === SMALL) return true
  return false
}

/** Items of one list are of one kind. A number or an address of the net among them tells of a row of unlike columns. */
function isUnlikeItsList(
  sight: Sight,
  { index, score }: { index: number; score: number },
  run: OpenRun,
): boolean {
  const isItem =
    (beginsItem(sight, index) || (score < doubtful && beginsList(sight, index))) && endsItem(sight, index)
  if (!isItem) return false
  let others = 0
  let names = 0
  let at = index
  for (let asked = 0; asked < farthest; asked++) {
    const end = at - 1
    if (end < 0 || !isSeparator(sight, end)) break
    at = firstOfItem(sight, end)
    const one = likeness(sight, at, end, run)
    if (one === null) return false
    if (one < unlike) others++
    else if (one >= alike) names++
  }
  at = index
  for (let asked = 0; asked < farthest; asked++) {
    const separator = at + 1
    if (separator >= sight.tokens.count || !isSeparator(sight, separator)) break
    const end = behindItem(sight, separator + 1)
    const one = likeness(sight, separator + 1, end, run)
    if (one === null) return false
    if (one < unlike) others++
    else if (one >= alike) names++
    at = end - 1
  }
  return others >= leastUnlike && others > names
}

function isSeparator(sight: Sight, index: number): boolean {
  const { tokens } = sight
  if (tokens.form[index] === PUNCTUATION) return separators.has(tokens.hash[index]!)
  return sight.kindAt(index) === andClass
}

function beginsItem(sight: Sight, index: number): boolean {
  const { tokens } = sight
  if (index === 0 || tokens.gap[index] === NEW_LINE || isSeparator(sight, index - 1)) return true
  if (tokens.form[index - 1] === PUNCTUATION) return openers.has(tokens.hash[index - 1]!)
  return sight.kindAt(index - 1) === andClass
}

/** `with columns Product, Price`: the first item stands behind a word of its sentence. */
function beginsList(sight: Sight, index: number): boolean {
  const { tokens } = sight
  const next = index + 1
  return (
    tokens.form[index - 1] === SMALL &&
    sight.kindAt(index - 1) === 0 &&
    next < tokens.count &&
    isSeparator(sight, next)
  )
}

function endsItem(sight: Sight, index: number): boolean {
  const { tokens } = sight
  const next = index + 1
  if (next >= tokens.count || tokens.gap[next] === NEW_LINE) return true
  return tokens.form[next] === PUNCTUATION || sight.kindAt(next) === andClass
}

/** Of the item that ends before `end`. */
function firstOfItem(sight: Sight, end: number): number {
  let at = end
  while (at > 0 && end - at < longestItem && !isEdge(sight, at - 1)) at--
  return at
}

function behindItem(sight: Sight, from: number): number {
  const { count } = sight.tokens
  let at = from
  while (at < count && at - from < longestItem && !isEdge(sight, at)) at++
  return at
}

function isEdge(sight: Sight, index: number): boolean {
  return sight.tokens.form[index] === PUNCTUATION || sight.kindAt(index) === andClass
}

/** How likely an item is a name; null where that is not known, or where it is no word. */
function likeness({ tokens, open }: Sight, from: number, to: number, run: OpenRun): number | null {
  let most = 0
  if (from >= to) return null
  for (let at = from; at < to; at++) {
    const form = tokens.form[at]
    const isWord = form === TITLE || form === SMALL || form === CAPITALS || form === MIXED || form === INITIAL
    if (!isWord) return null
    if (open[at] === 0) continue
    if (at < run.from || at >= run.to) return null
    const place = (at - run.from) * labelCount
    most = Math.max(most, run.likelihood[place + 1]! + run.likelihood[place + 2]!)
  }
  return most
}
