/** Remembers answers by short texts, and never more of them than may be kept of what strangers send. */
import { Buffer } from 'node:buffer'

const mostRemembered = 4096
/** In characters. Names and paths of services are shorter; of a longer one the answer is found anew. */
const longestRemembered = 256

export class Remembered<T> {
  readonly #answers = new Map<string, T>()

  get(text: string): T | undefined {
    return text.length > longestRemembered ? undefined : this.#answers.get(text)
  }

  set(text: string, answer: T): void {
    if (text.length > longestRemembered) return
    if (this.#answers.size >= mostRemembered) this.#answers.clear()
    this.#answers.set(copyOf(text), answer)
  }
}

/** A piece that was cut out of a text may keep all of it in memory. */
function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}
