/** Checks the numbers of banks in the United States, and of accounts in France, Spain and Poland. */

/**
 * True for nine digits from `start` on that pass the check of the American Bankers Association (weights 3, 7, 1) and
 * begin as routing numbers do: 00-12 Federal Reserve, 21-32 thrifts, 61-72 electronic, 80 travellers' cheques
 * (ABA, Key to Routing Numbers).
 */
export function passesAba(bytes: Uint8Array, start: number): boolean {
  let sum = 0
  for (let place = 0; place < 9; place++) sum += (bytes[start + place]! - 0x30) * weights[place % 3]!
  const lead = (bytes[start]! - 0x30) * 10 + bytes[start + 1]! - 0x30
  const isAssigned = lead <= 12 || (lead >= 21 && lead <= 32) || (lead >= 61 && lead <= 72) || lead === 80
  return sum % 10 === 0 && sum > 0 && isAssigned
}

const weights = [3, 7, 1]

/**
 * RIB: 97 less the remainder of 89 times the bank, 15 times the branch and 3 times the account, in which letters count as
 * A to I, J to R 1 to 9, S to Z 2 to 9 (CFONB).
 */
export function passesRib(characters: Uint8Array): boolean {
  const bank = numberOf(characters, 0, 5)
  const branch = numberOf(characters, 5, 10)
  const account = numberOf(characters, 10, 21)
  const rest = (89 * bank + 15 * branch + 3 * account) % 97
  return bank > 0 && account > 0 && numberOf(characters, 21, 23) === 97 - rest
}

function numberOf(characters: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) value = 10 * value + figureOf(characters[at]!)
  return value
}

function figureOf(byte: number): number {
  if (byte < 0x41) return byte - 0x30
  const place = byte - 0x41
  return byte < 0x53 ? (place % 9) + 1 : ((place + 1) % 9) + 1
}

/** CCC: a digit for bank and branch, one for the account, both by powers of two modulo 11 (AEB, norma 19). */
export function passesCcc(characters: Uint8Array): boolean {
  const isOfBank = characters[8]! - 0x30 === checkOf(characters, 0, 8)
  return (
    isOfBank &&
    characters[9]! - 0x30 === checkOf(characters, 10, 20) &&
    numberOf(characters, 0, 4) > 0 &&
    numberOf(characters, 10, 20) > 0
  )
}

const cccWeights = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6]

/** Eight digits count as ten with two zeros before them. */
function checkOf(characters: Uint8Array, from: number, to: number): number {
  let sum = 0
  for (let at = from; at < to; at++)
    sum += (characters[at]! - 0x30) * cccWeights[at - from + 10 - (to - from)]!
  const rest = 11 - (sum % 11)
  return rest === 11 ? 0 : rest === 10 ? 1 : rest
}

/** NRB: the check digits of the IBAN with `PL`, 2521, behind the account (ISO 7064, mod 97-10). */
export function passesNrb(characters: Uint8Array): boolean {
  let rest = 0
  for (let at = 2; at < 26; at++) rest = (10 * rest + characters[at]! - 0x30) % 97
  rest = (10_000 * rest + 2521) % 97
  rest = (100 * rest + numberOf(characters, 0, 2)) % 97
  return rest === 1 && numberOf(characters, 2, 10) > 0
}
