/**
 * The rules for single machines, by their network cards: those in quarantine, and guests among the office's own. They only ever close:
 * of what they let by the rules of its group decide.
 */
import type { Counter } from './group-rules.ts'
import { families, familyWords, nftChain } from './nft-words.ts'

const isQuarantined = [
  'ether saddr @quarantined/cards',
  ...families.map((family) => `${familyWords[family].ip} saddr @quarantined/${familyWords[family].suffix}`),
]
const isGuest = 'ether saddr @guests/cards'

/** The chains that the jumps below lead to. `inside` refuses what is not the internet. */
export function machineChains(inside: readonly string[], counter: Counter): string[] {
  const refuse = (name: string) => [
    `meta l4proto tcp ${counter(name)} reject with tcp reset`,
    `${counter(name)} reject with icmpx admin-prohibited`,
  ]
  return [
    ...nftChain('quarantined', refuse('network/quarantined')),
    ...nftChain('quarantined-at-box', [
      // To what the box itself began.
      'ct direction reply return',
      // Without a name and an address nobody sees the page that says why.
      ...['udp dport { 53, 67, 547 } return', 'tcp dport { 53 } return', 'tcp dport @proxy-ports return'],
      'meta l4proto { icmp, ipv6-icmp } return',
      ...refuse('network/quarantined-at-box'),
    ]),
    ...nftChain('guest-machine', ['ct direction reply return', ...inside]),
    // By the proxy they reach the internet alone as well.
    ...nftChain('guest-machine-at-box', ['tcp dport @proxy-ports return', 'goto guest-at-box']),
  ]
}

/** First of all in what is forwarded: answers to them, and what they began before, end as well. */
export function holdBack(counter: Counter): string[] {
  return [
    ...isQuarantined.map((match) => `iifname @clients ${match} goto quarantined`),
    ...families.map((family) => {
      const { ip, suffix } = familyWords[family]
      return `oifname @clients ${ip} daddr @quarantined/${suffix} ${counter('network/to-quarantined')} drop`
    }),
    `iifname @clients ${isGuest} jump guest-machine`,
  ]
}

/** Where a guest's way leads is asked before anything is taken. */
export const keepGuestMachinesOut = `${isGuest} jump keep-out/guest-machine`

/** Before what groups may reach of this box. What the listener is handed is its own matter: it knows these machines. */
export function holdBackAtBox(mark: string): string[] {
  return [
    `meta mark ${mark} accept`,
    ...isQuarantined.map((match) => `${match} jump quarantined-at-box`),
    `${isGuest} jump guest-machine-at-box`,
  ]
}
