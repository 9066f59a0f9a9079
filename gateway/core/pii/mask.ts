/** Masks a value so that whoever knows it may recognise it, and nobody else learns more than its type lets them. */
import { isAlphanumeric, isDigit, isLetter } from './bytes.ts'
import type { EntityType } from './entity.ts'

const STAR = 0x2a
const AT = 0x40
const SPACE = 0x20

/** What masking leaves as it is, so that the form stays readable: `+** (*)** ***-**`. */
const kept = new Uint8Array(256)
for (const mark of '@.- /:()+') kept[mark.charCodeAt(0)] = 1

/** What stays readable of a type; of all others nothing does. */
type Visible = 'last-four-digits' | 'last-four' | 'initials' | 'first-and-domain'

/** Last four: PCI DSS 3.4.1 allows no more of a card. Initials and the domain say to whom a text was about to go. */
const visible: Partial<Record<EntityType, Visible>> = {
  CREDIT_CARD: 'last-four-digits',
  IBAN: 'last-four',
  BANK_ACCOUNT: 'last-four',
  PERSON: 'initials',
  EMAIL: 'first-and-domain',
}

const lastFour = 4
/** Four characters of fewer than these would be half of the value. */
const fewestForLastFour = 9

/** One character for each code point, in ASCII: the length in characters stays. Never the value itself. */
export function mask(type: EntityType, value: Uint8Array): Uint8Array {
  const masked = written(value, visible[type])
  // Of `a.@example.com` nothing would be hidden.
  return isSame(masked, value) ? written(value, undefined) : masked
}

// Loops by index and no closures, here and below: one value in a hundred bytes is masked, and iterators cost ten times as
// much.
function isSame(masked: Uint8Array, value: Uint8Array): boolean {
  if (masked.length !== value.length) return false
  for (let index = 0; index < masked.length; index++) if (masked[index] !== value[index]) return false
  return true
}

function written(value: Uint8Array, form: Visible | undefined): Uint8Array {
  const masked = new Uint8Array(value.length)
  const from = shownFrom(form, value)
  let length = 0
  for (let index = 0; index < value.length; index++) {
    const byte = value[index]!
    // Not the first byte of a code point.
    if (byte >= 0x80 && byte < 0xc0) continue
    const stays = kept[byte] === 1 || (form !== undefined && isShown(form, value, { index, from }))
    masked[length++] = stays ? byte : STAR
  }
  return length === masked.length ? masked : masked.subarray(0, length)
}

/** From which index on letters and digits are shown; behind the value where none are. */
function shownFrom(form: Visible | undefined, value: Uint8Array): number {
  switch (form) {
    case undefined:
    case 'initials':
      return value.length
    case 'last-four-digits':
      return lastFourFrom(value, isDigit, 0)
    case 'last-four':
      return lastFourFrom(value, isAlphanumeric, fewestForLastFour)
    case 'first-and-domain':
      return domainFrom(value)
  }
}

/** Only letters and digits of ASCII ever are. */
function isShown(
  form: Visible,
  value: Uint8Array,
  { index, from }: { index: number; from: number },
): boolean {
  switch (form) {
    case 'last-four-digits':
      return index >= from && isDigit(value[index]!)
    case 'last-four':
      return index >= from && isAlphanumeric(value[index]!)
    case 'initials':
      return isInitial(value, index)
    case 'first-and-domain':
      return isAlphanumeric(value[index]!) && (index === 0 ? value.lastIndexOf(AT) > 1 : index >= from)
  }
}

function lastFourFrom(value: Uint8Array, counts: (byte: number) => boolean, fewest: number): number {
  let total = 0
  let from = value.length
  for (let index = value.length - 1; index >= 0; index--) {
    if (!counts(value[index]!)) continue
    total++
    if (total <= lastFour) from = index
  }
  return total >= fewest ? from : value.length
}

/** Where the domain begins, if it is one of ASCII. */
function domainFrom(value: Uint8Array): number {
  let from = value.length
  while (from > 0 && isDomainByte(value[from - 1]!)) from--
  return from > 0 && value[from - 1] === AT ? from : value.length
}

function isDomainByte(byte: number): boolean {
  return isAlphanumeric(byte) || byte === 0x2e || byte === 0x2d
}

/** The first letter of a word that goes on: a word of one letter would be shown whole. */
function isInitial(value: Uint8Array, index: number): boolean {
  const before = index === 0 ? SPACE : (value[index - 1] as number)
  return isLetter(value[index] as number) && before === SPACE && isLetter(value[index + 1] ?? 0)
}
