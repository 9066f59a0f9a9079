/** Answers what an operator asks of tokens: what one stands for, which group holds a leaked copy; and purges. */

import type { RevealReason } from '../core/account/reveal.ts'
import type { LedgerActor } from '../core/ledger/entry.ts'
import { normalizeEntity } from '../core/pii/anonymize.ts'
import { type EntityType, entityTypeNames } from '../core/pii/entity.ts'
import type { Ledger } from '../core/ports.ts'
import { forgetDeleted } from './forgetting.ts'
import type { DurableDatabase } from './ledger-database.ts'
import type {
  CountPage,
  TokenCount,
  TokenFilter,
  TokenRegister,
  TokenRow,
  TokenTotals,
} from './token-register.ts'
import type { TokenSeal } from './token-seal.ts'
import type { Erasing } from './token-store.ts'

/** A token without what it stands for. */
export interface TokenView {
  code: string
  type: string
  destinationGroup: string
  period: string
  issuedAt: number
}

/** `value` null: its key was destroyed. Bytes that are no UTF-8 are shown as such. */
export interface RevealedToken extends TokenView {
  value: string | null
}

export interface PurgeOrder extends TokenFilter {
  /** Only tokens of this value, however it is written. */
  value?: string
}

export type PurgeCount = Omit<TokenCount, 'bytes'>

export interface TokenDesk {
  /** Null where nobody knows the token. Noted in the ledger before the value is handed out. */
  lookup(code: string, actor: LedgerActor, why?: RevealReason | null): RevealedToken | null
  /** Of these codes those that are known. Reveals no value. */
  trace(codes: readonly string[]): TokenView[]
  counts(page?: CountPage): TokenCount[]
  totals(): TokenTotals
  /** What a purge would take: so many at each destination group become unreadable. Takes nothing. */
  weigh(order: PurgeOrder): Promise<PurgeCount[]>
  /** Returns what is gone; noted in the ledger. */
  purge(order: PurgeOrder, actor: LedgerActor): Promise<PurgeCount[]>
}

export interface TokenDeskParts {
  register: TokenRegister
  seal: TokenSeal
  database: DurableDatabase
  ledger: Ledger
  erasing: Erasing
}

const pageSize = 500

export function createTokenDesk(parts: TokenDeskParts): TokenDesk {
  const { register, seal, database, ledger, erasing } = parts
  return {
    lookup(code, actor, why = null) {
      const row = register.find(code)
      if (row === null) return null
      // What cannot be noted is not shown.
      ledger.append({
        action: 'token.looked-up',
        actor,
        subject: code,
        facts: { type: row.type, period: row.period, ...(why === null ? {} : { why }) },
      })
      return { ...viewOf(row), value: seal.open(row)?.value.toString('utf8') ?? null }
    },
    trace: (codes) => register.findAll(codes).map(viewOf),
    counts: (page) => register.counts(page),
    totals: () => register.totals(),
    weigh: (order) => weigh(parts, order),
    async purge(order, actor) {
      const { value, ...filter } = order
      const counts = await erasing(filter, async () => {
        const weighed = await weigh(parts, order)
        if (value === undefined) await register.erase(filter)
        else await eachOf(parts, order, (rows) => register.delete(rows.map(({ seq }) => seq)))
        return weighed
      })
      const purged = counts.reduce((sum, { tokens }) => sum + tokens, 0)
      await forgetDeleted(database)
      ledger.append({
        action: 'token.purged',
        actor,
        subject: filter.destinationGroup ?? 'all',
        facts: { tokens: purged, period: filter.period ?? 'all', oneValue: value !== undefined },
      })
      return counts
    },
  }
}

async function weigh(parts: TokenDeskParts, order: PurgeOrder): Promise<PurgeCount[]> {
  const { value, period, destinationGroup } = order
  if (value === undefined)
    return parts.register
      .counts()
      .filter((one) => period === undefined || one.period === period)
      .filter((one) => destinationGroup === undefined || one.destinationGroup === destinationGroup)
      .map(({ bytes: _, ...count }) => count)
  const counts = new Map<string, PurgeCount>()
  await eachOf(parts, order, (rows) => {
    for (const row of rows) {
      const id = `${row.period} ${row.destination_group}`
      const { tokens } = counts.get(id) ?? { tokens: 0 }
      counts.set(id, { period: row.period, destinationGroup: row.destination_group, tokens: tokens + 1 })
    }
  })
  return [...counts.values()]
}

/** The rows of one value, page by page. Values are sealed, so each is opened to be compared. */
async function eachOf(
  { register, seal }: TokenDeskParts,
  { value = '', ...filter }: PurgeOrder,
  take: (rows: readonly TokenRow[]) => void,
): Promise<void> {
  const wanted = new Map(
    entityTypeNames.map((type) => [type as string, normalizeEntity(type, Buffer.from(value))]),
  )
  for (let after = 0; ; ) {
    const rows = register.page(filter, after, pageSize)
    take(rows.filter((row) => isValue(row, seal.open(row)?.value ?? null, wanted.get(row.type))))
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.seq
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function isValue(row: TokenRow, value: Buffer | null, wanted: string | undefined): boolean {
  return value !== null && wanted !== undefined && normalizeEntity(row.type as EntityType, value) === wanted
}

function viewOf({ code, type, destination_group, period, issued_at }: TokenRow): TokenView {
  return { code, type, destinationGroup: destination_group, period, issuedAt: issued_at }
}
