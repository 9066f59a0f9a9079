/** Keeps beside the database what is missing from it, in room set aside while the disk still had some. */
import { constants, readFileSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { z } from 'zod'
import type { Gap } from './journal-writer.ts'

export interface GapFile {
  /** What an earlier process could not write into the database. */
  read(): Gap | null
  /** Null once all is in the database. Never rejects: this is the last place there is. */
  keep(gap: Gap | null): Promise<void>
}

/** One block of the usual file systems: what was written once is overwritten in place, also where no block is free. */
const reservedBytes = 4096

export function openGapFile(database: string): GapFile {
  const path = gapPath(database)
  reserve(path)
  let isEmpty = readGap(database) === null
  return {
    read: () => readGap(database),
    async keep(gap) {
      if (gap === null && isEmpty) return
      try {
        await using file = await open(path, constants.O_WRONLY | constants.O_CREAT, 0o600)
        await file.write(padded(gap), 0, reservedBytes, 0)
        await file.datasync()
        isEmpty = gap === null
      } catch {
        // A read-only disk, or one that was full before anything was set aside: the log alone counts.
      }
    },
  }
}

/** Also for whoever reads a stopped gateway's journal. */
export function readGap(database: string): Gap | null {
  try {
    return gapSchema.parse(JSON.parse(readFileSync(gapPath(database), 'utf8')))
  } catch {
    return null
  }
}

const gapSchema = z.object({
  since: z.int(),
  until: z.int(),
  dropped: z.int().positive(),
  reason: z.string(),
})

function gapPath(database: string): string {
  return `${database}.gap`
}

function reserve(path: string): void {
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) < reservedBytes)
      writeFileSync(path, padded(null), { mode: 0o600 })
  } catch {
    // Full or read-only already: `keep` tries again.
  }
}

function padded(gap: Gap | null): Buffer {
  const bytes = Buffer.alloc(reservedBytes, ' ')
  if (gap !== null) bytes.write(JSON.stringify(gap))
  return bytes
}
