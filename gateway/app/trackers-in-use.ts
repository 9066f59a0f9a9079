/** Reads what is done against trackers as the configuration says it: parameters, and every list of hosts. */
import { createHash, randomBytes } from 'node:crypto'
import { loadTrackingParameters, readTrackerList, trackerListVersion } from '../../config/load-trackers.ts'
import type { Config } from '../../config/schema.ts'
import { type GatewayError, isGatewayError } from '../core/errors.ts'
import type { TrackersInForce } from '../core/trackers/compile.ts'
import { countsOf, type HostTable, HostTableBuilder } from '../core/trackers/host-table.ts'
import type { TrackerChoice, TrackerSettings } from '../core/trackers/model.ts'

/** What one list came to. */
export interface TrackerList {
  name: string
  file: string
  /** Changes whenever the file does. */
  version: string
  hosts: number
  exceptions: number
  /** Lines that say something else than which hosts there are. */
  notApplied: number
  /** Numbers of the first of them. */
  firstNotApplied: readonly number[]
}

/** A list that could not be used. */
export interface RefusedList {
  name: string
  /** Names its key and file. */
  why: GatewayError
}

export interface TrackersInUse {
  /** null where nothing is done for anybody. */
  inForce: TrackersInForce | null
  lists: readonly TrackerList[]
  /** The lists that were left out. */
  refused: readonly RefusedList[]
  /** The hosts of the lists. */
  table: HostTable
  /** Changes whenever any of it does; '' where nothing is done. */
  version: string
}

/** What is known of lists once they were read. */
export type ReadLists = Pick<TrackersInUse, 'lists' | 'refused' | 'table'>

/**
 * `former`: what was read before, which is taken again where no file changed. Throws CONFIG_INVALID, CONFIG_NOT_FOUND or
 * CONFIG_UNREADABLE for the file of parameters; a bad list is left out.
 */
export async function trackersInUse(
  { trackers, office }: Config,
  former: ReadLists | null = null,
): Promise<TrackersInUse> {
  const parameters = await loadTrackingParameters(trackers.parametersFile)
  const isFormer = former !== null && (await areUnchanged(trackers.lists, former))
  const { table, lists, refused } = isFormer ? former : await readLists(trackers.lists)
  const { untouched, exceptions } = parameters.value
  const settings: TrackerSettings = {
    groups: Object.entries(trackers.groups).map(([name, choice]) => ({
      name,
      clients: office.clientGroups[name] ?? [],
      choice,
    })),
    others: trackers.others,
    except: trackers.except,
    parameters: { names: parameters.value.parameters.flatMap(({ names }) => names), untouched, exceptions },
  }
  if (![trackers.others, ...Object.values(trackers.groups)].some(doesAnything))
    return { inForce: null, lists, refused, table, version: '' }
  const marks = [JSON.stringify(settings), ...lists.map(({ name, version }) => `${name} ${version}`)]
  return {
    inForce: { settings, lists: { names: lists.map(({ name }) => name), table } },
    lists,
    refused,
    table,
    version: createHash('sha256').update(marks.join('\n')).digest('hex'),
  }
}

export function doesAnything({ gpc, parameters, block }: TrackerChoice): boolean {
  return gpc || parameters || block
}

/** Workers need not be sent again what they have: a million hosts are megabytes for each. */
async function areUnchanged(
  lists: Config['trackers']['lists'],
  { lists: read, refused }: ReadLists,
): Promise<boolean> {
  if (refused.length > 0 || read.length !== lists.length) return false
  for (const [index, { name, file }] of lists.entries()) {
    const known = read[index]
    if (known?.name !== name || known.file !== file) return false
    if ((await trackerListVersion(file)) !== known.version) return false
  }
  return true
}

/** One after the other: each gets the number of its place among those that can be used. */
async function readLists(lists: Config['trackers']['lists']): Promise<ReadLists> {
  const drawn = randomBytes(8)
  const builder = new HostTableBuilder({ high: drawn.readUInt32LE(0), low: drawn.readUInt32LE(4) })
  const read: Omit<TrackerList, 'hosts' | 'exceptions'>[] = []
  const refused: RefusedList[] = []
  for (const [index, { name, file }] of lists.entries()) {
    const before = builder.length
    try {
      const path = `trackers.lists[${index}].file`
      const list = await readTrackerList({ file, path }, (rule) => builder.add(rule, read.length))
      read.push({ ...list, name, file })
    } catch (error) {
      if (!isGatewayError(error)) throw error
      builder.backTo(before)
      refused.push({ name, why: error })
    }
  }
  const table = builder.finish()
  const counts = countsOf(table, read.length)
  const nothing = { hosts: 0, exceptions: 0 }
  return { table, lists: read.map((list, index) => ({ ...list, ...(counts[index] ?? nothing) })), refused }
}
