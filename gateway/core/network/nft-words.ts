/** Writes names and values into nftables text, each checked first: what could be read as another rule throws. */
import type { AddressRange, Family } from './ranges.ts'
import { spanOf } from './ranges.ts'

/** The table that is the gateway's own; nothing outside of it is ever written. */
export const ourTable = 'gatehouse'

/** Names of groups as the configuration has them, or our own words. */
export function nftName(name: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) throw new RangeError('no name for nftables')
  return name
}

/** Linux allows more in names of interfaces; those would have to be escaped, or mean a pattern (`eth*`). No client comes in on `lo`. */
export function isInterfaceName(name: string): boolean {
  return name !== 'lo' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$/.test(name)
}

export function nftInterface(name: string): string {
  if (!isInterfaceName(name)) throw new RangeError('no interface name for nftables')
  return `"${name}"`
}

/** Six pairs of hexadecimal digits. */
export function nftHardware(address: string): string {
  if (!/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(address)) throw new RangeError('no hardware address')
  return address.toLowerCase()
}

export function nftNumber(value: number, bounds: { min: number; max: number }): string {
  if (!Number.isInteger(value) || value < bounds.min || value > bounds.max)
    throw new RangeError('out of bounds')
  return String(value)
}

export function nftPort(port: number): string {
  return nftNumber(port, { min: 1, max: 65_535 })
}

/** A lone address. */
export function nftAddress(address: string): string {
  if (address.includes('/')) throw new RangeError('no address')
  spanOf(address)
  return address.toLowerCase()
}

/** Ranges come from numbers, not from text of the configuration. */
export function nftRange({ first, last }: Pick<AddressRange<unknown>, 'first' | 'last'>): string {
  return first === last ? first : `${first}-${last}`
}

/** The words of one family in rules. */
export const familyWords: Readonly<Record<Family, { ip: string; type: string; suffix: string }>> = {
  ipv4: { ip: 'ip', type: 'ipv4_addr', suffix: '4' },
  ipv6: { ip: 'ip6', type: 'ipv6_addr', suffix: '6' },
}

export const families: readonly Family[] = ['ipv4', 'ipv6']

/** A set of elements that are nftables words already; an empty one is written without elements, as nftables has it. */
export function nftSet(name: string, type: string, elements: readonly string[]): string[] {
  return [
    `  set ${name} {`,
    `    type ${type}`,
    ...(type === 'ipv4_addr' || type === 'ipv6_addr' ? ['    flags interval'] : []),
    ...(elements.length === 0 ? [] : [`    elements = { ${elements.join(', ')} }`]),
    '  }',
  ]
}

export function nftChain(name: string, lines: readonly string[]): string[] {
  return [`  chain ${name} {`, ...lines.map((line) => `    ${line}`), '  }']
}
