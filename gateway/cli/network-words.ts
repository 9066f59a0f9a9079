/** Writes what `gatehouse network status` says: state, counts for each group, what needs attention. */
import type { CountedLine } from '../core/network/installed.ts'
import type { NetworkSettings } from '../core/network/model.ts'
import { isProtocolLine, protocols } from '../core/network/protocols.ts'
import { familyName } from '../core/network/ranges.ts'
import { consequenceOf } from '../core/network/words.ts'
import { countOf } from '../core/pages/words.ts'
import type { Synced } from '../network/machines.ts'
import type { LeftOver } from '../network/service.ts'
import type { NetworkStatus } from '../network/status.ts'
import { table } from './terminal.ts'

export function statusLines(status: NetworkStatus, settings: NetworkSettings | null): string[] {
  const { counted } = status
  return [
    ...table([
      ['Rules', stateWords[status.state]],
      ['Families', status.routed.length === 0 ? 'none' : status.routed.map(familyName).join(', ')],
      ...(settings === null ? [] : [['Listener', `port ${settings.listenerPort}: ${listenerWords(status)}`]]),
      ...(status.machines === null ? [] : [['Machines', machineWords(status.machines, settings !== null)]]),
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
    ...attentionLines(status.attention),
  ]
}

function listenerWords({ listening, answering }: NetworkStatus): string {
  if (listening !== true) return 'nobody listens'
  return answering === false ? 'held open, and nobody answers' : 'somebody listens'
}

function attentionLines(all: NetworkStatus['attention']): string[] {
  const those = (severity: string) =>
    all.filter((one) => one.severity === severity).flatMap(({ says, todo }) => [`  ${says}`, `      ${todo}`])
  const [needed, known] = [those('act-now'), those('note')]
  return [
    ...(needed.length === 0 ? ['Nothing needs you.'] : ['Needs you:', ...needed]),
    ...(known.length === 0 ? [] : ['', 'Good to know:', ...known]),
  ]
}

type HeldFacts = NonNullable<NetworkStatus['machines']>

function machineWords({ held, step }: HeldFacts, isOn: boolean): string {
  if (held === null) return 'none is held back: rules of an earlier release'
  return `${heldWords(held)}: ${isOn ? stepWords[step] : 'the gateway says nothing to them while the network part is off'}`
}

const stepWords: Readonly<Record<HeldFacts['step'], string>> = {
  'in-step': 'as the gateway says',
  behind: 'not as the gateway says',
  untold: 'the gateway has said nothing of machines',
  unreadable: 'what the gateway says is not to be followed',
}

function heldWords({ quarantined, guests }: { quarantined: number; guests: number }): string {
  return `${countOf(quarantined, 'network card', 'network cards')} in quarantine, ${countOf(guests, 'network card', 'network cards')} of guests`
}

/** Of `network sync`. */
export function syncedWords(synced: Synced | LeftOver): string {
  switch (synced.outcome) {
    case 'in-step':
      return `${synced.changed ? 'Brought in step' : 'In step already'}: ${heldWords(synced)}.`
    case 'untold':
      return 'The gateway has said nothing of machines yet, so nothing was changed. It does once it runs with clients.watch on.'
    case 'no-rules':
      return 'The rules are not in force, so there is nothing to bring in step. `gatehouse network up` takes what the gateway said.'
    case 'old-rules':
      return 'The rules are of an earlier release, which hold no single machine back. Put the present ones in force: gatehouse network up'
    case 'switched-off':
      return `The network part is switched off (network.mode: off), so nothing is brought in step.${
        synced.inForce ? ' Its rules are still in force. Take them away: gatehouse network down' : ''
      }`
  }
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
  'guest-inside': 'packets of single guest machines toward the office, refused',
  quarantined: 'packets of machines in quarantine, refused',
  'to-quarantined': 'packets to machines in quarantine, dropped',
  'quarantined-at-box': 'packets of machines in quarantine to this box, refused',
  'other-router': 'announcements of another router',
  'other-dhcp': 'answers of another DHCP server',
}

function networkLines(network: Readonly<Record<string, number>>): string[] {
  const rows = Object.entries(network).filter(([, packets]) => packets > 0)
  return rows.length === 0
    ? []
    : ['', 'network', ...rows.map(([name, packets]) => `  ${packets} ${networkWords[name] ?? name}`)]
}
