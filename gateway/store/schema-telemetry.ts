/** The tables of telemetry as kysely's types; the migration says what each is for. */
import type { Generated } from 'kysely'

export interface TelemetrySchema {
  telemetry_device: { number: number; device_id: string; name: string }
  telemetry_series: { device: number; number: number; name: string }
  telemetry_raw: SealedTable
  telemetry_late: SealedTable
  telemetry_minutes: SealedTable
  telemetry_hours: SealedTable
  telemetry_pending: { hour: number; device: number }
  telemetry_progress: { device: number; stream: string; seq: number; at: number }
  telemetry_gap: { id: Generated<number>; device: number; at: number; lost: number; reason: string }
  telemetry_kept: { class: string; period: string; items: number; bytes: number }
}

interface SealedTable {
  id: number
  sealed: Buffer
}
