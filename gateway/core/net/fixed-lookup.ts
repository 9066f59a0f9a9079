/** Hands out the addresses that were guarded, and none but them, to whatever connects. */

type LookupCallback = (error: Error | null, found: unknown, family?: number) => void

/**
 * Answers a moment later, as every look-up of Node's does: where a connection fails at once (no route, an own address
 * that is not there), `tls.connect` throws otherwise, and its socket's error comes before anybody can listen for it.
 */
export function fixedLookup(addresses: readonly string[]) {
  const entries = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  return (_host: string, options: { all?: boolean }, callback: LookupCallback) => {
    const first = entries[0]
    queueMicrotask(() => {
      if (first === undefined) callback(new Error('no address'), [])
      else if (options.all) callback(null, entries)
      else callback(null, first.address, first.family)
    })
  }
}
