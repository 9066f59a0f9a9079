/** Recomputes the whole ledger from its entries and says the first thing that is wrong. */
import { type Checkpoint, openCheckpoint } from '../core/ledger/checkpoint.ts'
import { appendLeaf, leafHash, rootOf } from '../core/ledger/merkle.ts'
import type { NoteVerifier } from '../core/ledger/signed-note.ts'
import { parseEntry } from '../core/ledger/stored-entry.ts'
import type { DurableDatabase } from './ledger-database.ts'
import { readRemembered } from './ledger-remembered.ts'
import type { LedgerCheckpointTable } from './schema-ledger.ts'

export type LedgerProblem =
  | 'entry-malformed'
  | 'entry-missing'
  | 'entry-changed'
  | 'entries-cut-off'
  | 'tree-changed'
  | 'checkpoint-missing'
  | 'checkpoint-forged'
  | 'checkpoint-mismatch'
  | 'remembered-forged'
  | 'remembered-mismatch'
  | 'given-forged'
  | 'given-mismatch'

export type LedgerVerdict =
  | { valid: true; entries: number; checkpoints: number; root: string }
  /**
   * `seq`: the first wrong entry, or the first that a wrong checkpoint speaks of; null where none can be named. An entry
   * whose stored hashes were forged with it is found by the first checkpoint behind: it then lies in `seq` to `until`.
   */
  | {
      valid: false
      problem: LedgerProblem
      seq: number | null
      until: number | null
      checkpoint: number | null
    }

export interface VerifyOptions {
  /** Checkpoints that were kept outside the box: the ledger has to be a continuation of each. */
  given?: readonly string[]
}

/** Looks at a few hundred entries at a time, so that the gateway goes on meanwhile. */
export async function verifyLedger(
  database: DurableDatabase,
  verifier: NoteVerifier,
  { given = [] }: VerifyOptions = {},
): Promise<LedgerVerdict> {
  const facts = readFacts(database)
  const marks = marksOf({ ...facts, given, remembered: readRemembered(database.file) }, verifier)
  if (!Array.isArray(marks)) return marks
  const nodes = new Map<string, Buffer>()
  const node = (level: number, position: number) => nodes.get(`${level} ${position}`) as Buffer
  let checked = 0
  const check = (): LedgerVerdict | null => {
    for (; marks[0] !== undefined && marks[0].size <= checked; marks.shift()) {
      if (!rootOf(marks[0].size, node).equals(marks[0].root))
        return { ...wrong(marks[0].mismatch, marks[0].after + 1, marks[0].number), until: marks[0].size }
    }
    return null
  }
  let found = check()
  while (found === null && checked < facts.size) {
    const rows = entriesAfter(database, checked)
    for (const { seq, entry, stored } of rows) {
      if (seq !== checked + 1) return wrong('entry-missing', checked + 1)
      if (parseEntry(entry)?.seq !== seq) return wrong('entry-malformed', seq)
      const added = appendLeaf(checked, leafHash(Buffer.from(entry)), node)
      if (stored === null || !added[0]?.hash.equals(stored)) return wrong('entry-changed', seq)
      for (const { level, position, hash } of added) nodes.set(`${level} ${position}`, hash)
      checked = seq
      found = check()
      if (found !== null || checked === facts.size) break
    }
    if (rows.length === 0) return wrong('entry-missing', checked + 1)
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (found !== null) return found
  return (
    marksBeyond(marks, facts.size) ??
    treeOf(database, nodes, facts.size) ?? {
      valid: true,
      entries: facts.size,
      checkpoints: facts.checkpoints.length,
      root: rootOf(facts.size, node).toString('base64'),
    }
  )
}

/** A root that must come out at a size, and what it means where it does not. */
interface Mark extends Checkpoint {
  number: number | null
  /** The size of the mark before: entries up to there are proven. */
  after: number
  mismatch: LedgerProblem
}

interface Facts {
  size: number
  checkpoints: readonly LedgerCheckpointTable[]
}

function readFacts(database: DurableDatabase): Facts {
  return database.transact((connection) => ({
    size:
      connection.prepare<[], { size: number }>('SELECT coalesce(max(seq), 0) AS size FROM ledger_entry').get()
        ?.size ?? 0,
    checkpoints: connection
      .prepare<[], LedgerCheckpointTable>(
        'SELECT number, at, size, note FROM ledger_checkpoint ORDER BY number',
      )
      .all(),
  }))
}

/** Every root that has to come out, smallest first; or what is wrong with a checkpoint by itself. */
function marksOf(
  facts: Facts & { given: readonly string[]; remembered: string | null },
  verifier: NoteVerifier,
): Mark[] | Extract<LedgerVerdict, { valid: false }> {
  const marks: Mark[] = []
  for (const [index, { number, size, note }] of facts.checkpoints.entries()) {
    if (number !== index + 1) return wrong('checkpoint-missing', null, index + 1)
    const checkpoint = openCheckpoint(note, verifier)
    const before = facts.checkpoints[index - 1]?.size ?? 0
    if (checkpoint === null || checkpoint.size !== size || size < before)
      return wrong('checkpoint-forged', null, number)
    marks.push({ ...checkpoint, number, after: 0, mismatch: 'checkpoint-mismatch' })
  }
  for (const note of facts.given) {
    const checkpoint = openCheckpoint(note, verifier)
    if (checkpoint === null) return wrong('given-forged', null)
    marks.push({ ...checkpoint, number: null, after: 0, mismatch: 'given-mismatch' })
  }
  const kept = rememberedMark(facts, verifier)
  if (kept !== null && 'valid' in kept) return kept
  if (kept !== null) marks.push(kept)
  marks.sort((a, b) => a.size - b.size)
  return marks.map((mark, index) => ({ ...mark, after: marks[index - 1]?.size ?? 0 }))
}

/** The file beside the database names the newest checkpoint, so it has to be one of those in it. */
function rememberedMark(
  { checkpoints, remembered }: { checkpoints: Facts['checkpoints']; remembered: string | null },
  verifier: NoteVerifier,
): Mark | Extract<LedgerVerdict, { valid: false }> | null {
  if (remembered === null) {
    // A crash between the two writes leaves the first without its file, never a later one.
    return checkpoints.length > 1 ? wrong('remembered-forged', null) : null
  }
  const checkpoint = openCheckpoint(remembered, verifier)
  if (checkpoint === null) return wrong('remembered-forged', null)
  if (!checkpoints.some(({ size }) => size === checkpoint.size))
    return wrong('checkpoint-missing', null, checkpoints.length + 1)
  return { ...checkpoint, number: null, after: 0, mismatch: 'remembered-mismatch' }
}

/** A checkpoint over more entries than there are: the end was cut off. */
function marksBeyond(marks: readonly Mark[], size: number): LedgerVerdict | null {
  const beyond = marks.find((mark) => mark.size > size)
  if (beyond === undefined) return null
  return { ...wrong('entries-cut-off', size + 1, beyond.number), until: beyond.size }
}

interface EntryRow {
  seq: number
  entry: string
  /** The leaf's hash as it was stored. */
  stored: Buffer | null
}

const rowsAtOnce = 200

function entriesAfter(database: DurableDatabase, seq: number): EntryRow[] {
  return database.run((connection) =>
    connection
      .prepare<[number, number], EntryRow>(
        `SELECT seq, entry, hash AS stored FROM ledger_entry
         LEFT JOIN ledger_node ON level = 0 AND position = seq - 1
         WHERE seq > ? ORDER BY seq LIMIT ?`,
      )
      .all(seq, rowsAtOnce),
  )
}

/** The stored hashes of subtrees, which later entries build on: each as recomputed, and none beyond. */
function treeOf(
  database: DurableDatabase,
  nodes: ReadonlyMap<string, Buffer>,
  size: number,
): LedgerVerdict | null {
  return database.run((connection) => {
    const rows = connection
      .prepare<[number], { level: number; position: number; hash: Buffer }>(
        'SELECT level, position, hash FROM ledger_node WHERE (position + 1) * (1 << level) <= ?',
      )
      .all(size)
    const changed = rows.find(({ level, position, hash }) => !nodes.get(`${level} ${position}`)?.equals(hash))
    if (changed !== undefined) return wrong('tree-changed', changed.position * 2 ** changed.level + 1)
    if (rows.length < nodes.size) return wrong('tree-changed', null)
    const entries = connection
      .prepare<[], { leaves: number; entries: number }>(
        `SELECT (SELECT count(*) FROM ledger_node WHERE level = 0) AS leaves,
                (SELECT count(*) FROM ledger_entry) AS entries`,
      )
      .get()
    if (entries !== undefined && entries.leaves > entries.entries)
      return wrong('entries-cut-off', entries.entries + 1)
    return null
  })
}

function wrong(problem: LedgerProblem, seq: number | null, checkpoint: number | null = null) {
  return { valid: false as const, problem, seq, until: null, checkpoint }
}
