/** The commands of the network part: what is missing is said with what to install, and what can be read needs no rights. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { protocolLines } from '../../gateway/core/network/protocols.ts'
import { requireNetAdmin } from '../../gateway/network/tools.ts'
import { officeWith, openScene, ranAs, testInNetwork } from './scene.ts'

async function gatehouse(config: object, ...args: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-network-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'gatehouse.yaml')
  await writeFile(file, JSON.stringify({ data: { directory: join(folder, 'data') }, ...config }))
  return ranAs([], ...args, '--config', file)
}

test('config check says what each choice costs while the gateway is down', async () => {
  const { code, stderr, stdout } = await gatehouse(officeWith(), 'config', 'check')
  expect(code).toBe(0)
  expect(stderr).toContain('does not listen for it')
  expect(stdout).toContain('No mistakes')
  expect(stderr).toContain('desks: Web traffic (TCP 80 and 443) is inspected')
  expect(stderr).toContain('have NO web')
  expect(stderr).toContain('leaves UNREAD')
  const listening = { ...officeWith({ way: 'router-assisted' }), proxy: { transparent: {} } }
  const json = await gatehouse(listening, 'config', 'check', '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({
    network: [{ group: 'desks' }, { group: 'tills' }, { group: 'guests' }, { group: 'others' }],
    warnings: [{ path: 'network.masquerade' }],
  })
})

test('card, ways, protocols and plan can be read by anybody, in words and in JSON', async () => {
  const read = async (...args: string[]) => {
    const [words, json] = await Promise.all([
      gatehouse(officeWith(), 'network', ...args),
      gatehouse(officeWith(), 'network', ...args, '--json'),
    ])
    expect([words.code, json.code]).toEqual([0, 0])
    for (const line of json.stdout.trim().split('\n')) expect(JSON.parse(line)).toBeTypeOf('object')
    return words.stdout
  }
  expect(await read('card')).toContain('TEST OFFICE')
  expect(await read('ways')).toContain('BOX')
  const table = await read('protocols')
  for (const line of protocolLines) expect(table).toContain(`\n${line} `.trimStart())
  expect(await read('plan')).toContain('table inet gatehouse {')
})

test('switched off, up says how to switch it on', async () => {
  const { code, stderr } = await gatehouse({}, 'network', 'plan')
  expect(code).toBe(2)
  expect(stderr).toContain('network.mode: transparent')
})

test('switched off after it was confirmed, a start of the box puts nothing in force and fails no unit', async () => {
  const off = officeWith({ mode: 'off' })
  const words = await gatehouse(off, 'network', 'up', '--unchanged')
  expect(words).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing was put in force') })
  expect(words.stderr).toContain('What was confirmed stays noted')
  const json = await gatehouse(off, 'network', 'up', '--unchanged', '--json')
  expect(JSON.parse(json.stdout)).toEqual({ outcome: 'switched-off' })
  const asked = await gatehouse(off, 'network', 'up', '--json')
  expect(asked.code).toBe(1)
  expect(JSON.parse(asked.stdout)).toMatchObject({ code: 'NETWORK_OFF' })
})

test('without CAP_NET_ADMIN nothing is begun, even by root', () => {
  expect(() => requireNetAdmin('CapEff:\t000001ffffffefff\n')).toThrow('may not be changed by this user')
  expect(() => requireNetAdmin('CapEff:\t0000000000001000\n')).not.toThrow()
  expect(() => requireNetAdmin('')).toThrow()
})

testInNetwork(
  'a missing program, a missing right and a missing listener are said by name, with what to do',
  async () => {
    await using scene = await openScene()
    const before = await scene.dump()
    const inBox = ['ip', 'netns', 'exec', scene.namespace]
    const up = ['network', 'up', '--json', '--config', scene.configFile]
    const hidden = (...programs: string[]) => [
      ...[...inBox, 'unshare', '--mount', 'sh', '-c'],
      `for each in ${programs.flatMap((name) => ['/usr/sbin', '/sbin', '/usr/bin', '/bin'].map((folder) => `${folder}/${name}`)).join(' ')}; do [ ! -e "$each" ] || mount --bind /dev/null "$each"; done; exec "$@"`,
      'sh',
    ]
    const noTool = async (name: string, install: string) => {
      const { code, stdout } = await ranAs(hidden(name), ...up)
      expect(code).toBe(1)
      expect(JSON.parse(stdout)).toMatchObject({ code: 'NETWORK_TOOL_MISSING', details: { program: name } })
      expect(stdout).toContain(`apt-get install ${install}`)
    }
    await noTool('nft', 'nftables')
    await noTool('ip', 'iproute2')
    const powerless = await ranAs(
      [...inBox, 'setpriv', '--bounding-set=-net_admin', '--inh-caps=-net_admin'],
      ...up,
    )
    expect(JSON.parse(powerless.stdout)).toMatchObject({ code: 'NETWORK_FORBIDDEN' })
    expect(powerless.stdout).toContain('sudo')
    expect(await scene.dump()).toBe(before)
    const status = await scene.status()
    expect(status).toMatchObject({ state: 'down', listening: false, isAsConfigured: null })
    const lines = await scene.gatehouse('network', 'status')
    expect(lines.code).toBe(1)
    expect(lines.stdout).toContain('passes unread')
  },
)

testInNetwork(
  'what stands in the way of taken traffic is told: no forwarding, a strict firewall, an interface that is not there',
  async () => {
    await using scene = await openScene(officeWith({ clients: ['eth1', 'eth9'], confirmMs: '10min' }))
    await scene.on(
      'box',
      'nft',
      'table inet firewall {\n chain in {\n type filter hook input priority 0; policy drop;\n }\n }',
    )
    await scene.on('box', 'sysctl', '-q', '-w', 'net.ipv4.ip_forward=0')
    const up = await scene.gatehouse('network', 'up')
    expect(up.code).toBe(0)
    expect(up.stderr).toContain('Warning: proxy.transparent: web traffic is to be taken')
    await scene.on('box', 'ip', '-6', 'rule', 'del', 'priority', '3129')
    const codes = (await scene.status()).attention.map(({ code }) => code)
    expect(codes).toEqual(
      expect.arrayContaining([
        'no-listener',
        'unrouted-ipv6',
        'not-forwarding-ipv4',
        'missing-interface-eth9',
        'strict-firewall-input',
      ]),
    )
    const words = (await scene.gatehouse('network', 'status')).stdout
    expect(words).toContain('meta mark 0x47617465 accept')
  },
)
