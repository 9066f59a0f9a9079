/** Shows machines of the office at a terminal: a line of the list each, or all that is known of one. */

import type { ClientView } from '../core/client/client.ts'
import { isKnownByCertificate } from '../core/client/device-client.ts'
import type { LedgerActor } from '../core/ledger/entry.ts'
import { timeOfDay } from './times.ts'

/** IPv6 has machines take ever new ones. */
const addressesShown = 2

export function clientColumns(client: ClientView): string[] {
  const { id, name, group, hardware, addresses, seenAt } = client
  const more = addresses.length - addressesShown
  return [
    id,
    name ?? '-',
    stateWords(client),
    group ?? '-',
    hardware,
    `${addresses.slice(0, addressesShown).join(', ') || '-'}${more > 0 ? ` and ${more} more` : ''}`,
    timeOfDay(seenAt),
    marksOf(client).join(' '),
  ]
}

export function clientFacts(client: ClientView): [string, string][] {
  const { id, name, group, hardware, isMadeUp, addresses, firstSeenAt, seenAt, quarantinedAt } = client
  const { decidedAt, decidedBy } = client
  return [
    ['Machine', id],
    ['Name', name ?? 'none'],
    ['Counts as', stateWords(client)],
    ['Group', group ?? 'none'],
    isKnownByCertificate(client)
      ? ['Certificate', hardware]
      : ['Network card', isMadeUp ? `${hardware} (made up by the machine)` : hardware],
    ['Addresses', addresses.join(', ') || 'none now'],
    ['First seen', timeOfDay(firstSeenAt)],
    ['Last seen', timeOfDay(seenAt)],
    [
      'Decided',
      decidedAt === null ? 'by nobody yet' : `${deciderWords(decidedBy ?? 'box')}, ${timeOfDay(decidedAt)}`,
    ],
    ...(quarantinedAt === null ? [] : [['Quarantined', timeOfDay(quarantinedAt)] as [string, string]]),
    ...marksOf(client).map((mark): [string, string] => ['Look at it', mark]),
  ]
}

function deciderWords(actor: LedgerActor): string {
  switch (actor) {
    case 'box':
      return 'on the box'
    case 'token':
      return 'over the API'
    case 'gateway':
      return 'by an alarm (gatehouse incident list)'
    default:
      return 'by an account (gatehouse ledger list names it)'
  }
}

function stateWords({ state, quarantinedAt }: ClientView): string {
  if (quarantinedAt !== null) return 'quarantined'
  return { unknown: 'waits for you', known: 'yours', guest: 'guest' }[state]
}

function marksOf({ contested, isShared, quarantinedAt, decidedBy }: ClientView): string[] {
  return [
    ...(quarantinedAt !== null && decidedBy === 'gateway' ? ['cut off by an alarm'] : []),
    ...contested.map((address) => `another machine says to have ${address}!`),
    ...(isShared ? ['several addresses answer at once: two machines?'] : []),
  ]
}
