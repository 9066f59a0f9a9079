/** Finds originals whose files are not on the disk, so that they are told as missing and not counted, until they are there again. */
import type { OriginalParts } from './room.ts'

/** How many went missing or came back. Rejects where there is no folder to look into, or throws the STORE_ errors. */
export async function findMissing({
  register,
  folder,
}: Pick<OriginalParts, 'register' | 'folder'>): Promise<number> {
  // Rows first: each was entered after its file, and one that is removed meanwhile is gone with its row.
  const filed = register.filed()
  if (filed.length === 0) return 0
  const names = await folder.names()
  // A disk that is not mounted says nothing of what lies on it.
  if (names === null) throw new Error('the folder of originals is not there')
  const there = new Set(names)
  const lost = filed.filter(({ id, isMissing }) => !isMissing && !there.has(id))
  const found = filed.filter(({ id, isMissing }) => isMissing && there.has(id))
  for (const [some, isMissing] of [[lost, true] as const, [found, false] as const])
    if (some.length > 0)
      register.setMissing(
        some.map(({ id }) => id),
        isMissing,
      )
  return lost.length + found.length
}
