/** Looks at what is in the kernel now: our table, the routing beside it, and what others have there. */
import { existsSync, readFileSync } from 'node:fs'
import type { z } from 'zod'
import {
  chainsAnswer,
  type Installed,
  inForceAnswer,
  readInForce,
  readInstalled,
  strictHooks,
  tablesAnswer,
} from '../core/network/installed.ts'
import type { Routing } from '../core/network/model.ts'
import { ourTable } from '../core/network/nft-words.ts'
import type { Family } from '../core/network/ranges.ts'
import { type FoundRouting, routesAnswer, rulesAnswer } from '../core/network/routing.ts'
import type { Tools } from './tools.ts'

export interface InKernel {
  installed: Installed | 'foreign' | null
  /** Whether our rules have an effect, and for how long still where they are on trial. */
  inForce: { active: boolean; secondsLeft: number | null }
  /** Others' chains that drop what they do not know. */
  strict: { table: string; hook: string }[]
}

export async function lookAtKernel(tools: Tools): Promise<InKernel> {
  const ask = async <Model extends z.ZodType>(model: Model, ...args: string[]) =>
    model.parse(JSON.parse(await tools.nft('-j', 'list', ...args)) as unknown)
  const tables = await ask(tablesAnswer, 'tables')
  const chains = await ask(chainsAnswer, 'chains')
  const installed = readInstalled(tables, chains)
  const hasRules = installed !== null && installed !== 'foreign' && !/^0+$/.test(installed.digest)
  const inForce = hasRules ? await lookAtSet(tools, 'in-force') : { active: false, secondsLeft: null }
  return { installed, inForce, strict: strictHooks(chains) }
}

/** One of our sets whose elements end by themselves: `active` while there are some. */
export async function lookAtSet(tools: Tools, name: string): Promise<InKernel['inForce']> {
  const printed = await tools.nft('-j', 'list', 'set', 'inet', ourTable, name)
  return readInForce(inForceAnswer.parse(JSON.parse(printed) as unknown))
}

export async function lookAtRouting(
  tools: Pick<Tools, 'ip'>,
  { table }: Pick<Routing, 'table'>,
): Promise<FoundRouting> {
  return { ipv4: await ofFamily(tools, 'ipv4', table), ipv6: await ofFamily(tools, 'ipv6', table) }
}

async function ofFamily(
  tools: Pick<Tools, 'ip'>,
  family: Family,
  table: number,
): Promise<FoundRouting[Family]> {
  if (family === 'ipv6' && !hasIpv6()) return null
  const flag = family === 'ipv4' ? '-4' : '-6'
  const rules = await tools.ip('-N', '-j', flag, 'rule', 'show')
  if (rules === null) return null
  // An error is how a table that nobody has filled yet is told of.
  const routes = await tools.ip('-N', '-j', flag, 'route', 'show', 'table', String(table))
  return { rules: rulesAnswer.parse(readList(rules)), routes: routesAnswer.parse(readList(routes ?? '')) }
}

function readList(printed: string): unknown {
  return printed.trim() === '' ? [] : (JSON.parse(printed) as unknown)
}

/** A kernel without IPv6, or one where it is switched off for this box: then nothing of it passes, either. */
function hasIpv6(): boolean {
  return existsSync('/proc/net/if_inet6') && readWord('/proc/sys/net/ipv6/conf/lo/disable_ipv6') !== '1'
}

/** Of a file below /proc; null where there is none. */
export function readWord(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}

/** Whether anybody listens on a TCP port of this box: state 0A in proc_net_tcp(5). */
export function isListening(port: number): boolean {
  const ends = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return ['/proc/net/tcp', '/proc/net/tcp6'].some((path) =>
    (readWord(path) ?? '').split('\n').some((line) => {
      const [, local = '', , state] = line.trim().split(/\s+/)
      return state === '0A' && local.endsWith(ends)
    }),
  )
}
