/** Keeps the newest checkpoint beside the database, so that a ledger cut short in the database itself is noticed. */
import { readFileSync } from 'node:fs'
import { GatewayError } from '../core/errors.ts'
import { openCheckpoint } from '../core/ledger/checkpoint.ts'
import { type NodeReader, rootOf } from '../core/ledger/merkle.ts'
import type { NoteVerifier } from '../core/ledger/signed-note.ts'
import { nodeFiles, replaceFile } from '../keyring/file-layer.ts'
import { storeError } from './store-error.ts'

export function rememberedPath(databaseFile: string): string {
  return `${databaseFile}.checkpoint`
}

/** The note; null where there is none. */
export function readRemembered(databaseFile: string): string | null {
  try {
    return readFileSync(rememberedPath(databaseFile), 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw storeError(error, databaseFile)
  }
}

/** Durable when it returns. Throws STORE_FULL or STORE_READ_ONLY. */
export function remember(databaseFile: string, note: string): void {
  if (readRemembered(databaseFile) === note) return
  try {
    replaceFile(nodeFiles, rememberedPath(databaseFile), Buffer.from(note))
  } catch (error) {
    throw storeError(error instanceof GatewayError ? error.cause : error, databaseFile)
  }
}

/**
 * Throws LEDGER_INVALID where the ledger is not a continuation of what was remembered: before that is looked into, no
 * newer checkpoint may cover it up.
 */
export function assertGrownFrom(
  note: string | null,
  tree: { size: number; node: NodeReader },
  verifier: NoteVerifier,
): void {
  if (note === null) return
  const remembered = openCheckpoint(note, verifier)
  const fits =
    remembered !== null &&
    remembered.size <= tree.size &&
    rootOf(remembered.size, tree.node).equals(remembered.root)
  if (fits) return
  throw new GatewayError(
    'LEDGER_INVALID',
    { remembered: remembered?.size ?? 0, entries: tree.size },
    {
      hint: 'Run `gatehouse ledger verify`. If the database was put back from a backup, keep its .checkpoint file elsewhere and remove it here.',
    },
  )
}
