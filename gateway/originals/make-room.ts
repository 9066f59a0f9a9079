/** Makes room for what one worker hands over: the oldest of its own go first, and nothing of another that is within its share. */
import { type Part, shareOf, whoGivesWay } from '../core/original/share.ts'
import type { OriginalsOfWorker } from '../store/original-register.ts'
import { showPaused } from './paused.ts'
import type { OriginalParts, OriginalSettings } from './room.ts'

/** What is listed, also of what was not kept. */
const mostListed = 10_000
/** Removed at once. */
const mostAtOnce = 50

/** Whose it is, of those that hand over now. */
export interface Handing {
  worker: string
  workers: readonly string[]
}

/** False where it cannot be had: no single file may take all of a share, and the disk is the office's. */
export async function makeRoom(
  parts: OriginalParts,
  bytes: number,
  { worker, workers, maxTotalBytes, minFreeBytes }: OriginalSettings & Handing,
): Promise<boolean> {
  if (bytes > shareOf(maxTotalBytes, workers.length)) return false
  if ((await parts.folder.freeBytes()) - bytes < minFreeBytes) {
    showPaused(parts, new Error('too little room'))
    return false
  }
  for (;;) {
    const held = partsBy(parts, (each) => each.bytes)
    const giving = whoGivesWay(held, { worker, workers, more: bytes, most: maxTotalBytes })
    if (giving === null) return true
    if (!(await dropOldest(parts, giving, { kept: true, sizeOf: (sealedBytes) => sealedBytes }))) return false
  }
}

/** After one was entered. */
export async function shortenList(parts: OriginalParts, { worker, workers }: Handing): Promise<void> {
  for (;;) {
    const lines = partsBy(parts, ({ listed }) => listed)
    const giving = whoGivesWay(lines, { worker, workers, more: 0, most: mostListed })
    if (giving === null || !(await dropOldest(parts, giving, { kept: false, sizeOf: () => 1 }))) return
  }
}

function partsBy({ register }: OriginalParts, has: (each: OriginalsOfWorker) => number): Part[] {
  return register.byWorker().map((each) => ({ worker: each.worker, has: has(each) }))
}

/** Files first: what is cut off between the two leaves rows, which name what is still to be removed. False where there was none. */
async function dropOldest(
  { register, folder }: OriginalParts,
  { worker, by }: { worker: string; by: number },
  { kept, sizeOf }: { kept: boolean; sizeOf(sealedBytes: number): number },
): Promise<boolean> {
  const ids: string[] = []
  let found = 0
  for (const { id, locked } of register.oldest(mostAtOnce, { worker, kept })) {
    if (found >= by) break
    ids.push(id)
    found += sizeOf(locked?.sealedBytes ?? 0)
  }
  await folder.remove(ids)
  register.remove(ids)
  return ids.length > 0
}
