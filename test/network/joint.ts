/** The whole of transparent mode in one network: the rules of `network up`, the real gateway behind them, and sites in the internet. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { endAll, type Started, startedGateway } from '../cli/started.ts'
import { endAllIn, officeWith, openScene, type Scene } from './scene.ts'
import { at } from './wires.ts'

const main = join(import.meta.dirname, '../../gateway/main.ts')
const sitesProgram = join(import.meta.dirname, '../transparent/sites-child.ts')

/** Public in form, since the gateway leads nobody to others; nothing of these networks leads outside. */
export const site = { ipv4: '11.0.0.10', ipv6: '2a0f:1::10' } as const
/** Those that the program of the sites wants besides. */
const more = ['11.0.0.11', '11.0.0.12', '10.60.0.10']

export interface Joint extends AsyncDisposable {
  scene: Scene
  folder: string
  /** PEM roots that a client needs: the gateway's, and the site's own for when nobody is in between. */
  roots(): Promise<string[]>
  /** Starts the gateway on the box. */
  start(): Promise<Started>
  /** Kills all that the gateway is, at once. */
  kill(): Promise<void>
  /** Posts with curl from an address of the client machine; null where nothing came back. */
  post(from: string, body: string): Promise<string | null>
  /** Packets of web traffic that arrived at the site from the desks' own addresses, since the start. */
  leaked(): Promise<number>
}

const policy = {
  connections: [{ id: 'all', action: 'intercept' }],
  exchanges: [{ id: 'mask-all', entities: { '*': 'mask' } }],
}

/** In force and confirmed, with the gateway running. `beside` are more sections of the configuration, and more of `proxy`. */
export async function openJoint({
  proxy,
  ...beside
}: {
  proxy?: object
  [section: string]: unknown
} = {}): Promise<Joint> {
  const scene = await openScene()
  const folder = dirname(scene.configFile)
  const children: ChildProcess[] = []
  for (const address of [site.ipv4, site.ipv6, ...more])
    await scene.on(
      'server',
      'ip',
      'address',
      'add',
      address,
      'dev',
      'lo',
      ...(address.includes(':') ? ['nodad'] : []),
    )
  await scene.on('server', 'nft', arrivals)
  const [first = '', ...rest] = scene.inside('server', [
    process.execPath,
    sitesProgram,
    site.ipv4,
    site.ipv6,
    ...more,
  ])
  const sites = spawn(first, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(sites)
  if (sites.stdout === null) throw new Error('no pipe')
  const [line] = await once(createInterface({ input: sites.stdout }), 'line')
  const siteRoots = JSON.parse(String(line)) as string[]
  const rootsFile = join(folder, 'roots.pem')
  await writeFile(rootsFile, siteRoots.join('\n'))
  await writeFile(join(folder, 'policy.yaml'), JSON.stringify(policy))
  await scene.configure({ ...officeWith({ confirmMs: '10min' }), ...sections(rootsFile, proxy), ...beside })

  const roots = async () => [await readFile(join(folder, 'ca.pem'), 'utf8'), ...siteRoots]
  const joint: Joint = {
    scene,
    folder,
    roots,
    async start() {
      const start = (...args: string[]) => {
        const command = scene.inside('box', [process.execPath, main, ...args, '--config', scene.configFile])
        const [program = '', ...words] = command
        const child = spawn(program, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
        children.push(child)
        return child
      }
      const started = await startedGateway({ start })
      const exported = await scene.gatehouse('ca', 'export')
      await writeFile(join(folder, 'ca.pem'), exported.stdout)
      await writeFile(join(folder, 'all.pem'), (await roots()).join('\n'))
      return started
    },
    kill: () => endAllIn(scene.namespace),
    post: async (from, body) => {
      const address = from.includes(':') ? `[${site.ipv6}]` : site.ipv4
      const options = ['-sS', '--max-time', '10', '--cacert', join(folder, 'all.pem'), '--interface', from]
      const sent = ['-H', 'content-type: application/json', '--data', body]
      const named = ['--resolve', `origin.test:443:${address}`, 'https://origin.test/']
      const printed = await scene.on('client', 'curl', ...options, ...sent, ...named).catch(() => null)
      return printed === null ? null : (JSON.parse(printed) as { body: string }).body
    },
    leaked: async () =>
      Number(/packets (\d+)/.exec(await scene.on('server', 'nft', 'list', 'table', 'inet', 'seen'))?.[1]),
    async [Symbol.asyncDispose]() {
      await endAllIn(scene.namespace)
      await endAll(children)
      await scene[Symbol.asyncDispose]()
    },
  }
  await joint.start()
  for (const command of ['up', 'confirm']) {
    const { code, stderr } = await scene.gatehouse('network', command)
    if (code !== 0) throw new Error(stderr)
  }
  return joint
}

/** What of the desks' own web traffic arrives there: the gateway speaks with an address of its own. */
const arrivals = `table inet seen {
  counter desks { }
  chain seen {
    type filter hook prerouting priority raw;
    ip saddr ${at.client.ipv4} tcp dport { 80, 443 } counter name desks
    ip6 saddr ${at.client.ipv6} tcp dport { 80, 443 } counter name desks
    ip saddr ${at.client.ipv4} udp dport 443 counter name desks
    ip6 saddr ${at.client.ipv6} udp dport 443 counter name desks
  }
}`

function sections(rootsFile: string, proxy: object = {}): object {
  return {
    proxy: {
      ...{ host: '0.0.0.0', port: 8080, drainMs: '1s', transparent: {}, workers: 1 },
      clients: ['192.168.7.0/24', 'fd00:7::/64', '127.0.0.0/8'],
      hosts: { 'origin.test': site.ipv4 },
      extraRoots: [{ destinations: ['origin.test'], file: rootsFile }],
      ...proxy,
    },
    ...{ ui: { port: 0 }, broker: { port: 0 }, ingest: { httpsPort: 0, sftpPort: 0 } },
    ...{ policy: { file: 'policy.yaml' }, journal: { flushMs: '20ms' }, log: { level: 'warn' } },
  }
}
