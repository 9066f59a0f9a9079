/** Makes guessing slow, by address and, for codes behind a right password, by account; says it in log and ledger once it is. */
import { countedAddress, createWrongTries } from '../core/login/wrong-tries.ts'
import type { HealthBoard, Ledger } from '../core/ports.ts'
import { dayMs, hourMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'

/**
 * Three of a million codes count at any time (RFC 6238 §5.2). Twenty tries an hour, from wherever, find one in some
 * seven hundred days; ten a minute from each address of an office would find one in a morning.
 */
const codesOfAccount = { maxPerAddress: 20, maxInAll: Number.POSITIVE_INFINITY, windowMs: hourMs }
/** Of an account a day, without a right one between: slow enough never to be held up, and too many to be mistyped. Told only. */
const inVainOfAccount = { maxPerAddress: 10, maxInAll: Number.POSITIVE_INFINITY, windowMs: dayMs }

export interface Guessing {
  /** Seconds until this address may try again; 0 where it may now. */
  secondsBlocked(address: string): number
  /** Counts a wrong password or one-time code. */
  wrong(address: string): void
  /** Seconds until codes of an app are looked at again for this account; 0 where they are. Recovery codes always are. */
  secondsWithoutCodes(account: { id: string }): number
  /** Counts a right password, behind which no code may ever come. */
  begun(account: Guessed, address: string): void
  /** Counts a wrong code of an app behind a right password: whoever sent it may have stolen that. */
  wrongCode(account: Guessed, address: string): void
  /** A right code: the day counts anew, and a warning about this address alone was about its owner. */
  proven(account: { id: string }, address: string): void
  /** The account has another password, or none any more: what was guessed counts no more. */
  settled(account: { id: string }): void
}

interface Guessed {
  id: string
  name: string
}

export interface GuessingOptions {
  ledger: Ledger
  health: HealthBoard
  log: Log
  monotonic(): number
}

export function createGuessing({ ledger, health, log, monotonic }: GuessingOptions): Guessing {
  const byAddress = createWrongTries(monotonic)
  const byAccount = createWrongTries(monotonic, codesOfAccount)
  const codesInVain = createWrongTries(monotonic, inVainOfAccount)
  const begunInVain = createWrongTries(monotonic, inVainOfAccount)
  const guessed = new Set<string>()
  /** By id, where codes came from that were wrong and sign-ins that got no further. */
  const suspects = new Map<string, Set<string>>()

  function tell(subject: string, cause: 'address' | 'codes'): void {
    log.event('account.sign-in-slowed', { cause })
    try {
      ledger.append({ action: 'account.sign-in-slowed', actor: 'gateway', subject, facts: { cause } })
    } catch (error) {
      // Whoever guesses is refused all the same.
      log.event('account.unnoted', {}, error)
    }
  }

  function suspect(id: string, address: string): void {
    const found = suspects.get(id) ?? new Set()
    if (found.size < mostSuspects) found.add(countedAddress(address))
    suspects.set(id, found)
  }

  function warn({ id, name }: Guessed): void {
    tell(name, 'codes')
    guessed.add(id)
    health.raise(passwordKnown)
  }

  function countAnew(id: string): void {
    for (const counted of [codesInVain, begunInVain]) counted.forget(id)
  }

  function acquit(id: string): void {
    suspects.delete(id)
    if (guessed.delete(id) && guessed.size === 0) health.clear(passwordKnown.code)
  }

  return {
    secondsBlocked: (address) => byAddress.secondsBlocked(address),
    wrong(address) {
      if (byAddress.count(address)) tell('gateway', 'address')
    },
    secondsWithoutCodes: ({ id }) => byAccount.secondsBlocked(id),
    begun(account, address) {
      suspect(account.id, address)
      if (begunInVain.count(account.id)) warn(account)
    },
    wrongCode(account, address) {
      if (byAddress.count(address)) tell('gateway', 'address')
      suspect(account.id, address)
      const isSlowed = byAccount.count(account.id)
      if (codesInVain.count(account.id) || isSlowed) warn(account)
    },
    proven({ id }, address) {
      countAnew(id)
      const from = suspects.get(id)
      const isTheirs = from?.size === 1 && from.has(countedAddress(address))
      if (isTheirs || !guessed.has(id)) acquit(id)
    },
    settled({ id }) {
      byAccount.forget(id)
      countAnew(id)
      acquit(id)
    },
  }
}

/** More tell nothing more: it was not one person at one machine. */
const mostSuspects = 2

/** Without a name: the first screen is read by more than whom it is about. */
const passwordKnown = {
  code: 'ACCOUNT_PASSWORD_KNOWN',
  title: 'Somebody knows the password of an account, and guesses its codes.',
  hint: '`gatehouse ledger list` says whose (account.sign-in-slowed). Ask them. If it was they, their next sign-in from the same machine ends this; if not, give them a new start on the box: gatehouse user reset <name>',
  severity: 'act-now',
} as const
