/** Runs the system's `nft` and `ip`: found once, called with lists of arguments, and each that is missing said by name. */
import { spawn } from 'node:child_process'
import { accessSync, constants, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { GatewayError } from '../core/errors.ts'

/** Where both programs are. */
export interface ToolPaths {
  nft: string
  ip: string
}

export interface Tools {
  paths: ToolPaths
  /** Loads a script whole or not at all. Throws NETWORK_REFUSED. */
  load(script: string): Promise<void>
  /** What `nft` prints. Throws NETWORK_REFUSED. */
  nft(...args: string[]): Promise<string>
  /** What `ip` prints; null where it ends with an error. */
  ip(...args: string[]): Promise<string | null>
}

interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

const packages: Readonly<Record<keyof ToolPaths, string>> = { nft: 'nftables', ip: 'iproute2' }

/** Debian's own folders: a PATH without them (a plain user's, a service's) is common. */
const systemFolders = ['/usr/sbin', '/sbin', '/usr/bin', '/bin']

/** Throws NETWORK_TOOL_MISSING. */
export function findTools(path = process.env.PATH ?? ''): Tools {
  return toolsAt({ nft: find('nft', path), ip: find('ip', path) })
}

export function toolsAt(paths: ToolPaths): Tools {
  const nft = async (args: readonly string[], input = '') => {
    const ended = await run(paths.nft, args, input)
    if (ended.code !== 0) throw refused('nft', ended)
    return ended.stdout
  }
  return {
    paths,
    load: async (script) => void (await nft(['-f', '-'], script)),
    nft: (...args) => nft(args),
    ip: async (...args) => {
      const ended = await run(paths.ip, args, '')
      return ended.code === 0 ? ended.stdout : null
    },
  }
}

/** Throws NETWORK_REFUSED with the first call that failed; `calls` begin with the program's name. */
export async function runInTurn(tools: Tools, calls: readonly (readonly string[])[]): Promise<void> {
  for (const [, ...args] of calls) {
    const ended = await run(tools.paths.ip, args, '')
    if (ended.code !== 0) throw refused('ip', ended)
  }
}

/** Throws NETWORK_FORBIDDEN without CAP_NET_ADMIN (12 in capabilities(7)); being root is not enough in a container. */
export function requireNetAdmin(status = readFileSync('/proc/self/status', 'utf8')): void {
  const held = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`)
  if ((held >> 12n) & 1n) return
  throw new GatewayError(
    'NETWORK_FORBIDDEN',
    { capability: 'CAP_NET_ADMIN' },
    { hint: 'Run it as root: sudo gatehouse network …. In a container, give it CAP_NET_ADMIN.' },
  )
}

function find(name: keyof ToolPaths, path: string): string {
  for (const folder of [...path.split(delimiter), ...systemFolders]) {
    if (!folder.startsWith('/')) continue
    try {
      accessSync(join(folder, name), constants.X_OK)
      return join(folder, name)
    } catch {
      // The next folder may have it.
    }
  }
  const hint = `Install it: apt-get install ${packages[name]} (other systems call the package the same).`
  throw new GatewayError('NETWORK_TOOL_MISSING', { program: name, package: packages[name] }, { hint })
}

async function run(program: string, args: readonly string[], input: string): Promise<Ended> {
  // Nothing of the caller's environment: it would only change words that are compared, or what is loaded.
  const child = spawn(program, args, {
    env: { LC_ALL: 'C', PATH: systemFolders.join(delimiter) },
    stdio: 'pipe',
  })
  const ended = Promise.withResolvers<number | null>()
  child.once('error', ended.reject)
  child.once('close', ended.resolve)
  // A program that ends before it has read everything says why by its exit code.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended.promise])
  return { code, stdout, stderr }
}

/** The first words alone: what follows quotes the script, which names addresses. */
function refused(program: keyof ToolPaths, { code, stderr }: Ended): GatewayError {
  const reason = /(?:Error|RTNETLINK answers): ([^\n]{1,120})/.exec(stderr)?.[1] ?? `exit code ${code}`
  const missing = /not supported|No such file|not permitted/i.test(reason)
  const hint = missing
    ? 'The kernel may lack a part (nf_tables, nft_tproxy, nft_fib_inet), or a container may not change it. See what would be loaded: gatehouse network plan'
    : 'See what would be loaded: gatehouse network plan'
  return new GatewayError('NETWORK_REFUSED', { program, reason }, { hint })
}
