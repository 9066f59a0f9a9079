/** Gives a stand-in the shape that a name must have where it stands. */
import type { NameKind } from './named-things.ts'

/** Excel's limit of a sheet's name and Word's of a bookmark's; no program lets a longer one in. */
const longestSheet = 31
const longestWord = 40
/** ECMA-376-1 §18.5.1.3: a column of a table. */
const longest = 255

/** What no sheet may be called: Excel and OpenDocument forbid the same. */
const notInSheet = /[:\\/?*[\]]/gu
const notInWord = /[^\p{L}\p{N}_.]/gu
const isWord = /^[\p{L}_][\p{L}\p{N}_.]*$/u
/** `AB12` and `R1C1` would be cells. */
const isCell = /^(?:[a-z]{1,3}\d+|r\d*c\d*)$/iu

/** `taken` says, in small letters, which names there are. */
export function shapedName(
  name: { old: string; standIn: string; kinds: ReadonlySet<NameKind> },
  taken: ReadonlySet<string>,
): string {
  const { old, standIn, kinds } = name
  const isSheet = kinds.has('sheet')
  const isStrict = kinds.has('word') || kinds.has('code')
  let text = standIn
  if (isSheet) text = text.replaceAll(notInSheet, '_').replaceAll(/^'+|'+$/gu, '')
  // What is referred to without quotation marks must go on needing none.
  if (isStrict || (isSheet && isWord.test(old))) {
    text = text.replaceAll(notInWord, '_')
    if (!isWord.test(text) || isCell.test(text)) text = `_${text}`
  }
  const most = isSheet ? longestSheet : isStrict ? longestWord : longest
  let shaped = cutTo(text === '' ? '_' : text, most)
  for (let number = 2; taken.has(shaped.toLowerCase()); number++)
    shaped = `${cutTo(text, most - `_${number}`.length)}_${number}`
  return shaped
}

/** Never in the midst of a character. */
function cutTo(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/u, '')
}
