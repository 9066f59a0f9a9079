/** Splits the name of a field into words that can be compared: `customerFirstName`, `PRÉNOM_CLIENT`, `plz-2`. */

/** Longer names are data themselves. */
export const longestKey = 64

/** Words that only join others: `date_de_naissance`, `data di nascita`, `number_of_children`. */
export const joining: ReadonlySet<string> = new Set(
  'of the de la le les du des d l di del della dello dei da do dos das den der van et y e i na z'.split(' '),
)

/**
 * Words in small letters of a to z without accents, or of another script; numbers between and behind them are left out.
 * Empty where the name is too long for one.
 */
export function keyWords(key: string): string[] {
  if (key.length > longestKey) return []
  const words: string[] = []
  let start = -1
  for (let at = 0; at <= key.length; at += 1) {
    const inWord = at < key.length && isLetter(key.charCodeAt(at))
    if (start >= 0 && (!inWord || beginsWord(key, at))) {
      words.push(fold(key.slice(start, at)))
      start = -1
    }
    if (inWord && start < 0) start = at
  }
  return words.length > 1 ? withoutJoining(words) : words
}

/** `de` alone may be all there is. */
function withoutJoining(words: string[]): string[] {
  const rest = words.filter((word) => !joining.has(word))
  return rest.length === 0 ? words : rest
}

/** In small letters and without accents; the letters that no accent makes are written as people do without them. */
export function fold(word: string): string {
  const small = word.toLowerCase()
  if (isPlain(small)) return small
  return small
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßøæœłđıþ]/g, (letter) => plainOf[letter] ?? letter)
}

const plainOf: Record<string, string> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ı: 'i', þ: 'th' }

function isPlain(word: string): boolean {
  for (let at = 0; at < word.length; at += 1) if (word.charCodeAt(at) >= 0x80) return false
  return true
}

/** A capital behind a small letter, or the last of several capitals: `order|Id`, `SSN|Number`. */
function beginsWord(key: string, at: number): boolean {
  if (!isCapital(key.charCodeAt(at))) return false
  const next = key.charCodeAt(at + 1)
  return !isCapital(key.charCodeAt(at - 1)) || (isLetter(next) && !isCapital(next))
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a
}

/** From 0x80 on anything counts that is no space or dash of another script. */
function isLetter(code: number): boolean {
  if (code < 0x80) return isCapital(code) || (code >= 0x61 && code <= 0x7a)
  return code >= 0xaa && code !== 0xd7 && code !== 0xf7 && !(code >= 0x2000 && code <= 0x206f)
}
