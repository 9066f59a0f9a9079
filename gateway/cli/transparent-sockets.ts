/** Gets the sockets of transparent mode: from whoever started this process, or from a launcher that this process becomes. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Config } from '../../config/schema.ts'
import { dataPaths } from '../app/paths.ts'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import { inheritedSockets } from '../ops/inherited-sockets.ts'
import { takeLock } from '../ops/lock.ts'
import { endFormer } from '../workers/former.ts'

/** Node can set no option of a socket's; every Debian has this. */
const perl = '/usr/bin/perl'
const launcher = fileURLToPath(new URL('../../scripts/transparent-launcher.pl', import.meta.url))

/** How the launcher tells why it has no sockets. */
const refusedVariable = 'GATEHOUSE_TRANSPARENT_REFUSED'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Their file numbers; none where transparent mode is off, or units start the workers and hand them in there. Where nobody
 * handed any in, this process becomes the launcher, which opens them and becomes the gateway again: the same process for
 * whoever started it. Throws TRANSPARENT_UNAVAILABLE, ALREADY_RUNNING.
 */
export async function transparentSockets(config: Config, env: Environment): Promise<readonly number[]> {
  const { workers, workersStartedBy } = config.proxy
  if (config.proxy.transparent === null || (workers > 0 && workersStartedBy === 'units')) return []
  const { port } = config.proxy.transparent
  const inherited = inheritedSockets(env, process.pid)
  if (inherited.length > 0) return inherited
  const refused = env[refusedVariable]
  if (refused !== undefined) throw unavailable(port, refused)
  if (!existsSync(perl)) throw unavailable(port, 'no-perl')
  await endWhoHoldsThem(config)
  const node = [process.execPath, ...process.execArgv, ...process.argv.slice(1)]
  process.execve?.(perl, [perl, launcher, String(port), ...node], withoutUndefined(env))
  throw unavailable(port, 'no-launcher')
}

/** Workers that outlived a gateway hold its sockets, and a launcher's are not theirs: they end in their time. */
async function endWhoHoldsThem(config: Config): Promise<void> {
  const paths = dataPaths(config)
  if (!existsSync(paths.lock)) return
  try {
    using _lock = takeLock(paths.lock)
    await endFormer(paths.workers, config.proxy.drainMs)
  } catch (error) {
    // What else is wrong with the folder, the start says in its own words.
    if (isGatewayError(error)) throw error
  }
}

function withoutUndefined(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

function unavailable(port: number, why: string): GatewayError {
  return new GatewayError('TRANSPARENT_UNAVAILABLE', { port, why }, { hint: hintFor(why, port) })
}

/** `why` is an error's name as the system has it, or our own word. */
function hintFor(why: string, port: number): string {
  switch (why) {
    case 'EPERM':
    case 'EACCES':
      return 'It needs the right CAP_NET_ADMIN (or CAP_NET_RAW): use the socket unit of gateway/egress/README.md, which needs no right of the gateway, or start the gateway as root.'
    case 'EADDRINUSE':
      return `Another program listens at port ${port}: stop it, or choose another \`proxy.transparent.port\`.`
    case 'no-perl':
      return `There is no ${perl}, which opens it: install perl-base, or use the socket unit of gateway/egress/README.md.`
    default:
      return 'See what the launcher said; the socket unit of gateway/egress/README.md does without it.'
  }
}
