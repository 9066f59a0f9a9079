/** Reads a document that is written into a text of a body, and carries its edits out where the text stands. */
import { askedPath } from './asked-field.ts'
import type { DecodedText } from './decoded-text.ts'
import { EntityEditor, type TextContext } from './entity-editor.ts'
import type { Judge, LocatedFinding } from './inspector.ts'
import { JsonPath } from './json-path.ts'
import { JsonTexts } from './json-texts.ts'
import { LenientJson } from './lenient-json.ts'
import type { Stretch } from './occurrence.ts'
import { joinedPath } from './part-judge.ts'
import type { BodyEdits } from './rewriter.ts'
import { scanStep } from './text-reader.ts'
import { ByteWindow } from './window.ts'

/** A document in a text: it is read as far as the text is decoded, and further with each call. */
export interface InnerReading {
  /** Entities that the judge was asked about. */
  readonly findings: number
  /** Position in the text from which on it is needed again. */
  readonly needed: number
  read(final: boolean): void
}

/** What a text is decoded to, whose beginning looks like a document, and the body it stands in. */
export interface NestedText {
  readonly text: DecodedText
  readonly outer: EntityEditor
  readonly maxValueBytes: number
}

export type OpenDocument = (nested: NestedText) => InnerReading

/**
 * Places of findings are told as places of the body, paths as those of the text with those in the document behind them.
 * An edit is written through all layers above: no stand-in has quotes or backslashes, so JSON needs nothing done to it.
 */
export const openDocument: OpenDocument = (nested) => new InnerDocument(nested)

class InnerDocument implements InnerReading {
  findings = 0
  readonly #text: DecodedText
  readonly #edits: InnerEdits
  readonly #parser: LenientJson
  /** The body is at hand whole. */
  readonly #isKnown: boolean

  constructor({ text, outer, maxValueBytes }: NestedText) {
    this.#text = text
    this.#isKnown = outer.known !== null
    this.#edits = new InnerEdits(text, outer)
    this.#parser = lenientJson(this.#edits, {
      judge: this.#judgeWithin(outer),
      maxValueBytes,
      place: outer.place,
      nesting: (outer.context.nesting ?? 0) + 1,
      memory: outer.memory,
      openFile: outer.context.openFile,
      refusesOpaque: outer.context.refusesOpaque === true,
    })
  }

  get needed(): number {
    return this.#edits.needed
  }

  read(final: boolean): void {
    const { bytes, length, origin } = this.#text
    const { window } = this.#edits
    const from = window.base + window.end - origin
    // The window keeps what it is given, and the text goes on in the same memory.
    const isFirst = window.base + window.end === 0
    if (from < length) window.append(bytes.slice(from, length))
    if (isFirst && final && this.#isHeldAnyhow(length)) this.#parser.lookForNames()
    this.#parser.advance(final)
  }

  /** True where the text is at hand whole however its body is cut: what is found must not depend on that. */
  #isHeldAnyhow(length: number): boolean {
    return this.#isKnown || this.#edits.placeOf(0, length).length < scanStep
  }

  #judgeWithin(outer: EntityEditor): Judge {
    const { judge, place } = outer.context
    const within = joinedPath(judge.within ?? '', askedPath(outer.context))
    const name = outer.context.path() ?? ''
    return {
      analyzer: judge.analyzer,
      standIns: judge.standIns,
      judgesFields: judge.judgesFields,
      files: judge.files,
      ...(within === '' ? {} : { within }),
      ...(judge.known === undefined ? {} : { known: judge.known }),
      field: (path) => judge.field(joinedPath(name, path)),
      entity: (found: LocatedFinding) => {
        this.findings++
        const { offset, length } =
          found.inFile === true ? found : this.#edits.placeOf(found.offset, found.length)
        const path = name === '' ? found.path : joinedPath(name, found.path)
        return judge.entity({ ...found, place, path, offset, length })
      },
    }
  }
}

/** What a document is read with, whether it stands in a text or is a body itself. */
export interface DocumentReading
  extends Pick<TextContext, 'judge' | 'place' | 'nesting' | 'memory' | 'openFile' | 'refusesOpaque'> {
  readonly maxValueBytes: number
}

/** JSON in which nothing is malformed. */
export function lenientJson(edits: BodyEdits, { maxValueBytes, ...context }: DocumentReading): LenientJson {
  const path = new JsonPath(edits.window)
  const editor = new EntityEditor(edits, {
    ...context,
    path: () => path.path(),
    isMemberName: () => path.hidesName,
    documents: openDocument,
  })
  const texts = new JsonTexts(editor, path)
  texts.begin(context.judge, maxValueBytes)
  const tail = new EntityEditor(edits, { ...context, memory: editor.memory, path: () => null })
  return new LenientJson(editor, { path, texts, tail, maxValueBytes, asksFields: context.judge.judgesFields })
}

/** Positions of the window count from the text's beginning. */
class InnerEdits implements BodyEdits {
  readonly window = new ByteWindow()
  needed = 0
  readonly #text: DecodedText
  readonly #outer: EntityEditor

  constructor(text: DecodedText, outer: EntityEditor) {
    this.#text = text
    this.#outer = outer
  }

  edit(start: number, end: number, replacement: Uint8Array): void {
    const { base } = this.window
    this.#outer.write(this.#stretches(base + start, base + end), replacement)
  }

  refuse(start: number): void {
    const { rewriter } = this.#outer
    const at = this.window.base + start
    rewriter.refuse((this.#stretches(at, at)[0] as Stretch).start - rewriter.window.base)
  }

  settle(index: number, keep: number): void {
    const from = Math.min(index, keep)
    this.window.keepFrom(from)
    this.needed = Math.max(this.needed, this.window.base + from)
  }

  /** Where in the body `length` bytes at a position of the text stand. */
  placeOf(position: number, length: number): { offset: number; length: number } {
    const stretches = this.#stretches(position, position + length)
    const offset = (stretches[0] as Stretch).start
    return { offset, length: (stretches[stretches.length - 1] as Stretch).end - offset }
  }

  #stretches(from: number, to: number): Stretch[] {
    const { origin } = this.#text
    if (from < to) return this.#text.stretches(from - origin, to - origin)
    const offset = this.#text.offsetOf(from - origin)
    return [{ start: offset, end: offset }]
  }
}
