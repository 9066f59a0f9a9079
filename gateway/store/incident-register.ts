/** Keeps incidents and their signals: finds them, writes them, and lets the oldest go. */
import type Database from 'sqlite3'
import type { Signal, SignalSubject } from '../core/detection/signal.ts'
import type { IncidentState, KeptIncident } from '../core/incident/incident.ts'
import type { Severity } from '../core/ports.ts'
import type { IncidentDatabase } from './incident-database.ts'
import { incidentOf, incidentRow, signalOf, signalRow } from './incident-row.ts'
import type { IncidentTable, SignalTable } from './schema-incidents.ts'

export interface IncidentQuery {
  limit: number
  /** Older than this incident. */
  before?: string
  state?: IncidentState
}

/** Every method throws the STORE_ errors. */
export interface IncidentRegister {
  /** The one of this detector and subject that is not closed. */
  current(detector: string, subject: SignalSubject): KeptIncident | null
  find(id: string): KeptIncident | null
  /** Newest first. An unknown `before` finds nothing. */
  list(query: IncidentQuery): KeptIncident[]
  /** Of one incident, newest first. */
  signals(id: string, limit: number): Signal[]
  /** Not closed, with what the first screen says of them. */
  counts(): { state: Exclude<IncidentState, 'closed'>; severity: Severity; count: number }[]
  /** Those on which the 72 hours run. */
  acknowledged(): KeptIncident[]
  /** Open ones of which their detector said that they are over. */
  over(): KeptIncident[]
  /** Writes a change, or a new incident, with the signal that caused it. Several are written in one `writing`. */
  put(incident: KeptIncident, signal: Signal | null): void
  /** Runs several calls as one: all of them or none. */
  writing<Result>(work: () => Result): Result
  /** Those of which the ledger has not heard yet. */
  unnoted(): KeptIncident[]
  noted(id: string): void
}

/** Per incident: its first signal and the newest ones. */
const keptSignals = 200
/** Closed incidents beyond it go, the oldest first. Those that are not closed stay, whatever their number. */
const keptClosed = 10_000
/** Each of them costs a note in the ledger, which is made durable by itself. */
const mostAtOnce = 50
const mostShown = 200

export function createIncidentRegister(
  database: IncidentDatabase,
  bounds: { keptClosed?: number; keptSignals?: number } = {},
): IncidentRegister {
  const limits = { keptClosed, keptSignals, ...bounds }
  const rows = (sql: string, ...values: (string | number)[]) =>
    database.use((db) =>
      db
        .prepare<(string | number)[], IncidentTable>(sql)
        .all(...values)
        .map(incidentOf),
    )
  let isWriting = false
  const writing = <Result>(work: (db: Database.Database) => Result): Result => {
    if (isWriting) return database.use(work)
    return database.write((db) => {
      isWriting = true
      try {
        return work(db)
      } finally {
        isWriting = false
      }
    })
  }
  return {
    current: (detector, { kind, name }) => rows(currentSql, detector, kind, name)[0] ?? null,
    find: (id) => rows('SELECT * FROM incident WHERE id = ?', id)[0] ?? null,
    list: ({ limit, before, state }) => {
      const conditions = [
        ...(before === undefined ? [] : ['seq < (SELECT seq FROM incident WHERE id = ?)']),
        ...(state === undefined ? [] : ['state = ?']),
      ]
      const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
      const values = [before, state].filter((value) => value !== undefined)
      return rows(`SELECT * FROM incident ${where} ORDER BY seq DESC LIMIT ?`, ...values, limit)
    },
    signals: (id, limit) =>
      database.use((db) =>
        db
          .prepare<
            [string, number],
            SignalTable & Pick<IncidentTable, 'detector' | 'subject_kind' | 'subject_name'>
          >(signalsSql)
          .all(id, limit)
          .map(signalOf),
      ),
    counts: () =>
      database.use((db) =>
        db
          .prepare<[], { state: 'open' | 'acknowledged'; severity: Severity; count: number }>(
            `SELECT state, severity, count(*) AS count FROM incident WHERE state <> 'closed' GROUP BY state, severity`,
          )
          .all(),
      ),
    acknowledged: () =>
      rows(`SELECT * FROM incident WHERE state = 'acknowledged' ORDER BY seq LIMIT ?`, mostShown),
    over: () =>
      rows(
        `SELECT * FROM incident WHERE state = 'open' AND over_at IS NOT NULL ORDER BY seq LIMIT ?`,
        mostAtOnce,
      ),
    put: (incident, signal) =>
      writing((db) => {
        db.prepare(putSql).run(incidentRow(incident))
        if (incident.state === 'closed') db.prepare(dropClosedSql).run(limits.keptClosed)
        if (signal === null) return
        db.prepare(addSignalSql).run(signalRow(signal, incident.id))
        if (incident.signals > limits.keptSignals)
          db.prepare(dropSignalsSql).run({ id: incident.id, kept: limits.keptSignals - 1 })
      }),
    writing: (work) => writing(() => work()),
    unnoted: () => rows('SELECT * FROM incident WHERE opening_noted = 0 ORDER BY seq LIMIT ?', mostAtOnce),
    noted: (id) =>
      writing((db) => void db.prepare('UPDATE incident SET opening_noted = 1 WHERE id = ?').run(id)),
  }
}

const currentSql = `SELECT * FROM incident WHERE detector = ? AND subject_kind = ? AND subject_name = ? AND state <> 'closed'`

const signalsSql = `
  SELECT incident_signal.*, detector, subject_kind, subject_name
  FROM incident_signal JOIN incident ON incident.id = incident_id
  WHERE incident_id = ? ORDER BY incident_signal.seq DESC LIMIT ?`

// What stands of an incident's beginning never changes.
const putSql = `
  INSERT INTO incident (id, state, detector, subject_kind, subject_name, severity, sentence, opened_at, last_signal_at,
    signals, over_at, acknowledged_at, acknowledged_steady, notify_by, closed_at, outcome, note, opening_noted)
  VALUES ($id, $state, $detector, $subject_kind, $subject_name, $severity, $sentence, $opened_at, $last_signal_at,
    $signals, $over_at, $acknowledged_at, $acknowledged_steady, $notify_by, $closed_at, $outcome, $note, 0)
  ON CONFLICT (id) DO UPDATE SET state = excluded.state, severity = excluded.severity, sentence = excluded.sentence,
    last_signal_at = excluded.last_signal_at, signals = excluded.signals, over_at = excluded.over_at,
    acknowledged_at = excluded.acknowledged_at, acknowledged_steady = excluded.acknowledged_steady,
    notify_by = excluded.notify_by, closed_at = excluded.closed_at, outcome = excluded.outcome, note = excluded.note`

const addSignalSql = `
  INSERT INTO incident_signal (id, incident_id, at, kind, severity, sentence, evidence, technique, records)
  VALUES ($id, $incident_id, $at, $kind, $severity, $sentence, $evidence, $technique, $records)`

const dropSignalsSql = `
  DELETE FROM incident_signal WHERE incident_id = $id
    AND seq > (SELECT min(seq) FROM incident_signal WHERE incident_id = $id)
    AND seq <= (SELECT seq FROM incident_signal WHERE incident_id = $id ORDER BY seq DESC LIMIT 1 OFFSET $kept)`

const dropClosedSql = `
  DELETE FROM incident WHERE state = 'closed'
    AND seq <= (SELECT seq FROM incident WHERE state = 'closed' ORDER BY seq DESC LIMIT 1 OFFSET ?)`
