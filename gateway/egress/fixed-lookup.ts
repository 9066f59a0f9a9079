/** Hands out the addresses that were guarded, and none but them, to whatever connects. */

type LookupCallback = (error: Error | null, found: unknown, family?: number) => void

export function fixedLookup(addresses: readonly string[]) {
  const entries = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  return (_host: string, options: { all?: boolean }, callback: LookupCallback) => {
    const first = entries[0]
    if (first === undefined) callback(new Error('no address'), [])
    else if (options.all) callback(null, entries)
    else callback(null, first.address, first.family)
  }
}
