/** What tests of accounts share: the real room over a real encrypted store and ledger, an app for codes, and a clock that is set. */
import { randomBytes } from 'node:crypto'
import { TOTP } from 'otpauth'
import { onTestFinished } from 'vitest'
import { openAccounts } from '../../gateway/accounts/accounts.ts'
import { createPasswords, type Passwords } from '../../gateway/accounts/password-hash.ts'
import { scopesOf } from '../../gateway/api/scopes.ts'
import type { AccountRole } from '../../gateway/core/account/account.ts'
import type { LedgerNote } from '../../gateway/core/ledger/entry.ts'
import { Secret } from '../../gateway/core/secret.ts'
import { createHealthBoard } from '../../gateway/ops/health.ts'
import { openLedger } from '../../gateway/store/ledger.ts'
import { type DurableDatabase, openDurableDatabase } from '../../gateway/store/ledger-database.ts'
import { capturedLog } from '../ops/captured-log.ts'
import { migrated, seed } from '../store/ledger-fixture.ts'
import { key } from '../store/records.ts'

export const password = 'seven small boats at noon'
export const address = '192.168.1.20'

/** What outlives a restart beside the database. */
interface Kept {
  keys: Map<string, Buffer>
  now: number
}

const firstStart = (): Kept => ({ keys: new Map(), now: Date.UTC(2026, 10, 23, 9) })

export async function openRoom(given?: DurableDatabase, { keys, now: startedAt } = firstStart()) {
  const database = given ?? (await migrated())
  const captured = capturedLog('debug')
  const keyOf = (kind: string, period: string) => {
    const found = keys.get(`${kind} ${period}`) ?? randomBytes(32)
    keys.set(`${kind} ${period}`, found)
    return new Secret(found)
  }
  let now = startedAt
  let ms = 1_000_000
  let looks = 0
  let areKeysLost = false
  let ledgerFault: Error | null = null
  const real = createPasswords(randomBytes)
  const passwords: Passwords = {
    hash: (text) => real.hash(text),
    isRight(kept, text) {
      looks += 1
      return real.isRight(kept, text)
    },
  }
  const health = createHealthBoard({ now: () => now, log: captured.log })
  const ledger = openLedger({ database, seed, clock: { now: () => now, monotonic: () => ms } })
  /** By their places in the ledger, which itself keeps no names. */
  const notes: LedgerNote[] = []
  const accounts = openAccounts({
    ...{ database, health, log: captured.log, random: randomBytes, passwords, officeName: () => 'Okafor' },
    scopesOf,
    ledger: {
      append(note) {
        ledger.append(note)
        notes[ledger.size - 1] = note
        // What it wrote is part of the change that now fails, and goes with it.
        if (ledgerFault !== null) throw ledgerFault
      },
    },
    keyring: {
      columnKey: keyOf,
      keyIfAny: (named) =>
        named.kind === 'column' && !areKeysLost ? keyOf(named.columnClass, named.period) : null,
    },
    clock: { now: () => now, monotonic: () => ms },
  })
  const codeOf = (uri: string, offsetMs = 0) => appOf(uri).generate({ timestamp: now + offsetMs })
  /** A person who was added on the box and has set the account up. */
  async function member(
    name: string,
    role: AccountRole,
    { withApp = true, until = null as number | null } = {},
  ) {
    return setUp(accounts.desk.add(name, { role, until }).code, withApp)
  }
  async function setUp(code: string, withApp = true) {
    const begun = accounts.setUp.begin({ code, address })
    if (begun.kind !== 'begun') throw new Error(`the set-up did not begin: ${begun.kind}`)
    const { ticket, uri } = begun.view
    const finished = await accounts.setUp.finish({
      ...{ ticket, password, address },
      code: withApp ? codeOf(uri) : '',
    })
    if (finished.kind !== 'done') throw new Error(`the set-up did not end: ${finished.kind}`)
    // The code that proved the app is used up.
    now += 30_000
    return { uri, secret: finished.secret, recoveryCodes: finished.recoveryCodes }
  }
  /** Up to the code. */
  async function ticketOf(name: string): Promise<string> {
    const verdict = await accounts.signIn.begin({ name, password, address })
    if (verdict.kind !== 'code-wanted') throw new Error(`no code was asked for: ${verdict.kind}`)
    return verdict.ticket
  }
  return {
    ...{ accounts, database, health, ledger, captured, member, setUp, ticketOf, codeOf },
    /** What stands in the ledger since this start, oldest first. */
    get noted(): LedgerNote[] {
      return notes.slice(0, ledger.size).filter((note) => note !== undefined)
    },
    /** The same file, opened anew by a gateway that remembers nothing else. */
    restarted() {
      const again = openDurableDatabase({ file: database.file, key })
      onTestFinished(() => again[Symbol.dispose]())
      return openRoom(again, { keys, now })
    },
    looks: () => looks,
    now: () => now,
    /** Both clocks go on. */
    pass(millis: number) {
      now += millis
      ms += millis
    },
    setClock(millis: number) {
      now += millis
    },
    /** No key of an app opens any more. */
    loseKeys() {
      areKeysLost = true
    },
    breakLedger(error: Error | null) {
      ledgerFault = error
    },
  }
}

export type Room = Awaited<ReturnType<typeof openRoom>>

function appOf(uri: string): TOTP {
  const url = new URL(uri)
  return new TOTP({ secret: url.searchParams.get('secret') ?? '' })
}
