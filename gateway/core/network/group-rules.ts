/** The rules of one group of clients: what of its web traffic is taken, and what passes the box or is refused. */
import { type DownChoice, type Routing, type Way, type WebChoice, webPorts } from './model.ts'
import { families, familyWords, nftPort } from './nft-words.ts'
import { type Ports, type Protocol, type ProtocolLine, protocolLines, protocols } from './protocols.ts'
import type { Family } from './ranges.ts'
import { answeringSet } from './sign-of-life.ts'

/** A group as rules know it, or everybody who is in none. */
export interface Scope {
  /** Begins the names of its chains and counters: `group/office`, `others`. */
  key: string
  web: WebChoice
  whenDown: DownChoice
  refuse: readonly ProtocolLine[]
  /** The sets of its addresses; null for everybody else. */
  sets: Partial<Record<Family, string>> | null
}

/** Writes the use of a named counter, and sees to it that there is one. */
export type Counter = (name: string) => string

const web = `tcp dport { ${webPorts.join(', ')} }`

/** Runs for TCP to a web port, from a client of this scope to anywhere but this box. */
export function takeRules(
  { key, refuse }: Scope,
  { routing, listenerPort }: { routing: Routing; listenerPort: number },
  counter: Counter,
): string[] {
  const mark = hexMark(routing)
  const port = nftPort(listenerPort)
  const toResolvers = families.map((family) => `${resolvers(family)} tcp dport 443`)
  return [
    // What is refused is left to the forward hook. What is not is web traffic like any other here: it is read.
    ...(refuse.includes('doh') ? toResolvers.map((match) => `${match} accept`) : []),
    // Connections that the listener has stay with it, whatever is heard of it.
    `socket transparent 1 meta mark set ${mark} accept`,
    // A socket that somebody else holds is open after the gateway's death as well: the forward hook decides.
    `meta nfproto != @${answeringSet} accept`,
    // Where nobody listens with IP_TRANSPARENT these two end without an effect, and the forward hook decides.
    ...families.map(
      (family) =>
        `meta nfproto ${family} meta l4proto tcp tproxy ${familyWords[family].ip} to :${port} meta mark set ${mark}`,
    ),
    `meta mark ${mark} ct state new ${counter(`${key}/web/taken`)}`,
    `meta mark ${mark} accept`,
  ]
}

/** Runs for whatever a client of this scope sends through this box; web traffic only where it was not taken. */
export function throughRules(scope: Scope, way: Way, counter: Counter): string[] {
  const { key, sets } = scope
  // With one port, answers from the internet come in where clients do, from nobody's addresses.
  const bytes = `${sets === null ? 'ct direction original ' : ''}${counter(`${key}/bytes/out`)}`
  if (scope.web === 'guest')
    return [
      bytes,
      'ct direction reply accept',
      ...inside(`${key}/refused/inside`, way, counter),
      ...lines(scope, counter),
      'accept',
    ]
  return [
    bytes,
    ...(scope.web === 'intercept' ? untaken(scope, counter) : []),
    'ct direction reply accept',
    ...(scope.refuse.length === 0 ? ['ct state established,related accept'] : []),
    ...(scope.web === 'tunnel' ? tunnelled(scope, counter) : lines(scope, counter)),
    'accept',
  ]
}

/** A connection is counted once: as DNS over HTTPS where it is that, and else as web traffic. */
function tunnelled(scope: Scope, counter: Counter): string[] {
  return [
    ...lines(scope, counter, ['doh']),
    `${web} ct state new ${counter(`${scope.key}/web/tunnelled`)}`,
    ...lines(
      scope,
      counter,
      protocolLines.filter((line) => line !== 'doh'),
    ),
  ]
}

/** Comes before any rule that accepts, so that no connection of before is a way around. */
function untaken({ key, whenDown, refuse }: Scope, counter: Counter): string[] {
  const resolverMatches = refuse.includes('doh')
    ? families.map((family) => `${resolvers(family)} tcp dport 443`)
    : []
  return [
    ...resolverMatches.map((match) => `${match} ${counter(`${key}/refused/doh`)} reject with tcp reset`),
    `udp dport 443 ${counter(`${key}/refused/quic`)} reject with icmpx port-unreachable`,
    // What the kernel cannot take apart (broken chains of IPv6 headers, impossible TCP) could be web to its receiver.
    `ct state invalid ${counter(`${key}/refused/malformed`)} drop`,
    whenDown === 'closed'
      ? `${web} ${counter(`${key}/web/refused`)} reject with tcp reset`
      : `${web} ct state new ${counter(`${key}/web/passed`)}`,
  ]
}

/** Guests reach the internet alone. Groups' own addresses are public ones in IPv6. `name`: of the counter. */
export function inside(name: string, way: Way, counter: Counter): string[] {
  const refuse = `${counter(name)} reject with icmpx admin-prohibited`
  const sets = families.flatMap((family) => {
    const { ip, suffix } = familyWords[family]
    return ['inside', 'groups'].map((set) => `${ip} daddr @${set}/${suffix} ${refuse}`)
  })
  return way === 'two-port' ? [`oifname @clients ${refuse}`, ...sets] : sets
}

function lines(
  { key, web: choice, refuse }: Scope,
  counter: Counter,
  which: readonly ProtocolLine[] = protocolLines,
): string[] {
  if (choice === 'guest' && refuse.length === 0) return []
  return which.flatMap((line) => {
    // Said above, for every packet; and what nobody took is counted as web traffic.
    if (choice === 'intercept' && (line === 'quic' || line === 'doh')) return []
    const matches = matchesOf(protocols[line])
    if (refuse.includes(line))
      return matches.map(
        ({ match, answer }) => `${match} ${counter(`${key}/refused/${line}`)} reject with ${answer}`,
      )
    const count =
      choice === 'guest'
        ? []
        : matches.map(({ match }) => `${match} ct state new ${counter(`${key}/passed/${line}`)}`)
    return [...count, ...matches.map(({ match }) => `${match} accept`)]
  })
}

function matchesOf({ tcp, udp, ip, rest, toResolvers }: Protocol): { match: string; answer: string }[] {
  const destinations = toResolvers === true ? families.map((family) => `${resolvers(family)} `) : ['']
  const web = tcp !== undefined && toResolvers === undefined
  return destinations.flatMap((to) => [
    ...(tcp === undefined
      ? []
      : [{ match: `${to}tcp dport ${portList(tcp)}${web ? notWeb(tcp) : ''}`, answer: 'tcp reset' }]),
    ...(udp === undefined
      ? []
      : [{ match: `${to}udp dport ${portList(udp)}`, answer: 'icmpx port-unreachable' }]),
    ...(ip === undefined
      ? []
      : [{ match: `meta l4proto { ${ip.join(', ')} }`, answer: 'icmpx admin-prohibited' }]),
    ...(rest === undefined
      ? []
      : [{ match: `meta l4proto != { ${namedElsewhere.join(', ')} }`, answer: 'icmpx admin-prohibited' }]),
  ])
}

/** TCP and UDP (IANA), and what lines name by its number. */
const namedElsewhere = [6, 17, ...protocolLines.flatMap((line) => ipOf(protocols[line]))]

function ipOf({ ip = [] }: Protocol): readonly number[] {
  return ip
}

/** The rest of all ports does not mean the web, for which each group has a choice of its own. */
function notWeb(ports: Ports): string {
  const holdsWeb = ports.some((port) => typeof port !== 'number' && port[0] <= 80 && port[1] >= 443)
  return holdsWeb ? ` tcp dport != { ${webPorts.join(', ')} }` : ''
}

function portList(ports: Ports): string {
  return `{ ${ports.map((port) => (typeof port === 'number' ? `${port}` : `${port[0]}-${port[1]}`)).join(', ')} }`
}

function resolvers(family: Family): string {
  return `${familyWords[family].ip} daddr @resolvers/${familyWords[family].suffix}`
}

export function hexMark({ mark }: Pick<Routing, 'mark'>): string {
  return `0x${mark.toString(16).padStart(8, '0')}`
}
