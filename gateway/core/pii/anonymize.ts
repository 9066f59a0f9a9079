/** Makes what stands in an entity's place, and the one form under which equal entities count as equal. */
import ipaddr from 'ipaddr.js'
import { isAlphanumeric, isDigit } from './bytes.ts'
import { type EntityType, entityTypes, type Operator } from './entity.ts'
import { Folding } from './folding.ts'
import { mask } from './mask.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** A private key's length and layout say too much; its mask is always this. */
const maskedKey = encoder.encode('[private key]')

/**
 * The bytes that take an entity's place. They are printable ASCII without quotes, backslash, `<`, `&` and comma, so
 * that they need no escaping in JSON, XML, CSV and their kin, and they never contain the value.
 *
 * @param value the entity's own bytes, in UTF-8
 */
export function standIn(
  type: EntityType,
  value: Uint8Array,
  operator: Extract<Operator, 'mask' | 'redact' | 'replace'>,
): Uint8Array {
  switch (operator) {
    case 'redact':
      return new Uint8Array(0)
    case 'replace':
      return encoder.encode(`[${type}]`)
    case 'mask':
      return type === 'PRIVATE_KEY' ? maskedKey : mask(type, value)
  }
}

/**
 * The form in which an entity is counted and indexed: two ways of writing one value give one form. It is the value
 * itself, so it must not reach a log, a page, or the journal.
 */
export function normalizeEntity(type: EntityType, value: Uint8Array): string {
  const normal = normalized(type, value)
  // A value without any of the characters that count would be the same as every other without them.
  return normal === '' ? decoder.decode(value) : normal
}

function normalized(type: EntityType, value: Uint8Array): string {
  switch (entityTypes[type].normal) {
    case 'email':
      return compatible(value).toLowerCase()
    case 'digits':
      return isAscii(value) ? select(value, isDigit) : asRead(value).replace(/\P{Nd}/gu, '')
    case 'alphanumeric':
      return isAscii(value)
        ? select(value, isAlphanumeric).toUpperCase()
        : asRead(value)
            .replace(/[^\p{L}\p{N}]/gu, '')
            .toUpperCase()
    case 'words':
      // `Anna+Weber` in a link is nobody else.
      return compatible(value)
        .toLowerCase()
        .replace(/\s+|(?<=\S)\+(?=\S)/g, ' ')
        .trim()
    case 'phone':
      return normalizePhone(asRead(value))
    case 'address':
      return normalizeAddress(asRead(value))
    case 'key':
      return normalizeKey(decoder.decode(value))
    case 'exact':
      return decoder.decode(value)
  }
}

function isAscii(value: Uint8Array): boolean {
  for (let index = 0; index < value.length; index++) if (value[index]! >= 0x80) return false
  return true
}

/** Digits and letters of ASCII where recognizers read them as such (folding.ts): the same number is the same form. */
function asRead(value: Uint8Array): string {
  if (isAscii(value)) return decoder.decode(value)
  const folding = new Folding(value.length)
  folding.read(value, 0, value.length)
  return decoder.decode(folding.bytes.subarray(0, folding.length)).normalize('NFKC')
}

/** Unicode 17 §2.3: characters that differ only in how they are shown, and such as show nothing (UAX #44), are the same. */
function compatible(value: Uint8Array): string {
  const text = decoder.decode(value)
  if (isAscii(value)) return text
  return text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
}

function select(value: Uint8Array, belongs: (byte: number) => boolean): string {
  let selected = ''
  for (let index = 0; index < value.length; index++) {
    if (belongs(value[index]!)) selected += String.fromCharCode(value[index]!)
  }
  return selected
}

/** E.164 where the number says its country or has North America's form; else its digits as they are dialled. */
function normalizePhone(written: string): string {
  const number = written.replace(/[\s,]*(?:x|ext)\.?\s*\d+$/i, '')
  const isForeign = /^\(?(?:\+|00\s?[1-9])/.test(number)
  const digits = number.replace(/(?<=\d\D*)\(0\)/, '').replace(/\P{Nd}/gu, '')
  if (isForeign) return `+${digits.replace(/^00/, '')}`
  if (/^[2-9]\d\d[2-9]\d{6}$/.test(digits)) return `+1${digits}`
  if (/^1[2-9]\d\d[2-9]\d{6}$/.test(digits)) return `+${digits}`
  return digits
}

/** RFC 5952's form; an IPv4 address that is mapped into IPv6 counts as IPv4. Zones are local to a machine and go. */
function normalizeAddress(written: string): string {
  if (isPlainAddress(written)) return written
  const [, address = written, prefix = ''] = /^([^%/]*)(?:%[^/]*)?(\/\d+)?$/.exec(written) ?? []
  if (!ipaddr.isValid(address)) return written.toLowerCase()
  return `${ipaddr.process(address).toString()}${prefix}`
}

/** Without header, footer, white space and escaped line ends: one key, however it was wrapped. */
function normalizeKey(written: string): string {
  const body = written.replace(/-----?[^-]*-----?/g, '').replace(/\\[nrt]|\s/g, '')
  return body === '' ? written : body
}

/** `192.0.2.1`, as nearly all are written: four numbers below 256 without zeros before them, which is their form already. */
function isPlainAddress(written: string): boolean {
  let dots = 0
  let digits = 0
  let number = 0
  for (let at = 0; at < written.length; at++) {
    const code = written.charCodeAt(at)
    if (code === 0x2e) {
      if (digits === 0 || ++dots > 3) return false
      digits = 0
      number = 0
      continue
    }
    if (code < 0x30 || code > 0x39 || (digits > 0 && number === 0)) return false
    digits++
    number = 10 * number + code - 0x30
    if (number > 255) return false
  }
  return dots === 3 && digits > 0
}
