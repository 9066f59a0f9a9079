/** Letters of codes that a person types: made of random bytes, and read however they were typed. */

/** Crockford's base 32: no I, L, O and U, which are mistaken for other letters or make words. */
export const typedAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Case, blanks and hyphens do not matter; O reads as 0, I and L as 1. */
export function plainTyped(text: string): string {
  return text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
}

/** One letter, five bits, of each byte. */
export function lettersOf(random: Uint8Array): string {
  return Array.from(random, (byte) => typedAlphabet[byte & 31]).join('')
}

/** `7K3QX2M9AB4F` → `7K3Q-X2M9-AB4F`. */
export function inGroups(letters: string, length: number): string {
  return letters.match(new RegExp(`.{1,${length}}`, 'g'))?.join('-') ?? letters
}
