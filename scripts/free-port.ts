/** Finds a port of loopback that nobody listens on, for programs that must be told theirs before they start. */
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below those that systems hand out by themselves, to connections as well: such a one may be somebody's again at once (from
 * 32768, `ip_local_port_range`; RFC 6335 §6: from 49152).
 */
const range = [20_000, 32_768] as const
const mostTries = 100

/** Another program may still take it before it is used, and then whatever it is for says so. Throws where none is free. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const port = randomInt(...range)
    const server = createServer().listen(port, '127.0.0.1')
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!isFree) continue
    server.close()
    await once(server, 'close')
    return port
  }
  throw new Error(`no free port found in ${mostTries} tries`)
}
