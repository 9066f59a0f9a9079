/** Hands the proxy what it must know of devices: the office's roots, and the certificates that count now. */
import { type DevicesInForce, DeviceTable } from '../core/device/devices-in-force.ts'
import type { Devices } from '../devices/devices.ts'
import type { AuthorityView } from '../pki/authority.ts'
import { trustBundle } from '../pki/bundle.ts'

export interface ProxyDevices {
  /** Where all runs in one process. */
  readonly table: DeviceTable
  /** For workers: the same object until it changes. */
  inForce(): DevicesInForce
  /** Asks anew which roots there are. */
  refresh(): void
  onChange(listener: () => void): void
}

export function createProxyDevices(
  devices: Pick<Devices, 'certificatesInForce' | 'onChange'>,
  parts: { authority: AuthorityView; now(): number },
): ProxyDevices {
  const table = new DeviceTable()
  const listeners: (() => void)[] = []
  let told: DevicesInForce = { roots: '', certificates: [] }

  function refresh(): void {
    const roots = trustBundle([parts.authority], parts.now())
    const certificates = devices.certificatesInForce()
    if (roots === told.roots && certificates === told.certificates) return
    told = { roots, certificates }
    table.replace(told)
    for (const listener of listeners) listener()
  }

  devices.onChange(refresh)
  refresh()
  return { table, inForce: () => told, refresh, onChange: (listener) => void listeners.push(listener) }
}
