/** Reads the file of tracking parameters and the lists of trackers' hosts. */
import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { GatewayError } from '../gateway/core/errors.ts'
import { type HostRule, maxHosts } from '../gateway/core/trackers/host-table.ts'
import { type ListCounts, ListReader } from '../gateway/core/trackers/list-reader.ts'
import { type TrackingParameters, trackingParametersSchema } from '../gateway/core/trackers/model.ts'
import { MiB } from '../gateway/core/units.ts'
import { type LoadedFile, loadChecked } from './load-policy.ts'
import { readNamedFile } from './read-file.ts'

const shippedParameters = fileURLToPath(new URL('./trackers.yaml', import.meta.url))

/** `file` null: the shipped one. Throws CONFIG_INVALID (an InvalidFileError), CONFIG_NOT_FOUND, CONFIG_UNREADABLE. */
export function loadTrackingParameters(file: string | null): Promise<LoadedFile<TrackingParameters>> {
  return loadChecked(file ?? shippedParameters, trackingParametersSchema, {
    code: 'CONFIG_INVALID',
    missing: 'Correct trackers.parametersFile in the configuration; null takes the shipped one.',
  })
}

interface ReadList extends ListCounts {
  /** Of the file, as `LoadedFile` has it. */
  version: string
}

/** Two million hosts have room in it, with comments. */
const maxListBytes = 64 * MiB
/** So much is read before whoever waits has a turn. */
const pieceBytes = 64 * 1024

/** The mark of the file as it lies there, without a look at what it says; null where it cannot be read. */
export async function trackerListVersion(file: string): Promise<string | null> {
  const bytes = await readNamedFile(file, maxListBytes).catch(() => null)
  return bytes === null ? null : versionOf(bytes)
}

/** Hands each rule to `take`, which says whether there was room. Throws CONFIG_INVALID for what is no list, with `path`. */
export async function readTrackerList(
  { file, path }: { file: string; path: string },
  take: (rule: HostRule) => boolean,
): Promise<ReadList> {
  const mistake = (what: string, cause?: unknown) =>
    new GatewayError('CONFIG_INVALID', { path, file }, { hint: `Correct ${path}: ${what}.`, cause })
  const bytes = await readNamedFile(file, maxListBytes).catch((cause: unknown) => {
    throw mistake(whyUnreadable(cause), cause)
  })
  if (bytes.length > maxListBytes) throw mistake(`the list is longer than ${maxListBytes / MiB} MiB`)
  let rules = 0
  const reader = new ListReader((rule) => {
    rules += 1
    return take(rule)
  })
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    reader.push(bytes.subarray(at, at + pieceBytes))
    await nextTurn()
  }
  const counts = reader.end()
  if (reader.isFull) throw mistake(`the lists name more than ${maxHosts} hosts together`)
  if (rules === 0)
    throw mistake(
      `no line of the list names a host as \`0.0.0.0 host\` or \`||host^\` (lines that say something else: ${counts.notApplied})`,
    )
  return { ...counts, version: versionOf(bytes) }
}

function versionOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12)
}

function whyUnreadable(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : ''
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file'
  // readNamedFile's word for what is no regular file.
  if (code === 'EINVAL') return 'what stands there is a folder or a device, not a file'
  return 'the file cannot be read; let the user that runs Gatehouse read it'
}
