/** Runs the system's `nft` and `ip`: found once, called with lists of arguments, and each that is missing said by name. */
import { readFileSync } from 'node:fs'
import { GatewayError } from '../core/errors.ts'
import { type EndedProgram, findProgram, runProgram } from '../ops/system-program.ts'

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

const packages: Readonly<Record<keyof ToolPaths, string>> = { nft: 'nftables', ip: 'iproute2' }

/** Throws NETWORK_TOOL_MISSING. */
export function findTools(path = process.env.PATH ?? ''): Tools {
  return toolsAt({ nft: find('nft', path), ip: find('ip', path) })
}

/** What can be looked at without any right. Throws NETWORK_TOOL_MISSING. */
export function findIp(path = process.env.PATH ?? ''): Pick<Tools, 'ip'> {
  return toolsAt({ nft: '', ip: find('ip', path) })
}

export function toolsAt(paths: ToolPaths): Tools {
  const nft = async (args: readonly string[], input = '') => {
    const ended = await runProgram(paths.nft, args, { input })
    if (ended.code !== 0) throw refused('nft', ended)
    return ended.stdout
  }
  return {
    paths,
    load: async (script) => void (await nft(['-f', '-'], script)),
    nft: (...args) => nft(args),
    ip: async (...args) => {
      const ended = await runProgram(paths.ip, args)
      return ended.code === 0 ? ended.stdout : null
    },
  }
}

/** Throws NETWORK_REFUSED with the first call that failed; `calls` begin with the program's name. */
export async function runInTurn(tools: Tools, calls: readonly (readonly string[])[]): Promise<void> {
  for (const [, ...args] of calls) {
    const ended = await runProgram(tools.paths.ip, args)
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
  const found = findProgram(name, path)
  if (found !== null) return found
  const hint = `Install it: apt-get install ${packages[name]} (other systems call the package the same).`
  throw new GatewayError('NETWORK_TOOL_MISSING', { program: name, package: packages[name] }, { hint })
}

/** The first words alone: what follows quotes the script, which names addresses. */
function refused(program: keyof ToolPaths, { code, stderr }: EndedProgram): GatewayError {
  const reason = /(?:Error|RTNETLINK answers): ([^\n]{1,120})/.exec(stderr)?.[1] ?? `exit code ${code}`
  const missing = /not supported|No such file|not permitted/i.test(reason)
  const hint = missing
    ? 'The kernel may lack a part (nf_tables, nft_tproxy, nft_fib_inet), or a container may not change it. See what would be loaded: gatehouse network plan'
    : 'See what would be loaded: gatehouse network plan'
  return new GatewayError('NETWORK_REFUSED', { program, reason }, { hint })
}
