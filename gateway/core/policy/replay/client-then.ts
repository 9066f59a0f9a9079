/** As whom a recorded client counted at that time: its machine's groups, its device, and that nobody had decided about it. */
import { deviceNote } from '../../client/machine-name.ts'
import type { ExchangeRecord } from '../../journal.ts'
import { clientInRules, readClient } from '../../login/client-name.ts'
import type { ConnectionDecision } from '../verdict.ts'
import type { Possible } from './draft.ts'

const groupNote = 'in-group:'

export function clientThen({ client, notes }: ExchangeRecord): string {
  const groups = notes.flatMap((note) => (note.startsWith(groupNote) ? [note.slice(groupNote.length)] : []))
  const known = readClient(client)
  const device = known.device ?? notes.find((note) => note.startsWith(deviceNote)) ?? null
  return clientInRules({ ...known, device, groups })
}

/** What another policy would intercept passes unread all the same: that is decided beside the rules. */
export function unlessUnknown(
  { notes }: ExchangeRecord,
  asked: Possible<ConnectionDecision>,
): Possible<ConnectionDecision> {
  if (!notes.includes('machine-unknown')) return asked
  const answers = asked.answers.map(
    (one): ConnectionDecision => (one.action === 'intercept' ? { ...one, action: 'tunnel' } : one),
  )
  return { ...asked, answers }
}
