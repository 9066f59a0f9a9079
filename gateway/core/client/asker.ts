/** Who asks about its own traffic: an address, and where its card is known the machine, by whichever of its addresses. */

export interface Asker {
  address: string
  /** That has the address now; null where nobody watches machines. */
  machine: string | null
  /** What else the same machine surely has; none where its card is not known, or may be of several. */
  others: readonly string[]
}

/** Whether what happened at an address is the asker's: by another one of its own, only what is known to be of its card. */
export function isOfAsker(
  { address, machine, others }: Asker,
  of: { address: string; machine: string | null },
): boolean {
  if (of.address === address) return true
  return machine !== null && of.machine === machine && others.includes(of.address)
}
