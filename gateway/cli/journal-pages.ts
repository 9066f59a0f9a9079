/** Hands a command the journal to read through: the running gateway's, or the file of a stopped one. */
import type { JournalPages } from '../app/journal-walk.ts'
import type { Call } from './command.ts'
import type { Whereabouts } from './configuration.ts'
import type { ControlClient } from './control-client.ts'
import { withData } from './data-access.ts'

/** null where Ctrl-C was pressed. Throws what `withData` throws, and the store's errors. */
export async function withJournal<Result>(
  call: Call,
  place: Whereabouts,
  read: (journal: JournalPages) => Promise<Result>,
): Promise<Result | null> {
  try {
    return await openJournal(call, place, read)
  } catch (error) {
    if (!call.signal.aborted) throw error
    call.terminal.note('Stopped before the end: nothing was summed up.')
    return null
  } finally {
    call.terminal.progress('')
  }
}

function openJournal<Result>(
  call: Call,
  place: Whereabouts,
  read: (journal: JournalPages) => Promise<Result>,
): Promise<Result> {
  return withData(call, place, {
    running: async (client) => read(await askingPages(client)),
    stopped: async (paths) => {
      const { openStoppedJournal } = await import('./stopped-journal.ts')
      await using journal = await openStoppedJournal(place.config, paths)
      return await read(journal)
    },
  })
}

async function askingPages(client: ControlClient): Promise<JournalPages> {
  const { journalPage, journalTotals } = await import('../api/schemas.ts')
  return {
    list(query) {
      const asked = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])
      return client.get(`/api/v1/journal?${new URLSearchParams(asked)}`, journalPage)
    },
    totals: (since) => client.get(`/api/v1/journal/totals?since=${since}`, journalTotals),
  }
}

/** Tells whoever watches how far it is. */
export function progressOf(call: Call, since: number, until: number) {
  return (records: number, at: number): void => {
    const share = Math.min(1, Math.max(0, (until - at) / Math.max(1, until - since)))
    call.terminal.progress(`${records} exchanges read, ${Math.floor(100 * share)} % of the time`)
  }
}
