/** Holds bytes that must never be printed: a key or a token that shows itself only when asked by name. */
import { timingSafeEqual } from 'node:crypto'

/** Secret bytes. Logging, JSON and the debugger's inspection all show `[secret]`. */
export class Secret {
  readonly #bytes: Buffer

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes)
  }

  /** The bytes themselves; the caller must not log, store or send them. */
  reveal(): Buffer {
    return this.#bytes
  }

  /** Constant-time comparison; false where the lengths differ. */
  equals(other: Uint8Array): boolean {
    return other.length === this.#bytes.length && timingSafeEqual(this.#bytes, other)
  }

  /** Overwrites the bytes in place. Copies made by the runtime are out of reach. */
  destroy(): void {
    this.#bytes.fill(0)
  }

  toString(): string {
    return '[secret]'
  }

  toJSON(): string {
    return '[secret]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]'
  }
}
