/** Counts wrong tokens per address, so that guessing is slow and the log stays short. */
import { minuteMs } from '../core/units.ts'

const maxFailures = 10
const windowMs = minuteMs
/** Addresses remembered at once; the oldest is forgotten first. */
const maxAddresses = 1000

export interface TokenFailures {
  /** Seconds until this address may try again; 0 where it may now. */
  secondsBlocked(address: string): number
  /** Counts one wrong token. True for the first that blocks, so that it is logged once a window. */
  count(address: string): boolean
}

/** @param monotonic milliseconds that only grow */
export function createTokenFailures(monotonic: () => number): TokenFailures {
  const windows = new Map<string, { failures: number; endsAt: number }>()
  const current = (address: string) => {
    const found = windows.get(address)
    if (found && found.endsAt > monotonic()) return found
    windows.delete(address)
    return undefined
  }
  return {
    secondsBlocked(address) {
      const found = current(address)
      if (!found || found.failures < maxFailures) return 0
      return Math.ceil((found.endsAt - monotonic()) / 1000)
    },
    count(address) {
      const found = current(address) ?? { failures: 0, endsAt: monotonic() + windowMs }
      found.failures += 1
      const oldest = windows.keys().next()
      if (windows.size >= maxAddresses && !windows.has(address) && !oldest.done) windows.delete(oldest.value)
      windows.set(address, found)
      return found.failures === maxFailures
    },
  }
}
