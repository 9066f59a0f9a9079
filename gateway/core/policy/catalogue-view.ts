/** Shows the catalogue with its sources, and says what in it is too old to rely on. */
import { dayMs } from '../units.ts'
import type { Catalogue, CatalogueSource } from './catalogue.ts'

export interface GroupView {
  name: string
  title: string
  kind: string
  asOf: string
  /** True where nobody has looked at it for a year. */
  isStale: boolean
  lists: readonly SourcedHosts[]
}

export interface SourcedHosts {
  source: CatalogueSource
  /** What a list without a source rests on; null where nothing is said. */
  restsOn: string | null
  hosts: readonly string[]
}

export interface CatalogueProblem {
  /** Key path in the file. */
  path: readonly (string | number)[]
  message: string
  hint: string
}

/** Services move: what nobody has looked at for so long is wrong somewhere. */
const staleMs = 365 * dayMs

/** `whole`: as `wholeCatalogue` made it. `now` in milliseconds since 1970. */
export function viewCatalogue(whole: Catalogue, now: number): GroupView[] {
  return Object.entries(whole.groups).map(([name, { title, kind, asOf, hosts, lists = [] }]) => {
    const sourced = new Set(lists.flatMap((list) => list.hosts))
    const others = hosts.filter((host) => !sourced.has(host))
    const all = lists.map(({ source, restsOn = null, hosts: some }) => ({ source, restsOn, hosts: some }))
    return {
      ...{ name, title, kind, asOf, isStale: ageOf(asOf, now) > staleMs },
      lists: others.length === 0 ? all : [...all, { source: 'none', restsOn: null, hosts: others }],
    }
  })
}

/** How much of it rests on something that can be read again. */
export function countSourced(groups: readonly Pick<GroupView, 'lists'>[]): {
  hosts: number
  sourced: number
} {
  const lists = groups.flatMap((group) => group.lists)
  const hostsOf = (some: typeof lists) => some.reduce((sum, list) => sum + list.hosts.length, 0)
  return { hosts: hostsOf(lists), sourced: hostsOf(lists.filter(({ source }) => source !== 'none')) }
}

/** Warnings, all of them: an old list is better than none. */
export function checkCatalogue(whole: Catalogue, now: number): CatalogueProblem[] {
  return Object.entries(whole.groups).flatMap(([name, { asOf, lists = [] }]) => [
    ...dateProblems(asOf, now, { path: ['groups', name, 'asOf'], what: `The group "${name}"` }),
    ...lists.flatMap(({ source }, index) =>
      source === 'none'
        ? []
        : dateProblems(source.read, now, {
            path: ['groups', name, 'lists', index, 'source', 'read'],
            what: `The source "${source.title}" of group "${name}"`,
          }),
    ),
  ])
}

function dateProblems(
  date: string,
  now: number,
  { path, what }: Pick<CatalogueProblem, 'path'> & { what: string },
): CatalogueProblem[] {
  const age = ageOf(date, now)
  if (age > staleMs) {
    const message = `${what} was last looked at on ${date}, more than a year ago: services move, and some of its hosts are wrong by now.`
    return [{ path, message, hint: 'Compare it with what the vendor publishes today, then set the date.' }]
  }
  // A day for time zones.
  if (age >= -dayMs) return []
  return [
    {
      path,
      message: `${what} was last looked at on ${date}, which is yet to come.`,
      hint: "Correct the date, or this box's clock.",
    },
  ]
}

function ageOf(date: string, now: number): number {
  return now - Date.parse(`${date}T00:00:00Z`)
}
