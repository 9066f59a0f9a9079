/** Opens both certificate authorities with keys of the keyring, and shows them to the API's desk. */
import { randomBytes } from 'node:crypto'
import type { Config } from '../../config/schema.ts'
import type { AuthorityDesk, AuthorityKind } from '../api/services.ts'
import type { Clock, KeyRing, LeafIssuer } from '../core/ports.ts'
import type { Log } from '../ops/log.ts'
import { type Authority, openAuthority } from '../pki/authority.ts'
import { caStatus, currentRoot, trustBundle } from '../pki/bundle.ts'
import { createLeafIssuer } from '../pki/leaves.ts'

export interface Authorities {
  readonly interception: Authority
  readonly office: Authority
  /** What the API asks; `rotated` is called after each roll-over that was begun. */
  desk(rotated: () => Promise<unknown>): AuthorityDesk
  /** PEM of every root that clients should trust now. */
  bundle(): string
  leaves(onIssue: () => void): LeafIssuer
  daysLeft(): Iterable<readonly [AuthorityKind, number]>
}

export interface AuthoritiesOptions {
  config: Config
  keyring: KeyRing
  directory: string
  clock: Clock
  log: Log
}

/** Throws AUTHORITY_INVALID where a file is damaged or sealed with another key. */
export async function openAuthorities(options: AuthoritiesOptions): Promise<Authorities> {
  const { config, clock, log } = options
  const [interception, office] = await Promise.all([
    open('interception', {
      ...options,
      more: { lifetimeDays: config.interception.lifetimeDays, excluded: config.interception.excluded },
    }),
    open('office', { ...options, more: {} }),
  ])
  const byKind = { interception, office }
  for (const authority of [interception, office]) {
    const { daysLeft } = caStatus(authority, clock.now())
    log.event('authority.ready', { authority: authority.kind, daysLeft, created: authority.created })
  }
  const bundle = () => trustBundle([interception, office], clock.now())
  return {
    interception,
    office,
    bundle,
    leaves: (onIssue) =>
      createLeafIssuer({
        authority: interception,
        clock,
        random: randomBytes,
        leafDays: config.interception.leafDays,
        cacheSize: config.interception.leafCache,
        onIssue,
      }),
    daysLeft: () =>
      [interception, office].map((each) => [each.kind, caStatus(each, clock.now()).daysLeft] as const),
    desk: (rotated) => ({
      status: async () => [interception, office].map((each) => caStatus(each, clock.now())),
      bundle: async () => bundle(),
      certificate: async (kind) => currentRoot(byKind[kind], clock.now()),
      async rotate(kind, when) {
        await byKind[kind].rotate(when)
        log.event('authority.rotated', { authority: kind, when })
        await rotated()
        return caStatus(byKind[kind], clock.now())
      },
    }),
  }
}

async function open(
  kind: AuthorityKind,
  options: AuthoritiesOptions & { more: { lifetimeDays?: number; excluded?: readonly string[] } },
): Promise<Authority> {
  const { config, keyring, directory, clock, more } = options
  return openAuthority({
    kind,
    directory,
    key: await keyring.longLivedKey(`${kind}-ca`),
    clock,
    random: randomBytes,
    officeName: config.office.name,
    ...more,
  })
}
