/** The table of what is not web: which protocols pass by default, by which ports they are known, and what refusing one costs. */

export type Ports = readonly (number | readonly [from: number, to: number])[]

/** One line: what stands in status and configuration, and what a packet of it looks like. */
export interface Protocol {
  title: string
  tcp?: Ports
  udp?: Ports
  /** IP protocol numbers (IANA). */
  ip?: readonly number[]
  /** Whatever is none of the IP protocols that other lines name. */
  rest?: true
  /** To the addresses of `public-resolvers.ts` alone. */
  toResolvers?: true
  /** What a person should know who refuses it, or who wonders what passes. */
  note: string
}

/**
 * In order: the first line that fits counts. All are allowed and counted unless a group refuses them; `quic` alone is always
 * refused for groups whose web traffic is intercepted. Ports are IANA's registered ones unless the note names another source.
 */
export const protocols = {
  doh: {
    title: 'DNS over HTTPS at well-known public resolvers',
    tcp: [443],
    udp: [443],
    toResolvers: true,
    note: 'Known by address alone. Any web server can answer DNS over HTTPS: of an intercepted group the policy can refuse its name.',
  },
  quic: {
    title: 'QUIC (HTTP/3)',
    udp: [443],
    note: 'Nobody reads it. Browsers fall back to HTTP/2 at once where it is refused.',
  },
  'mail-relay': {
    title: 'Mail between servers (SMTP)',
    tcp: [25],
    note: 'Office machines seldom need it; malware that sends spam does.',
  },
  'mail-submission': {
    title: 'Mail that is sent (SMTP submission)',
    tcp: [465, 587],
    note: 'What a mail program sends is not inspected.',
  },
  'mail-reading': {
    title: 'Mail that is fetched (IMAP, POP3)',
    tcp: [993, 995, 143, 110],
    note: 'Refused: mail programs and scanners that mail cannot fetch.',
  },
  'stun-turn': {
    title: 'Calls finding their way (STUN, TURN)',
    tcp: [[3478, 3481], 5349],
    udp: [[3478, 3481], 5349, [19302, 19309]],
    note: 'Refused: video calls fail or go on over the web. 3479 to 3481 and 19302 to 19309: as Teams and Meet use them.',
  },
  sip: { title: 'Phones (SIP)', tcp: [5060, 5061], udp: [5060], note: 'Refused: desk phones do not ring.' },
  wireguard: {
    title: 'WireGuard',
    udp: [51820],
    note: 'A tunnel: what is in it is not seen. Other ports can be used for it.',
  },
  ipsec: {
    title: 'IPsec (also Wi-Fi calling and connectors of health networks)',
    udp: [500, 4500],
    ip: [50, 51],
    note: 'A tunnel: what is in it is not seen. Refused: connectors of health networks that stand behind the box lose theirs.',
  },
  openvpn: {
    title: 'OpenVPN',
    tcp: [1194],
    udp: [1194],
    note: 'A tunnel: what is in it is not seen. Other ports can be used for it.',
  },
  'other-tunnels': {
    title: 'Other tunnels (PPTP, L2TP, GRE, IP in IP, 6in4, Teredo)',
    tcp: [1723],
    udp: [1701, 3544],
    ip: [4, 41, 47],
    note: 'What is in them is not seen.',
  },
  rdp: {
    title: 'Remote desktops (RDP)',
    tcp: [3389],
    udp: [3389],
    note: 'What is copied through it is not inspected.',
  },
  ssh: { title: 'SSH, SFTP', tcp: [22], note: 'What is copied through it is not inspected.' },
  push: {
    title: 'Push messages (Apple, Google)',
    tcp: [5223, [5228, 5230]],
    note: 'Refused: phones stay silent. Ports as Apple and Google publish them.',
  },
  ntp: { title: 'Time (NTP)', tcp: [4460], udp: [123], note: 'Refused: clocks drift, certificates fail.' },
  dns: {
    title: 'DNS',
    tcp: [53],
    udp: [53],
    note: 'Refused: clients must ask this box or another of the office.',
  },
  dot: {
    title: 'DNS over TLS or QUIC',
    tcp: [853],
    udp: [853],
    note: 'Names that are asked for are not seen. Phones fall back to plain DNS where "automatic" is set.',
  },
  payment: {
    title: 'Card terminals (terminal API 8443, ZVT 20007)',
    tcp: [8443, 20007],
    note: 'Refused: tills on one network lose terminals on another. Many terminals pay over 443 and need a group with web: tunnel.',
  },
  health: {
    title: 'Health records and images (HL7, DICOM)',
    tcp: [104, 2575, 2762, 11112],
    note: 'What is in them is not inspected.',
  },
  'other-web': {
    title: 'Web at other ports',
    tcp: [8000, 8080, 8888],
    note: 'Not inspected; refused, it closes a way around the inspection.',
  },
  rtp: {
    title: 'Voices and pictures of calls (RTP)',
    udp: [[10000, 32767]],
    note: 'Its ports are agreed for each call: these are the usual ranges of phones. Refused: calls stay silent.',
  },
  ping: {
    title: 'Ping and errors (ICMP)',
    ip: [1, 58],
    note: 'Refused: too large packets are not reported, and some sites hang.',
  },
  'other-tcp': {
    title: 'Every other TCP port',
    tcp: [[0, 65535]],
    note: 'Refused: whatever the office uses that is not in this table stops.',
  },
  'other-udp': {
    title: 'Every other UDP port',
    udp: [[0, 65535]],
    note: 'Refused: whatever the office uses that is not in this table stops.',
  },
  'other-ip': {
    title: 'Every other IP protocol',
    rest: true,
    note: 'Refused: whatever the office uses that is not in this table stops.',
  },
} as const satisfies Readonly<Record<string, Protocol>>

export type ProtocolLine = keyof typeof protocols

export const protocolLines = Object.keys(protocols) as ProtocolLine[]

export function isProtocolLine(word: string): word is ProtocolLine {
  return Object.hasOwn(protocols, word)
}

/** `TCP 465, 587` and so on, for people. */
export function portsInWords(line: ProtocolLine): string {
  const { tcp, udp, ip, rest }: Protocol = protocols[line]
  const list = (ports: Ports) =>
    ports.map((port) => (typeof port === 'number' ? `${port}` : `${port[0]}-${port[1]}`)).join(', ')
  return [
    ...(tcp === undefined ? [] : [`TCP ${list(tcp)}`]),
    ...(udp === undefined ? [] : [`UDP ${list(udp)}`]),
    ...(ip === undefined ? [] : [`IP protocol ${ip.join(', ')}`]),
    ...(rest === undefined ? [] : ['the rest']),
  ].join('; ')
}
