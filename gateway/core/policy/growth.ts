/** Bounds how much longer the documents of one body may get by being unpacked. */
import { MiB } from '../units.ts'

/**
 * By the first, and by the second for each of their bytes; one document by no more than the third. Reading a MiB holds
 * everybody else up for a third of a second, and twice that where it is looked through twice. Texts in office files are
 * packed to a fifth or a tenth.
 */
const growthAtOnce = 4 * MiB
const growthPerByte = 8
const mostGrowth = 12 * MiB

export class Growth {
  #bytes = 0
  #growth = 0

  /** `growth`: by how much a document of `bytes` would get longer. Counted only where it is allowed. */
  allows(growth: number, bytes: number): boolean {
    this.#bytes += bytes
    this.#growth += growth
    if (growth <= mostGrowth && this.#growth <= growthAtOnce + growthPerByte * this.#bytes) return true
    this.#growth -= growth
    return false
  }
}
