/** Writes and reads signed notes (C2SP signed-note): plain text with signature lines below that any log tool checks. */
import { createHash } from 'node:crypto'
import { type Signer, verifySignature } from './signer.ts'

/** Who may have signed: a name and its Ed25519 key. */
export interface NoteVerifier {
  name: string
  publicKey: Uint8Array
}

/** `text` ends with a newline and has no empty line at its end. */
export function signNote(text: string, signer: Signer): string {
  const keyed = Buffer.concat([keyId(signer), signer.sign(Buffer.from(text))])
  return `${text}\n— ${signer.name} ${keyed.toString('base64')}\n`
}

/** The text of a note that this verifier signed; null where it did not, or where it is no note. */
export function openNote(note: string, verifier: NoteVerifier): string | null {
  if (note.length > maxNoteLength) return null
  const border = note.lastIndexOf('\n\n')
  if (border < 0 || !note.endsWith('\n')) return null
  const text = note.slice(0, border + 1)
  const lines = note.slice(border + 2, -1).split('\n')
  const signatures = lines.map((line) => /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line))
  if (signatures.some((found) => found === null)) return null
  // Signatures of others stand beside it by design: witnesses add theirs.
  const isOurs = signatures.some((found) => {
    if (found?.[1] !== verifier.name) return false
    const keyed = Buffer.from(found[2] ?? '', 'base64')
    return (
      keyed.subarray(0, keyIdLength).equals(keyId(verifier)) &&
      verifySignature(verifier.publicKey, Buffer.from(text), keyed.subarray(keyIdLength))
    )
  })
  return isOurs ? text : null
}

/** The verifier as one line, as tools of transparency logs take it: `<name>+<id>+<key>`. */
export function verifierKey(verifier: NoteVerifier): string {
  const key = Buffer.concat([ed25519, verifier.publicKey]).toString('base64')
  return `${verifier.name}+${keyId(verifier).toString('hex')}+${key}`
}

/** Reads `verifierKey`'s form; null where it is none, or its parts do not fit. */
export function parseVerifierKey(line: string): NoteVerifier | null {
  const parts = /^([^\s+]{1,200})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(line)
  if (parts === null) return null
  const key = Buffer.from(parts[3] ?? '', 'base64')
  const verifier = { name: parts[1] ?? '', publicKey: key.subarray(1) }
  return key[0] === ed25519[0] && keyId(verifier).toString('hex') === parts[2] ? verifier : null
}

/** C2SP signed-note, "Signatures": the first four bytes of SHA-256 over name, newline, algorithm and key. */
function keyId({ name, publicKey }: NoteVerifier): Buffer {
  const hash = createHash('sha256').update(`${name}\n`).update(ed25519).update(publicKey).digest()
  return hash.subarray(0, keyIdLength)
}

const ed25519 = Buffer.of(1)
const keyIdLength = 4
const maxNoteLength = 64 * 1024
