/** Writes down what is known of devices and their rhythms, and takes it up again after a start. */
import { z } from 'zod'
import { DailyLongest, dailyMemory } from './daily-longest.ts'
import { Rhythm, rhythmMemory } from './rhythm.ts'
import type { WatchedDevice } from './silence.ts'

const time = z.number().min(0)
/** What `memoryOf` wrote. */
export const silenceMemory = z.strictObject({
  v: z.literal(1),
  devices: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(64),
        name: z.string().min(1).max(64),
        firstSeenAt: time,
        heardAt: time,
        presence: z.enum(['online', 'lost', 'away']),
        saidAt: time.nullable(),
        rhythm: rhythmMemory,
        absences: dailyMemory,
      }),
    )
    .max(100_000),
})
type RememberedDevice = z.output<typeof silenceMemory>['devices'][number]

export function memoryOf(devices: ReadonlyMap<string, WatchedDevice>): z.input<typeof silenceMemory> {
  return {
    v: 1,
    devices: Array.from(devices, ([id, device]) => ({
      id,
      name: device.name,
      firstSeenAt: Math.round(device.firstSeenAt),
      heardAt: Math.round(device.heardAt),
      presence: device.presence,
      saidAt: device.saidAt === null ? null : Math.round(device.saidAt),
      rhythm: device.rhythm.memory(),
      absences: device.absences.memory(),
    })),
  }
}

/**
 * A device as it was, heard just now: what passed while the gateway was down is not its silence. An alarm that was said
 * and one that signed off keep their time, as nothing is said of them soon.
 */
export function revived(entry: RememberedDevice, now: number): WatchedDevice {
  const keepsTime = entry.saidAt !== null || entry.presence === 'away'
  return {
    name: entry.name,
    firstSeenAt: Math.min(entry.firstSeenAt, now),
    heardAt: keepsTime ? Math.min(entry.heardAt, now) : now,
    countedAt: now,
    presence: entry.presence,
    sinceStart: true,
    saidAt: entry.saidAt,
    rhythm: new Rhythm(entry.rhythm),
    absences: new DailyLongest(entry.absences),
  }
}
