/** The ledger: notes what was done so that a later change, removal or reordering shows, and signs checkpoints of it. */
import { randomBytes } from 'node:crypto'
import { signCheckpoint } from '../core/ledger/checkpoint.ts'
import type { LedgerNote } from '../core/ledger/entry.ts'
import { appendLeaf, leafHash, type NodeReader, rootOf } from '../core/ledger/merkle.ts'
import { consistencyProof } from '../core/ledger/merkle-proof.ts'
import { createSigner, type Signer } from '../core/ledger/signer.ts'
import { entryText, isAbout, parseEntry, type StoredEntry, saltLength } from '../core/ledger/stored-entry.ts'
import type { Clock, Ledger } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import type { DurableDatabase } from './ledger-database.ts'
import { assertGrownFrom, readRemembered, remember } from './ledger-remembered.ts'
import type { LedgerCheckpointTable, LedgerEntryTable } from './schema-ledger.ts'

export interface LedgerLine extends StoredEntry {
  /** What it is about, where the salt is there and one of the asked-for names fits. */
  subjectName: string | null
  /** True where the salt was erased: nobody can tell any more. */
  erased: boolean
}

export interface StoredCheckpoint {
  number: number
  at: number
  size: number
  /** The signed note. */
  note: string
}

export interface LedgerQuery {
  limit: number
  /** Entries older than this one. */
  before?: number | null
  /** Only entries about this, as a device's name or a sweep's id. */
  subject?: string | null
}

export interface StoredLedger extends Ledger {
  readonly signer: Pick<Signer, 'name' | 'publicKey'>
  readonly size: number
  /** When the newest entry that is younger than `after` was written; null where there is none. */
  newestAt(after: number): number | null
  /** When the oldest was. */
  oldestAt(): number | null
  /** Newest first. `names`: what subjects are looked for among. */
  list(query: LedgerQuery, names?: readonly string[]): LedgerLine[]
  entryText(seq: number): string | null
  /** Signs the ledger as it is; the last one where nothing was added since. Throws LEDGER_INVALID where it shrank. */
  checkpoint(): StoredCheckpoint
  /** Throws LEDGER_INVALID where it is no continuation of what was remembered beside the database. */
  assertGrown(): void
  checkpoints(): StoredCheckpoint[]
  lastCheckpoint(): StoredCheckpoint | null
  /** RFC 6962 §2.1.2: that the ledger of `size` entries continues that of `oldSize`. */
  consistency(oldSize: number, size: number): Buffer[]
  /** Cuts the link between entries and this subject; returns how many. The entries stay. */
  forgetSubject(subject: string): number
}

export interface LedgerOptions {
  database: DurableDatabase
  /** 32 bytes: the keyring's `ledger` key. */
  seed: Secret
  clock: Clock
}

export function openLedger({ database, seed, clock }: LedgerOptions): StoredLedger {
  return new SqliteLedger(database, createSigner(seed.reveal()), clock)
}

class SqliteLedger implements StoredLedger {
  readonly signer: Signer
  readonly #database: DurableDatabase
  readonly #clock: Clock

  constructor(database: DurableDatabase, signer: Signer, clock: Clock) {
    this.#database = database
    this.signer = signer
    this.#clock = clock
  }

  get size(): number {
    return this.#number('SELECT max(seq) AS value FROM ledger_entry') ?? 0
  }

  append(note: LedgerNote): void {
    this.#database.transact((database) => {
      const size = this.size
      const salt = randomBytes(saltLength)
      const entry = entryText({ seq: size + 1, at: Math.round(this.#clock.now()), note, salt })
      database
        .prepare('INSERT INTO ledger_entry (seq, entry, salt) VALUES (?, ?, ?)')
        .run(size + 1, entry, salt)
      const addNode = database.prepare('INSERT INTO ledger_node (level, position, hash) VALUES (?, ?, ?)')
      for (const { level, position, hash } of appendLeaf(size, leafHash(Buffer.from(entry)), this.#node))
        addNode.run(level, position, hash)
    })
  }

  newestAt(after: number): number | null {
    return this.#number(
      `SELECT max(json_extract(entry, '$.at')) AS value FROM ledger_entry WHERE seq > ? AND json_valid(entry)`,
      after,
    )
  }

  oldestAt(): number | null {
    return this.#number(
      `SELECT json_extract(entry, '$.at') AS value FROM ledger_entry WHERE seq = 1 AND json_valid(entry)`,
    )
  }

  list({ limit, before, subject }: LedgerQuery, names: readonly string[] = []): LedgerLine[] {
    const found: LedgerLine[] = []
    for (let below = before ?? this.size + 1; below > 1 && found.length < limit; ) {
      const rows = this.#rowsBelow(below, pageRows)
      if (rows.length === 0) break
      for (const row of rows) {
        below = row.seq
        const line = lineOf(row, subject == null ? names : [subject])
        if (line === null || (subject != null && line.subjectName === null)) continue
        found.push(line)
        if (found.length === limit) break
      }
    }
    return found
  }

  entryText(seq: number): string | null {
    return this.#database.run(
      (database) =>
        database.prepare<[number], { entry: string }>('SELECT entry FROM ledger_entry WHERE seq = ?').get(seq)
          ?.entry ?? null,
    )
  }

  checkpoint(): StoredCheckpoint {
    const made = this.#database.transact((database) => {
      this.assertGrown()
      const { size } = this
      const last = this.lastCheckpoint()
      if (last !== null && last.size === size) return last
      const note = signCheckpoint(size, rootOf(size, this.#node), this.signer)
      const row = { number: (last?.number ?? 0) + 1, at: Math.round(this.#clock.now()), size, note }
      database
        .prepare('INSERT INTO ledger_checkpoint (number, at, size, note) VALUES (?, ?, ?, ?)')
        .run(row.number, row.at, row.size, row.note)
      return row
    })
    remember(this.#database.file, made.note)
    return made
  }

  assertGrown(): void {
    assertGrownFrom(readRemembered(this.#database.file), { size: this.size, node: this.#node }, this.signer)
  }

  checkpoints(): StoredCheckpoint[] {
    return this.#database.run((database) =>
      database
        .prepare<[], LedgerCheckpointTable>(
          'SELECT number, at, size, note FROM ledger_checkpoint ORDER BY number',
        )
        .all(),
    )
  }

  lastCheckpoint(): StoredCheckpoint | null {
    return this.#database.run(
      (database) =>
        database
          .prepare<[], LedgerCheckpointTable>(
            'SELECT number, at, size, note FROM ledger_checkpoint ORDER BY number DESC LIMIT 1',
          )
          .get() ?? null,
    )
  }

  consistency(oldSize: number, size: number): Buffer[] {
    return consistencyProof(oldSize, size, this.#node)
  }

  forgetSubject(subject: string): number {
    return this.#database.transact((database) => {
      const erase = database.prepare('UPDATE ledger_entry SET salt = NULL WHERE seq = ?')
      const about = this.list({ limit: Number.MAX_SAFE_INTEGER, subject })
      for (const { seq } of about) erase.run(seq)
      return about.length
    })
  }

  readonly #node: NodeReader = (level, position) =>
    this.#database.run((database) => {
      const row = database
        .prepare<[number, number], { hash: Buffer }>(
          'SELECT hash FROM ledger_node WHERE level = ? AND position = ?',
        )
        .get(level, position)
      if (row === undefined) throw new RangeError('the ledger lacks a node of its tree')
      return row.hash
    })

  #rowsBelow(seq: number, limit: number): LedgerEntryTable[] {
    return this.#database.run((database) =>
      database
        .prepare<[number, number], LedgerEntryTable>(
          'SELECT seq, entry, salt FROM ledger_entry WHERE seq < ? ORDER BY seq DESC LIMIT ?',
        )
        .all(seq, limit),
    )
  }

  #number(sql: string, ...values: number[]): number | null {
    return this.#database.run(
      (database) => database.prepare<number[], { value: number | null }>(sql).get(...values)?.value ?? null,
    )
  }
}

const pageRows = 200

/** Null for an entry that was tampered with: `ledger verify` says so. */
function lineOf({ entry, salt }: LedgerEntryTable, names: readonly string[]): LedgerLine | null {
  const parsed = parseEntry(entry)
  if (parsed === null) return null
  const subjectName = names.find((name) => isAbout(parsed, name, salt)) ?? null
  return { ...parsed, subjectName, erased: salt === null }
}
