/** Makes the inspector that a body's format needs. */
import { Buffer } from 'node:buffer'
import { GatewayError } from '../errors.ts'
import { FileParser } from '../files/file-body.ts'
import { noFields } from '../pii/fields/field-dictionary.ts'
import { Base64Part } from './base64-part.ts'
import { type BodyInspector, type BodyParser, inspectBody } from './body-inspector.ts'
import { CsvParser } from './csv.ts'
import { CsvColumns } from './csv-columns.ts'
import { createDocumentParser } from './document-look.ts'
import type { OpenFile } from './encoded-file.ts'
import { EntityEditor, type TextContext } from './entity-editor.ts'
import { createFormParser } from './form-body.ts'
import { type BodyForm, readingOf } from './format.ts'
import { lenientJson, openDocument } from './inner-document.ts'
import type { Judge } from './inspector.ts'
import { JsonInspection } from './json-inspection.ts'
import { MultipartParser } from './multipart.ts'
import { PercentParser } from './percent.ts'
import { percentEncode, percentEncodeInHead } from './percent-encode.ts'
import { createQuotedPrintableParser, quote } from './quoted-printable.ts'
import { type BodyEdits, Rewriter } from './rewriter.ts'
import { createTextParser } from './text.ts'
import type { TextLayout } from './text-layout.ts'
import { type WideLayout, widen } from './wide-layout.ts'
import { createWideTextParser } from './wide-text.ts'
import { XmlParser } from './xml.ts'
import { xmlEncode } from './xml-bytes.ts'
import { XmlPath } from './xml-path.ts'
import { XmlTexts } from './xml-texts.ts'

export interface InspectorOptions {
  /** As `formatOf` or `sniffForm` said; there is no inspector for `unknown`, and for `opaque` where no file is opened. */
  format: BodyForm['format']
  /** Multipart bodies only. */
  boundary?: string | null
  /** As `sniffForm` said; absent: each body's first bytes are checked not to be in wide characters. */
  layout?: TextLayout
  /** As `BodyForm` has it. */
  isLatin9?: true
  /** A part's text that has quoted-printable to be undone. */
  quoted?: boolean
  /** A part that is written in Base64. */
  base64?: boolean
  judge: Judge
  limits: {
    /** Most bytes that are held for one thing that cannot be decided in parts; more throws CONTENT_LIMIT. */
    maxValueBytes: number
  }
  /**
   * What becomes of a multipart body's part whose type is not understood. `pass` lets it through unread and counts it
   * in `opaqueParts`; `refuse` acts as if its first byte were a refused entity (`refused`, and `opaqueParts` > 0).
   */
  opaqueParts: 'pass' | 'refuse'
}

/** One inspector serves one body. */
export function createInspector(options: InspectorOptions): BodyInspector {
  return inspectorWithin(options, 0)
}

/** Parts in parts in parts are read once at each level; messages of mail programs have four. */
const deepestParts = 8

/** `depth` counts the multipart bodies around this one. */
function inspectorWithin(options: InspectorOptions, depth: number): BodyInspector {
  const isMultipart = options.format === 'multipart'
  if (isMultipart && depth > deepestParts)
    throw new GatewayError('CONTENT_MALFORMED', { format: 'multipart', why: 'nested too deep' })
  const rewriter = new Rewriter()
  const parser = isMultipart ? multipartParser(options, rewriter, depth) : parserFor(options, rewriter)
  return inspectBody(rewriter, parser, isKnown(options))
}

/** True where nothing has to be told of the characters: they are known, or there are none. */
export function isKnown({ format, layout, base64 }: Omit<InspectorOptions, 'limits'>): boolean {
  return layout !== undefined || format === 'opaque' || base64 === true
}

/** For every format but `multipart`, whose parts have inspectors of their own. */
export function parserFor(options: InspectorOptions, rewriter: BodyEdits): BodyParser {
  rewriter.window.isLatin9 = options.isLatin9 === true
  if (options.base64 === true) return base64Parser(options, rewriter)
  const { layout } = options
  if (layout !== undefined && layout !== 'bytes') return wideParser(options, rewriter, layout)
  switch (options.format) {
    case 'json':
      return jsonParser(options, rewriter, false)
    case 'ndjson':
      return jsonParser(options, rewriter, true)
    case 'form':
      return createFormParser(rewriter.window, (format) =>
        format === 'form' ? pairsParser(options, rewriter) : parserFor({ ...options, format }, rewriter),
      )
    case 'xml':
      return xmlParser(options, rewriter)
    case 'csv':
      return csvParser(options, rewriter)
    case 'text':
      return textParser(options, rewriter)
    case 'opaque':
      return fileParser(options, rewriter)
    case 'multipart':
    case 'unknown':
      throw new GatewayError('INTERNAL', { format: options.format })
  }
}

function jsonParser(options: InspectorOptions, edits: BodyEdits, lines: boolean): BodyParser {
  const inspection = new JsonInspection(edits)
  const { limits, judge } = options
  inspection.begin(judge, { lines, ...limits, ...filesWithin(options) })
  return inspection.inSteps()
}

/** What opens files that stand in a body's texts. Each is decoded, and thereby at hand whole. */
export function filesWithin(
  options: Pick<InspectorOptions, 'judge' | 'opaqueParts'>,
): Pick<TextContext, 'openFile' | 'refusesOpaque'> {
  const { opaqueParts, judge } = options
  if ((judge.files?.base64Depth ?? 0) === 0) return noFilesWithin
  return { openFile: opening(opaqueParts), refusesOpaque: opaqueParts === 'refuse' }
}

function opening(opaqueParts: InspectorOptions['opaqueParts']): OpenFile {
  return function* (body, form, judge) {
    if (form.format === 'multipart' || !form.decodable)
      return { body, changed: false, refused: opaqueParts === 'refuse', opaqueParts: 1 }
    const limits = { maxValueBytes: body.length + 1 }
    const inspector = createInspector({ ...form, judge, limits, opaqueParts })
    const pieces = [...(yield* inspector.pushInSteps(body)), ...(yield* inspector.endInSteps())]
    const { changed, refused } = inspector
    return { body: Buffer.concat(pieces), changed, refused, opaqueParts: inspector.opaqueParts }
  }
}

function base64Parser({ format, judge, opaqueParts, boundary = null }: InspectorOptions, edits: BodyEdits) {
  const { files } = judge
  if (files === undefined) throw new GatewayError('INTERNAL', { format, why: 'base64' })
  const form: BodyForm = { format, decodable: true, boundary }
  return new Base64Part(edits, {
    judge,
    form,
    maxFileBytes: files.maxFileBytes,
    open: opening(opaqueParts),
  })
}

const noFilesWithin = {}

function fileParser({ format, judge, opaqueParts }: InspectorOptions, edits: BodyEdits): BodyParser {
  const { files } = judge
  if (files === undefined) throw new GatewayError('INTERNAL', { format })
  return new FileParser(edits, { judge, files, opaqueParts })
}

/** WHATWG URL, application/x-www-form-urlencoded. */
const formSyntax = { separator: '&', pairs: true, plus: true }

function pairsParser(options: InspectorOptions, rewriter: BodyEdits): BodyParser {
  const syntax = formSyntax
  const editor = editorFor(options, rewriter, { path: () => parser.path(), encode: percentEncode })
  const parser: PercentParser = new PercentParser(editor, { judge: options.judge, syntax, ...options.limits })
  return parser
}

function textParser(options: InspectorOptions, rewriter: BodyEdits): BodyParser {
  const { maxValueBytes } = options.limits
  const path = () => null
  if (options.quoted === true)
    return createQuotedPrintableParser(editorFor(options, rewriter, { path, encode: quote }), maxValueBytes)
  const { judge } = options
  const isAsked = judge.analyzer.fields !== noFields
  return createDocumentParser(rewriter.window, isAsked, (isDocument, isWhole) => {
    if (!isDocument) return createTextParser(editorFor(options, rewriter, { path }), maxValueBytes)
    const parser = lenientJson(rewriter, { judge, place: 'body', maxValueBytes, ...filesWithin(options) })
    if (isWhole) parser.lookForNames()
    return parser
  })
}

function wideParser(options: InspectorOptions, rewriter: BodyEdits, layout: WideLayout): BodyParser {
  const encode: TextContext['encode'] = (standIn) => widen(standIn, layout)
  const editor = editorFor(options, rewriter, { path: () => null, encode })
  return createWideTextParser(editor, { layout, ...options.limits })
}

function xmlParser(options: InspectorOptions, rewriter: BodyEdits): BodyParser {
  const path = new XmlPath()
  const editor = editorFor(options, rewriter, { path: () => path.path(), encode: xmlEncode })
  const texts = new XmlTexts(editor, { path, judge: options.judge, ...options.limits })
  return new XmlParser(rewriter, { path, texts })
}

function csvParser(options: InspectorOptions, rewriter: BodyEdits): BodyParser {
  const columns = new CsvColumns(options.judge)
  const editor = editorFor(options, rewriter, {
    path: () => columns.path(),
    meaning: () => columns.meaning(),
  })
  return new CsvParser(editor, { columns, ...options.limits })
}

function multipartParser(options: InspectorOptions, rewriter: Rewriter, depth: number): BodyParser {
  const { boundary, judge, limits, opaqueParts } = options
  if (!boundary) throw new GatewayError('INTERNAL', { format: 'multipart', why: 'no boundary' })
  const editor = editorFor(options, rewriter, { path: () => parser.path(), encode: percentEncodeInHead })
  const parser: MultipartParser = new MultipartParser(editor, {
    rewriter,
    boundary,
    judge,
    opaqueParts,
    ...limits,
    formOf({ contentType, isFile }) {
      // RFC 7578 §4.4: a part without a type is plain text. Of a file, nobody knows what it is.
      const label = contentType === '' && !isFile ? 'text/plain' : contentType
      return readingOf(label, opaqueParts, judge.files !== undefined)
    },
    inspectorFor(form, judgeWithin) {
      return inspectorWithin({ ...options, ...form, judge: judgeWithin }, depth + 1)
    },
  })
  return parser
}

function editorFor(
  options: InspectorOptions,
  rewriter: BodyEdits,
  texts: Pick<TextContext, 'path' | 'meaning' | 'encode'>,
): EntityEditor {
  return new EntityEditor(rewriter, {
    judge: options.judge,
    place: 'body',
    documents: openDocument,
    ...filesWithin(options),
    ...texts,
  })
}
