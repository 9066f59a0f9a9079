/** The two small files by which the gateway tells the rules of machines, and hears whether it was followed. */
import { GatewayError } from '../core/errors.ts'
import {
  type MachineNote,
  readMachineNote,
  readSyncReceipt,
  type SyncReceipt,
  writeMachineNote,
  writeSyncReceipt,
} from '../core/network/machine-note.ts'
import { MiB } from '../core/units.ts'
import { readNoteFile, replaceNoteFile } from './note-file.ts'

export interface MachineFiles {
  /** Written by the gateway, read by whoever may change the rules. */
  note: string
  /** The other way. */
  receipt: string
}

/** Three lists at their longest take 1.5 MB. */
const mostBytes = 2 * MiB

/** null where nobody was ever told of. Throws NETWORK_MACHINES_REFUSED for what is not to be followed. */
export async function readMachines({ note }: MachineFiles): Promise<MachineNote | null> {
  const read = await readNoteFile(note, { mostBytes })
  if (read === null) return null
  if (!read.ok) throw refused(note, read.reason, read.cause)
  const machines = readMachineNote(read.text)
  if (machines === null) throw refused(note, 'it does not hold what the gateway writes')
  return machines
}

/** Rejects where it cannot be written. */
export async function writeMachines({ note }: MachineFiles, machines: MachineNote): Promise<void> {
  await replaceNoteFile(note, writeMachineNote(machines))
}

/** null where there is none that can be read. */
export async function readReceipt({ receipt }: MachineFiles): Promise<SyncReceipt | null> {
  const read = await readNoteFile(receipt, { mostBytes: 1024 })
  return read?.ok === true ? readSyncReceipt(read.text) : null
}

/** The gateway may be another user, and names nobody in it. What cannot be written leaves the gateway asking. */
export async function writeReceipt({ receipt }: MachineFiles, said: SyncReceipt): Promise<void> {
  await replaceNoteFile(receipt, writeSyncReceipt(said), 0o644).catch(() => {})
}

function refused(file: string, reason: string, cause?: unknown): GatewayError {
  const hint =
    'The rules go on holding back whom they held back. The gateway writes the note anew within seconds; where it does not run, start it. If this comes back, somebody else writes to the data folder: see who.'
  return new GatewayError('NETWORK_MACHINES_REFUSED', { file, reason }, { hint, cause })
}
