/** Knows the devices that ever reported and their series by number, as the store has them and as they are added. */
import type { DeviceIdentity } from '../core/device/device.ts'
import type { TelemetryReader } from '../store/telemetry-reader.ts'

/** A device has so many series at most; what comes on top is refused, so that invented names cannot fill the disk. */
export const mostSeries = 256

export interface CatalogueDevice {
  readonly number: number
  readonly deviceId: string
  name: string
  /** Name of each series → its number. */
  readonly series: Map<string, number>
}

export interface Catalogue {
  /** Gives it a number where it has none. Null where there are too many devices. */
  device(identity: DeviceIdentity): CatalogueDevice | null
  /** The device of this name that was added last. */
  named(name: string): CatalogueDevice | null
  /** Gives the series a number where it has none; null where the device has too many. */
  seriesNumber(device: CatalogueDevice, name: string): number | null
  /** What the store does not have yet. */
  added(): Added
  /** The store has it now. */
  written(added: Added): void
}

export interface Added {
  devices: readonly { number: number; deviceId: string; name: string }[]
  series: readonly { device: number; number: number; name: string }[]
}

/** Throws the store's failure. */
export async function readCatalogue(reader: TelemetryReader, mostDevices: number): Promise<Catalogue> {
  const byId = new Map<string, CatalogueDevice>()
  const byNumber = new Map<number, CatalogueDevice>()
  for (const { number, deviceId, name } of await reader.devices()) {
    const device = { number, deviceId, name, series: new Map<string, number>() }
    byId.set(deviceId, device)
    byNumber.set(number, device)
  }
  for (const { device, number, name } of await reader.series()) byNumber.get(device)?.series.set(name, number)
  let nextNumber = Math.max(0, ...byNumber.keys()) + 1
  let newDevices = new Map<number, Added['devices'][number]>()
  let newSeries: Added['series'][number][] = []

  return {
    device({ id, name }) {
      const known = byId.get(id)
      if (known?.name === name) return known
      if (known === undefined && nextNumber >= mostDevices) return null
      const device = known ?? { number: nextNumber++, deviceId: id, name, series: new Map() }
      device.name = name
      byId.set(id, device)
      newDevices.set(device.number, { number: device.number, deviceId: id, name })
      return device
    },
    named(name) {
      const found = [...byId.values()].filter((device) => device.name === name)
      return found.sort((a, b) => b.number - a.number)[0] ?? null
    },
    seriesNumber(device, name) {
      const known = device.series.get(name)
      if (known !== undefined) return known
      if (device.series.size >= mostSeries) return null
      const number = device.series.size
      device.series.set(name, number)
      newSeries.push({ device: device.number, number, name })
      return number
    },
    added: () => ({ devices: [...newDevices.values()], series: newSeries.slice() }),
    written({ devices, series }) {
      const done = new Set(devices)
      newDevices = new Map([...newDevices].filter(([, device]) => !done.has(device)))
      const doneSeries = new Set(series)
      newSeries = newSeries.filter((each) => !doneSeries.has(each))
    },
  }
}
