/** Says where the vector code that reads prose has what; prose-words.wat and prose-scores.wat explain it. */

/** How many tokens there is room for. */
export const proseTokens = 1024

/** Places of what is the same for every text. */
export const tablesAt = {
  traits: 1024,
  markHashes: 2048,
  traitsOfKind: 2624,
  tailMasks: 2688,
  streetTails: 2752,
  templates: 4096,
  transitions: 4352,
  transposed: 4928,
  twoBytes: 8192,
  accents: 12_288,
  tails: 18_432,
} as const

/** Indexes of numbers at the beginning of the memory. */
export const counts = { tokens: 0, marks: 1, opened: 2, forms: 3, known: 4, joined: 5, bias: 16 } as const

/** Columns of numbers and of bytes, one for each token. */
const numbersAt = {
  start: 20_544,
  end: 24_768,
  hash: 28_992,
  tail: 33_216,
  marks: 37_440,
  known: 41_664,
  opened: 45_888,
  /** Lists and form in one number. */
  mine: 50_112,
  shape: 54_336,
  kind: 58_560,
} as const
const bytesAt = {
  form: 62_784,
  gap: 63_872,
  joined: 64_960,
  open: 66_048,
  lists: 67_136,
  kinds: 68_224,
  isLooked: 69_312,
} as const

const sumsAt = 74_752
const likelihoodAt = 91_136
const labels = 8
/** Behind all that is of one size for each model. */
export const modelAt = 287_744
/** Before the first token stands so much of what is nobody's. */
const margin = 16

/** Columns of numbers that say what stands before the first token. */
export type Neighbour = 'hash' | 'mine' | 'shape' | 'kind'

/** Looks at the memory as what it holds. */
export class ProseMemory {
  readonly bytes: Uint8Array
  readonly words: Int32Array
  readonly likelihood: Float64Array
  /** Sums of weights by token × label, of the run that was weighed last. */
  readonly sums: Int16Array

  constructor(bytes: Uint8Array) {
    const { buffer } = bytes
    this.bytes = bytes
    this.words = new Int32Array(buffer)
    this.likelihood = new Float64Array(buffer, likelihoodAt, proseTokens * labels)
    this.sums = new Int16Array(buffer, sumsAt, proseTokens * labels)
  }

  numbers(name: keyof typeof numbersAt): Int32Array {
    return new Int32Array(this.bytes.buffer, numbersAt[name], proseTokens)
  }

  column(name: keyof typeof bytesAt): Uint8Array {
    return new Uint8Array(this.bytes.buffer, bytesAt[name], proseTokens)
  }

  /** What stands before the first token. */
  setBefore(name: Neighbour, value: number): void {
    const first = numbersAt[name] / 4
    this.words.fill(value, first - margin, first)
  }

  put(at: number, values: Uint8Array | Uint16Array | Int16Array | Int32Array | Float64Array): void {
    this.bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at)
  }
}
