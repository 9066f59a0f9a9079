/** Hands out a list in bounded pages: each cursor names the last one seen, as a digest, since addresses carry no names of people. */
import { createHash } from 'node:crypto'
import { GatewayError } from '../core/errors.ts'

export interface PageAsked {
  limit: number
  after?: string | undefined
}

/**
 * For lists that are small enough to be read whole (people, keys, devices), in an order that stays. `next` is null on the last page. Throws
 * USAGE for a cursor after which nothing is known to come: what it named is gone.
 */
export function pageOf<Item>(
  items: readonly Item[],
  { limit, after }: PageAsked,
  nameOf: (item: Item) => string,
): { page: readonly Item[]; next: string | null } {
  const last = after === undefined ? -1 : items.findIndex((item) => cursorOf(nameOf(item)) === after)
  if (after !== undefined && last === -1)
    throw new GatewayError('USAGE', {}, { hint: 'What the cursor names is gone: ask for the first page.' })
  const page = items.slice(last + 1, last + 1 + limit)
  const end = page.at(-1)
  const isLast = end === undefined || last + 1 + limit >= items.length
  return { page, next: isLast ? null : cursorOf(nameOf(end)) }
}

function cursorOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 16)
}
