/** In a network of namespaces: each line of the table of protocols is counted, and refused where a group refuses it. */
import { expect } from 'vitest'
import {
  type Protocol,
  type ProtocolLine,
  protocolLines,
  protocols,
} from '../../gateway/core/network/protocols.ts'
import { countOf, officeWith, openScene, type Scene, testInNetwork } from './scene.ts'
import { at } from './wires.ts'

const families = ['ipv4', 'ipv6'] as const
type Family = (typeof families)[number]
type Port = number | readonly [number, number]

/** What a client sends for one line: to the first of its TCP and UDP ports, and of its IP protocols. */
function samplesOf(line: ProtocolLine): { kind: 'tcp' | 'udp' | 'ip'; number: number }[] {
  if (line === 'other-tcp') return [{ kind: 'tcp', number: 9999 }]
  if (line === 'other-udp') return [{ kind: 'udp', number: 9998 }]
  // OSPF (IANA), which needs no connection.
  if (line === 'other-ip') return [{ kind: 'ip', number: 89 }]
  const { tcp, udp, ip }: Protocol = protocols[line]
  const first = (ports: readonly Port[]) => [ports[0] ?? 0].flat()[0] ?? 0
  return [
    ...(tcp === undefined ? [] : [{ kind: 'tcp' as const, number: first(tcp) }]),
    ...(udp === undefined ? [] : [{ kind: 'udp' as const, number: first(udp) }]),
    ...(ip === undefined ? [] : [{ kind: 'ip' as const, number: ip[0] ?? 0 }]),
  ]
}

/** Web ports have tests of their own; ICMP of the one family means nothing in the other. */
async function send(scene: Scene, line: ProtocolLine, family: Family): Promise<string[]> {
  const answers: string[] = []
  for (const { kind, number } of samplesOf(line)) {
    if (line === 'ping' && (family === 'ipv6') !== (number === 58)) continue
    const target = line === 'doh' ? at.resolver[family] : at.server[family]
    answers.push(`${kind} ${(await scene.peer('client', kind, target, String(number))).split(' ')[0]}`)
  }
  return answers
}

/** The server answers UDP from its first address alone, which is not the resolver's. */
function passes(line: ProtocolLine): RegExp {
  return line === 'doh' ? /^(tcp open|udp silent)$/ : /^(tcp open|udp open|ip sent)$/
}

async function office(refuse: readonly string[], web = 'tunnel'): Promise<Scene> {
  const scene = await openScene(officeWith({ confirmMs: '10min' }, { desks: { web, refuse } }))
  const ports = (kind: 'tcp' | 'udp') => {
    const all = protocolLines.flatMap((line) => samplesOf(line).filter((one) => one.kind === kind))
    return [...new Set(all.map(({ number }) => number))].join(',')
  }
  await scene.start('server', 'serve', ports('tcp'), ports('udp'))
  expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
  return scene
}

testInNetwork(
  'each line of the table of protocols passes by default, and is counted as what it is',
  async () => {
    await using scene = await office([])
    for (const line of protocolLines)
      for (const family of families) {
        const answers = await send(scene, line, family)
        for (const answer of answers) expect(answer, line).toMatch(passes(line))
      }
    const status = await scene.status()
    for (const line of protocolLines) {
      expect(countOf(status, 'desks', `passed/${line}`), line).toBeGreaterThan(0)
      expect(countOf(status, 'desks', `refused/${line}`), line).toBe(0)
    }
    // Each connection counts once: a known resolver's as that, and not as web traffic besides.
    expect(countOf(status, 'desks', 'web/tunnelled')).toBe(0)
    // Nothing was taken for another line: two families, each sample once (ping: one of each family).
    const expected = (line: ProtocolLine) => (line === 'ping' ? 1 : 2 * samplesOf(line).length)
    for (const line of ['ssh', 'mail-submission', 'dns', 'other-tcp', 'other-ip', 'push'] as const)
      expect(countOf(status, 'desks', `passed/${line}`), line).toBe(expected(line))
  },
)

testInNetwork(
  'each line that a group refuses is refused at once, counted, and nothing of it arrives',
  async () => {
    await using scene = await office(protocolLines)
    await scene.on(
      'server',
      'nft',
      'table inet seen { chain seen { type filter hook input priority 0;\n iifname "eth0" meta l4proto != ipv6-icmp counter comment "all"\n }\n }',
    )
    for (const line of protocolLines)
      for (const family of families) {
        const answers = await send(scene, line, family)
        for (const answer of answers) expect(answer, line).toMatch(/^(tcp refused|udp refused|ip sent)$/)
      }
    const status = await scene.status()
    for (const line of protocolLines) {
      expect(countOf(status, 'desks', `refused/${line}`), line).toBeGreaterThan(0)
      expect(countOf(status, 'desks', `passed/${line}`), line).toBe(0)
    }
    expect(await scene.on('server', 'nft', 'list', 'table', 'inet', 'seen')).toContain('packets 0 bytes 0')
  },
)

testInNetwork(
  'one line that is refused takes nothing else with it, also for an intercepted group',
  async () => {
    await using scene = await office(['ssh', 'doh', 'other-udp'], 'intercept')
    await scene.takes()
    for (const family of families) {
      const to = (kind: string, number: number, target: string = at.server[family]) =>
        scene.peer('client', kind, target, `${number}`)
      expect(await to('tcp', 22)).toBe('refused')
      expect(await to('udp', 9998)).toBe('refused')
      expect(await to('tcp', 443, at.resolver[family])).toBe('refused')
      expect(await to('tcp', 443)).toContain('taken for')
      expect(await to('tcp', 25)).toContain('server saw')
      expect(await to('udp', 53)).toBe('open')
      expect(await to('udp', 51820)).toBe('open')
    }
    const status = await scene.status()
    expect(countOf(status, 'desks', 'refused/doh')).toBe(2)
    // Those to the server.
    expect(countOf(status, 'desks', 'web/taken')).toBe(2)
    expect(countOf(status, 'desks', 'passed/dns')).toBe(2)
  },
)

testInNetwork('a connection to a known resolver is counted once, whatever becomes of it', async () => {
  await using scene = await openScene(officeWith({ confirmMs: '10min' }))
  await scene.start('server', 'serve', '443', '9999')
  expect(await scene.gatehouse('network', 'up')).toMatchObject({ code: 0 })
  const linesOf = async (group: string) => {
    const { groups } = (await scene.status()).counted
    const lines = groups.find(({ name }) => name === group)?.lines ?? []
    return lines
      .filter(({ what, packets }) => what !== 'bytes' && packets > 0)
      .map(({ what, line, packets }) => `${what}/${line} ${packets}`)
  }
  const till = at.till.ipv4
  // Nobody listens: an open group's passes unread.
  expect(await scene.peer('client', 'tcp', at.resolver.ipv4, '443', 'from', till)).toContain('server saw')
  expect(await linesOf('tills')).toEqual(['web/passed 1'])
  await scene.takes()
  expect(await scene.peer('client', 'tcp', at.resolver.ipv4, '443')).toContain('taken for')
  expect(await linesOf('desks')).toEqual(['web/taken 1'])
})
