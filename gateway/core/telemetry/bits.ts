/** Writes and reads numbers bit by bit, so that a reading takes no more room than it says. */

/** The widest number that `write` takes: JavaScript's safe integers. */
export const widestBits = 53

/** Bits from the highest down; the last byte is filled with zeros. */
export class BitWriter {
  #bytes = new Uint8Array(256)
  #bits = 0

  /** `value` is a whole number from 0 to 2^bits - 1; `bits` is 0 to 53. */
  write(value: number, bits: number): void {
    // Bitwise operators know 32 bits.
    if (bits > 24) {
      this.write(Math.floor(value / 0x1000000), bits - 24)
      this.write(value % 0x1000000, 24)
      return
    }
    this.#makeRoom(bits)
    let left = bits
    while (left > 0) {
      const free = 8 - (this.#bits & 7)
      const taken = Math.min(left, free)
      const piece = (value >>> (left - taken)) & ((1 << taken) - 1)
      const at = this.#bits >> 3
      this.#bytes[at] = (this.#bytes[at] ?? 0) | (piece << (free - taken))
      this.#bits += taken
      left -= taken
    }
  }

  /** Any whole number from 0 on: six bits for its width, then itself. */
  writeSized(value: number): void {
    const width = widthOf(value)
    this.write(width, 6)
    this.write(value, width)
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, (this.#bits + 7) >> 3)
  }

  #makeRoom(bits: number): void {
    if (this.#bits + bits + 8 <= this.#bytes.length * 8) return
    const larger = new Uint8Array(this.#bytes.length * 2)
    larger.set(this.#bytes)
    this.#bytes = larger
  }
}

/** Reads what a `BitWriter` wrote. Beyond the end it reads zeros and remembers it: whoever reads looks at `overrun`. */
export class BitReader {
  readonly #bytes: Uint8Array
  #bit = 0
  #overrun = false

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get overrun(): boolean {
    return this.#overrun
  }

  read(bits: number): number {
    if (bits > 24) return this.read(bits - 24) * 0x1000000 + this.read(24)
    if (this.#bit + bits > this.#bytes.length * 8) {
      this.#overrun = true
      return 0
    }
    let value = 0
    let left = bits
    while (left > 0) {
      const free = 8 - (this.#bit & 7)
      const taken = Math.min(left, free)
      const byte = this.#bytes[this.#bit >> 3] ?? 0
      value = (value << taken) | ((byte >> (free - taken)) & ((1 << taken) - 1))
      this.#bit += taken
      left -= taken
    }
    return value
  }

  /** Throws nothing: a width that no writer makes counts as overrun. */
  readSized(): number {
    const width = this.read(6)
    if (width <= widestBits) return this.read(width)
    this.#overrun = true
    return 0
  }
}

/** How many bits a whole number from 0 on takes; 0 takes none. */
export function widthOf(value: number): number {
  if (value < 0x80000000) return 32 - Math.clz32(value)
  return 32 + widthOf(Math.floor(value / 0x100000000))
}
