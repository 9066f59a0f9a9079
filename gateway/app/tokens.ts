/** Opens what makes, keeps and restores tokens, with who shares them as the configuration groups clients. */
import { canonicalAddress, inRanges, parseRange, type Range } from '../core/net/address.ts'
import type { Ledger, TokenKeys, Tokens } from '../core/ports.ts'
import type { SweepTarget } from '../core/retention/target.ts'
import { createTokenKeys } from '../keyring/token-keys.ts'
import type { Log } from '../ops/log.ts'
import type { DurableDatabase } from '../store/ledger-database.ts'
import { createTokenDesk, type TokenDesk } from '../store/token-desk.ts'
import { createTokenRegister } from '../store/token-register.ts'
import { createTokenSeal } from '../store/token-seal.ts'
import { createTokenStore } from '../store/token-store.ts'
import { createTokenTarget } from '../store/token-target.ts'
import { clock } from './clock.ts'
import type { InForce } from './in-force.ts'
import type { Kept } from './kept.ts'

export interface OpenTokens {
  readonly keys: TokenKeys
  readonly store: Tokens
  readonly desk: TokenDesk
  readonly target: SweepTarget
}

export interface TokenParts {
  kept: Pick<Kept, 'keyring' | 'health'>
  inForce: InForce
  database: DurableDatabase
  ledger: Ledger
  random(length: number): Buffer
  log: Log
}

export function openTokens({ kept, inForce, database, ledger, random, log }: TokenParts): OpenTokens {
  const { keyring, health } = kept
  const register = createTokenRegister(database)
  const seal = createTokenSeal(keyring, random)
  const store = createTokenStore({
    register,
    seal,
    clock,
    ownerOf: createOwners(() => inForce.config.office.clientGroups),
    fault: (step, error) => log.event('exchange.failed', { step }, error),
  })
  const erased = () => store.forget()
  return {
    keys: createTokenKeys(keyring, { clock, health }),
    store,
    desk: createTokenDesk({ register, seal, database, ledger, erased }),
    target: createTokenTarget({ register, seal, keyring, erased }),
  }
}

/** Who shares tokens with a client: the first group that its address is in, or nobody but itself. */
export function createOwners(
  groups: () => Readonly<Record<string, readonly string[]>>,
): (client: string) => string {
  let source: ReturnType<typeof groups> | null = null
  let ranges: (readonly [string, readonly Range[]])[] = []
  return (client) => {
    const present = groups()
    if (present !== source) {
      source = present
      ranges = Object.entries(present).map(([name, members]) => [
        name,
        members.map(parseRange).filter((range) => range !== null),
      ])
    }
    const address = canonicalAddress(client) ?? client
    const group = ranges.find(([, members]) => inRanges(address, members))
    return group === undefined ? `client ${address}` : `group ${group[0]}`
  }
}
