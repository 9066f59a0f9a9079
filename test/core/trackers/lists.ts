/** Makes tables of hosts and choices of an office for tests of trackers. */

import type { TrackersInForce } from '../../../gateway/core/trackers/compile.ts'
import {
  createHostLookup,
  HostTableBuilder,
  type ListedHost,
} from '../../../gateway/core/trackers/host-table.ts'
import { type ListCounts, ListReader } from '../../../gateway/core/trackers/list-reader.ts'
import type { TrackerSettings } from '../../../gateway/core/trackers/model.ts'

const seed = { high: 0x51ed270b, low: 0x2545f491 }

/** Reads each text as a list of its own, in pieces of so many bytes. */
export function readLists(texts: readonly (string | Uint8Array)[], pieceBytes = 65_536) {
  const builder = new HostTableBuilder(seed)
  const counts = texts.map((text, list): ListCounts => {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text
    const reader = new ListReader((rule) => builder.add(rule, list))
    for (let at = 0; at < bytes.length; at += pieceBytes) reader.push(bytes.subarray(at, at + pieceBytes))
    return reader.end()
  })
  const table = builder.finish()
  const lookUp: (host: string) => ListedHost | null = createHostLookup(table)
  return { table, counts, lookUp }
}

const nothing = { gpc: false, parameters: false, block: false }

/** One list `ads`, and for everybody whatever `changes` say. */
export function trackers(list: string, changes: Partial<TrackerSettings> = {}): TrackersInForce {
  return {
    settings: {
      groups: [],
      others: nothing,
      except: [],
      parameters: { names: ['utm_*', 'gclid'], untouched: ['state', 'code'], exceptions: [] },
      ...changes,
    },
    lists: { names: ['ads'], table: readLists([list]).table },
  }
}
