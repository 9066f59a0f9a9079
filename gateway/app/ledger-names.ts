/** Lists what entries of the ledger may be about, so that they are told by name: the ledger itself keeps hashes. */
import { scopeWords } from '../core/retention/hold.ts'
import { clientIds } from './client-facts.ts'
import type { Ways } from './ways.ts'

type Named = Pick<
  Ways,
  'devices' | 'users' | 'accounts' | 'clients' | 'retention' | 'proposals' | 'reviews' | 'originals'
>

export function ledgerNames(ways: Named): string[] {
  const { devices, users, accounts, clients, retention, proposals, reviews, originals } = ways
  return [
    ...devices.list().map(({ name }) => name),
    ...Object.keys(users.marks()),
    ...accounts.desk.list().map(({ name }) => name),
    ...accounts.apiKeys.list().map(({ name }) => name),
    ...clientIds(clients),
    ...retention.list(50).map(({ id }) => id),
    ...proposals.list(null).map(({ id }) => id),
    ...reviews.desk.list({ limit: 200 }).reviews.map(({ id }) => id),
    ...originals.ids(200),
    ...retention.holds.list().map(({ scope }) => scopeWords(scope)),
  ]
}
