/** Takes one telemetry message of a device: is it well formed, new, of a possible time, and is there room for it? */
import type { DeviceIdentity } from '../core/device/device.ts'
import type { Clock } from '../core/ports.ts'
import { mostMissing, type Reading } from '../core/telemetry/reading.ts'
import { hourMs, minuteMs } from '../core/units.ts'
import { addGap, type DeviceBuffer, type ReadingBuffer } from './buffer.ts'
import type { Counts, MessageFate } from './counts.ts'
import { type ParsedReading, parseReading } from './parse-reading.ts'

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
    const device = buffer.of(identity)
    const parsed = parseReading(payload, device.shape)
    if (parsed === null) return { fate: 'malformed' }
    const { reading, size } = parsed
    const now = clock.now()
    const missing = missingBefore(device, reading)
    if (typeof missing === 'string') return { fate: missing }
    const isAhead = reading.at !== undefined && reading.at > now + mostAheadMs
    const at = reading.at === undefined || isAhead ? now : reading.at
    const isTooOld = at < now - options.rawRetentionMs() + retentionMarginMs
    const refusal = isTooOld ? 'too-old' : fault(device, parsed)
    if (refusal === null) {
      const isSpooled = reading.stream !== undefined
      if (!buffer.push(device, { at, values: reading.values, size: size + 4, isSpooled }))
        return noRoom(device, reading, now)
    } else addGap(device, { at: now, lost: 1, reason: refusal })
    if (missing > 0) addGap(device, { at, lost: missing, reason: 'spool-full' })
    if (reading.stream !== undefined && reading.seq !== undefined)
      device.forgottenStreams.push(...device.streams.accept(reading.stream, reading.seq, now))
    if (refusal !== null) return { fate: refusal }
    return { fate: isAhead ? 'clamped' : 'taken', reading: { ...reading, at } }
  }

  function missingBefore(device: DeviceBuffer, reading: Reading): number | 'repeated' | 'waiting' {
    const { stream, seq, lost = 0 } = reading
    if (stream === undefined || seq === undefined) return Math.min(lost, mostMissing)
    if (!options.knowsProgress()) return noProgress(device, stream, clock.now())
    const verdict = device.streams.judge(stream, seq)
    switch (verdict.verdict) {
      case 'again':
        return 'repeated'
      case 'wait':
        return 'waiting'
      case 'new':
        return Math.min(Math.max(verdict.missing, lost), mostMissing)
    }
  }

  function fault(device: DeviceBuffer, { reading, isUsual }: ParsedReading): 'too-many-series' | null {
    if (isUsual) return null
    if (!buffer.knowsSeries(device, reading.values)) return 'too-many-series'
    // Only now: names that were never counted must not pass for usual ones the next time.
    device.shape.names = Object.keys(reading.values)
    return null
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
