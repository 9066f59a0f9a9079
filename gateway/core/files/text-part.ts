/** Looks into a part of a document that is words without any markup, whoever put it there. */
import type { BodyMemory } from '../content/body-memory.ts'
import { EntityEditor } from '../content/entity-editor.ts'
import type { Judge } from '../content/inspector.ts'
import type { Steps } from '../content/steps.ts'
import { TextReader } from '../content/text-reader.ts'
import { KiB } from '../units.ts'
import { PartEdits } from './part-edits.ts'

/** As much as is read in one turn. */
const step = 8 * KiB

export function* inspectTextPart(
  bytes: Uint8Array,
  { judge, memory }: { judge: Judge; memory: BodyMemory },
): Steps<{ body: Uint8Array; refused: boolean }> {
  const edits = new PartEdits(bytes)
  const editor = new EntityEditor(edits, { judge, place: 'body', memory, path: () => null })
  const reader = new TextReader(editor, Number.MAX_SAFE_INTEGER)
  reader.begin(0)
  for (let at = 0; at < bytes.length; at += step) {
    reader.plain(at, Math.min(bytes.length, at + step))
    reader.progress()
    yield
  }
  reader.finish()
  return { body: yield* edits.finish(), refused: edits.refused }
}
