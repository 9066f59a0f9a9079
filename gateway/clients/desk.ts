/** What a person decides about machines: name, group, guest, quarantine and its end; each with an entry of the ledger. */
import { isDeepStrictEqual } from 'node:util'
import type { ClientRecord, ClientView } from '../core/client/client.ts'
import { isKnownByCertificate } from '../core/client/device-client.ts'
import { GatewayError } from '../core/errors.ts'
import type { LedgerAction, LedgerActor } from '../core/ledger/entry.ts'
import type { Ledger } from '../core/ports.ts'
import type { ClientRegister } from '../store/client-register.ts'
import type { DurableDatabase } from '../store/ledger-database.ts'
import type { BookSettings, ClientBook } from './book.ts'
import { recordFor } from './named-machine.ts'
import { naming } from './naming.ts'

export interface DeskOptions {
  book: ClientBook
  register: ClientRegister
  database: Pick<DurableDatabase, 'transact'>
  ledger: Ledger
  settings(): Pick<BookSettings, 'groups'>
  isDevice(name: string): boolean
  now(): number
  newClient(hardware: string): ClientRecord
  /** What addresses count as may have changed. */
  changed(): void
}

/**
 * A machine is named by its id, its name, the address of its card, an address that it has now, or as `device:till-1`. Each throws CLIENT_UNKNOWN,
 * CLIENT_AMBIGUOUS and the STORE_ errors; what it did is durable when it returns. `actor` is whoever decides: somebody at the box, where nobody is named.
 */
export interface ClientDesk {
  find(machine: string): ClientView
  /**
   * It is the office's, and is called so; as a device is called: it is that device, and what was decided of that counts for it.
   * Throws CLIENT_NAME_INVALID, CLIENT_NAME_TAKEN, and CLIENT_STATE where a quarantine would lose its device.
   */
  name(machine: string, name: string, actor?: LedgerActor): ClientView
  /** It is the office's; null takes it out of its group. Throws CLIENT_GROUP_UNKNOWN. */
  group(machine: string, group: string | null, actor?: LedgerActor): ClientView
  /** Throws CLIENT_STATE for what is known by its certificate. */
  guest(machine: string, actor?: LedgerActor): ClientView
  /**
   * Counts at once, whatever becomes of the disk; what could not be noted is noted where it is asked for again. `by`: a person, or the
   * detector whose alarm asked for it.
   */
  quarantine(machine: string, by?: LedgerActor | { alarm: string }): ClientView
  /** Throws CLIENT_STATE where it is in none. */
  release(machine: string, actor?: LedgerActor): ClientView
  /** Nothing is kept of it; where it is still here it is met anew. Throws CLIENT_STATE for one in quarantine. */
  forget(machine: string, actor?: LedgerActor): ClientView
}

type Facts = Readonly<Record<string, string>>

interface Decision {
  action: LedgerAction
  actor: LedgerActor
  facts?: Facts
  /** The same once more is no decision: nothing is noted, and it stays whose it was. */
  isOnce?: true
}

export function createClientDesk(options: DeskOptions): ClientDesk {
  const { book, register, database, ledger, now, changed } = options
  /** Ids of those in quarantine of whom the ledger does not know it yet. */
  const unnoted = new Set<string>()

  function decide(
    machine: string,
    decision: Decision,
    change: (client: ClientRecord) => Partial<ClientRecord>,
  ): ClientView {
    const known = recordFor(options, machine)
    const next = change(known)
    if (decision.isOnce && isDecided(known, next)) return book.view(known)
    const client: ClientRecord = { ...known, ...next, ...decidedNow(decision.actor) }
    const facts = { ...decision.facts, ...beforeAndAfter(known, client) }
    database.transact(() => write({ ...decision, facts }, client))
    book.put(client)
    changed()
    return book.view(client)
  }

  /** What counted for the certificate alone counts for the machine in the same moment, on the disk and here. */
  function absorb(known: ClientRecord, { change, absorbed }: Absorbing, actor: LedgerActor): ClientView {
    const client: ClientRecord = { ...known, ...change, ...decidedNow(actor) }
    database.transact(() => {
      write({ action: 'client.named', actor, facts: beforeAndAfter(known, client) }, client)
      const decidedBy = absorbed.decidedBy ?? 'box'
      if (absorbed.quarantinedAt !== null)
        ledger.append({ action: 'client.quarantined', actor: decidedBy, subject: client.id, facts: {} })
      erase(absorbed, actor)
    })
    book.put(client)
    book.drop(absorbed)
    changed()
    return book.view(client)
  }

  function drop(client: ClientRecord, actor: LedgerActor): void {
    database.transact(() => erase(client, actor))
    book.drop(client)
    changed()
  }

  function write({ action, actor, facts = {} }: Decision, client: ClientRecord): void {
    ledger.append({ action, actor, subject: client.id, facts })
    register.put([book.stored(client)])
  }

  function erase({ id }: ClientRecord, actor: LedgerActor): void {
    ledger.append({ action: 'client.forgotten', actor, subject: id, facts: {} })
    register.delete([id])
  }

  function decidedNow(decidedBy: LedgerActor): Pick<ClientRecord, 'decidedAt' | 'decidedBy'> {
    return { decidedAt: now(), decidedBy }
  }

  return {
    find: (machine) => book.view(recordFor(options, machine)),
    name(machine, written, actor = 'box') {
      const known = recordFor(options, machine)
      const { change, absorbed } = naming(known, written, options)
      return absorbed === null
        ? decide(machine, { action: 'client.named', actor, isOnce: true }, () => change)
        : absorb(known, { change, absorbed }, actor)
    },
    group(machine, group, actor = 'box') {
      const { groups } = options.settings()
      if (group !== null && !Object.hasOwn(groups, group)) throw unknownGroup(Object.keys(groups))
      const before = recordFor(options, machine).group ?? ''
      return decide(
        machine,
        { action: 'client.grouped', actor, facts: { group: group ?? '', before }, isOnce: true },
        () => ({ group, state: 'known' }),
      )
    },
    guest: (machine, actor = 'box') =>
      decide(machine, { action: 'client.guest', actor, isOnce: true }, (known) => {
        if (isKnownByCertificate(known)) throw new GatewayError('CLIENT_STATE', {}, { hint: noGuestHint })
        return { state: 'guest', group: null }
      }),
    quarantine(machine, by = 'box') {
      const known = recordFor(options, machine)
      if (known.quarantinedAt !== null && !unnoted.has(known.id)) return book.view(known)
      const quarantinedAt = known.quarantinedAt ?? now()
      const [actor, facts] = typeof by === 'string' ? [by, {}] : (['gateway', by] as const)
      // First of all: what is wrong with the disk must not keep it in the network.
      book.put({ ...known, quarantinedAt, ...decidedNow(actor) })
      unnoted.add(known.id)
      changed()
      const decision = { action: 'client.quarantined', actor, facts } as const
      const view = decide(known.id, decision, () => ({ quarantinedAt }))
      unnoted.delete(known.id)
      return view
    },
    release: (machine, actor = 'box') =>
      decide(machine, { action: 'client.released', actor }, ({ quarantinedAt }) => {
        if (quarantinedAt === null)
          throw new GatewayError(
            'CLIENT_STATE',
            {},
            { hint: 'It is not in quarantine: there is nothing to end.' },
          )
        return { quarantinedAt: null }
      }),
    forget(machine, actor = 'box') {
      const client = recordFor(options, machine)
      if (client.quarantinedAt !== null)
        throw new GatewayError(
          'CLIENT_STATE',
          {},
          { hint: 'End its quarantine first: gatehouse clients release' },
        )
      const view = book.view(client)
      drop(client, actor)
      return view
    },
  }
}

interface Absorbing {
  change: Partial<ClientRecord>
  absorbed: ClientRecord
}

/** A device is known by its enrolment before anybody decided so. */
function isDecided(known: ClientRecord, change: Partial<ClientRecord>): boolean {
  return known.decidedAt !== null && isDeepStrictEqual({ ...known, ...change }, known)
}

/** As stable words: what it is called is personal, and stays out of the ledger. */
function beforeAndAfter(before: ClientRecord, after: ClientRecord): Facts {
  return before.state === after.state ? {} : { from: before.state, to: after.state }
}

function unknownGroup(groups: readonly string[]): GatewayError {
  const hint =
    groups.length === 0
      ? 'Add one to office.clientGroups of the configuration first; a group may be empty there.'
      : `Take one of ${groups.join(', ')}, or add it to office.clientGroups of the configuration.`
  return new GatewayError('CLIENT_GROUP_UNKNOWN', {}, { hint })
}

const noGuestHint =
  'It is a device of the office: revoke it by `gatehouse device revoke`, or cut it off by `gatehouse clients quarantine`.'
