/** Is a certificate authority of the office: made at first run, kept sealed, replaced with an overlap before it ends. */
import { chmod } from 'node:fs/promises'
import { GatewayError } from '../core/errors.ts'
import type { Clock } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import {
  authorityPath,
  readAuthorityFile,
  type StoredAuthority,
  type StoredGeneration,
  writeAuthorityFile,
} from './authority-file.ts'
import type { RandomBytes } from './certificate.ts'
import { type Exclusion, exclusionFor, parseExclusions } from './exclusions.ts'
import { type AuthorityKind, type Generation, type Issuer, issuerOf, makeGeneration } from './generation.ts'
import type { HostName } from './names.ts'
import {
  defaultRollOverTimes,
  type Roles,
  type RollOverTimes,
  rolesAt,
  successorDue,
  takeOverTime,
} from './roll-over.ts'
import { openPrivateKey, sealingKeyMark, sealPrivateKey } from './sealing.ts'

export interface AuthorityOptions {
  kind: AuthorityKind
  /** Folder of both authorities' files; made with mode 0700. */
  directory: string
  /** 32 bytes of the keyring that seal the private keys on disk. */
  key: Secret
  clock: Clock
  random: RandomBytes
  /** The office's name, shown by clients as the root's organisation. */
  officeName: string
  /** How long a new root lives; `defaultLifetimeDays` of its kind where left out. */
  lifetimeDays?: number
  /** Names and addresses it must never speak for: `bank.example`, `10.0.0.0/8`. */
  excluded?: readonly string[]
  rollOver?: RollOverTimes
  /** `fail` where nothing may be made: a command that only looks. */
  ifMissing?: 'create' | 'fail'
}

/** Two years; the office's root five, since it is carried by hand into cameras and terminals, where each change is a visit. */
export const defaultLifetimeDays: Record<AuthorityKind, number> = { interception: 730, office: 1826 }

/** Its roots to look at. */
export interface AuthorityView {
  readonly kind: AuthorityKind
  generations(): readonly Generation[]
}

export interface Authority extends AuthorityView {
  /** True where this opening made it: nothing trusts it yet. */
  readonly created: boolean
  /** What is excluded by configuration; a root made from now on says so itself. */
  readonly excluded: readonly Exclusion[]
  roles(): Roles
  /** What leaves are signed with now; another object as soon as another generation issues. */
  issuer(): Issuer
  /** The exclusion (configured, or in the root that issues now) that covers a name; null where it may be spoken for. */
  excludes(name: HostName): Exclusion | null
  /**
   * Makes a successor. `after-overlap`: it issues once clients had time to install it; one that waits already is kept.
   * `at-once`: it issues now and the others are withdrawn, as after a theft; every client needs the new root first.
   */
  rotate(when: 'after-overlap' | 'at-once'): Promise<Roles>
  /** Makes a successor where one is due; true where it did. To be called at start and every few hours: `upkeep.ts`. */
  maintain(): Promise<boolean>
}

/** Old generations beyond those that play a part are kept up to this number, for a clock that was wrong and comes back. */
const keptGenerations = 4

/**
 * Opens the authority in a folder, or makes it at first run. From then on `maintain` makes successors where one is due.
 *
 * @throws GatewayError AUTHORITY_INVALID (damaged), AUTHORITY_WRONG_KEY (sealed with another key), AUTHORITY_MISSING
 *   (with `ifMissing: 'fail'`), AUTHORITY_UNWRITABLE, CONFIG_INVALID (an excluded name is none)
 */
export async function openAuthority(options: AuthorityOptions): Promise<Authority> {
  const { kind, directory, clock } = options
  const excluded = parseExclusions(options.excluded ?? [])
  const stored = await readAuthorityFile(directory, kind)
  if (stored === null && options.ifMissing === 'fail') {
    throw new GatewayError(
      'AUTHORITY_MISSING',
      { kind },
      { hint: 'Start the gateway once, which creates it.' },
    )
  }
  let state = stored === null ? await createFirst(options) : await openStored(options, stored)

  const issuer = () => issuerNamed(state, rolesAt(state.generations, clock.now()).current.number)

  async function addSuccessor(issuesFrom: number, withdraw: 'waiting' | 'all'): Promise<void> {
    const { current } = rolesAt(state.generations, clock.now())
    const older = state.generations.map((one) =>
      withdraw === 'all' || one.number > current.number ? { ...one, withdrawn: true } : one,
    )
    state = await extend(options, { generations: older, issuers: state.issuers }, issuesFrom)
  }

  const inTurn = takeTurns()
  return {
    kind,
    created: stored === null,
    excluded,
    generations: () => state.generations,
    roles: () => rolesAt(state.generations, clock.now()),
    issuer,
    excludes: (name) => exclusionFor(name, excluded) ?? exclusionFor(name, issuer().generation.excluded),
    rotate: (when) =>
      inTurn(async () => {
        const now = clock.now()
        const { current, next } = rolesAt(state.generations, now)
        if (when === 'at-once') await addSuccessor(now, 'all')
        else if (next === null || !sameExclusions(next.excluded, excluded)) {
          await addSuccessor(takeOverTime(current, now, options.rollOver ?? defaultRollOverTimes), 'waiting')
        }
        return rolesAt(state.generations, now)
      }),
    maintain: () =>
      inTurn(async () => {
        const due = successorDue(state.generations, clock.now(), options.rollOver ?? defaultRollOverTimes)
        if (due !== null) await addSuccessor(due, 'waiting')
        return due !== null
      }),
  }
}

interface OpenState {
  readonly generations: readonly StoredGeneration[]
  readonly issuers: ReadonlyMap<number, Issuer>
}

async function createFirst(options: AuthorityOptions): Promise<OpenState> {
  return await extend(options, { generations: [], issuers: new Map() }, options.clock.now())
}

/** Makes the next generation and writes all of them; the state before stays in force where writing fails. */
async function extend(options: AuthorityOptions, before: OpenState, issuesFrom: number): Promise<OpenState> {
  const { kind, directory, key, random, clock } = options
  const made = makeGeneration({
    kind,
    number: (before.generations.at(-1)?.number ?? 0) + 1,
    officeName: options.officeName,
    lifetimeDays: options.lifetimeDays ?? defaultLifetimeDays[kind],
    excluded: options.excluded ?? [],
    now: clock.now(),
    issuesFrom,
    random,
  })
  const { generation, privateKey } = made
  const label = { kind, serial: generation.certificate.serialNumber }
  const sealedKey = sealPrivateKey(privateKey, label, { key, random })
  const generations = worthKeeping([...before.generations, { ...generation, sealedKey }], clock.now())
  await writeAuthorityFile(directory, kind, { sealedWith: sealingKeyMark(key), generations })
  const issuer = issuerOf(made)
  if (issuer === null) throw new GatewayError('INTERNAL', { what: 'a new root is not readable' })
  return { generations, issuers: new Map([...before.issuers, [generation.number, issuer]]) }
}

async function openStored(options: AuthorityOptions, stored: StoredAuthority): Promise<OpenState> {
  const { kind, directory, key } = options
  const path = authorityPath(directory, kind)
  if (stored.sealedWith !== sealingKeyMark(key)) {
    throw new GatewayError(
      'AUTHORITY_WRONG_KEY',
      { path },
      { hint: 'Bring back the keyring that belongs to this data folder.' },
    )
  }
  const issuers = new Map<number, Issuer>()
  for (const generation of stored.generations) {
    const label = { kind, serial: generation.certificate.serialNumber }
    const privateKey = openPrivateKey(generation.sealedKey, label, key)
    const fits = privateKey !== null && generation.certificate.checkPrivateKey(privateKey)
    const issuer = fits ? issuerOf({ generation, privateKey }) : null
    if (issuer === null) {
      throw new GatewayError(
        'AUTHORITY_INVALID',
        { path, problem: `The private key of root ${generation.number} does not open.` },
        {
          hint: 'Bring the file back from a backup; a new authority would have to be installed on every client.',
        },
      )
    }
    issuers.set(generation.number, issuer)
  }
  // A copy that was brought back by hand may have come with wider modes.
  await chmod(directory, 0o700).catch(() => {})
  await chmod(path, 0o600).catch(() => {})
  return { generations: stored.generations, issuers }
}

function issuerNamed(state: OpenState, number: number): Issuer {
  const issuer = state.issuers.get(number)
  if (issuer === undefined) throw new GatewayError('INTERNAL', { what: `root ${number} is not open` })
  return issuer
}

function worthKeeping(generations: readonly StoredGeneration[], now: number): StoredGeneration[] {
  const roles = rolesAt(generations, now)
  const playing = new Set([roles.current.number, roles.next?.number, roles.previous?.number])
  return generations.filter(
    (one, at) => playing.has(one.number) || at >= generations.length - keptGenerations,
  )
}

function sameExclusions(a: readonly Exclusion[], b: readonly Exclusion[]): boolean {
  return a.length === b.length && a.every((one, at) => one.text === b[at]?.text)
}

/** Runs one change after the other: two at once would each write a file without the other's root. */
function takeTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const run = last.then(work, work)
    last = run.catch(() => {})
    return run
  }
}
