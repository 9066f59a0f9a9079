/** Tells what about the network needs a person's attention, each with what it means and what to do. */
import { hexMark } from '../core/network/group-rules.ts'
import type { NetworkSettings } from '../core/network/model.ts'
import type { Family } from '../core/network/ranges.ts'
import { doubts } from '../core/network/words.ts'
import type { Attention, NetworkFacts } from './status.ts'

/** Worst first. */
export function attention(facts: NetworkFacts, settings: NetworkSettings | null): Attention[] {
  if (settings === null) return facts.state === 'down' ? [] : [leftOver]
  return [
    ...ofState(facts),
    ...ofBox(facts, settings),
    ...ofNeighbours(facts, settings),
    ...doubtsOf(settings),
  ]
}

const leftOver: Attention = {
  code: 'left-over',
  says: 'The network part is switched off in the configuration, but its rules are still there.',
  todo: 'Take them away: gatehouse network down',
}

function ofState({ state, secondsLeft, isAsConfigured }: NetworkFacts): Attention[] {
  switch (state) {
    case 'down':
      return [
        {
          code: 'down',
          says: 'The rules are not in force: what clients send through this box passes unread.',
          todo: 'Put them in force: gatehouse network up',
        },
      ]
    case 'foreign':
      return [
        {
          code: 'foreign',
          says: 'There is a table inet gatehouse that Gatehouse did not make, so it makes none.',
          todo: 'If nobody needs it: nft delete table inet gatehouse',
        },
      ]
    case 'expired':
      return [
        {
          code: 'expired',
          says: 'Nobody confirmed the rules in time, so they have no effect: what clients send through this box passes unread.',
          todo: 'Put them in force again: gatehouse network up',
        },
      ]
    case 'trial':
      return [
        {
          code: 'trial',
          says: `The rules wait for a confirmation${secondsLeft === null ? '' : `, ${secondsLeft} s more`}; then they are taken back.`,
          todo: 'If clients have web: gatehouse network confirm',
        },
      ]
    case 'up':
      return isAsConfigured === false
        ? [
            {
              code: 'changed',
              says: 'The configuration was changed since; the rules in force are the older ones.',
              todo: 'Put the new ones in force: gatehouse network up',
            },
          ]
        : []
  }
}

function ofBox(facts: NetworkFacts, settings: NetworkSettings): Attention[] {
  const isUp = facts.state === 'up' || facts.state === 'trial'
  const unrouted = isUp ? facts.families.filter((family) => !facts.routed.includes(family)) : []
  const shut = settings.groups.filter(({ web, whenDown }) => web === 'intercept' && whenDown === 'closed')
  return [
    ...(isUp && facts.listening === false
      ? [
          {
            code: 'no-listener',
            says: `Nobody listens on port ${settings.listenerPort}${shut.length === 0 ? '' : `: no web for ${shut.map(({ name }) => name).join(', ')}`}.`,
            todo: 'Start the gateway, with transparent connections switched on: gatehouse doctor',
          },
        ]
      : []),
    ...unrouted.map((family) => ({
      code: `unrouted-${family}`,
      says: `The routing rule of ${word(family)} was removed by somebody: intercepted web traffic of it is refused.`,
      todo: 'Put it back: gatehouse network down, then gatehouse network up',
    })),
    ...facts.notForwarding.map((family) => ({
      code: `not-forwarding-${family}`,
      says: `This box forwards no ${word(family)}: what is not web goes nowhere.`,
      todo: `Set ${family === 'ipv4' ? 'net.ipv4.ip_forward' : 'net.ipv6.conf.all.forwarding'} = 1 in /etc/sysctl.d, then run sysctl --system.`,
    })),
    ...facts.missingInterfaces.map((name) => ({
      code: `missing-interface-${name}`,
      says: `This box has no interface ${name} now.`,
      todo: 'See which there are: ip link. Then correct network.clients.',
    })),
    ...facts.strict.map(({ table, hook }) => ({
      code: `strict-${table}-${hook}`,
      says: `The table ${table} drops what it does not know (${hook}); its word counts beside ours.`,
      todo:
        hook === 'input'
          ? `Let taken packets in there: meta mark ${hexMark(settings.routing)} accept`
          : `Let clients through there: iifname { ${settings.interfaces.join(', ')} } accept, and answers: ct state established,related accept`,
    })),
  ]
}

function ofNeighbours({ counted }: NetworkFacts, { way }: NetworkSettings): Attention[] {
  const seen = (name: string) => (counted.network[name] ?? 0) > 0
  const routed =
    way === 'router-assisted' ? ' In this way of standing only the router should, and name this box.' : ''
  return [
    ...(seen('other-router')
      ? [
          {
            code: 'other-router',
            says: "Another machine in the clients' network announces itself as their way out (IPv6): they may go past this box.",
            todo: 'Find it, and switch its router advertisements off. Two gateways in one network undo each other.',
          },
        ]
      : []),
    ...(seen('other-dhcp')
      ? [
          {
            code: 'other-dhcp',
            says: `Another machine in the clients' network hands out addresses (DHCP): it may send them past this box.${routed}`,
            todo: 'Find it, and switch its DHCP off or let it name this box as gateway. Two gateways in one network undo each other.',
          },
        ]
      : []),
  ]
}

function doubtsOf(settings: NetworkSettings): Attention[] {
  return doubts(settings).map(({ path, text, todo }) => ({ code: 'doubt', says: `${path}: ${text}.`, todo }))
}

function word(family: Family): string {
  return family === 'ipv4' ? 'IPv4' : 'IPv6'
}
