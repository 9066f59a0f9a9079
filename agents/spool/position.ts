/** Remembers up to where the gateway has stored each stream, and what was thrown away of streams that are gone. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { replaceFile } from '../replace-file.ts'

export interface Position {
  /** Stream → number of its last reading that the gateway has stored; of streams in the spool alone. */
  stored: Map<string, number>
  /** Readings thrown away at the end of streams of which nothing is left to say it with. */
  lost: number
}

export function positionPath(folder: string): string {
  return join(folder, 'position.json')
}

/** Null where it is missing or damaged: then nobody knows what was stored, and everything is sent again. */
export function readPosition(folder: string): Position | null {
  try {
    const { stored, lost }: Record<string, unknown> = JSON.parse(readFileSync(positionPath(folder), 'utf8'))
    if (typeof stored !== 'object' || stored === null || !isCount(lost)) return null
    const entries = Object.entries(stored).filter((entry): entry is [string, number] => isCount(entry[1]))
    return { stored: new Map(entries), lost }
  } catch {
    return null
  }
}

/** Throws the system's error. */
export function writePosition(folder: string, { stored, lost }: Position): void {
  replaceFile(positionPath(folder), `${JSON.stringify({ stored: Object.fromEntries(stored), lost })}\n`)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
