/** Makes one batch for the store out of what all devices have sent: chunks, progress, gaps, and the hours they touch. */
import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { Clock } from '../core/ports.ts'
import { gather, sortByChunk } from '../core/telemetry/gather.ts'
import { hourOf } from '../core/telemetry/period.ts'
import { mostDevices } from '../store/telemetry-place.ts'
import type { SealedRow, TelemetryBatch } from '../store/telemetry-writer.ts'
import type { BufferedReading, DeviceBuffer, Gap, ReadingBuffer } from './buffer.ts'
import type { Catalogue, CatalogueDevice } from './catalogue.ts'
import type { Pieces } from './piece.ts'

/** What was taken of one device; put back where writing fails. */
interface Taken {
  device: DeviceBuffer
  readings: BufferedReading[]
  gaps: Gap[]
  forgotten: string[]
  progress: { stream: string; seq: number; at: number }[]
}

export interface MinuteBatch {
  batch: TelemetryBatch
  taken: readonly Taken[]
  readings: number
  points: number
  bytes: number
  /** Devices that sent what belongs to hours before this one: more of it may follow. */
  lateDevices: ReadonlySet<number>
}

export interface BatchParts {
  buffer: ReadingBuffer
  catalogue: Catalogue
  pieces: Pieces
  clock: Clock
}

/** Others get their turn after so long. */
const sliceMs = 5

/** Takes everything out of the buffer. Where it throws (a key that cannot be made) everything is back in it. */
export async function takeMinute(
  minute: number,
  { buffer, catalogue, pieces, clock }: BatchParts,
): Promise<MinuteBatch> {
  const taken: Taken[] = []
  const rows: SealedRow[] = []
  const pending = new Set<string>()
  const lateDevices = new Set<number>()
  let points = 0
  let sliceEnds = clock.monotonic() + sliceMs
  try {
    for (const device of [...buffer.all()]) {
      const one = takeDevice(device, buffer)
      if (one === null) continue
      taken.push(one)
      const known = catalogue.device(device.identity)
      if (known === null) {
        // Not stored, so it is not said to be.
        one.progress = []
        continue
      }
      const sealed = sealReadings(one.readings, { minute, known, catalogue, pieces })
      rows.push(...sealed.rows)
      points += sealed.points
      for (const hour of sealed.hours) pending.add(`${hour} ${known.number}`)
      if (sealed.isLate) lateDevices.add(known.number)
      if (clock.monotonic() < sliceEnds) continue
      await yieldToOthers()
      sliceEnds = clock.monotonic() + sliceMs
    }
  } catch (error) {
    putBack(taken, buffer)
    throw error
  }
  // The writer appends where the places ascend: side by side in the file.
  rows.sort((a, b) => a.slot - b.slot || a.device - b.device)
  return {
    batch: {
      ...catalogue.added(),
      rows,
      ...notesOf(taken, catalogue),
      pending: [...pending].map((each) => {
        const [hour, device] = each.split(' ').map(Number)
        return { hour: hour ?? 0, device: device ?? 0 }
      }),
      done: [],
    },
    taken,
    readings: taken.reduce((sum, { readings }) => sum + readings.length, 0),
    points,
    bytes: rows.reduce((sum, { sealed }) => sum + sealed.length, 0),
    lateDevices,
  }
}

/** Writing failed: nothing is lost, and nothing was acknowledged. */
export function putBack(taken: readonly Taken[], buffer: ReadingBuffer): void {
  for (const { device, readings, gaps, forgotten } of taken) {
    buffer.putBack(device, readings)
    device.gaps = [...gaps, ...device.gaps].slice(-100)
    device.forgottenStreams = [...forgotten, ...device.forgottenStreams].slice(-100)
  }
}

function takeDevice(device: DeviceBuffer, buffer: ReadingBuffer): Taken | null {
  const progress = device.streams.unstored()
  const { gaps, forgottenStreams: forgotten } = device
  if (device.readings.length === 0 && gaps.length === 0 && progress.length === 0) return null
  device.gaps = []
  device.forgottenStreams = []
  return { device, readings: buffer.take(device), gaps, forgotten, progress }
}

interface SealOrder {
  minute: number
  known: CatalogueDevice
  catalogue: Catalogue
  pieces: Pieces
}

function sealReadings(readings: readonly BufferedReading[], { minute, known, catalogue, pieces }: SealOrder) {
  const rows: SealedRow[] = []
  const hours = new Set<number>()
  let points = 0
  const seal = (
    table: 'telemetry_raw' | 'telemetry_late',
    slot: number,
    some: readonly BufferedReading[],
  ) => {
    for (const chunk of gather(some, (name) => catalogue.seriesNumber(known, name))) {
      rows.push(pieces.sealChunk({ table, slot, device: known.number }, chunk))
      for (const { values } of chunk.columns) points += values.length
      for (const at of chunk.times) hours.add(hourOf(at))
    }
  }
  const { near, byHour } = sortByChunk(readings, minute)
  seal('telemetry_raw', minute, near)
  for (const [hour, some] of byHour) seal('telemetry_late', hour, some)
  return { rows, hours, points, isLate: byHour.size > 0 }
}

function notesOf(taken: readonly Taken[], catalogue: Catalogue) {
  const progress: TelemetryBatch['progress'][number][] = []
  const forgotten: TelemetryBatch['forgotten'][number][] = []
  const gaps: TelemetryBatch['gaps'][number][] = []
  for (const one of taken) {
    const number = catalogue.device(one.device.identity)?.number ?? mostDevices
    if (number >= mostDevices) continue
    for (const each of one.progress) progress.push({ device: number, ...each })
    for (const stream of one.forgotten) forgotten.push({ device: number, stream })
    for (const gap of one.gaps) gaps.push({ device: number, ...gap })
  }
  return { progress, forgotten, gaps }
}
