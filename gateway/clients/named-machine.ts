/** Finds the machine that a person means: by id, name, card, address, or as the device whose certificate it shows. */
import type { ClientRecord } from '../core/client/client.ts'
import { deviceOfMachine } from '../core/client/device-client.ts'
import { readHardware } from '../core/client/hardware.ts'
import { GatewayError } from '../core/errors.ts'
import { clientOfDevice, deviceInClient } from '../core/login/client-name.ts'
import { canonicalAddress } from '../core/net/address.ts'
import type { ClientBook } from './book.ts'

export interface MachineFinder {
  book: ClientBook
  isDevice(name: string): boolean
  /** `hardware`: as in the record. */
  newClient(hardware: string): ClientRecord
}

/** A card or a device of which no client was made by itself gets one here: a person asks for it. Throws CLIENT_UNKNOWN and CLIENT_AMBIGUOUS. */
export function recordFor(finder: MachineFinder, machine: string): ClientRecord {
  const { book, newClient } = finder
  const named = book.byId(machine) ?? book.byName(machine)
  if (named !== null) return named
  const hardware = readHardware(machine) ?? cardAt(book, canonicalAddress(machine))
  const known = hardware === null ? deviceFor(finder, machine) : book.byCard(hardware)
  if (known !== null) return known
  if (hardware === null || !book.knows(hardware))
    throw new GatewayError('CLIENT_UNKNOWN', {}, { hint: listHint })
  return newClient(hardware)
}

/** `device:till-1`, or the name alone: the machine that is called so, or what is kept of the certificate. */
function deviceFor({ book, isDevice, newClient }: MachineFinder, written: string): ClientRecord | null {
  const name = deviceInClient(written) ?? written
  const called = book.byName(name)
  const device = clientOfDevice(name)
  if (called !== null && deviceOfMachine(called) === device) return called
  const known = book.byCard(device)
  // It was let in by its enrolment: nobody is asked whose it is.
  return known ?? (isDevice(name) ? { ...newClient(device), state: 'known' } : null)
}

function cardAt(book: ClientBook, address: string | null): string | null {
  const [holder, rival] = address === null ? [] : book.cardsAt(address)
  if (rival !== undefined) throw new GatewayError('CLIENT_AMBIGUOUS', {}, { hint: ambiguousHint })
  return holder ?? null
}

const listHint = '`gatehouse clients list` shows all, with their ids, cards and addresses.'
const ambiguousHint = 'Name it by its id or its card: `gatehouse clients list` shows both machines.'
