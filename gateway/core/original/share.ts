/** Says whose originals give way where there are too many: each worker has an equal part, and pushes out its own alone. */

/** What one worker has of what is shared: bytes, or lines of the list. */
export interface Part {
  worker: string
  has: number
}

export interface Asking {
  /** Who wants so much `more`: no more than its share. */
  worker: string
  more: number
  /** All together may have so much. */
  most: number
  /** Those that share it now; others are none any more. */
  workers: readonly string[]
}

export function shareOf(most: number, workers: number): number {
  return Math.floor(most / workers)
}

/** Who gives way, and by how much; null where there is room. Nobody within its share gives way to another. */
export function whoGivesWay(
  parts: readonly Part[],
  { worker, more, most, workers }: Asking,
): { worker: string; by: number } | null {
  const share = shareOf(most, workers.length)
  const own = parts.find((part) => part.worker === worker)?.has ?? 0
  if (own + more > share) return { worker, by: own + more - share }
  const missing = parts.reduce((sum, { has }) => sum + has, more) - most
  if (missing <= 0) return null
  // Shares were greater before, or there were more workers.
  const [first] = parts
    .map((part) => ({ worker: part.worker, by: part.has - (workers.includes(part.worker) ? share : 0) }))
    .sort((one, other) => other.by - one.by)
  return first === undefined ? null : { ...first, by: Math.min(first.by, missing) }
}
