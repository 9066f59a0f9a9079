/** Reads what `ip -j neigh` prints: which network card answers for which address, as the kernel has found out. */
import { canonicalAddress } from '../net/address.ts'
import { readHardware } from './hardware.ts'

/** One line of the neighbour table. */
export interface Neighbour {
  /** In one spelling. */
  address: string
  hardware: string
  /** The interface of this box. */
  device: string
  /** True where the card has answered just now; a line may stay for days after its machine has left. */
  isFresh: boolean
}

/** ip-neighbour(8): what was confirmed a moment ago, is asked right now, or was written by an administrator. */
const fresh = new Set(['REACHABLE', 'DELAY', 'PROBE', 'PERMANENT'])

/** Null where it is no such list. Lines without a card (nobody answered) and with addresses of many are left out. */
export function readNeighbours(text: string): Neighbour[] | null {
  const lines = listIn(text)
  if (lines === null) return null
  return lines.flatMap((line) => {
    const { dst, dev, lladdr, state } = (line ?? {}) as Record<string, unknown>
    if (typeof dst !== 'string' || typeof dev !== 'string' || typeof lladdr !== 'string') return []
    const address = canonicalAddress(dst)
    const hardware = readHardware(lladdr)
    if (address === null || hardware === null) return []
    const isFresh = Array.isArray(state) && state.some((word) => fresh.has(String(word)))
    return [{ address, hardware, device: dev, isFresh }]
  })
}

/** An empty table is printed as nothing by some versions. */
function listIn(text: string): unknown[] | null {
  if (text.trim() === '') return []
  try {
    const read: unknown = JSON.parse(text)
    return Array.isArray(read) ? read : null
  } catch {
    return null
  }
}
