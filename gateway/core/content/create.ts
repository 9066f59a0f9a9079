/** Makes the inspector that a body's format needs. */
import { type BodyInspector, type BodyParser, inspectBody } from './body-inspector.ts'
import { EntityEditor, type TextContext } from './entity-editor.ts'
import type { ContentFormat, Judge } from './inspector.ts'
import { JsonParser } from './json.ts'
import { JsonPath } from './json-path.ts'
import { JsonTexts } from './json-texts.ts'
import { PercentParser, percentEncode } from './percent.ts'
import { Rewriter } from './rewriter.ts'

/** Everything that can be looked into. */
export type InspectableFormat = Exclude<ContentFormat, 'opaque'>

export interface InspectorOptions {
  format: InspectableFormat
  /** Multipart bodies only: the content type's `boundary`. */
  boundary?: string | null
  judge: Judge
  limits: {
    /** Most bytes that are held for one thing that cannot be decided in parts; more throws CONTENT_LIMIT. */
    maxValueBytes: number
  }
  /** What becomes of a multipart body's part whose type is not understood: `refuse` counts like a refused entity. */
  opaqueParts: 'pass' | 'refuse'
}

export function createInspector(options: InspectorOptions): BodyInspector {
  const rewriter = new Rewriter()
  return inspectBody(rewriter, parserFor(options, rewriter))
}

function parserFor(options: InspectorOptions, rewriter: Rewriter): BodyParser {
  const { judge } = options
  const { maxValueBytes } = options.limits
  const context = (path: () => string | null, encode?: TextContext['encode']): TextContext => ({
    judge,
    place: 'body',
    path,
    ...(encode === undefined ? {} : { encode }),
  })
  switch (options.format) {
    case 'json':
    case 'ndjson': {
      const path = new JsonPath(rewriter.window)
      const editor = new EntityEditor(rewriter, context(() => path.path()))
      const texts = new JsonTexts(editor, { path, judge, maxValueBytes })
      return new JsonParser(rewriter, { path, texts, lines: options.format === 'ndjson' })
    }
    case 'form': {
      const editor = new EntityEditor(rewriter, context(() => parser.path(), percentEncode))
      const syntax = { separator: '&', pairs: true, plus: true }
      const parser: PercentParser = new PercentParser(editor, { judge, syntax, maxValueBytes })
      return parser
    }
    default:
      throw new Error('todo')
  }
}
