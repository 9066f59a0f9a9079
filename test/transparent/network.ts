/** Makes an office of network namespaces, client, gateway and server, whose gateway leads web traffic to its own listener. */
import { execFileSync } from 'node:child_process'
import { type TestContext, test } from 'vitest'
import { requireClient } from '../support/clients.ts'

export const listenerPort = 3129

/** Public addresses in form; nothing of these networks leads outside. */
export const at = {
  client: { v4: '10.1.0.2', v6: 'fd01::2', outsider: '10.2.0.2' },
  gateway: { v4: '10.1.0.1', v6: 'fd01::1' },
  /** The first is the real one; at the second answers another machine, at the third one that speaks first, and the last one stands in the house. */
  server: { v4: '11.0.0.10', v6: '2a0f:1::10', evil: '11.0.0.11', first: '11.0.0.12', inside: '10.60.0.10' },
} as const

export interface Network extends Disposable {
  readonly client: string
  readonly gateway: string
  readonly server: string
}

let made = 0
let missing: string | null | undefined

/** What is not there to make networks with; null where all is. Throws where GATEHOUSE_REQUIRE_CLIENTS=1. */
export function missingForNetworks(): string | null {
  if (missing === undefined) missing = findMissing()
  return missing
}

function findMissing(): string | null {
  const program = (['ip', 'nft', 'perl', 'curl'] as const).find((name) => requireClient(name) === null)
  if (program !== undefined) return program
  const name = `gatehouse-${process.pid}-probe`
  try {
    run(['ip', 'netns', 'add', name])
    run(inside(name, ['nft', 'add', 'table', 'inet', 'probe']))
    return null
  } catch (error) {
    if (process.env.GATEHOUSE_REQUIRE_CLIENTS === '1') throw error
    return 'network namespaces'
  } finally {
    run(['ip', 'netns', 'del', name], { mayFail: true })
  }
}

/** A test in such networks; where they cannot be had it is skipped with what is missing in its title. */
export function testInNetwork(title: string, fn: (context: TestContext) => unknown): void {
  const lacking = missingForNetworks()
  if (lacking === null) test(title, async (context) => void (await fn(context)))
  else test.skip(`${title} [skipped: ${lacking} cannot be had]`, () => {})
}

export function openNetwork(): Network {
  made += 1
  const name = `gatehouse-${process.pid}-${made}`
  const network = { client: `${name}-c`, gateway: `${name}-g`, server: `${name}-s` }
  const remove = () => {
    for (const one of Object.values(network)) run(['ip', 'netns', 'del', one], { mayFail: true })
  }
  try {
    for (const one of Object.values(network)) run(['ip', 'netns', 'add', one])
    link(network.gateway, 'office', network.client)
    link(network.gateway, 'world', network.server)
    for (const one of Object.values(network)) run(['ip', '-n', one, 'link', 'set', 'lo', 'up'])
    addresses(network.gateway, 'office', [`${at.gateway.v4}/24`, '10.2.0.1/24', `${at.gateway.v6}/64`])
    addresses(network.gateway, 'world', ['11.0.0.1/24', '10.60.0.1/24', '2a0f:1::1/64'])
    addresses(network.client, 'uplink', [
      `${at.client.v4}/24`,
      `${at.client.outsider}/24`,
      `${at.client.v6}/64`,
    ])
    const { v4, v6, evil, first, inside: house } = at.server
    addresses(network.server, 'uplink', [`${v4}/24`, `${evil}/24`, `${first}/24`, `${house}/24`, `${v6}/64`])
    run(['ip', '-n', network.client, 'route', 'add', 'default', 'via', at.gateway.v4])
    run(['ip', '-n', network.client, '-6', 'route', 'add', 'default', 'via', at.gateway.v6])
    leadHere(network.gateway)
  } catch (error) {
    remove()
    throw error
  }
  return { ...network, [Symbol.dispose]: remove }
}

/** The command as one of the machines runs it. */
export function inside(machine: string, command: readonly string[]): string[] {
  return ['ip', 'netns', 'exec', machine, ...command]
}

function link(from: string, name: string, to: string): void {
  run(['ip', '-n', from, 'link', 'add', name, 'type', 'veth', 'peer', 'name', 'uplink', 'netns', to])
  run(['ip', '-n', from, 'link', 'set', name, 'up'])
  run(['ip', '-n', to, 'link', 'set', 'uplink', 'up'])
}

function addresses(machine: string, device: string, all: readonly string[]): void {
  for (const one of all) {
    const more = one.includes(':') ? ['nodad'] : []
    run(['ip', '-n', machine, 'addr', 'add', one, 'dev', device, ...more])
  }
}

/** The few rules that `tproxy` takes (nft(8), ip-rule(8)). */
function leadHere(gateway: string): void {
  const rules = ['ip', 'ip6'].map(
    (family) =>
      `meta nfproto ${family === 'ip' ? 'ipv4' : 'ipv6'} iifname "office" tcp dport { 80, 443, 8443 } tproxy ${family} to :${listenerPort} meta mark set 1 accept`,
  )
  const chain = `type filter hook prerouting priority mangle; policy accept;\n${rules.join('\n')}\n`
  run(inside(gateway, ['nft', '-f', '-']), { input: `table inet led {\nchain prerouting {\n${chain}}\n}\n` })
  for (const family of ['-4', '-6']) {
    run(['ip', '-n', gateway, family, 'rule', 'add', 'fwmark', '1', 'lookup', '100'])
    run(['ip', '-n', gateway, family, 'route', 'add', 'local', 'default', 'dev', 'lo', 'table', '100'])
  }
}

function run(command: readonly string[], { input = '', mayFail = false } = {}): void {
  const [program = '', ...args] = command
  try {
    execFileSync(program, args, { input, stdio: ['pipe', 'ignore', 'pipe'] })
  } catch (error) {
    if (!mayFail) throw error
  }
}
