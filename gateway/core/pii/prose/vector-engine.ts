/** Computes what tokens are likely to be by vector code, several times as fast as `PlainEngine`, and to the last bit the same. */
import { counts, ProseMemory, proseTokens } from '../wasm/prose-memory.ts'
import { makeProseProgram, type ProseProgram } from '../wasm/prose-program.ts'
import type { ProseModel } from './model.ts'
import { Sight } from './sight.ts'
import { longestProse, type ProseText, type TaggerEngine } from './tagger.ts'
import { Tokens } from './tokens.ts'
import { fillTables, placesFor } from './vector-tables.ts'

/** null where the processor, or the runtime, has no vector instructions. The model's weights are copied. */
export function makeVectorEngine(model: ProseModel): TaggerEngine | null {
  const places = placesFor(model)
  // One byte behind the text is looked at, and vectors reach beyond it.
  const made = makeProseProgram(places.textAt + longestProse + 64, places.settings)
  if (made === null) return null
  const memory = new ProseMemory(made.bytes)
  fillTables(memory, model, places)
  return new VectorEngine(made.program, memory, places.textAt)
}

class VectorEngine implements TaggerEngine {
  readonly tokens: MachineTokens
  readonly sight: MachineSight
  readonly likelihood: Float64Array
  readonly #program: ProseProgram
  readonly #memory: ProseMemory
  readonly #textAt: number
  #filled = 0

  constructor(program: ProseProgram, memory: ProseMemory, textAt: number) {
    this.#program = program
    this.#memory = memory
    this.#textAt = textAt
    this.tokens = new MachineTokens(program, memory)
    this.sight = new MachineSight(program, memory, this.tokens)
    this.likelihood = memory.likelihood
  }

  begin({ bytes, start, end }: ProseText): void {
    const into = this.#memory.bytes
    const to = Math.min(end + 1, bytes.length)
    const textAt = this.#textAt
    if (end - start > longestProse) throw new RangeError('a longer text than is read')
    into.set(bytes.subarray(start, to), textAt)
    this.#filled = to - start
    this.#memory.words[counts.bias] = start - textAt
  }

  look(): void {
    this.#program.look()
    this.sight.takeOver()
  }

  weigh(from: number, to: number): void {
    this.#program.weigh(from, to)
  }

  end(): void {
    this.tokens.clear()
    this.#memory.bytes.fill(0, this.#textAt, this.#textAt + this.#filled)
  }
}

class MachineTokens extends Tokens {
  readonly #program: ProseProgram
  readonly #words: Int32Array
  readonly #marks: Int32Array

  constructor(program: ProseProgram, memory: ProseMemory) {
    super(proseTokens, {
      start: memory.numbers('start'),
      end: memory.numbers('end'),
      hash: memory.numbers('hash'),
      tail: memory.numbers('tail'),
      form: memory.column('form'),
      gap: memory.column('gap'),
      joined: memory.column('joined'),
    })
    this.#program = program
    this.#words = memory.words
    this.#marks = memory.numbers('marks')
  }

  override clear(): void {
    const words = this.#words
    this.wipe()
    this.count = 0
    words[counts.tokens] = 0
    words[counts.marks] = 0
    if (words[counts.joined] === 1) this.joined.fill(0)
    words[counts.joined] = 0
  }

  /** Of the text that was begun with. */
  override fill(_bytes: Uint8Array, from: number, end: number, gap: number): number {
    const bias = this.#words[counts.bias]!
    const stop = this.#program.fill(from - bias, end - bias, gap)
    this.count = this.#words[counts.tokens]!
    return stop + bias
  }

  override addTaken(start: number, end: number, hash: number, gap: number): void {
    const words = this.#words
    super.addTaken(start, end, hash, gap)
    this.#marks[words[counts.marks]!] = this.count - 1
    words[counts.marks] = words[counts.marks]! + 1
    words[counts.tokens] = this.count
  }

  override prefix(index: number): number {
    return this.#program.prefix(index)
  }
}

class MachineSight extends Sight {
  readonly #program: ProseProgram
  readonly #words: Int32Array

  constructor(program: ProseProgram, memory: ProseMemory, tokens: Tokens) {
    super(tokens, {
      marks: memory.numbers('marks'),
      known: memory.numbers('known'),
      opened: memory.numbers('opened'),
      open: memory.column('open'),
      lists: memory.column('lists'),
      kinds: memory.column('kinds'),
      isLooked: memory.column('isLooked'),
    })
    this.#program = program
    this.#words = memory.words
  }

  /** Takes over what the program counted. */
  takeOver(): void {
    const words = this.#words
    this.markCount = words[counts.marks]!
    this.openedCount = words[counts.opened]!
    this.formsSeen = words[counts.forms]!
    this.knownSeen = words[counts.known]!
  }

  protected override lookUp(index: number): void {
    this.#program.lookUp(index)
  }
}
