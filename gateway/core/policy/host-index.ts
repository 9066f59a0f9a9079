/** Finds all the lists of host patterns that a host is in, in one walk over its labels. */
import { inRanges, parseRange, type Range } from '../net/address.ts'
import { isRange } from './match-model.ts'

export interface HostIndex {
  /** One byte per list, 1 where the host (lower-case name or bare address) is in it. */
  hits(host: string): Uint8Array
}

/** Indexes lists of host names, `*.name`, addresses and CIDR ranges; `null` is the list that every host is in. */
export function createHostIndex(lists: readonly (readonly string[] | null)[]): HostIndex {
  const everywhere = Uint8Array.from(lists, (list) => (list === null ? 1 : 0))
  const names = new Map<string, number[]>()
  const parents = new Map<string, number[]>()
  const ranges: { range: Range; list: number }[] = []
  lists.forEach((list, number) => {
    for (const pattern of list ?? []) {
      const range = isRange(pattern) ? parseRange(pattern) : null
      if (range !== null) ranges.push({ range, list: number })
      else if (pattern.startsWith('*.')) add(parents, pattern.slice(2).toLowerCase(), number)
      else add(names, withoutDot(pattern.toLowerCase()), number)
    }
  })

  return {
    hits(host) {
      const found = everywhere.slice()
      mark(found, names.get(host))
      if (parents.size > 0) {
        for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
          mark(found, parents.get(host.slice(dot + 1)))
        }
      }
      for (const { range, list } of ranges) {
        if (found[list] === 0 && inRanges(host, [range])) found[list] = 1
      }
      return found
    },
  }
}

/** Orders patterns by how exactly they name a host: a name or an address before the longest `*.name` or range. */
export function specificity(pattern: string): number {
  if (isRange(pattern)) {
    const range = parseRange(pattern)
    return range === null ? 0 : range[0].kind() === 'ipv4' ? range[1] + 96 : range[1]
  }
  return pattern.startsWith('*.') ? pattern.length : 1000 + pattern.length
}

function add(index: Map<string, number[]>, key: string, list: number): void {
  const present = index.get(key)
  if (present === undefined) index.set(key, [list])
  else present.push(list)
}

function mark(found: Uint8Array, lists: readonly number[] | undefined): void {
  if (lists === undefined) return
  for (const list of lists) found[list] = 1
}

function withoutDot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name
}
