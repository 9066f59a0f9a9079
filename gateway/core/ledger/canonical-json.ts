/** Writes a value as JSON in exactly one way, so that the same facts always have the same hash. */

/** What ledger and proofs are made of: RFC 8785 without fractions, which no two languages print alike by nature. */
export type CanonicalValue =
  | null
  | boolean
  | number
  | string
  | readonly CanonicalValue[]
  | { readonly [name: string]: CanonicalValue }

/**
 * RFC 8785 for the values above: names sorted by UTF-16 code units (§3.2.3), strings as ECMAScript writes them
 * (§3.2.2.2), no white space. Throws TypeError for what has no one form here: fractions, integers beyond 2^53 - 1,
 * negative zero, lone surrogates (I-JSON, RFC 7493 §2.1), and whatever is no JSON at all.
 */
export function canonicalJson(value: CanonicalValue): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false'
    case 'number':
      if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new TypeError('no canonical number')
      return String(value)
    case 'string':
      return canonicalString(value)
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value))
        return `[${value.map((each: CanonicalValue) => canonicalJson(each)).join(',')}]`
      return canonicalObject(value as { readonly [name: string]: CanonicalValue })
    default:
      throw new TypeError(`no canonical form of ${typeof value}`)
  }
}

function canonicalObject(value: { readonly [name: string]: CanonicalValue }): string {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('no plain object')
  const members = Object.keys(value)
    .sort(byCodeUnits)
    .map((name) => `${canonicalString(name)}:${canonicalJson(value[name] as CanonicalValue)}`)
  return `{${members.join(',')}}`
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('no canonical text: a lone surrogate')
  return JSON.stringify(text)
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
