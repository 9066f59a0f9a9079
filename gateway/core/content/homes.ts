/** Has the record hear of it where a field that is only called `address` holds one where people live. */
import type { Finding, TextWindow } from '../pii/entity.ts'
import { innermostKey } from '../pii/fields/key-path.ts'
import { isPostal } from '../pii/fields/shapes.ts'
import { askedPath } from './asked-field.ts'
import type { EntityEditor } from './entity-editor.ts'
import { joinedPath } from './part-judge.ts'

/** `found` is what stands in the field. */
export function learnHome(editor: EntityEditor, view: TextWindow, found: readonly Finding[]): void {
  const { context, analyzer, records } = editor
  // Rows of tables are seen to before (`csv-columns.ts`).
  if (context.meaning !== undefined) return
  if (!found.some((one) => isPostal(view.bytes, one))) return
  const path = joinedPath(context.judge.within ?? '', askedPath(context))
  if (analyzer.fields.tellsHome(innermostKey(path) ?? '')) records.learn(path, 'ADDRESS')
}
