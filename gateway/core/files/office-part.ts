/** What the readers of one part of an office document share. */
import { Buffer } from 'node:buffer'
import type { BodyMemory } from '../content/body-memory.ts'
import type { Judge } from '../content/inspector.ts'
import { judgeWithin } from '../content/part-judge.ts'
import type { XmlPath } from '../content/xml-path.ts'
import type { DocumentNames } from './document-names.ts'
import { inspectText } from './inspect-text.ts'
import type { OfficeMetadata } from './office-metadata.ts'
import type { OfficeFamily } from './office-words.ts'
import type { PartEdits } from './part-edits.ts'
import type { CellReader } from './sheet-cells.ts'
import { decodedValue, encodedValue } from './xml-value.ts'

export interface OfficePart {
  /** As it is called in the file. */
  readonly name: string
  /** Where it begins in all of the file, unpacked. */
  readonly offset: number
  readonly family: OfficeFamily
  /** False: every attribute is read, for parts of which nobody knows what they hold. */
  readonly isKnown: boolean
  readonly edits: PartEdits
  readonly path: XmlPath
  readonly judge: Judge
  readonly memory: BodyMemory
  /** Says of a sheet's cells, and of shared strings, what stands in them; null for all other parts. */
  readonly cells: CellReader | null
  /** Takes out who wrote it; null where the rule keeps that. */
  readonly metadata: OfficeMetadata | null
  /** What its sheets, bookmarks and tables are called. */
  readonly names: DocumentNames
}

/** Does what is due to what stands between two indexes. */
export type Take = (start: number, end: number) => void

/** Writes what `becomes` makes of it, and remembers that metadata was taken out. */
export function stripping({ edits, metadata }: OfficePart, becomes: (content: string) => Uint8Array): Take {
  return (start, end) => {
    const content = edits.window.text(start, end)
    const left = becomes(content)
    if (content === '' || Buffer.from(content).equals(left)) return
    edits.edit(start, end, left)
    if (metadata !== null) metadata.stripped = true
  }
}

/** True where a name is used there that is replaced. */
export function mentionsName({ names, edits }: OfficePart, start: number, end: number): boolean {
  return (names.mentions?.countIn(decodedValue(edits.window.text(start, end))) ?? 0) > 0
}

/** Replaces the names that are used there; what stands around them is looked into where people write it. */
export function renaming({ names, edits, judge, memory }: OfficePart, isRead: boolean): Take {
  const rest = (text: string) => {
    if (!isRead) return text
    const inspected = inspectText(text, { judge, memory })
    if (inspected.refused) edits.refuse()
    return inspected.text
  }
  return (start, end) => {
    const text = decodedValue(edits.window.text(start, end))
    const replaced = names.mentions?.replacedIn(text, rest) ?? text
    if (replaced !== text) edits.edit(start, end, Buffer.from(encodedValue(replaced)))
  }
}

/** Places of findings count on through all parts, unpacked. */
export function judgeInFile(judge: Judge, start: number, signed: boolean): Judge {
  const within = judgeWithin(judge, { name: '', start })
  const marks = signed ? ({ inFile: true, signed: true } as const) : ({ inFile: true } as const)
  return { ...within, entity: (found) => within.entity({ ...found, ...marks }) }
}
