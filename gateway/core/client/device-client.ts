/** Links machines with devices: one that a person calls as a device is called is that device, with its certificate and with its card. */
import { clientOfDevice, isDeviceClient } from '../login/client-name.ts'
import type { ClientRecord } from './client.ts'

/** True for a client that is known by its certificate alone: in place of a card it has `device:till-1`. */
export function isKnownByCertificate({ hardware }: Pick<ClientRecord, 'hardware'>): boolean {
  return isDeviceClient(hardware)
}

/** `device:till-1`, as which this machine counts where it shows the certificate of that device; null where no device is called so. */
export function deviceOfMachine(client: Pick<ClientRecord, 'hardware' | 'name'>): string | null {
  if (isKnownByCertificate(client)) return client.hardware
  const device = clientOfDevice(client.name?.toLowerCase() ?? '')
  return isDeviceClient(device) ? device : null
}
