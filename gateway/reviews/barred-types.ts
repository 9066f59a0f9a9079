/** Finds out what one client lately sent to one host that no answer lets out as it is. */
import type { ExchangeRecord } from '../core/journal.ts'
import type { EntityType } from '../core/pii/entity.ts'
import { changedTypes } from '../core/trouble/happened.ts'
import { dayMs } from '../core/units.ts'

/** Types that were masked or stopped within the last day. Rejects with the STORE_ errors. */
export type BarredTypes = (of: { client: string; destination: string }) => Promise<EntityType[]>

export interface BarredTypesOptions {
  journal: {
    list(query: {
      limit: number
      from: number
      entity: EntityType
      client: string
      destination: string
      before?: string
    }): Promise<{ records: readonly ExchangeRecord[]; next: string | null }>
  }
  never(): ReadonlySet<EntityType>
  now(): number
}

const page = 100
/** Who sends so much of what is kept there is left unread by a rule, or not at all. */
const mostPages = 20

export function createBarredTypes({ journal, never, now }: BarredTypesOptions): BarredTypes {
  async function isChanged(
    entity: EntityType,
    of: { client: string; destination: string },
  ): Promise<boolean> {
    const query = { ...of, entity, limit: page, from: now() - dayMs }
    let next: string | null = null
    for (let pages = 0; pages < mostPages; pages += 1) {
      const found = await journal.list(next === null ? query : { ...query, before: next })
      if (found.records.some((record) => changedTypes(record).includes(entity))) return true
      next = found.next
      if (next === null) return false
    }
    return true
  }

  return async (of) => {
    const barred: EntityType[] = []
    for (const type of never()) if (await isChanged(type, of)) barred.push(type)
    return barred
  }
}
