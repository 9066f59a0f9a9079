/** Words in the journal about what was done against trackers. */

const mark = 'tracking-removed:'

/** So many tracking parameters were taken out of a URL. */
export function trackingRemoved(parameters: number): string {
  return `${mark}${parameters}`
}

/** The same read back: how many, 0 where no note says it. */
export function removedParameters(notes: readonly string[]): number {
  const note = notes.find((each) => each.startsWith(mark))
  return note === undefined ? 0 : Number(note.slice(mark.length))
}
