/** Saves what detectors remember, gives it back after a restart, and says so where it was lost. */

import type { Detector } from '../core/detection/signal.ts'
import { isGatewayError } from '../core/errors.ts'
import type { HealthBoard } from '../core/ports.ts'
import { KiB, MiB, minuteMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import type { IncidentMemory, StoredMemory } from '../store/incident-memory.ts'
import type { Timekeeper } from './timekeeper.ts'

export interface RememberingOptions {
  detectors: readonly Detector[]
  memory: IncidentMemory
  time: Timekeeper
  health: HealthBoard
  log: Log
  /** Monotonic milliseconds. */
  monotonic(): number
  saveMs?: number
}

export interface Remembering {
  /** Gives back what was saved, once; true where that is done. While the store fails it is tried again. */
  restore(): boolean
  /** Saves where it is time to. */
  saveIfDue(): void
  /** Saves now. */
  save(): void
}

/**
 * Memory cards die of writes: a large memory is saved less often, so that it comes to 16 KiB a minute at most. What a
 * crash then costs is learning of that time; incidents are written at once and do not depend on it.
 */
const bytesPerMinute = 16 * KiB
/** What is larger is not kept: a memory is bounded by its detector, so this is never met. */
const maxBytes = 16 * MiB
const lostCode = 'DETECTOR_MEMORY_LOST'

export function createRemembering(options: RememberingOptions): Remembering {
  const { detectors, memory, time, health, log, monotonic, saveMs = minuteMs } = options
  let restored = false
  let nextSave = monotonic() + saveMs
  let lastSaved = new Map<string, string>()

  function giveBack(stored: readonly StoredMemory[]): void {
    const now = time.watch()
    const lost = detectors.filter((detector) => {
      const entry = stored.find((each) => each.detector === detector.id)
      return entry !== undefined && !understood(detector, entry.memory, now)
    })
    for (const { id } of lost) log.event('detector.memory', { detector: id })
    if (lost.length === 0) return
    const names = lost.map(({ id }) => `“${id}”`).join(' and ')
    health.raise({
      code: lostCode,
      title: `What the detector ${names} had learnt is lost: it learns anew, and says less until then.`,
      hint: 'It knows enough again after a week. If nobody changed the database, check the disk.',
      severity: 'act-by',
    })
  }

  function texts(): StoredMemory[] {
    return detectors.flatMap((detector) => {
      const text = memoryText(detector)
      if (text !== null) return [{ detector: detector.id, memory: text }]
      log.event('detector.failed', { detector: detector.id, while: 'saving' })
      return []
    })
  }

  function save(): void {
    // What was saved before must not be written over before it was taken back.
    if (!restored) return
    const all = texts()
    const changed = all.filter(({ detector, memory: text }) => lastSaved.get(detector) !== text)
    try {
      memory.save(time.saved(), changed)
      lastSaved = new Map(all.map(({ detector, memory: text }) => [detector, text]))
    } catch (error) {
      // The store itself says on the first screen that nothing can be written.
      if (!isGatewayError(error)) throw error
    }
    const bytes = changed.reduce((sum, { memory: text }) => sum + text.length, 0)
    nextSave = monotonic() + Math.max(saveMs, (bytes / bytesPerMinute) * minuteMs)
  }

  return {
    restore() {
      if (restored) return true
      try {
        const { time: saved, memories } = memory.load()
        if (saved !== null) time.resume(saved)
        giveBack(memories)
        restored = true
      } catch (error) {
        if (!isGatewayError(error)) throw error
      }
      return restored
    },
    saveIfDue() {
      if (monotonic() >= nextSave) save()
    },
    save,
  }
}

function understood(detector: Detector, text: string, now: number): boolean {
  if (text.length > maxBytes) return false
  try {
    return detector.remember(JSON.parse(text), now)
  } catch {
    return false
  }
}

function memoryText(detector: Detector): string | null {
  try {
    const text = JSON.stringify(detector.memory())
    return text.length > maxBytes ? null : text
  } catch {
    return null
  }
}
