/** Writes what `gatehouse network status` says: state, counts for each group, what needs attention. */
import type { CountedLine } from '../core/network/installed.ts'
import type { NetworkSettings } from '../core/network/model.ts'
import { isProtocolLine, protocols } from '../core/network/protocols.ts'
import { consequenceOf } from '../core/network/words.ts'
import type { NetworkStatus } from '../network/status.ts'
import { table } from './terminal.ts'

export function statusLines(status: NetworkStatus, settings: NetworkSettings | null): string[] {
  const { counted } = status
  return [
    ...table([
      ['Rules', stateWords[status.state]],
      [
        'Families',
        status.routed.length === 0
          ? 'none'
          : status.routed.map((family) => (family === 'ipv4' ? 'IPv4' : 'IPv6')).join(', '),
      ],
      ...(settings === null
        ? []
        : [
            [
              'Listener',
              `port ${settings.listenerPort}: ${status.listening === true ? 'somebody listens' : 'nobody listens'}`,
            ],
          ]),
    ]),
    ...counted.groups.flatMap(({ name, lines }) =>
      groupLines(
        name,
        lines,
        settings?.groups.find((group) => group.name === name),
      ),
    ),
    ...(counted.others.length === 0 ? [] : groupLines('everybody else', counted.others, settings?.others)),
    ...networkLines(counted.network),
    '',
    ...(status.attention.length === 0
      ? ['Nothing needs attention.']
      : status.attention.flatMap(({ says, todo }) => [says, `    ${todo}`])),
  ]
}

const stateWords: Readonly<Record<NetworkStatus['state'], string>> = {
  down: 'not in force',
  up: 'in force',
  trial: 'in force, not confirmed yet',
  expired: 'not in force: nobody confirmed them in time',
  foreign: 'not in force',
}

function groupLines(
  name: string,
  lines: readonly CountedLine[],
  choice: Parameters<typeof consequenceOf>[0] | undefined,
): string[] {
  const seen = lines.filter(({ packets, what }) => packets > 0 && what !== 'bytes')
  const bytes = (line: string) => lines.find((one) => one.what === 'bytes' && one.line === line)?.bytes
  const [out, back] = [bytes('out'), bytes('in')]
  const forwarded = [
    ...(out === undefined ? [] : [`${out} bytes out`]),
    ...(back === undefined ? [] : [`${back} bytes in`]),
  ]
  return [
    '',
    name,
    ...(choice === undefined ? [] : [`  ${consequenceOf(choice)}`]),
    ...table([
      ...(forwarded.length === 0 ? [] : [['  forwarded', forwarded.join(', ')]]),
      ...seen.map((one) => [`  ${titleOf(one)}`, amount(one)]),
    ]),
  ]
}

const webWords: Readonly<Record<string, string>> = {
  taken: 'Web, taken to be inspected',
  refused: 'Web, refused since nobody listened',
  passed: 'Web, passed unread since nobody listened',
  tunnelled: 'Web, passed unread',
}

const ownWords: Readonly<Record<string, string>> = {
  malformed: 'Packets that nobody can take apart',
  inside: 'Guests toward the office',
}

function titleOf({ what, line }: CountedLine): string {
  if (what === 'web') return webWords[line] ?? line
  return isProtocolLine(line) ? protocols[line].title : (ownWords[line] ?? line)
}

function amount({ what, line, packets }: CountedLine): string {
  const isRefused = what === 'refused' || (what === 'web' && line === 'refused')
  return isRefused ? `${packets} packets refused` : `${packets} new connections`
}

const networkWords: Readonly<Record<string, string>> = {
  spoofed: 'packets with a sender that cannot be there, dropped',
  'foreign-card': "packets with a machine's address from another network card, dropped",
  'listener-asked': 'tries to reach the listener by its own port, refused',
  'guest-at-box': 'packets of guests to this box, refused',
  'other-router': 'announcements of another router',
  'other-dhcp': 'answers of another DHCP server',
}

function networkLines(network: Readonly<Record<string, number>>): string[] {
  const rows = Object.entries(network).filter(([, packets]) => packets > 0)
  return rows.length === 0
    ? []
    : ['', 'network', ...rows.map(([name, packets]) => `  ${packets} ${networkWords[name] ?? name}`)]
}
