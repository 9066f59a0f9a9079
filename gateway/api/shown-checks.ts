/** Leaves out of the doctor's report what whoever reads it may not ask for by itself. */
import type { DoctorCheck } from '../ops/doctor.ts'

/** Checks that say what another route is kept for: names of people, and how much is kept of them. */
const routeOf: ReadonlyMap<string, string> = new Map([
  ['accounts', '/api/v1/accounts'],
  ['api-keys', '/api/v1/api-keys'],
  ['devices', '/api/v1/devices'],
  ['clients', '/api/v1/clients'],
  ['vault', '/api/v1/vault/totals'],
  ['originals', '/api/v1/originals'],
  ['tokens', '/api/v1/tokens'],
  ['retention', '/api/v1/sweeps'],
  ['ledger', '/api/v1/ledger'],
])

export function checksFor(
  mayRead: (route: string) => boolean,
  checks: readonly DoctorCheck[],
): DoctorCheck[] {
  return checks.filter(({ id }) => {
    const route = routeOf.get(id)
    return route === undefined || mayRead(route)
  })
}
