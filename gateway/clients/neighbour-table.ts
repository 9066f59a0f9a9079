/** Asks the kernel which network card answers for which address, and never for more than fits. */
import { type Neighbour, readNeighbours } from '../core/client/neighbours.ts'
import { MiB, secondMs } from '../core/units.ts'
import { findProgram, runProgram } from '../ops/system-program.ts'

/** Why it cannot be said. */
export type TableTrouble = 'no-program' | 'failed' | 'too-long'

export type NeighbourTable = { ok: true; lines: readonly Neighbour[] } | { ok: false; why: TableTrouble }

/** A line takes about 130 bytes: 8000 of them. The kernel keeps 1024, unless it was told otherwise (`gc_thresh3`). */
const maxBytes = MiB
const timeoutMs = 5 * secondMs
/** Each is a program that is started. */
const mostOneByOne = 50

/** Of all addresses, or of one. */
export async function readNeighbourTable(address?: string): Promise<NeighbourTable> {
  const program = findProgram('ip')
  if (program === null) return { ok: false, why: 'no-program' }
  try {
    const ended = await runProgram(
      program,
      ['-j', 'neigh', 'show', ...(address === undefined ? [] : ['to', address])],
      { maxBytes, timeoutMs },
    )
    const lines = ended.code === 0 ? readNeighbours(ended.stdout) : null
    if (lines !== null) return { ok: true, lines }
    // Without a code it was ended from here.
    return { ok: false, why: ended.code === null ? 'too-long' : 'failed' }
  } catch {
    return { ok: false, why: 'failed' }
  }
}

/** In a flood nobody reads all of the table, but whoever comes is still looked for: one in quarantine may be among them. */
export async function linesOf(
  wanted: readonly string[],
  why: TableTrouble,
  readTable: typeof readNeighbourTable,
): Promise<readonly Neighbour[]> {
  if (why !== 'too-long') return []
  const found: Neighbour[] = []
  for (const address of wanted.slice(0, mostOneByOne)) {
    const table = await readTable(address)
    if (table.ok) found.push(...table.lines)
  }
  return found
}
