/** Names minutes, hours and the UTC periods whose keys seal telemetry, and how long each class of it reaches. */
import { hourMs, minuteMs } from '../units.ts'

/** The three forms in which readings are kept; the words are those of `retention.days`. */
export const telemetryClasses = ['telemetryRaw', 'telemetryMinutes', 'telemetryHours'] as const
export type TelemetryClass = (typeof telemetryClasses)[number]

/** What the column keys of each class are called in the keyring. */
export const columnClassOf: Readonly<Record<TelemetryClass, string>> = {
  telemetryRaw: 'telemetry-raw',
  telemetryMinutes: 'telemetry-minutes',
  telemetryHours: 'telemetry-hours',
}

/** How much of an ISO date names a period: day, month, year. */
const lengthOf: Readonly<Record<TelemetryClass, number>> = {
  telemetryRaw: 10,
  telemetryMinutes: 7,
  telemetryHours: 4,
}

/** Whole minutes since 1970. */
export function minuteOf(at: number): number {
  return Math.floor(at / minuteMs)
}

/** Whole hours since 1970. */
export function hourOf(at: number): number {
  return Math.floor(at / hourMs)
}

/** The period of a class that a time falls into: `2026-11-22`, `2026-11`, `2026`. */
export function periodOf(kind: TelemetryClass, at: number): string {
  return new Date(at).toISOString().slice(0, lengthOf[kind])
}

/** From when to when a period goes, UTC, the end exclusive; null for what names none. */
export function boundsOf(period: string): { from: number; until: number } | null {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(period) ?? []
  if (year === undefined) return null
  const parts: [number, number, number] = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)]
  const from = Date.UTC(...parts)
  if (new Date(from).toISOString().slice(0, period.length) !== period) return null
  if (month === undefined) return { from, until: Date.UTC(parts[0] + 1, 0, 1) }
  if (day === undefined) return { from, until: Date.UTC(parts[0], parts[1] + 1, 1) }
  return { from, until: Date.UTC(parts[0], parts[1], parts[2] + 1) }
}
