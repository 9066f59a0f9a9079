/** Sees in a YAML text, before it is parsed, that it nests deeper than any file that a person wrote. */

/**
 * The parser takes a kilobyte and more for each level: a megabyte of brackets would take a gigabyte. Brackets in texts and
 * comments count as well, so this is far more than any file of ours needs.
 */
const mostOpen = 1000

/** True for too many brackets that are open, or marks of lists and keys at the beginning of a line (`- - - `). */
export function nestsTooDeep(text: string): boolean {
  let open = 0
  let marks = 0
  let isLeading = true
  for (const character of text) {
    if (character === '\n') {
      marks = 0
      isLeading = true
    } else if (isLeading && '-?: \t'.includes(character)) marks += character === ' ' ? 0 : 1
    else {
      isLeading = false
      if (character === '[' || character === '{') open += 1
      else if (character === ']' || character === '}') open = Math.max(0, open - 1)
    }
    if (open > mostOpen || marks > mostOpen) return true
  }
  return false
}
