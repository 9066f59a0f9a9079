/** Puts together what reads JSON: the tokenizer, what is done to its texts, and the path where they stand. */
import { standardAnalyzer } from '../pii/analyzer.ts'
import { noFields } from '../pii/fields/field-dictionary.ts'
import { type JsonMachines, jsonMachines } from '../pii/wasm/json-reader.ts'
import type { BodyParser } from './body-inspector.ts'
import { EntityEditor, type TextContext } from './entity-editor.ts'
import { openDocument } from './inner-document.ts'
import type { Judge } from './inspector.ts'
import { JsonParser } from './json.ts'
import { JsonInSteps } from './json-in-steps.ts'
import { JsonPath } from './json-path.ts'
import { JsonTexts, type TwoLooks } from './json-texts.ts'
import { NamedDocuments } from './named-documents.ts'
import { PlaceMeanings } from './place-meanings.ts'
import type { BodyEdits } from './rewriter.ts'
import type { ByteWindow } from './window.ts'

export interface JsonOptions extends Pick<TextContext, 'openFile' | 'refusesOpaque'> {
  /** NDJSON: a sequence of values, each behind a line end, or behind a record separator (RFC 7464). */
  lines: boolean
  maxValueBytes: number
  /** Given where the body is looked at twice. */
  looks?: TwoLooks | undefined
}

/** Reads one body between `begin` and `reset`. */
export class JsonInspection implements TextContext {
  readonly place = 'body'
  readonly documents = openDocument
  judge: Judge = noJudge
  openFile: TextContext['openFile'] = undefined
  refusesOpaque = false
  readonly parser: JsonParser
  readonly #window: ByteWindow
  readonly #path: JsonPath
  readonly #texts: JsonTexts
  readonly meanings = new PlaceMeanings()
  #waits = false
  #reading = { lines: false, mostBytes: 0 }

  constructor(edits: BodyEdits, machines: JsonMachines = jsonMachines) {
    this.#window = edits.window
    this.#path = new JsonPath(edits.window)
    this.#texts = new JsonTexts(new EntityEditor(edits, this), this.#path)
    this.parser = new JsonParser(edits.window, { path: this.#path, texts: this.#texts, machines })
  }

  begin(judge: Judge, { lines, maxValueBytes, looks, openFile, refusesOpaque = false }: JsonOptions): void {
    this.judge = judge
    this.openFile = openFile
    this.refusesOpaque = refusesOpaque
    this.#texts.begin(judge, maxValueBytes, looks)
    this.parser.begin({ lines, asksFields: judge.judgesFields })
    // Of a document that is held whole the names are known.
    this.#waits = judge.analyzer.fields !== noFields && (lines || looks === undefined)
    this.#reading = { lines, mostBytes: maxValueBytes }
  }

  /** Reads as `parser`, and looks into documents that stand in strings a step at a time. */
  inSteps(): BodyParser {
    const window = this.#window
    const texts = this.#texts
    const inner = texts.opensFiles ? new JsonInSteps(this.parser, window, texts) : this.parser
    const { fields } = this.judge.analyzer
    return this.#waits ? new NamedDocuments({ inner, window, texts, fields, ...this.#reading }) : inner
  }

  path(): string {
    return this.#path.path()
  }

  askedPath(): string {
    return this.#path.askedPath()
  }

  isMemberName(): boolean {
    return this.#path.hidesName
  }

  placeNumber(): number {
    return this.#path.placeIn(this.meanings)
  }

  /** Forgets the body, its judge, and where reading it stopped. */
  reset(): void {
    this.judge = noJudge
    this.meanings.reset()
    this.openFile = undefined
    this.#texts.reset()
    this.#path.reset()
    this.parser.reset()
  }
}

/** Nobody is asked while nothing is read. */
const noJudge: Judge = {
  analyzer: standardAnalyzer,
  standIns: undefined,
  judgesFields: false,
  field: () => 'scan',
  entity: () => 'keep',
}
