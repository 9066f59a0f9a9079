/** Looks at the authorities' files while the gateway is stopped, renews them, and makes lost ones anew. */
import { randomBytes } from 'node:crypto'
import type { Config } from '../../config/schema.ts'
import { type AuthorityKind, type AuthorityStatus, authorityKinds, type RotateWhen } from '../api/services.ts'
import { clock } from '../app/clock.ts'
import { missingAuthorities, refuseLostAuthorities } from '../app/lost-authorities.ts'
import type { DataPaths } from '../app/paths.ts'
import { GatewayError } from '../core/errors.ts'
import type { Keyring } from '../keyring/keyring.ts'
import { type AuthorityView, openAuthority } from '../pki/authority.ts'
import { caStatus, viewAuthority } from '../pki/bundle.ts'
import { openStoppedKeyring } from './stopped-keyring.ts'

/** Makes those whose file is missing, and nothing else. Throws the keyring's and the authorities' errors. */
export async function createMissing(config: Config, paths: DataPaths): Promise<AuthorityStatus[]> {
  await using keyring = await openStoppedKeyring(config, paths)
  const made: AuthorityStatus[] = []
  for (const kind of missingAuthorities(paths)) {
    const authority = await openOne(kind, { config, paths, keyring, ifMissing: 'create' })
    made.push(caStatus(authority, Date.now()))
  }
  return made
}

export interface StoppedRotation {
  kind: AuthorityKind
  when: RotateWhen
  config: Config
  paths: DataPaths
}

/** Throws AUTHORITY_LOST or AUTHORITY_MISSING where there is nothing to renew. */
export async function rotateStopped({
  kind,
  when,
  config,
  paths,
}: StoppedRotation): Promise<AuthorityStatus> {
  await using keyring = await openStoppedKeyring(config, paths)
  refuseLostAuthorities(paths, keyring)
  const authority = await openOne(kind, { config, paths, keyring, ifMissing: 'fail' })
  await authority.rotate(when)
  return caStatus(authority, Date.now())
}

/** Both authorities' public halves; no key is needed to look at them. Throws AUTHORITY_LOST or AUTHORITY_MISSING. */
export async function viewStopped(paths: DataPaths): Promise<AuthorityView[]> {
  refuseLostAuthorities(paths)
  const found = await Promise.all(authorityKinds.map((kind) => viewAuthority(paths.authorities, kind)))
  const views = found.filter((view) => view !== null)
  if (views.length === 0) throw noAuthority('interception')
  return views
}

export function noAuthority(kind: AuthorityKind): GatewayError {
  return new GatewayError(
    'AUTHORITY_MISSING',
    { kind },
    { hint: 'Start the gateway once, which creates it.' },
  )
}

interface StoppedParts {
  config: Config
  paths: DataPaths
  keyring: Keyring
  ifMissing: 'create' | 'fail'
}

async function openOne(kind: AuthorityKind, { config, paths, keyring, ifMissing }: StoppedParts) {
  return openAuthority({
    kind,
    directory: paths.authorities,
    key: await keyring.longLivedKey(`${kind}-ca`),
    clock,
    random: randomBytes,
    officeName: config.office.name,
    ...(kind === 'interception'
      ? { lifetimeDays: config.interception.lifetimeDays, excluded: config.interception.excluded }
      : {}),
    ifMissing,
  })
}
