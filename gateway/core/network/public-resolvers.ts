/** Addresses of public resolvers that are known to answer DNS over HTTPS, each with who says so. */

interface PublicResolver {
  operator: string
  /** Null where no document could be read: then the addresses are those of an earlier list, of November 2025. */
  source: { title: string; url: string; read: string } | null
  ipv4: readonly string[]
  ipv6: readonly string[]
}

const adguardList = {
  title: 'AdGuard DNS knowledge base: Known DNS providers',
  url: 'https://adguard-dns.io/kb/general/dns-providers/',
  read: '2026-11-23',
}

/** With their filtering variants. */
const resolvers: readonly PublicResolver[] = [
  {
    operator: 'Cloudflare',
    source: adguardList,
    ipv4: ['1.0.0.1', '1.0.0.2', '1.0.0.3', '1.1.1.1', '1.1.1.2', '1.1.1.3'],
    ipv6: [
      ...['2606:4700:4700::1001', '2606:4700:4700::1002', '2606:4700:4700::1003'],
      ...['2606:4700:4700::1111', '2606:4700:4700::1112', '2606:4700:4700::1113'],
    ],
  },
  {
    operator: 'Google',
    source: adguardList,
    ipv4: ['8.8.4.4', '8.8.8.8'],
    ipv6: ['2001:4860:4860::8844', '2001:4860:4860::8888'],
  },
  {
    operator: 'Quad9',
    source: null,
    ipv4: [
      ...['9.9.9.9', '9.9.9.10', '9.9.9.11', '149.112.112.9', '149.112.112.10', '149.112.112.11'],
      '149.112.112.112',
    ],
    ipv6: ['2620:fe::9', '2620:fe::10', '2620:fe::11', '2620:fe::fe'],
  },
  {
    operator: 'OpenDNS (Cisco)',
    source: adguardList,
    ipv4: [
      ...['208.67.220.2', '208.67.220.123', '208.67.220.220'],
      ...['208.67.222.2', '208.67.222.123', '208.67.222.222'],
    ],
    ipv6: ['2620:119:35::35', '2620:119:53::53', '2620:0:ccc::2', '2620:0:ccd::2'],
  },
  {
    operator: 'AdGuard',
    source: adguardList,
    ipv4: [
      ...['94.140.14.14', '94.140.14.15', '94.140.14.140', '94.140.14.141'],
      ...['94.140.15.15', '94.140.15.16'],
    ],
    ipv6: [
      ...['2a10:50c0::ad1:ff', '2a10:50c0::ad2:ff', '2a10:50c0::bad1:ff', '2a10:50c0::bad2:ff'],
      ...['2a10:50c0::1:ff', '2a10:50c0::2:ff'],
    ],
  },
  {
    operator: 'CleanBrowsing',
    source: adguardList,
    ipv4: [
      ...['185.228.168.9', '185.228.168.10', '185.228.168.168'],
      ...['185.228.169.9', '185.228.169.11', '185.228.169.168'],
    ],
    ipv6: [
      ...['2a0d:2a00:1::', '2a0d:2a00:1::1', '2a0d:2a00:1::2'],
      ...['2a0d:2a00:2::', '2a0d:2a00:2::1', '2a0d:2a00:2::2'],
    ],
  },
]

export const publicResolvers = {
  ipv4: resolvers.flatMap(({ ipv4 }) => ipv4),
  ipv6: resolvers.flatMap(({ ipv6 }) => ipv6),
}
