/** Says where a piece of telemetry stands: its table, and an id that ascends with time, then device, then part. */

import type { TelemetryClass } from '../core/telemetry/period.ts'
import { hourMs, minuteMs } from '../core/units.ts'

/** Tables of sealed telemetry. */
export const sealedTables = [
  'telemetry_raw',
  'telemetry_late',
  'telemetry_minutes',
  'telemetry_hours',
] as const
export type SealedTableName = (typeof sealedTables)[number]

/** Which class of retention a table belongs to, and how long the stretch of time is that one slot of it stands for. */
export const tableFacts: Readonly<Record<SealedTableName, { class: TelemetryClass; slotMs: number }>> = {
  telemetry_raw: { class: 'telemetryRaw', slotMs: minuteMs },
  telemetry_late: { class: 'telemetryRaw', slotMs: hourMs },
  telemetry_minutes: { class: 'telemetryMinutes', slotMs: hourMs },
  telemetry_hours: { class: 'telemetryHours', slotMs: hourMs },
}

/** Rows of one device in one slot: late readings come in parts. */
export const partsPerSlot = 1024
/** Devices that ever sent a reading. */
export const mostDevices = 2 ** 17
/** Ids stay whole numbers of JavaScript until the year 2097. */
export const idsPerSlot = partsPerSlot * mostDevices

/** The first id of one device in one slot. */
export function firstId(slot: number, device: number): number {
  return slot * idsPerSlot + device * partsPerSlot
}

/** Slot and device of an id. */
export function placeOf(id: number): { slot: number; device: number } {
  return { slot: Math.floor(id / idsPerSlot), device: Math.floor((id % idsPerSlot) / partsPerSlot) }
}
