/** Finds the first exchange rule that fits a request without asking every rule: by its destination and the words of its path. */
import { literalPrefix, spellings } from './glob.ts'

/** What of a rule the index is made of. */
export interface IndexedRule {
  /** As the policy file has them; null where every path fits. */
  readonly pathPatterns: readonly string[] | null
  readonly methods: ReadonlySet<string> | null
}

/** Some of the rules, by what their paths must hold. Lists are in the order of the policy. */
export interface Sieve {
  /** Rules that say nothing of paths, or nothing to go by. */
  readonly always: readonly number[]
  /**
   * Rules of which no path fits without holding this segment, or, where the key begins with a slash, without beginning so.
   */
  readonly byKey: ReadonlyMap<string, readonly number[]>
  /** How long the beginnings among the keys are. */
  readonly beginnings: readonly number[]
}

export interface ExchangeIndex {
  /** Rules about every destination. */
  readonly everywhere: Sieve
  /** Rules that name a destination, of those that fit it: one byte per rule, 1 where it does. */
  sieveOf(hits: Uint8Array): Sieve
  /** One byte per rule, 1 where the rule's methods fit. */
  methodFacts(method: string): Uint8Array
}

/** Sets of rules that are kept ready: hosts of one vendor share theirs. */
const maxSieves = 1024

/** `named`: one byte per rule, 1 where it names destinations. */
export function createExchangeIndex(rules: readonly IndexedRule[], named: Uint8Array): ExchangeIndex {
  const keys = wantedKeys(rules)
  const numbers = rules.map((_, number) => number)
  const methods = indexMethods(rules)
  const general = numbers.filter((number) => named[number] === 0)
  const sieves = new Map<string, Sieve>()
  return {
    everywhere: makeSieve(general, keys),
    sieveOf(hits) {
      const chosen = numbers.filter((number) => named[number] === 1 && hits[number] === 1)
      const id = chosen.join(' ')
      const sieve = sieves.get(id) ?? makeSieve(chosen, keys)
      if (sieves.size >= maxSieves) sieves.clear()
      sieves.set(id, sieve)
      return sieve
    },
    methodFacts: (method) => methods.known.get(method) ?? methods.other,
  }
}

/** What a request is looked for by. */
export interface Sought {
  readonly path: string
  /** One byte per rule each, 1 where client, method and media type fit. */
  readonly clients: Uint8Array
  readonly methods: Uint8Array
  readonly types: Uint8Array
  /** Whether all the rest of a rule fits. */
  fits(number: number): boolean
}

/**
 * The number of the first rule, or -1. A rule may stand in several of the lists: each is read up to the best so far, so that the
 * answer is the one that reading all rules from the top would give.
 */
export function firstOf(sieves: readonly Sieve[], sought: Sought): number {
  const { path } = sought
  let best = Number.POSITIVE_INFINITY
  for (const { always, byKey, beginnings } of sieves) {
    best = firstIn(always, sought, best)
    if (byKey.size === 0) continue
    for (const length of beginnings) best = firstIn(byKey.get(path.slice(0, length)), sought, best)
    for (let start = 0; start < path.length; ) {
      const slash = path.indexOf('/', start)
      const end = slash === -1 ? path.length : slash
      if (end > start) best = firstIn(byKey.get(path.slice(start, end)), sought, best)
      start = end + 1
    }
  }
  return best === Number.POSITIVE_INFINITY ? -1 : best
}

/** A list may hold all rules of a policy: what tells nearly all of them apart is three bytes. */
function firstIn(list: readonly number[] | undefined, sought: Sought, best: number): number {
  if (list === undefined) return best
  const { clients, methods, types } = sought
  for (const number of list) {
    if (number >= best) break
    if (clients[number] === 0 || methods[number] === 0 || types[number] === 0) continue
    if (sought.fits(number)) return number
  }
  return best
}

/** For each rule the keys of which any path that fits has one; null where there are none to go by. */
function wantedKeys(rules: readonly IndexedRule[]): (readonly string[] | null)[] {
  const choices = rules.map(({ pathPatterns }) => pathPatterns?.flatMap(spellings).map(keysOf) ?? null)
  const uses = new Map<string, number>()
  for (const key of choices.flatMap((spelled) => spelled?.flat() ?? []))
    uses.set(key, (uses.get(key) ?? 0) + 1)
  // The rarest tells rules apart best: of `/api/v17/**` it is not `api`.
  const rarest = (spelled: readonly string[]) =>
    spelled.reduce((best, each) => ((uses.get(each) ?? 0) < (uses.get(best) ?? 0) ? each : best))
  return choices.map((spelled) =>
    spelled === null || spelled.some(({ length }) => length === 0) ? null : [...new Set(spelled.map(rarest))],
  )
}

/** Its whole segments; the beginning of a pattern that names none in full. */
function keysOf(spelling: string): string[] {
  const segments = spelling.split('/').filter((segment) => segment !== '' && !segment.includes('*'))
  const beginning = literalPrefix(spelling)
  return segments.length > 0 || beginning.length < 2 ? segments : [beginning]
}

function makeSieve(numbers: readonly number[], keys: readonly (readonly string[] | null)[]): Sieve {
  const always: number[] = []
  const byKey = new Map<string, number[]>()
  const beginnings = new Set<number>()
  for (const number of numbers) {
    const wanted = keys[number] ?? null
    if (wanted === null) always.push(number)
    for (const key of wanted ?? []) {
      const list = byKey.get(key)
      if (list === undefined) byKey.set(key, [number])
      else list.push(number)
      if (key.startsWith('/')) beginnings.add(key.length)
    }
  }
  return { always, byKey, beginnings: [...beginnings] }
}

function indexMethods(rules: readonly IndexedRule[]) {
  const names = new Set(rules.flatMap(({ methods }) => [...(methods ?? [])]))
  const factsOf = (name: string | null) =>
    Uint8Array.from(rules, ({ methods }) =>
      methods === null || (name !== null && methods.has(name)) ? 1 : 0,
    )
  return { known: new Map([...names].map((name) => [name, factsOf(name)])), other: factsOf(null) }
}
