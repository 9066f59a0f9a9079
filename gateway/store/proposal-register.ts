/** Keeps proposals: finds them, writes them, and lets go those of which nothing was heard for long. */
import type { Proposal, ProposalKind, ProposalState } from '../core/proposal/proposal.ts'
import type { DurableDatabase } from './ledger-database.ts'
import type { ProposalTable } from './schema-proposals.ts'

/** Every method throws the STORE_ errors; what it wrote is durable when it returns. */
export interface ProposalRegister {
  /** Runs several calls as one: all of them or none. */
  writing<Result>(work: () => Result): Result
  find(id: string): Proposal | null
  about(kind: ProposalKind, client: string, host: string | null): Proposal | null
  /** Newest first. */
  list(state: ProposalState | null, limit: number): Proposal[]
  /** Open ones, over all clients and of this one. */
  openCounts(client: string): { all: number; client: number }
  openKinds(): { kind: ProposalKind; count: number }[]
  /** New, or instead of the one of its kind, client and host. */
  put(proposal: Proposal): void
  remove(id: string): void
  /** Those that were last heard of before. Returns how many went. */
  removeBefore(lastAt: number): number
}

export function createProposalRegister(database: DurableDatabase): ProposalRegister {
  const rows = (sql: string, ...values: (string | number)[]) =>
    database.run((db) =>
      db
        .prepare<(string | number)[], ProposalTable>(sql)
        .all(...values)
        .map(proposalOf),
    )
  return {
    writing: (work) => database.transact(work),
    find: (id) => rows('SELECT * FROM proposal WHERE id = ?', id)[0] ?? null,
    about: (kind, client, host) =>
      rows(
        'SELECT * FROM proposal WHERE kind = ? AND client = ? AND host = ?',
        ...[kind, client, host ?? ''],
      )[0] ?? null,
    list: (state, limit) =>
      state === null
        ? rows('SELECT * FROM proposal ORDER BY seq DESC LIMIT ?', limit)
        : rows('SELECT * FROM proposal WHERE state = ? ORDER BY seq DESC LIMIT ?', state, limit),
    openCounts: (client) =>
      database.run(
        (db) =>
          db.prepare<[string], { all: number; client: number }>(openCountsSql).get(client) ?? {
            ...{ all: 0, client: 0 },
          },
      ),
    openKinds: () =>
      database.run((db) =>
        db
          .prepare<[], { kind: ProposalKind; count: number }>(
            `SELECT kind, count(*) AS count FROM proposal WHERE state = 'open' GROUP BY kind`,
          )
          .all(),
      ),
    put: (proposal) => database.run((db) => void db.prepare(putSql).run(rowOf(proposal))),
    remove: (id) => database.run((db) => void db.prepare('DELETE FROM proposal WHERE id = ?').run(id)),
    removeBefore: (lastAt) =>
      database.run((db) => db.prepare('DELETE FROM proposal WHERE last_at < ?').run(lastAt).changes),
  }
}

const openCountsSql = `
  SELECT count(*) AS "all", coalesce(sum(client = ?), 0) AS client FROM proposal WHERE state = 'open'`

// What a proposal is about never changes.
const putSql = `
  INSERT INTO proposal (id, kind, client, host, why, refused, left_unused, first_at, last_at, state, answered_at, correction)
  VALUES ($id, $kind, $client, $host, $why, $refused, $left_unused, $first_at, $last_at, $state, $answered_at, $correction)
  ON CONFLICT (kind, client, host) DO UPDATE SET why = excluded.why, refused = excluded.refused,
    left_unused = excluded.left_unused, first_at = excluded.first_at, last_at = excluded.last_at, state = excluded.state,
    answered_at = excluded.answered_at, correction = excluded.correction`

function rowOf(proposal: Proposal): Omit<ProposalTable, 'seq'> {
  const { id, kind, client, why, refused, state, correction } = proposal
  return {
    ...{ id, kind, client, why, refused, state, correction },
    host: proposal.host ?? '',
    left_unused: proposal.left,
    // SQLite's integers take no fractions.
    first_at: Math.round(proposal.firstAt),
    last_at: Math.round(proposal.lastAt),
    answered_at: proposal.answeredAt === null ? null : Math.round(proposal.answeredAt),
  }
}

function proposalOf(row: ProposalTable): Proposal {
  const { id, kind, client, host, why, refused, state, correction } = row
  return {
    ...{ id, kind, client, why, refused, state, correction },
    host: host === '' ? null : host,
    left: row.left_unused,
    firstAt: row.first_at,
    lastAt: row.last_at,
    answeredAt: row.answered_at,
  }
}
