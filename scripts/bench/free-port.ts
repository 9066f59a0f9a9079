/** Finds a port of loopback that nobody listens on, for programs that must be told theirs before they start. */
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Somebody else may take it before it is used; then that program does not start, and says so. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no TCP port was given')
  return address.port
}
