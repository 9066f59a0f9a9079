/** Opens what makes, keeps and restores tokens, with who shares them as the configuration groups clients. */
import { isDeviceClient, isUserClient } from '../core/login/client-name.ts'
import { canonicalAddress, inRanges, parseRange, type Range } from '../core/net/address.ts'
import type { Ledger, TokenKeys, Tokens } from '../core/ports.ts'
import type { SweepTarget } from '../core/retention/target.ts'
import { createTokenKeys } from '../keyring/token-keys.ts'
import type { TokenFacts } from '../ops/doctor/tokens.ts'
import type { Log } from '../ops/log.ts'
import type { DurableDatabase } from '../store/ledger-database.ts'
import { createTokenDesk, type TokenDesk } from '../store/token-desk.ts'
import { createTokenRegister } from '../store/token-register.ts'
import { createTokenSeal } from '../store/token-seal.ts'
import { createTokenStore, type Erasing, type Owners, type TokenWatch } from '../store/token-store.ts'
import { createTokenTarget } from '../store/token-target.ts'
import { clock } from './clock.ts'
import type { InForce } from './in-force.ts'
import type { Kept } from './kept.ts'
import { type TokenFactsParts, tokenFacts } from './token-facts.ts'

export interface OpenTokens {
  readonly keys: TokenKeys
  readonly store: Tokens
  readonly desk: TokenDesk
  readonly target: SweepTarget
  /** For the doctor. */
  facts(plan: TokenFactsParts['plan']): Promise<TokenFacts>
}

export interface TokenParts {
  kept: Pick<Kept, 'keyring' | 'health' | 'metrics'>
  inForce: InForce
  database: DurableDatabase
  ledger: Ledger
  random(length: number): Buffer
  /** Groups that the machine at an address is in by its network card, or since a person put it there. */
  groupsOfMachine(address: string): readonly string[]
  log: Log
}

export function openTokens({
  kept,
  inForce,
  database,
  ledger,
  random,
  groupsOfMachine,
  log,
}: TokenParts): OpenTokens {
  const { keyring, health } = kept
  const register = createTokenRegister(database)
  const seal = createTokenSeal(keyring, random)
  const store = createTokenStore({
    register,
    seal,
    clock,
    ownersOf: createOwners(() => inForce.config.office.clientGroups, groupsOfMachine),
    watch: watchTokens(kept, inForce),
    fault: (step, error) => log.event('exchange.failed', { step }, error),
  })
  const erasing: Erasing = (filter, work) => store.erasing(filter, work)
  return {
    keys: createTokenKeys(keyring, { clock, health }),
    store,
    desk: createTokenDesk({ register, seal, database, ledger, erasing }),
    target: createTokenTarget({ register, seal, keyring, erasing }),
    facts: (plan) => tokenFacts({ register, keyring, plan, now: clock.now }),
  }
}

/** Counts by group of the catalogue (hosts of none are one), and says on the first screen that tokens cannot be kept. */
function watchTokens({ metrics, health }: TokenParts['kept'], { policy }: InForce): TokenWatch {
  return {
    counted(what, times, destinationGroup) {
      const isNamed = destinationGroup !== null && policy.current().groups.has(destinationGroup)
      metrics.tokens(what, times, isNamed ? destinationGroup : 'other')
    },
    written(isDurable) {
      if (isDurable) health.clear(notKept.code)
      else health.raise(notKept)
    },
  }
}

const notKept = {
  code: 'TOKENS_NOT_KEPT',
  title: 'Tokens cannot be kept: what would leave with one is stopped, or masked where its rule says so.',
  hint: 'The store cannot be written: make room on the disk, and see `gatehouse doctor`. It is tried again with each request.',
  severity: 'act-now',
} as const

/**
 * Whose tokens a client is given: those of the first group that it is in, and its own, which it may have caused before it was
 * put into the group. Nobody else's. Users and devices are in groups by their names alone, wherever they are.
 */
export function createOwners(
  groups: () => Readonly<Record<string, readonly string[]>>,
  groupsOfMachine: (address: string) => readonly string[] = () => [],
): (client: string) => Owners {
  let source: ReturnType<typeof groups> | null = null
  let members: (readonly [string, Members])[] = []
  return (client) => {
    const present = groups()
    if (present !== source) {
      source = present
      members = Object.entries(present).map(([name, listed]) => [name, membersOf(listed)])
    }
    const known = canonicalAddress(client) ?? client
    const byCard = groupsOfMachine(known)
    const group = members.find(
      ([name, { names, ranges }]) => names.has(known) || byCard.includes(name) || inRanges(known, ranges),
    )
    const own = `client ${known}`
    return group === undefined ? [own] : [`group ${group[0]}`, own]
  }
}

interface Members {
  /** Users and devices. */
  names: ReadonlySet<string>
  ranges: readonly Range[]
}

function membersOf(listed: readonly string[]): Members {
  return {
    names: new Set(listed.filter((one) => isUserClient(one) || isDeviceClient(one))),
    ranges: listed.map(parseRange).filter((range) => range !== null),
  }
}
