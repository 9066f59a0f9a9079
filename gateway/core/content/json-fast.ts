/** Has the inside of a JSON document read by vector code, and does what is due where that stops. */

import { nextAnchor } from '../pii/anchors.ts'
import type { TextWindow } from '../pii/entity.ts'
import { atName, atNumber, atRest, atString, type JsonMachine, words } from '../pii/wasm/json-reader.ts'
import type { JsonParts, JsonStructure } from './json-structure.ts'
import { CODED, ESCAPED, TRIGGER } from './json-tables.ts'
import type { JsonString } from './json-texts.ts'
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
  }
  readonly #view: TextWindow = { bytes: noBytes, start: 0, from: 0, end: 0, final: true }

  constructor(
    machine: JsonMachine,
    { window, structure, parts }: { window: ByteWindow; structure: JsonStructure; parts: JsonParts },
  ) {
    this.#machine = machine
    this.#window = window
    this.#structure = structure
    this.#parts = parts
    this.#view.bytes = window.bytes
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
  }

  #tell(event: number): void {
    const state = this.#machine.words
    const start = (state[words.token] as number) + this.#bias
    const end = (state[words.tokenEnd] as number) + this.#bias
    switch (event) {
      case atNumber:
        this.#parts.texts.number(start, end)
        return
      case atString:
        this.#tellString(start, end, false)
        return
      case atName:
        if (!this.#tellString(start, end, true)) this.#machine.know(false)
    }
  }

  /** False where nothing can be anchored in the string. */
  #tellString(start: number, end: number, isName: boolean): boolean {
    const state = this.#machine.words
    const seen = state[words.seen] as number
    if ((seen & TRIGGER) === 0) return false
    const string = this.#string
    string.escaped = (seen & ESCAPED) !== 0
    string.coded = (seen & CODED) !== 0
    string.clearUntil = start
    if (!string.escaped && !string.coded) {
      const view = this.#view
      view.start = start
      view.from = start
      view.end = end
      string.clearUntil = nextAnchor(view, (state[words.first] as number) + this.#bias)
      if (string.clearUntil === end) return false
    }
    string.start = start
    string.end = end
    string.isName = isName
    this.#parts.texts.string(string)
    return true
  }
}
