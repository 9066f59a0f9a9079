/** Gives a machine a name, and with the name of a device that device's certificate: what counts for one counts for the other. */
import { type ClientRecord, clientNameExpected, isClientName } from '../core/client/client.ts'
import { deviceOfMachine, isKnownByCertificate } from '../core/client/device-client.ts'
import { GatewayError } from '../core/errors.ts'
import { deviceInClient } from '../core/login/client-name.ts'
import type { ClientBook } from './book.ts'

/** `absorbed`: what was kept of the certificate alone, which is this machine's from now on. */
export interface Naming {
  change: Partial<ClientRecord>
  absorbed: ClientRecord | null
}

/** Throws CLIENT_NAME_INVALID, CLIENT_NAME_TAKEN and CLIENT_STATE. */
export function naming(
  client: ClientRecord,
  written: string,
  { book, isDevice }: { book: ClientBook; isDevice(name: string): boolean },
): Naming {
  const name = written.trim()
  if (!isClientName(name)) throw new GatewayError('CLIENT_NAME_INVALID', {}, { hint: namesHint })
  const other = book.byName(name)
  const before = deviceOfMachine(client)
  const after = deviceOfMachine({ ...client, name })
  const isOthersDevice = isKnownByCertificate(client) && after !== `device:${name}` && isDevice(name)
  if ((other !== null && other.id !== client.id) || isOthersDevice)
    throw new GatewayError('CLIENT_NAME_TAKEN', {}, { hint: 'Give each machine a name of its own.' })
  const losesDevice = before !== after && isDevice(deviceInClient(before ?? '') ?? '')
  if (client.quarantinedAt !== null && losesDevice)
    throw new GatewayError('CLIENT_STATE', {}, { hint: keepsDeviceHint })
  const kept = after === null ? null : book.byCard(after)
  const absorbed = kept?.id === client.id ? null : kept
  return {
    absorbed,
    change: {
      ...{ name, state: 'known' },
      group: client.group ?? absorbed?.group ?? null,
      quarantinedAt: client.quarantinedAt ?? absorbed?.quarantinedAt ?? null,
    },
  }
}

const namesHint = `${clientNameExpected[0]?.toUpperCase()}${clientNameExpected.slice(1)}.`
const keepsDeviceHint =
  'Its quarantine holds for the certificate of the device that it is called as: end it first, by `gatehouse clients release`.'
