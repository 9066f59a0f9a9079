/** Remembers what names of fields tell at the places of one body, so that the records of a list are asked about once. */
import type { FieldMeaning } from '../pii/fields/field-meaning.ts'

/** Of more places, and of longer names, the dictionary is asked each time. */
const mostPlaces = 512
const longestName = 64
const slots = 2048
/** A place is four numbers: the one it stands in, where a name of it begins and ends, and the next in its slot. */
const width = 4

const seed = 0x811c9dc5
const prime = 0x01000193

/** Places are told apart by the names that lead to them, as they are written; all elements of an array are one. */
export class PlaceMeanings {
  readonly #places = new Int32Array(width * (mostPlaces + 1))
  readonly #slots = new Int32Array(slots)
  readonly #meanings: (FieldMeaning | null | undefined)[] = []
  #count = 0
  /** Of the records, when the meanings were asked for. */
  #version = -1

  /** Forgets the body. */
  reset(): void {
    this.#version = -1
    if (this.#count === 0) return
    this.#slots.fill(0)
    this.#count = 0
    this.#meanings.length = 0
  }

  /** The place of the member named `bytes[start, end)` in the place `outer`; -1 where it is not kept, and in such a one. 0 is the body. */
  placeOf(outer: number, bytes: Uint8Array, { start, end }: { start: number; end: number }): number {
    if (outer < 0 || end - start > longestName) return -1
    let hash = Math.imul(seed ^ outer, prime)
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, prime)
    const slot = (hash ^ (hash >>> 15)) & (slots - 1)
    const places = this.#places
    for (let place = this.#slots[slot]!; place !== 0; place = places[width * place + 3]!) {
      if (places[width * place] !== outer) continue
      if (
        isSame(bytes, { start, end }, { start: places[width * place + 1]!, end: places[width * place + 2]! })
      )
        return place
    }
    if (this.#count === mostPlaces) return -1
    const place = ++this.#count
    places[width * place] = outer
    places[width * place + 1] = start
    places[width * place + 2] = end
    places[width * place + 3] = this.#slots[slot]!
    this.#slots[slot] = place
    return place
  }

  /** Undefined where nobody asked, or more is known of the records since: `version` is theirs. */
  get(place: number, version: number): FieldMeaning | null | undefined {
    return place < 0 || version !== this.#version ? undefined : this.#meanings[place]
  }

  set(place: number, version: number, meaning: FieldMeaning | null): void {
    if (place < 0) return
    if (version !== this.#version) this.#meanings.length = 0
    this.#version = version
    this.#meanings[place] = meaning
  }
}

interface Span {
  readonly start: number
  readonly end: number
}

function isSame(bytes: Uint8Array, one: Span, other: Span): boolean {
  if (one.end - one.start !== other.end - other.start) return false
  const by = other.start - one.start
  for (let at = one.start; at < one.end; at++) if (bytes[at] !== bytes[at + by]) return false
  return true
}
