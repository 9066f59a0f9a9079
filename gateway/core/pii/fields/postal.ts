/** Tells a place where people may live, or have their mail sent, from an address of the net, of a machine or of a wallet. */

const decoder = new TextDecoder()
/** An address of the web, a path, a template; or the name of a host, which stands alone. */
const technical = /[_{<=]|:\/\/|^[^\s@]+\.[a-z]{2,}$/
/** A word that is no number of hexadecimal digits. */
const word = /\p{L}{3,}/gu
const hexadecimal = /^[a-fx]+$/i

/** True for `Elm Street 7` for a town alone and `eva@example.org`; false for `10.0.0.1`, `0x0040`, `40001`, `https://…`. */
export function mayBePostal(bytes: Uint8Array, { start, end }: { start: number; end: number }): boolean {
  const text = decoder.decode(bytes.subarray(start, end)).trim()
  return !technical.test(text) && (text.match(word) ?? []).some((one) => !hexadecimal.test(one))
}
