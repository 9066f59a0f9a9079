/** Says which machine a record is of, by the name that it has now: the journal itself keeps no names. */
import type { ExchangeRecord } from '../journal.ts'
import type { ClientRecord } from './client.ts'

const note = 'machine:'
/** Behind it the name of the device whose certificate a user's machine showed: the client as rules name it. */
export const deviceNote = 'device:'

/** Ids and names of those that have one. */
export function namesOf(clients: readonly Pick<ClientRecord, 'id' | 'name'>[]): Map<string, string> {
  return new Map(clients.flatMap(({ id, name }) => (name === null ? [] : [[id, name] as const])))
}

/** Its id; null where the machine was not known then. */
export function machineIn({ notes }: Pick<ExchangeRecord, 'notes'>): string | null {
  return notes.find((one) => one.startsWith(note))?.slice(note.length) ?? null
}

/** Null where the machine was not known then, or has no name. */
export function machineName(
  record: Pick<ExchangeRecord, 'notes'>,
  names: ReadonlyMap<string, string>,
): string | null {
  return names.get(machineIn(record) ?? '') ?? null
}
