/** Says which addresses are not the internet's: in the house, on this box, nowhere, or an IPv4 address of those in the clothes of IPv6. */
import { type AddressRange, disjointRanges } from './ranges.ts'

/** IANA's special-purpose registries (RFC 6890), without the networks of examples, which lead nowhere. */
const privateIpv4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  // Of protocols; relays of 6to4, by which IPv6 would reach any address; measuring.
  ...['192.0.0.0/24', '192.88.99.0/24', '198.18.0.0/15'],
  ...['192.168.0.0/16', '224.0.0.0/3'],
]

/** RFC 6052 §2.1: what a translator in the network makes IPv4 of. The internet's own IPv4 is reached by it as well. */
const translated = { prefix: '64:ff9b::', length: 96 }

const internet = [
  // RFC 4291 §2.4: all that was ever given out of IPv6.
  '2000::/3',
  `${translated.prefix}/${translated.length}`,
]

/** Inside of what is the internet's. RFC 8215's 64:ff9b:1::/48, mapped and compatible addresses are outside of it. */
const transition = [
  // Teredo (RFC 4380), 6to4 (RFC 3056, out of use since RFC 7526): an IPv4 address, a private one as well, in a tunnel.
  ...['2001::/32', '2002::/16'],
  // Measuring (RFC 5180), identifiers that are no place (RFC 4843, RFC 7343).
  ...['2001:2::/48', '2001:10::/28', '2001:20::/28'],
]

export function houseRanges(): AddressRange<string>[] {
  const owned = (owner: string, networks: readonly string[]) =>
    networks.map((network) => ({ network, owner }))
  return disjointRanges([
    ...owned('house', privateIpv4),
    ...owned('house', ['::/0', ...transition, ...privateIpv4.map(asTranslated)]),
    ...owned('internet', internet),
  ]).filter(({ owner }) => owner === 'house')
}

function asTranslated(network: string): string {
  const [address = '', length = '32'] = network.split('/')
  return `${translated.prefix}${address}/${translated.length + Number(length)}`
}
