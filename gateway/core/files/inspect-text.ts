/** Looks into one short text that stands in a document as a whole: a name, or what is around names in a formula. */
import { Buffer } from 'node:buffer'
import type { BodyMemory } from '../content/body-memory.ts'
import { EntityEditor } from '../content/entity-editor.ts'
import type { Judge } from '../content/inspector.ts'
import { atOnce } from '../content/steps.ts'
import { TextReader } from '../content/text-reader.ts'
import { xmlEncode } from '../content/xml-bytes.ts'
import { PartEdits } from './part-edits.ts'

export interface InspectedText {
  text: string
  refused: boolean
}

export function inspectText(text: string, { judge, memory }: TextOrders): InspectedText {
  const bytes = Buffer.from(text)
  const edits = new PartEdits(bytes)
  const editor = new EntityEditor(edits, {
    judge,
    place: 'body',
    memory,
    path: () => null,
    encode: xmlEncode,
  })
  const reader = new TextReader(editor, Number.MAX_SAFE_INTEGER)
  reader.begin(0)
  reader.plain(0, bytes.length)
  reader.finish()
  const written = edits.changed ? Buffer.from(atOnce(edits.finish())).toString() : text
  return { text: written, refused: edits.refused }
}

export interface TextOrders {
  judge: Judge
  memory: BodyMemory
}
