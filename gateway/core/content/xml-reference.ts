/** Undoes XML's character references, so that `&#64;` hides nothing. */

/** Longer references are no characters; zeros in front could make one of any length. */
export const longestReference = 64

export interface Reference {
  /** The character it means; null where it stands for itself. */
  code: number | null
  end: number
}

const named: Record<string, number> = { amp: 0x26, lt: 0x3c, gt: 0x3e, quot: 0x22, apos: 0x27 }

/**
 * The reference whose `&` stands at `at`, or null where the bytes at hand end inside it. A name that XML does not
 * predefine (XML 1.0 §4.6) stands for itself: where a document defines its own, its parser refuses.
 */
export function referenceAt(bytes: Uint8Array, at: number, end: number): Reference | null {
  let stop = at + 1
  let text = ''
  while (stop < end && stop - at < longestReference) {
    const c = bytes[stop] as number
    if (c === 0x3b) return { code: codeOf(text), end: stop + 1 }
    if (!isReferenceByte(c)) return { code: null, end: at + 1 }
    text += String.fromCharCode(c)
    stop++
  }
  return stop - at < longestReference ? null : { code: null, end: at + 1 }
}

function codeOf(text: string): number | null {
  if (!text.startsWith('#')) return named[text] ?? null
  const hexadecimal = /^#x([0-9a-fA-F]+)$/.exec(text)
  const decimal = /^#([0-9]+)$/.exec(text)
  const digits = hexadecimal?.[1] ?? decimal?.[1]
  if (digits === undefined) return null
  const code = Number.parseInt(digits, hexadecimal ? 16 : 10)
  return code > 0 && code <= 0x10ffff ? code : null
}

function isReferenceByte(c: number): boolean {
  const letter = c | 0x20
  return c === 0x23 || (c >= 0x30 && c <= 0x39) || (letter >= 0x61 && letter <= 0x7a)
}
