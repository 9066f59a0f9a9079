/** Says what a role may ask the API for, so that nothing is asked that would only be refused; the gateway decides. */
import type { OwnAccount } from './types.ts'

type Role = OwnAccount['role']

/** As in gateway/api/RIGHTS.md; a test holds the two together. */
export const readableBy: Readonly<
  Record<
    'journal' | 'clients' | 'reviews' | 'policy' | 'network' | 'doctor' | 'accounts' | 'account',
    readonly Role[]
  >
> = {
  journal: ['owner', 'contractor', 'privacy-lead', 'auditor'],
  clients: ['owner', 'contractor', 'auditor'],
  reviews: ['owner', 'contractor', 'privacy-lead', 'auditor'],
  policy: ['owner', 'contractor', 'privacy-lead', 'auditor'],
  network: ['owner', 'contractor', 'privacy-lead', 'auditor'],
  doctor: ['owner', 'contractor', 'auditor'],
  accounts: ['owner', 'auditor'],
  account: ['owner', 'contractor', 'privacy-lead', 'auditor', 'staff'],
}

/** What a role may change, by a route that changes it. */
export const changeableBy: Readonly<Record<'reviews' | 'clients' | 'proposals' | 'policy', readonly Role[]>> =
  {
    reviews: ['owner', 'contractor', 'privacy-lead'],
    clients: ['owner', 'contractor'],
    proposals: ['owner', 'contractor'],
    policy: ['owner', 'contractor'],
  }

export function mayChange(role: Role | undefined, what: keyof typeof changeableBy): boolean {
  return role !== undefined && changeableBy[what].includes(role)
}

/** Who takes access away; the same table. */
export const revokedBy: readonly Role[] = ['owner']

export function mayRead(role: Role | undefined, what: keyof typeof readableBy): boolean {
  return role !== undefined && readableBy[what].includes(role)
}
