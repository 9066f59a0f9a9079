/** Keeps readings of all devices in memory until their minute is written, within a bound. */
import type { DeviceIdentity } from '../core/device/device.ts'
import { StreamProgress } from '../core/telemetry/stream-progress.ts'
import { mostSeries } from './catalogue.ts'
import type { KnownShape } from './parse-reading.ts'

export interface BufferedReading {
  /** Milliseconds since 1970. */
  at: number
  values: Readonly<Record<string, number>>
  /** How much of the bound it takes: its numbers, and four for itself. */
  size: number
  /** The device keeps it until it is stored. */
  isSpooled: boolean
}

export interface Gap {
  at: number
  lost: number
  reason: 'spool-full' | 'too-old' | 'too-many-series' | 'buffer-full'
}

/** What one device has sent and is not stored. */
export interface DeviceBuffer {
  identity: DeviceIdentity
  readings: BufferedReading[]
  gaps: Gap[]
  readonly streams: StreamProgress
  forgottenStreams: string[]
  readonly shape: KnownShape
  /** Names of series that it used since the gateway started. */
  readonly series: Set<string>
}

export class ReadingBuffer {
  readonly #devices = new Map<string, DeviceBuffer>()
  readonly #mostValues: number
  #values = 0

  /** `mostValues`: numbers that wait at most, about 30 bytes each. */
  constructor(mostValues: number) {
    this.#mostValues = mostValues
  }

  /** More than half full: time to write, whatever the minute. */
  get isPressing(): boolean {
    return this.#values > this.#mostValues / 2
  }

  of(identity: DeviceIdentity): DeviceBuffer {
    const known = this.#devices.get(identity.id)
    if (known !== undefined) {
      known.identity = identity
      return known
    }
    const made: DeviceBuffer = {
      identity,
      readings: [],
      gaps: [],
      streams: new StreamProgress(),
      forgottenStreams: [],
      shape: { names: [] },
      series: new Set(),
    }
    this.#devices.set(identity.id, made)
    return made
  }

  find(deviceId: string): DeviceBuffer | null {
    return this.#devices.get(deviceId) ?? null
  }

  all(): Iterable<DeviceBuffer> {
    return this.#devices.values()
  }

  /** False where a device uses more series than it may. */
  knowsSeries(device: DeviceBuffer, values: Readonly<Record<string, number>>): boolean {
    for (const name in values) if (!device.series.has(name) && device.series.size >= mostSeries) return false
    for (const name in values) device.series.add(name)
    return true
  }

  /** False where there is no room. A reading that its device still has never pushes one out that nobody else has. */
  push(device: DeviceBuffer, reading: BufferedReading): boolean {
    const { size } = reading
    if (this.#values + size > this.#mostValues && (reading.isSpooled || !this.#makeRoom(device, size)))
      return false
    device.readings.push(reading)
    this.#values += size
    return true
  }

  /** Takes the readings of a device out, to be written. Until they are, they count. */
  take(device: DeviceBuffer): BufferedReading[] {
    const taken = device.readings
    device.readings = []
    return taken
  }

  /** They are on the disk. */
  release(written: readonly BufferedReading[]): void {
    for (const { size } of written) this.#values -= size
  }

  /** Writing failed: what was taken stands before what came meanwhile. */
  putBack(device: DeviceBuffer, taken: readonly BufferedReading[]): void {
    device.readings = [...taken, ...device.readings]
  }

  /** The oldest of a device's own readings that exist nowhere else go first: the newest say more. */
  #makeRoom(device: DeviceBuffer, size: number): boolean {
    let freed = 0
    const kept: BufferedReading[] = []
    for (const reading of device.readings) {
      if (freed >= size * roomFactor || reading.isSpooled) {
        kept.push(reading)
        continue
      }
      freed += reading.size
      addGap(device, { at: reading.at, lost: 1, reason: 'buffer-full' })
    }
    device.readings = kept
    this.#values -= freed
    return this.#values + size <= this.#mostValues
  }
}

/** Room is made for some more readings, so that not each of them has to look for it. */
const roomFactor = 16

/** Gaps of one kind that follow each other are one. */
export function addGap({ gaps }: DeviceBuffer, gap: Gap): void {
  const last = gaps.at(-1)
  if (last?.reason === gap.reason) gaps[gaps.length - 1] = { ...last, lost: last.lost + gap.lost }
  else if (gaps.length < mostGaps) gaps.push(gap)
}

const mostGaps = 100
