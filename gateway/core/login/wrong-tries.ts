/** Counts wrong codes, passwords and tokens, so that guessing is slow from one address and from many, and nobody else is locked out. */
import { minuteMs } from '../units.ts'

export interface TryLimits {
  /** From one address: mistyping happens, ten times a minute it is somebody trying. */
  maxPerAddress: number
  /** From all addresses together; beyond it whoever was wrong once has to wait, and others still have a try. */
  maxInAll: number
  windowMs: number
}

const usual: TryLimits = { maxPerAddress: 10, maxInAll: 100, windowMs: minuteMs }
/** Addresses remembered at once; the one that came first is forgotten first. */
const maxAddresses = 1000

export interface WrongTries {
  /** Seconds until this address may try again; 0 where it may now. */
  secondsBlocked(address: string): number
  /** Counts one wrong try. True for the first in a window that makes somebody wait, so that it is logged once. */
  count(address: string): boolean
  /** What was wrong from there counts no more. */
  forget(address: string): void
}

/** @param monotonic milliseconds that only grow */
export function createWrongTries(monotonic: () => number, limits: TryLimits = usual): WrongTries {
  const { maxPerAddress, maxInAll, windowMs } = limits
  const byAddress = new Map<string, Window>()
  let inAll: Window = { wrong: 0, endsAt: 0 }

  function windowOf(key: string): Window | null {
    const found = byAddress.get(key)
    if (found !== undefined && found.endsAt > monotonic()) return found
    byAddress.delete(key)
    return null
  }

  return {
    secondsBlocked(address) {
      const own = windowOf(countedAddress(address))
      if (own === null) return 0
      const flooded = inAll.wrong >= maxInAll && inAll.endsAt > monotonic()
      if (own.wrong < maxPerAddress && !flooded) return 0
      const endsAt = flooded ? Math.max(own.endsAt, inAll.endsAt) : own.endsAt
      return Math.max(1, Math.ceil((endsAt - monotonic()) / 1000))
    },
    count(address) {
      const key = countedAddress(address)
      const own = windowOf(key) ?? { wrong: 0, endsAt: monotonic() + windowMs }
      if (inAll.endsAt <= monotonic()) inAll = { wrong: 0, endsAt: monotonic() + windowMs }
      own.wrong += 1
      inAll.wrong += 1
      const oldest = byAddress.keys().next()
      if (byAddress.size >= maxAddresses && !byAddress.has(key) && !oldest.done)
        byAddress.delete(oldest.value)
      byAddress.set(key, own)
      return own.wrong === maxPerAddress || inAll.wrong === maxInAll
    },
    forget(address) {
      byAddress.delete(countedAddress(address))
    },
  }
}

interface Window {
  wrong: number
  endsAt: number
}

/** What counts as one address: a machine picks its IPv6 address out of 2^64 (RFC 4291 §2.5.1), so there the network does. */
export function countedAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('%', 1)[0]?.split('::') ?? []
  const groupsOf = (part: string) => (part === '' ? [] : part.split(':'))
  const behind = groupsOf(tail)
  const groups = groupsOf(head)
  while (groups.length + behind.length < 8) groups.push('0')
  return [...groups, ...behind]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
