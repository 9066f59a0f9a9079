/** Reads a short text of XML as a whole, and writes one. */
import { referenceAt } from '../content/xml-reference.ts'

/** With its character references undone. */
export function decodedValue(raw: string): string {
  if (!raw.includes('&')) return raw
  return raw.replaceAll(/&[#\w]+;/gu, (reference) => {
    const bytes = new TextEncoder().encode(reference)
    const code = referenceAt(bytes, 0, bytes.length)?.code ?? null
    return code === null ? reference : String.fromCodePoint(code)
  })
}

/** Fit for an attribute's value and for what stands between two tags. */
export function encodedValue(text: string): string {
  return text.replaceAll(/[&<>"'\t\n\r]/gu, (character) => `&#${character.codePointAt(0)};`)
}
