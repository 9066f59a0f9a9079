/** Shows the authorities to people and clients: one bundle to install, and what each root is. */
import { dayMs } from '../core/units.ts'
import type { Authority, AuthorityView } from './authority.ts'
import { readAuthorityFile } from './authority-file.ts'
import { certificatePem } from './certificate.ts'
import type { AuthorityKind, Generation } from './generation.ts'
import { rolesAt, trustedAt } from './roll-over.ts'

/** PEM of every root a client should trust now, waiting successors included. A client installs both authorities at once. */
export function trustBundle(authorities: readonly AuthorityView[], now: number): string {
  return authorities
    .flatMap((authority) => trustedAt(authority.generations(), now))
    .map((generation) => certificatePem(generation.certificate.raw))
    .join('')
}

/** DER of the root that issues now. */
export function currentRoot(authority: AuthorityView, now: number): Buffer {
  return rolesAt(authority.generations(), now).current.certificate.raw
}

/** One root as CLI, API and page show it. Times are milliseconds since 1970. */
export interface RootStatus {
  readonly generation: number
  readonly role: 'current' | 'next' | 'previous'
  readonly subject: string
  /** SHA-256 of the certificate, upper-case hex pairs joined by colons, as systems show it. */
  readonly fingerprint: string
  readonly notBefore: number
  readonly notAfter: number
  /** Whole days; 0 on the last and after it. */
  readonly daysLeft: number
  /** From when on leaves come from this root. */
  readonly issuesFrom: number
  /** Names that this root can provably not speak for. */
  readonly excluded: readonly string[]
}

/** An authority as CLI, API and page show it: the root that issues now, and the one that takes over. */
export interface CaStatus extends Omit<RootStatus, 'role' | 'issuesFrom'> {
  readonly kind: AuthorityKind
  readonly state: 'ready' | 'overlapping' | 'not-yet-valid' | 'expired'
  /** Excluded by configuration, but not by the root that issues now: provable only after a roll-over. */
  readonly excludedLater: readonly string[]
  readonly successor: { readonly fingerprint: string; readonly takesOverAt: number } | null
  readonly roots: readonly RootStatus[]
}

/** What is known of an authority now. */
export function caStatus(
  authority: AuthorityView & Partial<Pick<Authority, 'excluded'>>,
  now: number,
): CaStatus {
  const { current, next, previous } = rolesAt(authority.generations(), now)
  const { role: _role, issuesFrom: _issuesFrom, ...shown } = rootStatus(current, 'current', now)
  const configured = (authority.excluded ?? []).map((exclusion) => exclusion.text)
  return {
    kind: authority.kind,
    ...shown,
    state: stateOf(current, next, now),
    excludedLater: configured.filter((text) => !shown.excluded.includes(text)),
    successor:
      next === null
        ? null
        : {
            fingerprint: next.certificate.fingerprint256,
            takesOverAt: Math.max(next.issuesFrom, next.notBefore),
          },
    roots: [
      rootStatus(current, 'current', now),
      ...(next === null ? [] : [rootStatus(next, 'next', now)]),
      ...(previous === null ? [] : [rootStatus(previous, 'previous', now)]),
    ],
  }
}

/**
 * The public half of an authority without its key, for commands while the gateway is stopped. Null where there is none.
 *
 * @throws GatewayError AUTHORITY_INVALID
 */
export async function viewAuthority(directory: string, kind: AuthorityKind): Promise<AuthorityView | null> {
  const stored = await readAuthorityFile(directory, kind)
  return stored === null ? null : { kind, generations: () => stored.generations }
}

function rootStatus(generation: Generation, role: RootStatus['role'], now: number): RootStatus {
  return {
    generation: generation.number,
    role,
    subject: oneLine(generation.certificate.subject),
    fingerprint: generation.certificate.fingerprint256,
    notBefore: generation.notBefore,
    notAfter: generation.notAfter,
    daysLeft: Math.max(0, Math.floor((generation.notAfter - now) / dayMs)),
    issuesFrom: generation.issuesFrom,
    excluded: generation.excluded.map((exclusion) => exclusion.text),
  }
}

function stateOf(current: Generation, next: Generation | null, now: number): CaStatus['state'] {
  if (now < current.notBefore) return 'not-yet-valid'
  if (now > current.notAfter) return 'expired'
  return next === null ? 'ready' : 'overlapping'
}

/** Node prints one attribute a line. */
function oneLine(subject: string): string {
  return subject.split('\n').join(', ')
}
