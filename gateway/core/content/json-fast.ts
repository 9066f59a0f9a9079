/** Has the inside of a JSON document read by vector code, and does what is due where that stops. */

import { nextAnchor } from '../pii/anchors.ts'
import type { TextWindow } from '../pii/entity.ts'
import {
  atName,
  atNumber,
  atRest,
  atString,
  type JsonMachine,
  nowhere,
  words,
} from '../pii/wasm/json-reader.ts'
import type { JsonString } from './json-strings.ts'
import type { JsonParts, JsonStructure } from './json-structure.ts'
import { CODED, ESCAPED, FILES, REPEATED, SPACED, TRIGGER } from './json-tables.ts'
import { type ByteWindow, noBytes } from './window.ts'

/**
 * One machine's way through the bytes at hand. The machine keeps the path; what it does not read (what stands outside of
 * brackets, is cut off by the end, or malformed) the tokenizer reads token by token, so both take turns.
 */
export class FastJson {
  readonly #window: ByteWindow
  readonly #parts: JsonParts
  readonly #structure: JsonStructure
  readonly #machine: JsonMachine
  #dictionary: object | null
  /** Indexes of the window between which the machine has the text; what to add to its places to make them indexes. */
  #from = 0
  #to = 0
  #bias = 0
  readonly #string: JsonString = {
    start: 0,
    end: 0,
    isName: false,
    escaped: false,
    coded: false,
    clearUntil: 0,
    clearFrom: 0,
  }
  readonly #view: TextWindow = { bytes: noBytes, start: 0, from: 0, end: 0, final: true, clearFrom: 0 }

  constructor(
    machine: JsonMachine,
    { window, structure, parts }: { window: ByteWindow; structure: JsonStructure; parts: JsonParts },
  ) {
    this.#machine = machine
    this.#window = window
    this.#structure = structure
    this.#parts = parts
    this.#view.bytes = window.bytes
    this.#dictionary = parts.texts.dictionary
    this.#ask()
  }

  #ask(): void {
    const { texts } = this.#parts
    const { leastUntold, unchanged } = texts
    const files = texts.opensFiles ? FILES : 0
    const first = texts.passesIdentifiers ? TRIGGER | SPACED | files : TRIGGER
    this.#machine.ask(this.#dictionary, leastUntold, unchanged === null ? first : ESCAPED | REPEATED)
  }

  /** Reads from index `at` on, inside of brackets and between two tokens; returns the index of what it leaves. */
  read(at: number): number {
    const { words: state, textAt } = this.#machine
    const { path } = this.#parts
    if (at >= this.#to) this.#load(at)
    state[words.at] = at - this.#bias
    state[words.depth] = path.depth
    state[words.state] = this.#structure.state
    while (true) {
      const event = this.#machine.read()
      path.moveTo(state[words.depth] as number, state[words.changed] as number)
      if (event !== atRest) {
        this.#tell(event)
        this.#askFrom(state[words.tokenEnd] as number)
        continue
      }
      const stopped = (state[words.at] as number) + this.#bias
      // A token that the end of what was loaded cuts off is loaded anew, if that gets much further.
      if (
        this.#to < this.#window.end &&
        path.depth > 0 &&
        2 * (stopped - this.#from) > this.#to - this.#from
      ) {
        this.#load(stopped)
        state[words.at] = textAt
        continue
      }
      this.#structure.state = state[words.state] as number
      return stopped
    }
  }

  #load(at: number): void {
    const machine = this.#machine
    this.#from = at
    this.#to = machine.load(this.#window.bytes, at, this.#window.end)
    this.#bias = at - machine.textAt
    machine.words[words.end] = this.#to - this.#bias
    machine.words[words.bias] = this.#bias
    machine.words[words.askedAt] = 0
    this.#askFrom(machine.textAt)
  }

  /** Has the machine tell of where the next text must stand that is read for what is known, from its place `at` on. */
  #askFrom(at: number): void {
    const state = this.#machine.words
    if (at <= (state[words.askedAt] as number)) return
    const { unchanged } = this.#parts.texts
    state[words.askedAt] = unchanged === null ? nowhere : unchanged.nextFrom(at + this.#bias) - this.#bias
  }

  #tell(event: number): void {
    const state = this.#machine.words
    const { texts } = this.#parts
    const start = (state[words.token] as number) + this.#bias
    const end = (state[words.tokenEnd] as number) + this.#bias
    switch (event) {
      case atNumber:
        texts.number(start, end)
        return
      case atString:
        if (this.#look(start, end) || texts.isWorthReading(start, end)) this.#tellString(false)
        return
      case atName:
        this.#tellName(start, end)
    }
  }

  /** What a name with an entity in it tells is asked each time. */
  #tellName(start: number, end: number): void {
    const { texts, path } = this.#parts
    if (this.#look(start, end)) {
      this.#tellString(true)
      return
    }
    if (texts.plainName(start, end)) this.#machine.know(path.isTold)
  }

  #tellString(isName: boolean): void {
    const { texts } = this.#parts
    this.#string.isName = isName
    texts.string(this.#string)
    const { dictionary } = texts
    if (dictionary === this.#dictionary) return
    this.#dictionary = dictionary
    this.#ask()
  }

  /** Makes the string ready that begins and ends here; false where nothing can be anchored in it. */
  #look(start: number, end: number): boolean {
    const state = this.#machine.words
    const seen = state[words.seen] as number
    const string = this.#string
    string.start = start
    string.end = end
    string.escaped = (seen & ESCAPED) !== 0
    string.coded = (seen & CODED) !== 0
    string.clearUntil = end
    string.clearFrom = end
    if ((seen & TRIGGER) === 0) return false
    if (string.escaped || string.coded) {
      string.clearUntil = start
      return true
    }
    const view = this.#view
    view.start = start
    view.from = start
    view.end = end
    string.clearFrom = (state[words.last] as number) + this.#bias + 1
    view.clearFrom = string.clearFrom
    string.clearUntil = nextAnchor(view, (state[words.first] as number) + this.#bias)
    return string.clearUntil < end
  }
}
