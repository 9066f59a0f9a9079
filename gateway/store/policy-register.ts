/** Keeps which text of the policy counted since when, and the draft that waits. */
import type { PolicyDraft, PolicyVersion } from '../core/policy/published.ts'
import type { DurableDatabase } from './ledger-database.ts'
import type { PolicyDraftTable, PolicyVersionTable } from './schema-policies.ts'

/** Every method throws the STORE_ errors; what it wrote is durable when it returns. */
export interface PolicyRegister {
  /** Runs several calls as one: all of them or none. */
  writing<Result>(work: () => Result): Result
  /** Newest first; `before`: older than this id. */
  versions(query: { limit: number; before?: number | undefined }): PolicyVersion[]
  find(id: number): (PolicyVersion & { text: string }) | null
  /** The oldest beyond what is kept go. */
  add(version: Omit<PolicyVersion, 'id' | 'size'> & { text: string }): void
  draft(): PolicyDraft | null
  /** null: there is none any more. */
  putDraft(draft: PolicyDraft | null): void
}

/** Years of changes. */
const mostKept = 500

export function createPolicyRegister(database: DurableDatabase): PolicyRegister {
  return {
    writing: (work) => database.transact(work),
    versions: ({ limit, before = Number.MAX_SAFE_INTEGER }) =>
      database.run((db) =>
        db.prepare<[number, number], VersionRow>(listSql).all(before, limit).map(versionOf),
      ),
    find: (id) =>
      database.run((db) => {
        const row = db.prepare<[number], VersionRow & { text: string }>(findSql).get(id)
        return row === undefined ? null : { ...versionOf(row), text: row.text }
      }),
    add: ({ at, actor, how, version, restored, text }) =>
      database.run((db) => {
        db.prepare(addSql).run({ at: Math.round(at), actor, how, version, restored, text })
        db.prepare(forgetSql).run(mostKept)
      }),
    draft: () =>
      database.run((db) => {
        const row = db.prepare<[], PolicyDraftTable>('SELECT * FROM policy_draft').get()
        if (row === undefined) return null
        const { text, base, mark } = row
        return { text, base, mark, savedAt: row.saved_at, savedBy: row.saved_by }
      }),
    putDraft: (draft) =>
      database.run((db) => {
        db.prepare('DELETE FROM policy_draft').run()
        if (draft === null) return
        const { mark, base, savedBy, text } = draft
        db.prepare(draftSql).run({ mark, base, savedAt: Math.round(draft.savedAt), savedBy, text })
      }),
  }
}

type VersionRow = Omit<PolicyVersionTable, 'text' | 'seq'> & { seq: number; size: number }

const columns = 'seq, at, actor, how, version, restored, length(CAST(text AS BLOB)) AS size'
const listSql = `SELECT ${columns} FROM policy_version WHERE seq < ? ORDER BY seq DESC LIMIT ?`
const findSql = `SELECT ${columns}, text FROM policy_version WHERE seq = ?`
const addSql = `
  INSERT INTO policy_version (at, actor, how, version, restored, text)
  VALUES ($at, $actor, $how, $version, $restored, $text)`
const forgetSql = 'DELETE FROM policy_version WHERE seq <= (SELECT max(seq) FROM policy_version) - ?'
const draftSql = `
  INSERT INTO policy_draft (only_row, mark, base, saved_at, saved_by, text)
  VALUES (1, $mark, $base, $savedAt, $savedBy, $text)`

function versionOf({ seq, at, actor, how, version, restored, size }: VersionRow): PolicyVersion {
  return { id: seq, at, actor, how, version, restored, size }
}
