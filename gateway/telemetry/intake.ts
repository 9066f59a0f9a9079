/** Takes one telemetry message of a device: is it well formed, new, of a possible time, and is there room for it? */
import type { DeviceIdentity } from '../core/device/device.ts'
import type { Clock } from '../core/ports.ts'
import { type Reading, readingSchema } from '../core/telemetry/reading.ts'
import { hourMs, minuteMs } from '../core/units.ts'
import { addGap, type DeviceBuffer, type ReadingBuffer } from './buffer.ts'
import type { Counts, MessageFate } from './counts.ts'

export interface IntakeOptions {
  buffer: ReadingBuffer
  clock: Clock
  counts: Counts
  /** How long raw readings are kept. */
  rawRetentionMs(): number
  /** False until it is known what of each spool is stored already. */
  knowsProgress(): boolean
}

/** `reading`: it was taken, and its time is set. */
export type IntakeOutcome =
  | { fate: 'taken' | 'clamped'; reading: Reading & { at: number } }
  | { fate: Exclude<MessageFate, 'taken' | 'clamped'> }

/** A clock that is this far ahead is wrong. */
const mostAheadMs = 5 * minuteMs
/** A sweep must never meet a period whose key is being made anew for a straggler. */
const retentionMarginMs = hourMs

/**
 * A time in the future becomes the time of arrival. One before the raw retention is refused. What is refused for its time
 * or its series counts as seen, so that a device does not keep it for ever; it stands in the list of gaps.
 */
export function createIntake(
  options: IntakeOptions,
): (device: DeviceIdentity, payload: Buffer) => IntakeOutcome {
  const { buffer, clock, counts } = options

  function take(identity: DeviceIdentity, payload: Buffer): IntakeOutcome {
    const reading = parse(payload)
    if (reading === null) return { fate: 'malformed' }
    const device = buffer.of(identity)
    const now = clock.now()
    const missing = missingBefore(device, reading)
    if (typeof missing === 'string') return { fate: missing }
    const isAhead = reading.at !== undefined && reading.at > now + mostAheadMs
    const at = reading.at === undefined || isAhead ? now : reading.at
    const refusal = fault(device, reading, at < now - options.rawRetentionMs() + retentionMarginMs)
    if (refusal === null) {
      const isSpooled = reading.stream !== undefined
      if (!buffer.push(device, { at, values: reading.values, isSpooled })) return noRoom(device, reading, now)
    } else addGap(device, { at: now, lost: 1, reason: refusal })
    if (missing > 0) addGap(device, { at, lost: missing, reason: 'spool-full' })
    if (reading.stream !== undefined && reading.seq !== undefined)
      device.forgottenStreams.push(...device.streams.accept(reading.stream, reading.seq, now))
    if (refusal !== null) return { fate: refusal }
    return { fate: isAhead ? 'clamped' : 'taken', reading: { ...reading, at } }
  }

  function missingBefore(device: DeviceBuffer, reading: Reading): number | 'repeated' | 'waiting' {
    const { stream, seq, lost = 0 } = reading
    if (stream === undefined || seq === undefined) return lost
    if (!options.knowsProgress()) return noProgress(device, stream, clock.now())
    const verdict = device.streams.judge(stream, seq)
    switch (verdict.verdict) {
      case 'again':
        return 'repeated'
      case 'wait':
        return 'waiting'
      case 'new':
        return Math.max(verdict.missing, lost)
    }
  }

  function fault(
    device: DeviceBuffer,
    { values }: Reading,
    isTooOld: boolean,
  ): 'too-old' | 'too-many-series' | null {
    if (isTooOld) return 'too-old'
    return buffer.knowsSeries(device, values) ? null : 'too-many-series'
  }

  return (device, payload) => {
    const outcome = take(device, payload)
    counts.add(outcome.fate)
    return outcome
  }
}

/** Its device still has it and sends it again when its session begins anew. */
function noProgress(device: DeviceBuffer, stream: string, now: number): 'waiting' {
  device.streams.stall(stream, now)
  return 'waiting'
}

function noRoom(device: DeviceBuffer, { stream }: Reading, now: number): IntakeOutcome {
  if (stream === undefined) {
    addGap(device, { at: now, lost: 1, reason: 'buffer-full' })
    return { fate: 'dropped' }
  }
  device.streams.stall(stream, now)
  return { fate: 'waiting' }
}

function parse(payload: Buffer): Reading | null {
  let value: unknown
  try {
    value = JSON.parse(payload.toString('utf8'))
  } catch {
    return null
  }
  const result = readingSchema.safeParse(value)
  return result.success ? result.data : null
}
