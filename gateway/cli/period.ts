/** Reads which time a question about the journal is about, and refuses times of which there can be nothing. */
import { type Call, type Option, textOption, usage } from './command.ts'
import { timeNamed } from './times.ts'

export const periodOptions: Readonly<Record<string, Option>> = {
  since: {
    type: 'string',
    value: 'TIME',
    text: 'exchanges that began then or later: 2026-11-22, 2026-11-22T14:00, or 30min, 2h, 7d ago (7d)',
  },
  until: { type: 'string', value: 'TIME', text: 'and before this (now)' },
}

/** Milliseconds since 1970. Throws USAGE. */
export function periodOf(call: Call): { since: number; until: number } {
  const now = Date.now()
  const since = timeNamed('since', textOption(call, 'since') ?? '7d', now)
  const named = textOption(call, 'until')
  const until = named === null ? now : timeNamed('until', named, now)
  if (since >= now)
    throw usage('--since lies in the future.', 'Nothing is recorded yet of that time: name an earlier one.')
  if (until <= since)
    throw usage('--until is not after --since.', 'Name a later --until, or an earlier --since.')
  return { since, until }
}
