/** What the list is narrowed to: read from the address, asked of the gateway, and compared with what comes in. */
import type { Exchange, JournalQuery } from '../../api/types.ts'
import { startOfDay } from '../../i18n/quantities.ts'
import { namedTypes } from '../../parts/entity-name.ts'
import { verdictOrder } from '../../parts/verdict.tsx'

export const whens = ['today', '1h', '24h', '7d'] as const
export type When = (typeof whens)[number]

export interface Filters {
  client: string
  destination: string
  action: Exchange['action'] | ''
  entity: string
  when: When | ''
}

export const noFilters: Filters = { client: '', destination: '', action: '', entity: '', when: '' }

/** What the address says; a word that is none of ours counts as not said. */
export function filtersIn(search: URLSearchParams): Filters {
  const word = (name: string) => (search.get(name) ?? '').trim()
  return {
    client: word('client'),
    destination: word('destination'),
    action: verdictOrder.find((each) => each === word('action')) ?? '',
    entity: /^[A-Z_]{2,40}$/.test(word('entity')) ? word('entity') : '',
    when: whens.find((each) => each === word('when')) ?? '',
  }
}

export function isNarrowed(filters: Filters): boolean {
  return Object.values(filters).some((each) => each !== '')
}

const hourMs = 3_600_000
const spans = { '1h': hourMs, '24h': 24 * hourMs, '7d': 168 * hourMs } as const

/** Since when, milliseconds since 1970. */
export function since(when: When, now: number, timeZone: string | null): number {
  return when === 'today' ? startOfDay(now, timeZone) : now - spans[when]
}

export function queryOf(filters: Filters, from: number | null, before: string | null): JournalQuery {
  const { client, destination, action, entity } = filters
  return {
    limit: 100,
    ...(before === null ? {} : { before }),
    ...(from === null ? {} : { from }),
    ...(client === '' ? {} : { client }),
    ...(destination === '' ? {} : { destination }),
    ...(action === '' ? {} : { action }),
    // The gateway checks it: only kinds that it knows.
    ...(entity === '' ? {} : { entity: entity as NonNullable<JournalQuery['entity']> }),
  }
}

/** Whether what came in just now belongs into the list. */
export function matches(record: Exchange, { client, destination, action, entity }: Filters): boolean {
  return (
    (client === '' || record.client === client) &&
    (destination === '' || record.destination === destination) &&
    (action === '' || record.action === action) &&
    (entity === '' || entity in record.findingCounts)
  )
}

/** Those that can be chosen; the one that an address names stays among them. */
export function entityChoices(chosen: string): readonly string[] {
  const known: readonly string[] = namedTypes
  return chosen === '' || known.includes(chosen) ? known : [...known, chosen]
}
