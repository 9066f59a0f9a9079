/** The network part: which clients come in where, what holds for each group, and what becomes of them while the gateway is down. */
import { z } from 'zod'
import {
  defaultRouting,
  downChoices,
  lastPriority,
  type NetworkSettings,
  type Routing,
  ways,
  webChoices,
} from '../../gateway/core/network/model.ts'
import { isInterfaceName } from '../../gateway/core/network/nft-words.ts'
import { protocolLines } from '../../gateway/core/network/protocols.ts'
import { spanOf } from '../../gateway/core/network/ranges.ts'
import type { DownChoices } from '../../gateway/core/network/when-down.ts'
import { minuteMs, secondMs } from '../../gateway/core/units.ts'
import { address, count, duration, flag, isNetwork } from '../kinds.ts'

const web = z.enum(webChoices, `expected ${orWords(webChoices)}`).meta({ 'x-expected': orWords(webChoices) })

const whenDown = z
  .enum(downChoices, `expected ${orWords(downChoices)}`)
  .default('closed')
  .describe(
    'While the gateway is down. closed: intercepted machines have no web, and nothing leaves unread. open: they go on, and everything leaves unread and unrecorded; their PAC file ends in DIRECT, whatever `mode` is.',
  )
  .meta({ 'x-expected': orWords(downChoices) })

const refuse = z
  .array(
    z
      .enum(protocolLines, 'expected a line of the table that `gatehouse network protocols` prints')
      .meta({ 'x-expected': 'a line of the table of protocols' }),
  )
  .max(protocolLines.length)
  .default([])
  .describe(
    'What besides web traffic is refused: lines of the table that `gatehouse network protocols` prints. All else passes and is counted.',
  )
  .meta({ 'x-expected': 'a list of lines such as [ssh, dot]' })

const webMeaning =
  'Web traffic (TCP 80 and 443). intercept: taken to `proxy.transparent.port` and inspected; QUIC is refused. tunnel: forwarded unread. guest: forwarded unread, to the internet alone, and nothing is recorded but bytes.'

const choiceKeys = { whenDown, refuse }

const machine = z
  .strictObject({
    address: address().describe('The address of a machine.'),
    hardware: z
      .string()
      .regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i, 'expected a hardware address such as 02:00:5e:10:00:01')
      .describe('The hardware (MAC) address of its network card.')
      .meta({ 'x-expected': 'a hardware address such as 02:00:5e:10:00:01' }),
  })
  .meta({ 'x-expected': 'address and hardware' })

export const networkSchema = z
  .strictObject({
    mode: z
      .enum(['off', 'transparent'], 'expected off or transparent')
      .default('off')
      .describe(
        'How traffic comes to the gateway. off: clients know the proxy. transparent: this box forwards their traffic, and takes the web traffic out of it.',
      )
      .meta({ 'x-expected': 'off or transparent' }),
    way: z
      .enum(ways, `expected ${orWords(ways)}`)
      .default('two-port')
      .describe('How the box stands in the network: `gatehouse network ways` explains them with pictures.')
      .meta({ 'x-expected': orWords(ways) }),
    clients: z
      .array(
        z
          .string()
          .refine(isInterfaceName, 'expected the name of a network interface such as eth1')
          .meta({ 'x-expected': 'the name of a network interface such as eth1' }),
      )
      .max(64)
      .default([])
      .describe('The interfaces of this box on which clients come in.')
      .meta({ 'x-expected': 'a list of network interfaces such as [eth1]' }),
    groups: z
      .record(
        z.string().max(63),
        z
          .strictObject({ web: web.describe(webMeaning), ...choiceKeys })
          .meta({ 'x-expected': 'web, whenDown and refuse' }),
      )
      .default({})
      .describe(
        'What holds for groups of `office.clientGroups`, by their names. Where networks of two groups overlap, the narrower one decides.',
      ),
    others: z
      .strictObject({ web: web.default('tunnel').describe(webMeaning), ...choiceKeys })
      .prefault({})
      .describe('What holds for clients on these interfaces that are in none of these groups.'),
    machines: z
      .array(machine)
      .max(10_000)
      .default([])
      .describe(
        'Addresses that one network card alone may use: packets of any other card with such an address are dropped.',
      ),
    masquerade: flag()
      .default(false)
      .describe(
        "Whether what is forwarded leaves with this box's own IPv4 address (NAT): where the router does not know the way back to the clients.",
      ),
    confirmMs: duration({ min: 5 * secondMs, max: 10 * minuteMs })
      .default(minuteMs)
      .describe('How long `network up` waits for `network confirm` before it takes everything back.'),
    mark: count({ min: 1, max: 0xffff_ffff }, 'a mark')
      .default(defaultRouting.mark)
      .describe(
        'The mark of packets that are taken. To be changed only where another program of this box has it.',
      ),
    table: count({ min: 1, max: 0xffff_ffff }, 'a table')
      .default(defaultRouting.table)
      .describe(
        'The routing table of packets that are taken. To be changed only where another program of this box has it.',
      ),
    priority: count({ min: 1, max: lastPriority }, 'a priority')
      .default(defaultRouting.priority)
      .describe(
        'The priority of the first of three routing rules for them, and for guests. Another program of this box may have rules that come before.',
      ),
  })
  .prefault({})
  .describe('Traffic of clients that know no proxy. Counts with the next `gatehouse network up`.')

interface Office {
  clientGroups: Readonly<Record<string, readonly string[]>>
}

type Network = z.output<typeof networkSchema>

/** What the keys cannot say alone: which groups there are, and that each has addresses of its own. */
export function checkNetwork(
  { network, office }: { network: Network; office: Office },
  context: z.core.$RefinementCtx,
): void {
  const mistake = (path: string[], message: string) =>
    context.addIssue({ code: 'custom', path: ['network', ...path], message })
  if (network.mode === 'transparent' && network.clients.length === 0)
    mistake(['clients'], 'expected at least one interface, since network.mode is transparent')
  const owners = new Map<string, string>()
  for (const name of Object.keys(network.groups)) {
    if (!Object.hasOwn(office.clientGroups, name))
      mistake(['groups', name], 'expected the name of a group of office.clientGroups')
    const networks = networksOf(office, name)
    if (Object.hasOwn(office.clientGroups, name) && networks.length === 0)
      mistake(
        ['groups', name],
        'expected a group with networks; users and devices alone cannot be told by their packets',
      )
    for (const each of networks) {
      const { family, first, last } = spanOf(each)
      const key = `${family} ${first} ${last}`
      const other = owners.get(key)
      if (other !== undefined && other !== name)
        mistake(['groups', name], `expected networks of its own; the group ${other} has one of them, too`)
      owners.set(key, name)
    }
  }
}

/** What the network part is told; null where it is switched off. */
export function networkSettings({ network, office, proxy }: Parts): NetworkSettings | null {
  if (network.mode === 'off') return null
  const { way, masquerade, machines, others } = network
  return {
    ...{ listenerPort: proxy.transparent?.port ?? usualListenerPort, way, masquerade, machines, others },
    interfaces: network.clients,
    routing: networkRouting({ network }),
    groups: Object.entries(network.groups).map(([name, choice]) => ({
      name,
      networks: networksOf(office, name),
      ...choice,
    })),
  }
}

export function networkRouting({ network: { mark, table, priority } }: Pick<Parts, 'network'>): Routing {
  return { mark, table, priority }
}

/** Who goes on without the gateway, whichever way traffic comes to it. */
export function whenDownChoices({ network, office }: Omit<Parts, 'proxy'>): DownChoices {
  const groups = Object.entries(network.groups).map(([name, { whenDown }]) => ({
    networks: networksOf(office, name),
    whenDown,
  }))
  return { groups, others: network.others.whenDown }
}

interface Parts {
  network: Network
  office: Office
  proxy: { port: number; transparent?: { port: number } | null }
}

/** Where the transparent listener is unless it is told otherwise. */
const usualListenerPort = 3129

function networksOf({ clientGroups }: Office, name: string): string[] {
  return Object.hasOwn(clientGroups, name) ? (clientGroups[name] ?? []).filter(isPlainNetwork) : []
}

/** Addresses with a zone (`fe80::1%eth1`) are no networks of clients. */
function isPlainNetwork(text: string): boolean {
  return isNetwork(text) && !text.includes('%')
}

function orWords(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
