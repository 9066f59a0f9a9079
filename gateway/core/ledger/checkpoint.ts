/** A checkpoint: the ledger's size and root in a signed note (C2SP tlog-checkpoint) that can leave the box. */
import { type NoteVerifier, openNote, signNote } from './signed-note.ts'
import type { Signer } from './signer.ts'

export interface Checkpoint {
  /** Which ledger: the name of its signer. */
  origin: string
  size: number
  /** 32 bytes. */
  root: Buffer
}

/** Origin, size, root, each on a line, and the signature below. */
export function signCheckpoint(size: number, root: Uint8Array, signer: Signer): string {
  return signNote(`${signer.name}\n${size}\n${Buffer.from(root).toString('base64')}\n`, signer)
}

/** Null where the note is not signed by this ledger, or is no checkpoint of it. */
export function openCheckpoint(note: string, verifier: NoteVerifier): Checkpoint | null {
  const text = openNote(note, verifier)
  if (text === null) return null
  const [origin, size, root] = text.split('\n')
  if (origin !== verifier.name || !/^(?:0|[1-9]\d{0,14})$/.test(size ?? '')) return null
  if (!/^[A-Za-z0-9+/]{43}=$/.test(root ?? '')) return null
  return { origin, size: Number(size), root: Buffer.from(root ?? '', 'base64') }
}
