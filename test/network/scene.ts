/** An office network made of namespaces: clients, guests, the box, and the internet behind it; removed when the test is over. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished, type TestContext, test } from 'vitest'
import { ownEnvironment } from '../support/own-environment.ts'
import { lay, type Machine } from './wires.ts'

const root = dirname(dirname(import.meta.dirname))
const peerProgram = join(import.meta.dirname, 'peer.pl')
const call = promisify(execFile)

/** What an office would write; `network` is laid over the keys of that section. */
export function officeWith(network: object = {}, groups: object = {}): object {
  return {
    office: {
      name: 'Test office',
      clientGroups: {
        desks: ['192.168.7.0/24', 'fd00:7::/64'],
        tills: ['192.168.7.50/32', 'fd00:7::50/128'],
        guests: ['192.168.9.0/24', 'fd00:9::/64'],
      },
    },
    network: {
      mode: 'transparent',
      clients: ['eth1', 'eth2'],
      groups: {
        desks: { web: 'intercept' },
        tills: { web: 'intercept', whenDown: 'open' },
        guests: { web: 'guest' },
        ...groups,
      },
      ...network,
    },
  }
}

export interface Printed {
  code: number
  stdout: string
  stderr: string
}

export interface Scene extends AsyncDisposable {
  /** Runs `gatehouse` on the box. */
  gatehouse(...args: string[]): Promise<Printed>
  /** The same on another machine. */
  gatehouseOn(machine: Machine, ...args: string[]): Promise<Printed>
  /** Its `network status --json`. */
  status(): Promise<Status>
  configure(config: object): Promise<void>
  /** Runs a program on a machine and gives what it printed. */
  on(machine: Machine, program: string, ...args: string[]): Promise<string>
  /** A peer of peer.pl that ends by itself; what it printed. */
  peer(machine: Machine, ...args: string[]): Promise<string>
  /** One that stays, once it says that it is ready. */
  start(machine: Machine, ...args: string[]): Promise<Running>
  /** The listener that stands in for the gateway's. */
  takes(kind?: 'plain' | 'held'): Promise<Running>
  /** Rules, routes and nftables of the box. */
  dump(): Promise<string>
  /** The command as one of the machines runs it. */
  inside(machine: Machine, command: readonly string[]): string[]
  /** Of the box: where the processes of this network run. */
  namespace: string
  configFile: string
  dataFolder: string
}

export interface Running {
  process: ChildProcess
  printed(): string
  end(signal?: NodeJS.Signals): Promise<void>
}

export interface Status {
  state: string
  secondsLeft: number | null
  isAsConfigured: boolean | null
  listening: boolean | null
  answering: boolean | null
  counted: {
    groups: { name: string; lines: { what: string; line: string; packets: number; bytes: number }[] }[]
    others: { what: string; line: string; packets: number; bytes: number }[]
    network: Record<string, number>
  }
  attention: { code: string; severity: string; says: string; todo: string }[]
}

/** One count of a group, 0 where there is none. */
export function countOf(status: Status, group: string, name: string): number {
  const lines =
    group === 'others'
      ? status.counted.others
      : (status.counted.groups.find((one) => one.name === group)?.lines ?? [])
  return lines.find(({ what, line }) => `${what}/${line}` === name)?.packets ?? 0
}

let made = 0

/** A scene that is gone when the test is over. */
export async function openScene(config: object = officeWith()): Promise<Scene> {
  made += 1
  const prefix = `gh${process.pid}-${made}`
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-network-'))
  const names = {
    client: `${prefix}-c`,
    guest: `${prefix}-v`,
    box: `${prefix}-b`,
    server: `${prefix}-s`,
  } as const
  const running: Running[] = []
  const close = async () => {
    await Promise.all(running.map((one) => one.end('SIGKILL')))
    for (const name of Object.values(names)) {
      await endAllIn(name)
      await call('ip', ['netns', 'del', name]).catch(() => {})
    }
    await rm(folder, { recursive: true, force: true })
  }
  onTestFinished(close)
  await lay(names)
  const configFile = join(folder, 'gatehouse.yaml')
  const dataFolder = join(folder, 'data')
  const inside = (machine: Machine, args: readonly string[]) => ['netns', 'exec', names[machine], ...args]
  const on = async (machine: Machine, program: string, ...args: string[]) =>
    (await call('ip', inside(machine, [program, ...args]), { maxBuffer: 1e9 })).stdout
  const start = async (machine: Machine, ...args: string[]) => {
    const one = await started(
      spawn('ip', inside(machine, ['perl', peerProgram, ...args]), { stdio: ['ignore', 'pipe', 'ignore'] }),
    )
    running.push(one)
    return one
  }
  const gatehouseOn = (machine: Machine, ...args: string[]) =>
    ranAs(['ip', ...inside(machine, [])], ...args, '--config', configFile)
  const gatehouse = (...args: string[]) => gatehouseOn('box', ...args)
  const scene: Scene = {
    gatehouse,
    gatehouseOn,
    on,
    start,
    inside: (machine, command) => ['ip', ...inside(machine, command)],
    ...{ namespace: names.box, configFile, dataFolder },
    status: async () => JSON.parse((await gatehouse('network', 'status', '--json')).stdout) as Status,
    // JSON is YAML.
    configure: (written) =>
      writeFile(configFile, JSON.stringify({ data: { directory: dataFolder }, ...written })),
    peer: async (machine, ...args) => (await on(machine, 'perl', peerProgram, ...args)).trim(),
    takes: async (kind) => start('box', 'taker', '3129', ...(kind === undefined ? [] : [kind])),
    dump: async () =>
      [
        withoutSigns(await on('box', 'nft', 'list', 'ruleset')),
        ...(await Promise.all(
          ['-4', '-6'].flatMap((family) => [
            on('box', 'ip', family, 'rule', 'show'),
            on('box', 'ip', family, 'route', 'show', 'table', 'all'),
          ]),
        )),
      ].join('\n----\n'),
    [Symbol.asyncDispose]: close,
  }
  await scene.configure(config)
  return scene
}

/** Whether the listener was heard a moment ago is no rule, and changes by itself. */
function withoutSigns(ruleset: string): string {
  return ruleset.replace(/\n\t\telements = \{ ipv[46] timeout 2s[^}]*\}/, '')
}

/** Children of peers, watchers: whatever still runs there. */
export async function endAllIn(namespace: string, signal = '-9'): Promise<void> {
  const { stdout } = await call('ip', ['netns', 'pids', namespace]).catch(() => ({ stdout: '' }))
  for (const id of stdout.split('\n').filter((line) => line !== ''))
    await call('kill', [signal, id]).catch(() => {})
}

async function started(process: ChildProcess): Promise<Running> {
  let printed = ''
  process.stdout?.on('data', (some) => {
    printed += String(some)
  })
  const exited = once(process, 'exit')
  if (process.stdout !== null) await Promise.race([once(process.stdout, 'data'), exited])
  return {
    process,
    printed: () => printed,
    end: async (signal = 'SIGKILL') => {
      process.kill(signal)
      await exited
    },
  }
}

/** Runs `gatehouse` behind other words, such as those that enter a namespace. */
export function ranAs(words: readonly string[], ...args: string[]): Promise<Printed> {
  const [program = '', ...rest] = [...words, process.execPath, join(root, 'gateway/main.ts'), ...args]
  return finished(program, rest)
}

async function finished(program: string, args: readonly string[]): Promise<Printed> {
  const { HOME = '' } = process.env
  const child = spawn(program, args, {
    env: { ...ownEnvironment(), HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (some) => {
    stdout += String(some)
  })
  child.stderr.on('data', (some) => {
    stderr += String(some)
  })
  const [code] = await once(child, 'close')
  return { code: Number(code ?? -1), stdout, stderr }
}

/** What keeps such networks from being made here; null where nothing does. */
function whyNot(): string | null {
  const name = `gh${process.pid}-try`
  try {
    execFileSync('ip', ['netns', 'add', name], { stdio: 'ignore' })
  } catch {
    return 'network namespaces cannot be made here'
  }
  try {
    execFileSync('ip', ['netns', 'exec', name, 'nft', 'list', 'ruleset'], { stdio: 'ignore' })
    execFileSync('perl', ['-c', peerProgram], { stdio: 'ignore' })
    return null
  } catch {
    return 'nft or perl cannot be used here'
  } finally {
    execFileSync('ip', ['netns', 'del', name], { stdio: 'ignore' })
  }
}

const hindrance = whyNot()

/** A test in such a network; without one it is skipped by name, and fails where every client is required. */
export function testInNetwork(title: string, run: (context: TestContext) => Promise<unknown>): void {
  if (hindrance === null) {
    test(title, { timeout: 240_000 }, async (context) => {
      await run(context)
    })
  } else if (process.env.GATEHOUSE_REQUIRE_CLIENTS === '1') {
    test(title, () => {
      throw new Error(`${hindrance}, and they are required here`)
    })
  } else test.skip(`${title} [skipped: ${hindrance}]`, () => {})
}
