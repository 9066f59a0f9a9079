/** Runs the vector code that passes over JSON: gives out its machines, each with a memory of its own. */
import { triggerBytes } from '../anchors.ts'
import { compileProgram } from './json-program.ts'
import { binary } from './json-reader-binary.ts'

/** What `read` stopped at: nothing that it can read, a string, a name, a number that may be told of. */
export const atRest = 0
export const atString = 1
export const atName = 2
export const atNumber = 3

/** Where what stands in `words`; json-reader.wat explains it. */
export const words = {
  at: 0,
  end: 1,
  bias: 2,
  depth: 3,
  changed: 4,
  state: 5,
  token: 6,
  tokenEnd: 7,
  seen: 8,
  first: 9,
  slot: 10,
  asksNames: 11,
  leastRead: 12,
  last: 13,
  askedSeen: 14,
  askedAt: 15,
} as const

/** A frame of the stack is four numbers: 1 for an object; the name's start and end, or the element's number; whether its strings are told of. */
const framesAt = 1024
const namesAt = 16_384
const nameEntries = 1024
const nameBytes = 48
/** Behind a name of an entry, as an index of `words`. */
const knownInEntry = 8
const textAt = 65_536
const longestText = 0x7fff_ffff
/** Behind all places. */
export const nowhere = 0x7fff_ffff
/** It reads up to two vectors further than the text goes. */
const textPadding = 64

/**
 * One machine reads one document at a time; what it was shown is wiped when it is given back. What stays are up to 1,024
 * names of members, of 32 bytes at most, in which no entity was found: they are the same in most bodies.
 */
export class JsonMachine {
  readonly words: Int32Array
  /** The stack, from depth 0 on. */
  readonly frames: Int32Array
  /** Where the text lies in its memory, and how much of it fits. */
  readonly textAt = textAt
  readonly textBytes: number
  /** Reads on, and says at what it stopped. */
  readonly read: () => number
  readonly #bytes: Uint8Array
  #filled = 0
  #dictionary: object | null = null

  constructor({ memory, read }: Exports, textBytes: number) {
    this.read = read
    this.#bytes = new Uint8Array(memory.buffer)
    this.words = new Int32Array(memory.buffer)
    this.frames = this.words.subarray(framesAt / 4, namesAt / 4)
    this.textBytes = Math.min(textBytes, this.#bytes.length - textAt - textPadding)
    writeTables(this.#bytes)
  }

  /** Puts as much as fits of `bytes[from, to)` where it is read; returns where that ends. */
  load(bytes: Uint8Array, from: number, to: number): number {
    const end = Math.min(to, from + this.textBytes)
    this.#bytes.set(from === 0 && end === bytes.length ? bytes : bytes.subarray(from, end), textAt)
    if (end - from > this.#filled) this.#filled = end - from
    return end
  }

  /**
   * Whom is known of what names tell; null: nobody needs to be asked. Strings from `leastRead` bytes on are told of
   * whatever their names tell, shorter ones where something of `askedSeen` was seen in them.
   */
  ask(dictionary: object | null, leastRead: number, askedSeen: number): void {
    this.words[words.asksNames] = dictionary === null ? 0 : 1
    this.words[words.leastRead] = Math.min(leastRead, longestText)
    this.words[words.askedSeen] = askedSeen
    this.words[words.askedAt] = nowhere
    if (dictionary === this.#dictionary) return
    this.#dictionary = dictionary
    this.#bytes.fill(0, namesAt, namesAt + nameEntries * nameBytes)
  }

  /** Notes of the name that it stopped at whether its strings are to be told of whatever is in them. */
  know(isTelling: boolean): void {
    const slot = this.words[words.slot] as number
    if (slot !== 0) this.words[slot / 4 + knownInEntry] = isTelling ? 2 : 1
  }

  wipe(): void {
    this.#bytes.fill(0, textAt, textAt + this.#filled)
    this.#filled = 0
  }
}

interface Exports {
  memory: { buffer: ArrayBuffer }
  read(): number
}

/** Machines that nobody uses. A judge that inspects another body itself needs a second one. */
const idle: JsonMachine[] = []
const mostIdle = 2

/** Lends machines to those who read. */
export interface JsonMachines {
  /** null where so few bytes are better read without. */
  take(atHand: number): JsonMachine | null
  giveBack(machine: JsonMachine): void
}

/** Below so many bytes at hand, handing them over costs more than it saves. */
const leastFast = 64

export const jsonMachines: JsonMachines = {
  take(atHand) {
    return atHand < leastFast ? null : (idle.pop() ?? makeMachine())
  },
  giveBack(machine) {
    machine.wipe()
    if (idle.length < mostIdle) idle.push(machine)
  },
}

/**
 * null where the processor, or the runtime, has no vector instructions: then all is read by json.ts alone.
 *
 * @param textBytes the most that it reads at once
 */
export function makeMachine(textBytes = Number.POSITIVE_INFINITY): JsonMachine | null {
  if (instantiate === undefined) instantiate = compileProgram(binary)
  return instantiate && new JsonMachine(instantiate() as Exports, textBytes)
}

let instantiate: (() => object) | null | undefined

const triggersAt = 64
const escapesAt = 128
const classesAt = 384
const masksAt = 640
const maskBytes = 32

function writeTables(bytes: Uint8Array): void {
  for (let byte = 0; byte < 256; byte++) {
    const low = byte & 0x0f
    const high = byte >> 4
    const table = triggersAt + (byte < 0x80 ? 0 : 32)
    // Each high half has a bit of its own, and each low half those of the high halves with which it makes a trigger.
    bytes[table + 16 + high] = 1 << (high & 7)
    if (triggerBytes[byte] !== 0) bytes[table + low] = (bytes[table + low] as number) | (1 << (high & 7))
  }
  for (const letter of '"\\/bfnrt') bytes[escapesAt + letter.charCodeAt(0)] = 2
  bytes[escapesAt + 'u'.charCodeAt(0)] = 6
  for (const c of '0123456789abcdefABCDEF') classify(bytes, c, 1)
  for (const c of '0123456789+-.eE') classify(bytes, c, 2)
  for (const c of '0123456789') classify(bytes, c, 4)
  bytes.fill(0xff, masksAt, masksAt + maskBytes)
}

function classify(bytes: Uint8Array, character: string, bit: number): void {
  const at = classesAt + character.charCodeAt(0)
  bytes[at] = (bytes[at] as number) | bit
}
