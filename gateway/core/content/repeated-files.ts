/** Gives a body that is read twice the same answers about its files both times. */
import type { FileNote, FileOrders } from './inspector.ts'

export class RepeatedFiles implements FileOrders {
  readonly #files: FileOrders
  readonly #answers: boolean[] = []
  #next: number | null = null

  constructor(files: FileOrders) {
    this.#files = files
  }

  get metadata(): FileOrders['metadata'] {
    return this.#files.metadata
  }

  get base64Depth(): number {
    return this.#files.base64Depth
  }

  get maxFileBytes(): number {
    return this.#files.maxFileBytes
  }

  get room(): FileOrders['room'] {
    return this.#files.room
  }

  /** The files come in the same order again. */
  beginAgain(): void {
    this.#next = 0
  }

  unpacks(growth: number, bytes: number): boolean {
    const known = this.#next === null ? undefined : this.#answers[this.#next++]
    if (known !== undefined) return known
    const answer = this.#files.unpacks(growth, bytes)
    if (this.#next === null) this.#answers.push(answer)
    return answer
  }

  told(note: FileNote): void {
    this.#files.told(note)
  }
}
