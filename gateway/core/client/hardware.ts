/** Hardware (MAC) addresses of network cards: one spelling for each, and which are made up by the machine itself. */

const written = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/

/** One spelling; null for what is no card's: another form, nobody's (all zero), or an address of many (IEEE 802 §8.2.2: first bit). */
export function readHardware(text: string): string | null {
  const spelled = text.trim().toLowerCase().replaceAll('-', ':')
  if (!written.test(spelled) || spelled === '00:00:00:00:00:00') return null
  return (firstByte(spelled) & 1) === 1 ? null : spelled
}

/**
 * IEEE 802 §8.2.2, second bit: given out by no maker. Phones make up one for each network and change it at will (RFC 9724), so
 * that it says of no machine that it is the same as yesterday. False for what is no card's address.
 */
export function isMadeUp(hardware: string): boolean {
  return written.test(hardware) && (firstByte(hardware) & 2) === 2
}

function firstByte(hardware: string): number {
  return Number.parseInt(hardware.slice(0, 2), 16)
}
