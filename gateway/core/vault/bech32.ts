/** Writes and reads bech32, the form in which age prints public keys: letters that survive being typed, with a checksum. */

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const
const checksumLength = 6

/** BIP 173 without its limit of 90 characters, as C2SP age asks. `prefix` in lower case. */
export function bech32(prefix: string, bytes: Uint8Array): string {
  const words = regroup(bytes, { from: 8, to: 5, pad: true }) ?? []
  const rest = polymod([...expanded(prefix), ...words, 0, 0, 0, 0, 0, 0]) ^ 1
  const checksum = Array.from({ length: checksumLength }, (_, at) => (rest >>> (5 * (5 - at))) & 31)
  return `${prefix}1${[...words, ...checksum].map((word) => alphabet[word]).join('')}`
}

/** The bytes of a text with this prefix, in lower case; null where it is none, or was mistyped. */
export function parseBech32(prefix: string, text: string): Uint8Array | null {
  if (!text.startsWith(`${prefix}1`)) return null
  const words = Array.from(text.slice(prefix.length + 1), (letter) => alphabet.indexOf(letter))
  if (words.length < checksumLength || words.includes(-1)) return null
  if (polymod([...expanded(prefix), ...words]) !== 1) return null
  const bytes = regroup(words.slice(0, -checksumLength), { from: 5, to: 8, pad: false })
  return bytes === null ? null : Uint8Array.from(bytes)
}

function expanded(prefix: string): number[] {
  const codes = Array.from(prefix, (letter) => letter.charCodeAt(0))
  return [...codes.map((code) => code >>> 5), 0, ...codes.map((code) => code & 31)]
}

function polymod(words: readonly number[]): number {
  let sum = 1
  for (const word of words) {
    const top = sum >>> 25
    sum = ((sum & 0x1ffffff) << 5) ^ word
    for (const [bit, generator] of generators.entries()) if (((top >>> bit) & 1) === 1) sum ^= generator
  }
  return sum >>> 0
}

/** Groups of `from` bits as groups of `to` bits. Null where what is left over is no padding of zeros. */
function regroup(
  groups: Iterable<number>,
  { from, to, pad }: { from: number; to: number; pad: boolean },
): number[] | null {
  const regrouped: number[] = []
  let held = 0
  let bits = 0
  for (const group of groups) {
    held = (held << from) | group
    bits += from
    while (bits >= to) {
      bits -= to
      regrouped.push((held >>> bits) & ((1 << to) - 1))
    }
    held &= (1 << bits) - 1
  }
  if (pad && bits > 0) regrouped.push((held << (to - bits)) & ((1 << to) - 1))
  if (!pad && (bits >= from || held !== 0)) return null
  return regrouped
}
