/** Keeps what detectors remember, and the time that legal clocks and detectors count in. */
import type { SavedTime } from '../core/incident/steady-time.ts'
import type { IncidentDatabase } from './incident-database.ts'

/** A detector's memory as JSON text; this gateway writes version 1. */
export interface StoredMemory {
  detector: string
  memory: string
}

/** Both methods throw the STORE_ errors. */
export interface IncidentMemory {
  load(): { time: SavedTime | null; memories: StoredMemory[] }
  /** Replaces the time, and the memory of each detector that is given. */
  save(time: SavedTime, memories: readonly StoredMemory[]): void
}

export const memoryVersion = 1

export function createIncidentMemory(database: IncidentDatabase): IncidentMemory {
  return {
    load: () =>
      database.use((db) => ({
        time:
          db
            .prepare<[], SavedTime>('SELECT steady, watch, wall FROM incident_time WHERE only_row = 1')
            .get() ?? null,
        memories: db
          .prepare<[number], StoredMemory>('SELECT detector, memory FROM detector_memory WHERE version = ?')
          .all(memoryVersion),
      })),
    save: ({ steady, watch, wall }, memories) =>
      database.write((db) => {
        db.prepare(
          'INSERT OR REPLACE INTO incident_time (only_row, steady, watch, wall) VALUES (1, ?, ?, ?)',
        ).run(Math.round(steady), Math.round(watch), Math.round(wall))
        const put = db.prepare(
          'INSERT OR REPLACE INTO detector_memory (detector, version, saved_at, memory) VALUES (?, ?, ?, ?)',
        )
        for (const { detector, memory } of memories)
          put.run(detector, memoryVersion, Math.round(wall), memory)
      }),
  }
}
