/** Checks the numbers of banks in the United States. */

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
