/** Holds the hosts of all lists in eight bytes each, and says which list names a host. */
import { isAddress } from '../http/authority.ts'
import { type HashSeed, hashHost, hashParents } from './host-hash.ts'

/** `host`: that name alone. `tree`: it and all names below it. `below`: those alone. */
export type HostScope = 'host' | 'tree' | 'below'

export interface HostRule {
  host: string
  scope: HostScope
  /** True where the list says that it is not to be refused. */
  exception: boolean
}

/** The five bits that an entry has for its list. */
export const maxLists = 32
/** Of all lists together. */
export const maxHosts = 2_000_000

/**
 * Sorted numbers of 64 bits: 56 of the host's name, five of its list, one for an exception, two for what it covers.
 * Plain data with one buffer, so that workers can be handed it.
 */
export interface HostTable {
  readonly seed: HashSeed
  readonly entries: BigUint64Array<ArrayBuffer>
}

export const emptyTable: HostTable = { seed: { high: 0, low: 0 }, entries: new BigUint64Array() }

const scopeBits: Record<HostScope, number> = { host: 0, tree: 1, below: 2 }
const exceptionBit = 4
const listShift = 3

/** Takes rules in any order; `finish` sorts them and leaves out what is said twice. */
export class HostTableBuilder {
  readonly #seed: HashSeed
  #entries = new BigUint64Array(1024)
  #words = new Uint32Array(this.#entries.buffer)
  #count = 0

  constructor(seed: HashSeed) {
    this.#seed = seed
  }

  /** How many rules there are, for `backTo`. */
  get length(): number {
    return this.#count
  }

  /** Forgets what came behind so many rules: a list that turned out to be none. */
  backTo(length: number): void {
    this.#count = length
  }

  /** False where there is no room for more. */
  add(rule: HostRule, list: number): boolean {
    if (this.#count >= maxHosts) return false
    if (this.#count === this.#entries.length) this.#grow()
    const { high, low } = hashHost(rule.host, this.#seed)
    const mark = (list << listShift) | (rule.exception ? exceptionBit : 0) | scopeBits[rule.scope]
    this.#words[2 * this.#count + upper] = high
    this.#words[2 * this.#count + lower] = low | mark
    this.#count += 1
    return true
  }

  finish(): HostTable {
    const sorted = this.#entries.subarray(0, this.#count).sort()
    let kept = 0
    for (let at = 0; at < sorted.length; at += 1) {
      const entry = sorted[at] as bigint
      if (at > 0 && entry === sorted[kept - 1]) continue
      sorted[kept] = entry
      kept += 1
    }
    return { seed: this.#seed, entries: sorted.slice(0, kept) }
  }

  #grow(): void {
    const wider = new BigUint64Array(2 * this.#entries.length)
    wider.set(this.#entries)
    this.#entries = wider
    this.#words = new Uint32Array(wider.buffer)
  }
}

/** Which half of a 64-bit number comes first in memory. */
const lower = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 0 : 1
const upper = 1 - lower

/** What the lists say of a host: the first list that names it, and the name in that list. */
export interface ListedHost {
  list: number
  /** The host itself or the parent that the list names. */
  entry: string
  exception: boolean
}

export type HostLookup = (host: string) => ListedHost | null

/** An exception of any list counts before all that is listed; of several lists the first one is named. */
export function createHostLookup({ seed, entries }: HostTable): HostLookup {
  const words = new Uint32Array(entries.buffer, entries.byteOffset, 2 * entries.length)
  return (host) => {
    let found: ListedHost | null = null
    const name = host.toLowerCase()
    const isName = !isAddress(name)
    let depth = 0
    hashParents(name, seed, ({ high, low }, isWhole) => {
      depth += 1
      // An address has no parents: 4.4 is none of 8.8.4.4's.
      if (!isWhole && !isName) return false
      for (let at = firstOf(words, high, low); at < entries.length; at += 1) {
        const second = words[2 * at + lower] as number
        if (words[2 * at + upper] !== high || (second & 0xffffff00) >>> 0 !== low) break
        const scope = second & 3
        if (isWhole ? scope === scopeBits.below : scope === scopeBits.host) continue
        const exception = (second & exceptionBit) !== 0
        const list = (second & 0xff) >>> listShift
        const isFirst = found === null || (!found.exception && (exception || list < found.list))
        if (isFirst) found = { list, entry: isWhole ? name : lastLabels(name, depth), exception }
      }
      return found?.exception === true
    })
    return found
  }
}

/** How many hosts a list names, and how many exceptions; what it says twice counts once. */
export function countsOf({ entries }: HostTable, lists: number): { hosts: number; exceptions: number }[] {
  const counts = Array.from({ length: lists }, () => ({ hosts: 0, exceptions: 0 }))
  const words = new Uint32Array(entries.buffer, entries.byteOffset, 2 * entries.length)
  for (let at = 0; at < entries.length; at += 1) {
    const mark = (words[2 * at + lower] as number) & 0xff
    const count = counts[mark >>> listShift]
    if (count === undefined) continue
    if ((mark & exceptionBit) === 0) count.hosts += 1
    else count.exceptions += 1
  }
  return counts
}

/** The first entry that is not below this name's. */
function firstOf(words: Uint32Array, high: number, low: number): number {
  let [from, to] = [0, words.length / 2]
  while (from < to) {
    const middle = (from + to) >>> 1
    const there = words[2 * middle + upper] as number
    if (there < high || (there === high && (words[2 * middle + lower] as number) < low)) from = middle + 1
    else to = middle
  }
  return from
}

function lastLabels(host: string, labels: number): string {
  return host.split('.').slice(-labels).join('.')
}
