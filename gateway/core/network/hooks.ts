/** The chains that hang in the kernel's hooks: where packets are looked at, in the order in which they come by. */
import { type Counter, hexMark, inside, type Scope, takeRules, throughRules } from './group-rules.ts'
import { holdBack, holdBackAtBox, keepGuestMachinesOut, machineChains } from './machine-rules.ts'
import { guestMark, type NetworkSettings, webPorts } from './model.ts'
import { families, familyWords, nftChain, nftPort } from './nft-words.ts'
import { hearingChain, hearSign } from './sign-of-life.ts'

/** Without effect while no element stands in `in-force`: not yet, or not any more. */
const onlyInForce = 'meta nfproto != @in-force accept'
const onlyClients = 'iifname != @clients accept'
const ofAnother = 'fib saddr . iif type != local'

/** `accept` ends our own chain alone: what other tables refuse stays refused. */
export function hooks(settings: NetworkSettings, scopes: readonly Scope[], counter: Counter): string[] {
  return [
    ...machineChains(inside('network/guest-inside', settings.way, counter), counter),
    ...beforeTracking(counter),
    ...keepingOut(settings, scopes, counter),
    ...taking(settings, scopes, counter),
    ...passing(settings, scopes, counter),
    ...toBox(settings, scopes, counter),
    ...fromBox(),
    ...nftChain(hearingChain, [
      // Before anybody's rules could refuse it.
      'type filter hook output priority raw; policy accept;',
      onlyInForce,
      hearSign(settings),
    ]),
    ...(settings.masquerade ? leaving(settings) : []),
  ]
}

/**
 * Before connections are tracked, so that a flood of made-up senders fills no table. DHCP's 0.0.0.0 to everybody is let through by
 * `fib` itself; `::` and link-local senders belong to every interface (RFC 4291 §2.5).
 */
function beforeTracking(counter: Counter): string[] {
  const drop = `fib saddr . iif oif missing ${counter('network/spoofed')} drop`
  return nftChain('spoofing', [
    'type filter hook prerouting priority raw; policy accept;',
    onlyInForce,
    onlyClients,
    `meta nfproto ipv4 ${drop}`,
    `ip6 saddr != { ::, fe80::/10 } ${drop}`,
    ...families.map((family) => {
      const { ip, suffix } = familyWords[family]
      return `${ip} saddr @pinned/${suffix} ${ip} saddr . ether saddr != @cards/${suffix} ${counter('network/foreign-card')} drop`
    }),
  ])
}

/**
 * Guests whose way the box knows more closely than "everywhere else" are on their way into the house: to machines between the box and
 * its router, or behind another router, whatever their addresses are. Where our rules of routing were removed, every way is such a one.
 */
function keepingOut({ routing }: NetworkSettings, scopes: readonly Scope[], counter: Counter): string[] {
  const guests = scopes.filter(({ web }) => web === 'guest')
  const rules = (refused: string) => [
    'ct direction reply accept',
    'fib daddr type { local, broadcast, anycast, multicast } accept',
    // The mark is for this one question alone.
    `meta mark set ${hexMark({ mark: guestMark(routing.mark) })}`,
    `fib daddr . mark oif exists ${counter(refused)} reject with icmpx admin-prohibited`,
    'meta mark set 0x00000000',
  ]
  return [
    ...guests.flatMap(({ key }) => nftChain(`keep-out/${key}`, rules(`${key}/refused/inside`))),
    ...nftChain('keep-out/guest-machine', rules('network/guest-inside')),
    ...nftChain('keeping-out', [
      // Before packets are taken, whose mark has to stay.
      'type filter hook prerouting priority mangle - 5; policy accept;',
      onlyInForce,
      onlyClients,
      keepGuestMachinesOut,
      ...scopes.flatMap((scope) =>
        toScope(scope, scope.web === 'guest' ? `goto keep-out/${scope.key}` : 'accept'),
      ),
    ]),
  ]
}

function taking(settings: NetworkSettings, scopes: readonly Scope[], counter: Counter): string[] {
  const taken = scopes.filter(({ web }) => web === 'intercept')
  return [
    ...taken.flatMap((scope) => nftChain(`take/${scope.key}`, takeRules(scope, settings, counter))),
    ...nftChain('taking', [
      'type filter hook prerouting priority mangle; policy accept;',
      onlyInForce,
      onlyClients,
      // Seen from here, not acted on: another machine that says it is the way out, or hands addresses out. The kernel shows this box
      // what it says itself to everybody.
      `icmpv6 type nd-router-advert ${ofAnother} ${counter('network/other-router')}`,
      `udp sport 67 udp dport 68 ${ofAnother} ${counter('network/other-dhcp')}`,
      `tcp dport != { ${webPorts.join(', ')} } accept`,
      'meta l4proto != tcp accept',
      // Pages of this box itself.
      'fib daddr type { local, broadcast, anycast, multicast } accept',
      ...scopes.flatMap((scope) =>
        toScope(scope, scope.web === 'intercept' ? `goto take/${scope.key}` : 'accept'),
      ),
    ]),
  ]
}

function passing(settings: NetworkSettings, scopes: readonly Scope[], counter: Counter): string[] {
  return [
    ...scopes.flatMap((scope) => nftChain(`pass/${scope.key}`, throughRules(scope, settings.way, counter))),
    ...nftChain('passing', [
      'type filter hook forward priority filter - 5; policy accept;',
      onlyInForce,
      ...holdBack(counter),
      ...scopes.flatMap((scope) => backTo(scope, counter)),
      onlyClients,
      ...scopes.flatMap((scope) => toScope(scope, `goto pass/${scope.key}`)),
    ]),
  ]
}

function backTo({ key, sets }: Scope, counter: Counter): string[] {
  return families.flatMap((family) => {
    const set = sets?.[family]
    return set === undefined
      ? []
      : [`oifname @clients ${familyWords[family].ip} daddr @${set} ${counter(`${key}/bytes/in`)}`]
  })
}

/** The listener takes what the kernel hands it; who asks for its port by name would only make it speak with itself. */
function toBox(
  { listenerPort, routing }: NetworkSettings,
  scopes: readonly Scope[],
  counter: Counter,
): string[] {
  const guests = scopes.filter(({ web }) => web === 'guest')
  const guestRules = [
    'ct state established,related accept',
    // DHCP, DNS, time, and what IPv6 cannot do without.
    'udp dport { 53, 67, 123, 547 } accept',
    'tcp dport 53 accept',
    'meta l4proto { icmp, ipv6-icmp } accept',
    `${counter('network/guest-at-box')} reject with icmpx admin-prohibited`,
  ]
  return [
    ...nftChain('guest-at-box', guestRules),
    ...nftChain('to-box', [
      'type filter hook input priority filter - 5; policy accept;',
      onlyInForce,
      'iifname "lo" accept',
      `tcp dport ${nftPort(listenerPort)} ${counter('network/listener-asked')} reject with tcp reset`,
      onlyClients,
      ...holdBackAtBox(hexMark(routing)),
      ...(guests.length === 0
        ? []
        : scopes.flatMap((scope) => toScope(scope, scope.web === 'guest' ? 'goto guest-at-box' : 'accept'))),
    ]),
  ]
}

/** A box with one port would tell clients of a shorter way: past it (RFC 1122 §3.2.2.2, RFC 4861 §8). */
function fromBox(): string[] {
  return nftChain('from-box', [
    'type filter hook output priority filter - 5; policy accept;',
    onlyInForce,
    'oifname @clients icmp type redirect drop',
    'oifname @clients icmpv6 type nd-redirect drop',
  ])
}

/** Between clients' own interfaces addresses stay what they are. */
function leaving({ way }: NetworkSettings): string[] {
  const outward = way === 'two-port' ? ' oifname != @clients' : ''
  return nftChain('leaving', [
    'type nat hook postrouting priority srcnat; policy accept;',
    onlyInForce,
    `meta nfproto ipv4 iifname @clients${outward} masquerade`,
  ])
}

function toScope({ sets }: Scope, verdict: string): string[] {
  if (sets === null) return [verdict]
  return families.flatMap((family) => {
    const set = sets[family]
    return set === undefined ? [] : [`${familyWords[family].ip} saddr @${set} ${verdict}`]
  })
}
