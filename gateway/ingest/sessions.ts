/** Knows which connections belong to which device, so that a revoked one is cut off at once. */

export interface Sessions {
  /** Returns what takes it out again. Null where the device has too many connections already. */
  add(deviceId: string, end: () => void): (() => void) | null
  /** Ends all of a device; returns how many there were. */
  endAll(deviceId: string): number
}

/** What a camera with several streams needs, and then some. */
const maxPerDevice = 16

export function createSessions(): Sessions {
  const byDevice = new Map<string, Set<() => void>>()
  return {
    add(deviceId, end) {
      const own = byDevice.get(deviceId) ?? new Set()
      if (own.size >= maxPerDevice) return null
      // One session is one entry, also where the same function ends two.
      const entry = () => end()
      own.add(entry)
      byDevice.set(deviceId, own)
      return () => {
        own.delete(entry)
        if (own.size === 0 && byDevice.get(deviceId) === own) byDevice.delete(deviceId)
      }
    },
    endAll(deviceId) {
      const own = [...(byDevice.get(deviceId) ?? [])]
      for (const end of own) end()
      return own.length
    },
  }
}
