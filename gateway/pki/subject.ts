/** Finds a root's subject in its own bytes, because a leaf must repeat it byte for byte as its issuer. */

/** One element of DER. */
export interface Element {
  /** Tag, length and content. */
  readonly whole: Uint8Array
  readonly content: Uint8Array
}

/** The subject's distinguished name, DER. Null where the bytes are not shaped like a certificate (RFC 5280 §4.1). */
export function subjectDer(certificate: Uint8Array): Uint8Array | null {
  const outer = elements(certificate)?.[0]
  const toBeSigned = outer && elements(outer.content)?.[0]
  const fields = toBeSigned && elements(toBeSigned.content)
  // version [0], serialNumber, signature, issuer, validity, subject
  return fields?.[0]?.whole[0] === 0xa0 ? (fields[5]?.whole ?? null) : null
}

/** The elements that follow one another in `bytes`; null where one is cut off or longer than a certificate can be. */
export function elements(bytes: Uint8Array): Element[] | null {
  const found: Element[] = []
  let at = 0
  while (at < bytes.length) {
    const element = elementAt(bytes, at)
    if (element === null) return null
    found.push(element)
    at += element.whole.length
  }
  return found
}

function elementAt(bytes: Uint8Array, at: number): Element | null {
  const first = bytes[at + 1]
  if (first === undefined) return null
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f
  if (lengthBytes > 3) return null
  let length = first < 0x80 ? first : 0
  for (let i = 0; i < lengthBytes; i += 1) length = length * 256 + (bytes[at + 2 + i] ?? 0)
  const start = at + 2 + lengthBytes
  const end = start + length
  if (end > bytes.length) return null
  return { whole: bytes.subarray(at, end), content: bytes.subarray(start, end) }
}
