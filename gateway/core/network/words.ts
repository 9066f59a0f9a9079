/** Says in plain words what the network's settings lead to: when they are chosen, checked and put in force. */
import { type GroupChoice, type NetworkSettings, webPorts } from './model.ts'
import type { Family } from './ranges.ts'
import { familyName, spanOf } from './ranges.ts'

/** One sentence or two for each group, and for everybody else. */
export function consequences({
  groups,
  others,
}: Pick<NetworkSettings, 'groups' | 'others'>): { group: string; says: string }[] {
  return [
    ...groups.map((group) => ({ group: group.name, says: consequenceOf(group) })),
    { group: 'others', says: consequenceOf(others) },
  ]
}

export function consequenceOf({ web, whenDown, refuse }: GroupChoice): string {
  const ports = `TCP ${webPorts.join(' and ')}`
  // Where web traffic is read, QUIC is refused whether it is named or not.
  const besides = refuse.filter((line) => web !== 'intercept' || line !== 'quic')
  const refused = besides.length === 0 ? '' : ` Refused besides: ${besides.join(', ')}.`
  switch (web) {
    case 'intercept':
      return `Web traffic (${ports}) is inspected and QUIC refused. ${whenDownInWords(whenDown)}${refused}`
    case 'tunnel':
      return `Web traffic (${ports})${refuse.includes('quic') ? ' passes' : ' and QUIC pass'} unread: nothing is inspected or journaled, connections and bytes are counted. ${sameWhileDown}${refused}`
    case 'guest':
      return `Guests: never inspected, the internet alone, nothing recorded but bytes. ${sameWhileDown}${refused}`
  }
}

const sameWhileDown = 'While the gateway is down nothing changes for them.'

function whenDownInWords(whenDown: GroupChoice['whenDown']): string {
  return whenDown === 'closed'
    ? 'While the gateway is down (an update, a fault) these machines have NO web: nothing leaves unread.'
    : 'While the gateway is down these machines go on, and what they send leaves UNREAD: nothing is masked, stopped or recorded.'
}

export interface Doubt {
  /** The one that it is about; null: not about one. */
  family: Family | null
  path: string
  text: string
  todo: string
}

/** For where the gateway is told not to listen for what is taken: none where nothing is. */
export function nobodyListens({ groups, others }: Pick<NetworkSettings, 'groups' | 'others'>): Doubt[] {
  if (![...groups, others].some(({ web }) => web === 'intercept')) return []
  return [
    {
      family: null,
      path: 'proxy.transparent',
      text: 'web traffic is to be taken, and the gateway does not listen for it: these machines would have no web',
      todo: 'Set proxy.transparent: {} and start the gateway anew.',
    },
  ]
}

/** What is allowed but seldom meant: sentences with what to do. */
export function doubts(settings: Pick<NetworkSettings, 'groups' | 'others' | 'way' | 'masquerade'>): Doubt[] {
  return [
    ...settings.groups.flatMap(({ name, networks, web }) => {
      if (web !== 'intercept' || settings.others.web === 'intercept') return []
      const here = new Set(networks.map((network) => spanOf(network).family))
      return (['ipv4', 'ipv6'] as const)
        .filter((family) => !here.has(family))
        .map((family) => missingFamily(name, family))
    }),
    ...(settings.way === 'router-assisted' && !settings.masquerade
      ? [
          {
            family: null,
            path: 'network.masquerade',
            text: 'the router would answer clients directly, past this box',
            todo: 'Set network.masquerade: true, unless the router sends answers back through this box.',
          },
        ]
      : []),
  ]
}

function missingFamily(name: string, family: Family): Doubt {
  const word = familyName(family)
  return {
    family,
    path: `network.groups.${name}`,
    text: `the group has no ${word} network: over ${word} its machines count as others, whose web traffic passes unread`,
    todo: `Add the ${word} networks of these machines to office.clientGroups.${name}, or set network.others.web: intercept. No ${word} in the office: nothing to do.`,
  }
}
