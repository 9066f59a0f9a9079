/** Looks whether a port is free before several processes share it, since sharing takes no notice of others. */
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { GatewayError } from '../core/errors.ts'

/** The port; one that is free where it is 0. Throws PORT_IN_USE, PORT_FORBIDDEN, and INTERNAL for a host that is not here. */
export async function freePort({ host, port }: { host: string; port: number }): Promise<number> {
  const probe = createServer()
  try {
    await once(probe.listen({ host, port }), 'listening')
    return (probe.address() as AddressInfo).port
  } catch (error) {
    throw portError(error, { host, port })
  } finally {
    if (probe.listening) await new Promise((resolve) => probe.close(resolve))
  }
}

function portError(error: unknown, place: { host: string; port: number }): GatewayError {
  const { code } = error as NodeJS.ErrnoException
  const details = { ...place, what: 'proxy' }
  if (code === 'EADDRINUSE')
    return new GatewayError('PORT_IN_USE', details, {
      cause: error,
      hint: 'Stop the other program or choose another `proxy.port`.',
    })
  if (code === 'EACCES')
    return new GatewayError('PORT_FORBIDDEN', details, {
      cause: error,
      hint: 'Choose a `proxy.port` above 1023.',
    })
  return new GatewayError('INTERNAL', details, {
    cause: error,
    hint: 'Check `proxy.host`: it must be an address of this box.',
  })
}
