/** Writes down how far an exchange was looked into, so that another policy can later be asked about it without guessing. */

/**
 * One letter each, in this order, then the digit of `base64Depth`. They say nothing of what was found, and nothing of
 * which exchange it was.
 */
const letters = {
  /** To its end: nothing was left because of a refusal, a cut or a client that went away. What `notes` call unread was. */
  through: 't',
  /** Free text was read for names, addresses and what is said of people. */
  prose: 'p',
  /** A rule kept or emptied a field without looking into it. */
  fieldUnread: 'u',
  /** Something was found where nothing but a refusal is carried out. */
  fixed: 'x',
  /** A signature covers the request or a part of it. */
  bound: 's',
  /** A file was met, or a document that may hold one. */
  file: 'f',
  /** Something was found in a file that is signed. */
  signedFile: 'g',
  /** Its label, or that of a part, may be one that is read under `onOpaque: pass` alone. */
  label: 'o',
  /** The rule refused what is not looked into. */
  opaqueRefused: 'r',
  /** The rule took out who made files. */
  metadataStripped: 'm',
} as const

export type LookedTrait = keyof typeof letters

const traits = Object.keys(letters) as LookedTrait[]

/** A bit for each trait: one number is kept for each exchange under way. */
export const lookedBit = Object.fromEntries(traits.map((trait, at) => [trait, 1 << at])) as Readonly<
  Record<LookedTrait, number>
>

/** What the journal keeps. */
export function writeLooked(bits: number, base64Depth: number): string {
  const known = written.get(16 * bits + base64Depth)
  if (known !== undefined) return known
  const told = traits.filter((trait) => (bits & lookedBit[trait]) !== 0).map((trait) => letters[trait])
  const text = `${told.join('')}${base64Depth}`
  written.set(16 * bits + base64Depth, text)
  return text
}

/** There are no more than some thousand. */
const written = new Map<number, string>()

export interface Looked {
  has(trait: LookedTrait): boolean
  base64Depth: number
}

/** null where it is not in this form: of an earlier version, or where nothing was looked into. */
export function readLooked(text: string | null | undefined): Looked | null {
  if (text === null || text === undefined || !/^[a-z]*[0-9]$/.test(text)) return null
  return { has: (trait) => text.includes(letters[trait]), base64Depth: Number(text.at(-1)) }
}
