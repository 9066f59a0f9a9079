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
  const masked = written(value, shown(visible[type], value))
  // Of `a.@example.com` nothing would be hidden.
  return isSame(masked, value) ? written(value, nothing) : masked
}

// Loops by index here and below: one value in a hundred bytes is masked, and iterators cost ten times as much.
function isSame(masked: Uint8Array, value: Uint8Array): boolean {
  if (masked.length !== value.length) return false
  for (let index = 0; index < masked.length; index++) if (masked[index] !== value[index]) return false
  return true
}

const nothing = () => false

function written(value: Uint8Array, stays: (index: number) => boolean): Uint8Array {
  const masked = new Uint8Array(value.length)
  let length = 0
  for (let index = 0; index < value.length; index++) {
    const byte = value[index] as number
    // Not the first byte of a code point.
    if (byte >= 0x80 && byte < 0xc0) continue
    masked[length++] = kept[byte] === 1 || stays(index) ? byte : STAR
  }
  return length === masked.length ? masked : masked.subarray(0, length)
}

/** Whether the byte at an index is shown. Only letters and digits of ASCII ever are. */
function shown(form: Visible | undefined, value: Uint8Array): (index: number) => boolean {
  switch (form) {
    case undefined:
      return nothing
    case 'last-four-digits':
      return lastOf(value, isDigit, 0)
    case 'last-four':
      return lastOf(value, isAlphanumeric, fewestForLastFour)
    case 'initials':
      return (index) => isInitial(value, index)
    case 'first-and-domain':
      return firstAndDomain(value)
  }
}

function lastOf(
  value: Uint8Array,
  counts: (byte: number) => boolean,
  fewest: number,
): (index: number) => boolean {
  let total = 0
  let from = value.length
  for (let index = value.length - 1; index >= 0; index--) {
    if (!counts(value[index] as number)) continue
    total++
    if (total <= lastFour) from = index
  }
  return (index) => total >= fewest && index >= from && counts(value[index] as number)
}

/** The first letter of a word that goes on: a word of one letter would be shown whole. */
function isInitial(value: Uint8Array, index: number): boolean {
  const before = index === 0 ? SPACE : (value[index - 1] as number)
  return isLetter(value[index] as number) && before === SPACE && isLetter(value[index + 1] ?? 0)
}

function firstAndDomain(value: Uint8Array): (index: number) => boolean {
  const at = value.lastIndexOf(AT)
  const isPlain =
    at >= 0 && value.subarray(at + 1).every((byte) => isAlphanumeric(byte) || byte === 0x2e || byte === 0x2d)
  return (index) => {
    if (!isAlphanumeric(value[index] as number)) return false
    return index === 0 ? at > 1 : isPlain && index > at
  }
}
