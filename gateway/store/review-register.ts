/** Keeps reviews in the database: who asked about what, and what was answered. */
import type { ReviewAnswer, ReviewedExchange } from '../core/review/review.ts'
import type { DurableDatabase } from './ledger-database.ts'
import type { ReviewTable } from './schema-reviews.ts'

/** A review as it is kept. */
export interface KeptReview extends ReviewedExchange {
  /** Of the machine that asked. */
  address: string
  /** Whose card had it then; null where nobody could tell. */
  machine: string | null
  /** A hash. */
  ticket: string
  askedAt: number
  /** Null while it waits. */
  answered: KeptAnswer | null
}

export interface KeptAnswer {
  answer: ReviewAnswer
  at: number
  /** Id of the correction that was written; null where none was. */
  correction: string | null
  /** How long it counts, by the clock of one start of the box; null where it ends by no clock. */
  term: { boot: string; until: number } | null
  /** True where a single passage was taken. */
  used: boolean
  /** True where a person ended it before its time. */
  takenBack: boolean
}

export interface ReviewQuery {
  limit: number
  /** Older than this review. */
  before?: string
  waiting?: boolean
}

/** Every method throws the STORE_ errors; what it wrote is durable when it returns. */
export interface ReviewRegister {
  /** False where this exchange has one already. */
  add(review: Omit<KeptReview, 'answered'>): boolean
  find(id: string): KeptReview | null
  findByTicket(ticket: string): KeptReview | null
  /** Newest first. */
  list(query: ReviewQuery): KeptReview[]
  /** A tunnel to there that this client asked for at this address and machine after a moment, and that waits. */
  waitingTunnel(
    to: Pick<KeptReview, 'address' | 'machine' | 'client' | 'destination' | 'port'> & { since: number },
  ): KeptReview | null
  /** How many wait; where told, those alone that were asked for after a moment, or by one client. */
  waiting(of?: { since?: number; client?: string }): number
  /** False where it has an answer already. */
  answer(id: string, answer: KeptAnswer): boolean
  /** Answered ones whose term is of this start of the box and reaches beyond the moment. */
  counting(boot: string, now: number): KeptReview[]
  /** Ends its term now; false where none of this start of the box reaches beyond the moment, or it was used. */
  end(id: string, boot: string, now: number): boolean
  /** Marks one that no clock ends as taken back; false where it is already, or none. */
  endAlways(id: string): boolean
  /** Takes a single passage; false where that was done, or is not to be had. */
  use(id: string, boot: string, now: number): boolean
  /** Runs several calls as one: all of them or none. */
  writing<Result>(work: () => Result): Result
}

export function createReviewRegister(database: DurableDatabase): ReviewRegister {
  const rows = (sql: string, ...values: (string | number | null)[]) =>
    database.run((db) =>
      db
        .prepare<(string | number | null)[], ReviewTable>(sql)
        .all(...values)
        .map(reviewOf),
    )
  const changes = (sql: string, ...values: (string | number | null)[]) =>
    database.transact((db) => db.prepare(sql).run(...values).changes > 0)
  return {
    add: ({ found, isList, askedAt, ...review }) =>
      database.transact(
        (db) =>
          db.prepare(addSql).run({
            ...review,
            found: JSON.stringify(found),
            is_list: isList ? 1 : 0,
            asked_at: askedAt,
          }).changes > 0,
      ),
    find: (id) => rows('SELECT * FROM review WHERE id = ?', id)[0] ?? null,
    findByTicket: (ticket) => rows('SELECT * FROM review WHERE ticket = ?', ticket)[0] ?? null,
    list({ limit, before, waiting }) {
      const conditions = [
        ...(before === undefined ? [] : ['id < ?']),
        ...(waiting === true ? ['answer IS NULL'] : []),
      ]
      const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
      const values = before === undefined ? [] : [before]
      return rows(`SELECT * FROM review ${where} ORDER BY id DESC LIMIT ?`, ...values, limit)
    },
    waitingTunnel: ({ address, machine, client, destination, port, since }) =>
      rows(waitingTunnelSql, address, machine, client, destination, port, since)[0] ?? null,
    waiting: ({ since = null, client = null } = {}) =>
      database.run((db) => countOf(db.prepare(waitingSql).pluck().get({ since, client }))),
    answer: (id, { answer, at, correction, term }) =>
      changes(answerSql, answer, at, correction, term?.boot ?? null, term?.until ?? null, id),
    counting: (boot, now) =>
      rows('SELECT * FROM review WHERE boot = ? AND until > ? AND used = 0 ORDER BY id', boot, now),
    end: (id, boot, now) => changes(endSql, id, boot, now),
    endAlways: (id) => changes(endAlwaysSql, id),
    use: (id, boot, now) => changes(useSql, id, boot, now),
    writing: (work) => database.transact(work),
  }
}

function countOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

function reviewOf(row: ReviewTable): KeptReview {
  const { is_list, asked_at, found, answer, answered_at, correction, boot, until, used, ...rest } = row
  return {
    ...rest,
    isList: is_list === 1,
    askedAt: asked_at,
    // Written by `add`.
    found: JSON.parse(found) as KeptReview['found'],
    answered:
      answer === null || answered_at === null
        ? null
        : {
            answer,
            at: answered_at,
            correction,
            term: boot === null || until === null ? null : { boot, until },
            used: used === 1,
            takenBack: until === 0,
          },
  }
}

const addSql = `
  INSERT INTO review (id, kind, at, client, destination, port, rule, reason, is_list, method, path, found, address, machine, ticket, asked_at)
  VALUES ($id, $kind, $at, $client, $destination, $port, $rule, $reason, $is_list, $method, $path, $found, $address, $machine, $ticket, $asked_at)
  ON CONFLICT (id) DO NOTHING`

const waitingSql = `
  SELECT count(*) FROM review WHERE answer IS NULL AND asked_at > coalesce($since, -1) AND client = coalesce($client, client)`

const waitingTunnelSql = `
  SELECT * FROM review
  WHERE answer IS NULL AND kind = 'tunnel' AND address = ? AND machine IS ? AND client = ? AND destination = ? AND port = ?
    AND asked_at > ? LIMIT 1`

const answerSql = `
  UPDATE review SET answer = ?, answered_at = ?, correction = ?, boot = ?, until = ? WHERE id = ? AND answer IS NULL`

/** No term ends at 0 by itself: it is the mark of one that was taken back. */
const endSql = 'UPDATE review SET until = 0 WHERE id = ? AND boot = ? AND until > ? AND used = 0'

const endAlwaysSql = "UPDATE review SET until = 0 WHERE id = ? AND answer = 'always' AND until IS NULL"

const useSql = `
  UPDATE review SET used = 1 WHERE id = ? AND boot = ? AND until > ? AND answer = 'once' AND used = 0`
