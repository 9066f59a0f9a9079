/** The wires and addresses of the network that tests are run in: desks and guests on one side of the box, the internet on the other. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const call = promisify(execFile)

/** The machines. `guest` hangs on a port of its own. */
export type Machine = 'client' | 'guest' | 'box' | 'server'

export const at = {
  client: { ipv4: '192.168.7.10', ipv6: 'fd00:7::10' },
  /** A second address of the client machine, of a group that goes on while the gateway is down. */
  till: { ipv4: '192.168.7.50', ipv6: 'fd00:7::50' },
  guest: { ipv4: '192.168.9.10', ipv6: 'fd00:9::10' },
  box: { ipv4: '192.168.7.1', ipv6: 'fd00:7::1' },
  /** The box's own on the outer side, and the router's there. */
  outside: { ipv4: '203.0.113.1', ipv6: '2001:db8:113::1' },
  router: { ipv4: '203.0.113.2', ipv6: '2001:db8:113::2' },
  /** Behind the router, which is the same machine. */
  server: { ipv4: '192.0.2.80', ipv6: '2001:db8:80::80' },
  resolver: { ipv4: '1.1.1.1', ipv6: '2606:4700:4700::1111' },
} as const

/** Makes the machines of these names, and joins them. */
export async function lay(names: Readonly<Record<Machine, string>>): Promise<void> {
  const lines = [
    ...Object.values(names).map((name) => ['netns', 'add', name]),
    ...Object.values(names).flatMap((name) => [
      // Addresses of cards would be looked for for a second, and change what is compared.
      ['netns', 'exec', name, 'sysctl', '-q', '-w', 'net.ipv6.conf.default.accept_dad=0'],
      ['-n', name, 'link', 'set', 'lo', 'up'],
    ]),
    ...wire({ name: names.client, card: 'eth0' }, { name: names.box, card: 'eth1' }),
    ...wire({ name: names.guest, card: 'eth0' }, { name: names.box, card: 'eth2' }),
    ...wire({ name: names.server, card: 'eth0' }, { name: names.box, card: 'eth0' }),
    ...addresses(names.client, 'eth0', [
      `${at.client.ipv4}/24`,
      `${at.client.ipv6}/64`,
      `${at.till.ipv4}/24`,
      `${at.till.ipv6}/64`,
    ]),
    ...addresses(names.guest, 'eth0', [`${at.guest.ipv4}/24`, `${at.guest.ipv6}/64`]),
    ...addresses(names.box, 'eth1', [`${at.box.ipv4}/24`, `${at.box.ipv6}/64`]),
    ...addresses(names.box, 'eth2', ['192.168.9.1/24', 'fd00:9::1/64']),
    ...addresses(names.box, 'eth0', [`${at.outside.ipv4}/24`, `${at.outside.ipv6}/64`]),
    ...addresses(names.server, 'eth0', [`${at.router.ipv4}/24`, `${at.router.ipv6}/64`]),
    ...[at.server, at.resolver].flatMap(({ ipv4, ipv6 }) =>
      addresses(names.server, 'lo', [`${ipv4}/32`, `${ipv6}/128`]),
    ),
    ...defaultWay(names.client, at.box),
    ...defaultWay(names.guest, { ipv4: '192.168.9.1', ipv6: 'fd00:9::1' }),
    ...defaultWay(names.box, at.router),
    ...defaultWay(names.server, at.outside, at.server),
  ]
  for (const line of lines) await call('ip', line)
  const sysctls = ['net/ipv4/ip_forward', 'net/ipv6/conf/all/forwarding']
  for (const key of sysctls)
    await call('ip', ['netns', 'exec', names.box, 'sysctl', '-q', '-w', `${key.replaceAll('/', '.')}=1`])
  // The kernel says "unreachable" to one address six times, and then once a second: tests ask faster than people.
  for (const key of ['net.ipv4.icmp_ratelimit', 'net.ipv6.icmp.ratelimit'])
    await call('ip', ['netns', 'exec', names.box, 'sysctl', '-q', '-w', `${key}=0`])
}

interface End {
  name: string
  card: string
}

function wire(left: End, right: End): string[][] {
  return [
    [
      '-n',
      left.name,
      'link',
      'add',
      left.card,
      'type',
      'veth',
      'peer',
      'name',
      right.card,
      'netns',
      right.name,
    ],
    ['-n', left.name, 'link', 'set', left.card, 'up'],
    ['-n', right.name, 'link', 'set', right.card, 'up'],
  ]
}

function addresses(name: string, card: string, all: readonly string[]): string[][] {
  return all.map((address) => [
    ...['-n', name, 'address', 'add', address, 'dev', card],
    // Without looking for doubles, which takes a second.
    ...(address.includes(':') ? ['nodad'] : []),
    // Never taken by itself, only where it is asked for.
    ...(address.startsWith(at.till.ipv6) ? ['preferred_lft', '0'] : []),
  ])
}

type Both = Readonly<Record<'ipv4' | 'ipv6', string>>

/** `speaksAs`: by which address it answers where a program does not choose. */
function defaultWay(name: string, via: Both, speaksAs?: Both): string[][] {
  return (['ipv4', 'ipv6'] as const).map((family) => [
    ...['-n', name, 'route', 'add', 'default', 'via', via[family]],
    ...(speaksAs === undefined ? [] : ['src', speaksAs[family]]),
  ])
}
