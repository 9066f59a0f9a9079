/** The way of one connection that was led here on its way elsewhere: what it says first tells its name, and that is ruled on as a CONNECT's is. */

import type { Socket } from 'node:net'
import { isAddress, normalizeHost } from '../core/http/authority.ts'
import { canonicalAddress } from '../core/net/address.ts'
import { reasonToRefuse } from '../core/policy/decide.ts'
import type { ConnectionDecision } from '../core/policy/verdict.ts'
import { ledHere as ledHereNote } from '../core/policy/whole-connection.ts'
import { isCheckAddress } from '../core/setup/checks.ts'
import { readCheck } from './check-connection.ts'
import { type ClientConnection, ledHere, newConnection, type OriginalDestination } from './connection.ts'
import { mayConnect } from './locate.ts'
import {
  carryOther,
  carryUnread,
  decideOn,
  drop,
  endWithoutHello,
  interceptTls,
  judgeName,
  type OpenedWay,
  objectionTo,
} from './opened.ts'
import { canBeTold, tellInside } from './quarantine.ts'
import { begin, type Ending, nothingForwarded, record } from './record.ts'
import { contains } from './resolve.ts'
import type { Opening } from './sniff.ts'
import { isGuest, isQuarantined } from './standing.ts'

/** A connection whose first bytes are known, and still in its socket. */
export interface LedHere {
  socket: Socket
  /** The client's address, in one spelling. */
  client: string
  original: OriginalDestination
  opening: Opening
}

interface TransparentWay extends OpenedWay {
  readonly original: OriginalDestination
}

/** Where the client was on its way to: the kernel says so as this end's address. Null for a connection that is over. */
export function originalDestination({ localAddress, localPort }: Socket): OriginalDestination | null {
  const address = canonicalAddress(localAddress ?? '')
  return address === null || localPort === undefined ? null : { address, port: localPort }
}

/** Handles one connection to its end. Never rejects. Requests that can be read are recorded one by one. */
export async function carryTransparent(
  { socket, client, original, opening }: LedHere,
  { egress, interceptor }: Pick<OpenedWay, 'egress' | 'interceptor'>,
): Promise<void> {
  const beginning = begin(connectionOf(client, original, opening), egress)
  const target = { host: nameIn(opening) ?? original.address, port: original.port }
  const write = (ending: Ending) => {
    const notes = [...(ending.notes ?? []), ledHereNote]
    record(beginning, { ...target, method: null, target: null }, { ...ending, notes })
  }
  try {
    const ending = await proceed({ beginning, socket, target, original, egress, interceptor }, opening)
    if (ending !== null) write(ending)
  } catch (error) {
    egress.ports.fault('transparent', error)
    socket.destroy()
    write({ ...nothingForwarded, action: 'fail', reason: 'internal', ruleId: null, status: null })
  }
}

function connectionOf(client: string, original: OriginalDestination, opening: Opening): ClientConnection {
  const connection = newConnection(ledHere(client, original), null)
  return opening.kind.endsWith('tls') ? { ...connection, scheme: 'https' } : connection
}

/** The name that a client asks for before anything is answered; null where it names none. An address is no name there (RFC 6066 §3). */
function nameIn(opening: Opening): string | null {
  if (opening.kind !== 'tls' || opening.hello.serverName === null) return null
  const name = normalizeHost(opening.hello.serverName)
  return name === null || isAddress(name) ? null : name
}

async function proceed(way: TransparentWay, opening: Opening): Promise<Ending | null> {
  const { egress, target, socket, interceptor, beginning } = way
  if (opening.kind === 'closed') {
    socket.destroy()
    return null
  }
  if (isQuarantined(beginning.connection, egress)) return turnAway(way, opening)
  const unwanted = objectionTo(way)
  if (unwanted !== null) return drop(way, unwanted)
  if (isCheckAddress(way.original.address)) return readCheck(way, opening)
  if (!mayConnect(target.port, opening.kind === 'http' ? 'http' : 'https', egress.options))
    return drop(way, { reason: 'port-not-allowed' })
  // A guest's requests in the clear pass as they are, too.
  if (opening.kind === 'http' && !isGuest(beginning.connection, egress)) {
    // Each request names its destination, and goes where our own resolution leads: a false Host gains nothing.
    interceptor.readPlain(beginning.connection, null, socket)
    return null
  }
  const decision = decideOn(way, target.host)
  if (decision.action === 'refuse')
    return drop(way, { reason: reasonToRefuse(decision), ruleId: decision.ruleId })
  if (opening.kind === 'unfinished-tls' || opening.kind === 'malformed-tls')
    return endWithoutHello(way, opening.kind)
  if (opening.kind !== 'tls') return onOther(way, decision)
  return decision.action === 'tunnel' ? pass(way, decision) : intercept(way, decision)
}

async function turnAway(way: TransparentWay, opening: Opening): Promise<Ending | null> {
  if (opening.kind !== 'http' && !(await canBeTold(way))) return drop(way, { reason: 'client-quarantined' })
  const { interceptor, beginning, socket } = way
  return tellInside(way, {
    opening,
    readPlain: () => interceptor.readPlain(beginning.connection, null, socket),
  })
}

/** Read, and carried on to the address that the client chose: its certificate has to be the name's. */
async function intercept(way: TransparentWay, decision: ConnectionDecision): Promise<Ending | null> {
  const { target, original, egress, interceptor } = way
  const named = judgeName(way)
  if (named !== null) return drop(way, named)
  const resolution = await egress.resolver.resolveAt(target.host, target.port, original.address)
  if (!resolution.ok) return drop(way, { reason: resolution.reason })
  const unable = await interceptor.prepare(target.host)
  if (unable !== null)
    return drop(way, { reason: unable, ruleId: unable === 'control-away' ? null : decision.ruleId })
  return interceptTls(way, { decision, ruledAs: target.host })
}

/**
 * Unread, nothing but the address proves a name. It goes where the client went if our own resolution leads there too, and
 * where that leads otherwise: who says another's name reaches that other. Without a name the address itself was ruled on.
 * With an encrypted hello (`ech`) the name outside counts, for the reasons that connect.ts has.
 */
async function pass(way: TransparentWay, decision: ConnectionDecision): Promise<Ending> {
  const { target, original, egress } = way
  const own = await egress.resolver.resolve(target.host, target.port)
  if (!own.ok) return drop(way, { reason: own.reason, ruleId: decision.ruleId })
  const addresses = contains(own.addresses, original.address) ? [original.address] : own.addresses
  return carryUnread(way, decision, { addresses, ruledAs: target.host, tls: true })
}

/** Neither TLS nor a request, or nothing at all: known by its address alone. */
async function onOther(way: TransparentWay, decision: ConnectionDecision): Promise<Ending> {
  const { target, egress } = way
  const resolution = await egress.resolver.resolve(target.host, target.port)
  if (!resolution.ok) return drop(way, { reason: resolution.reason })
  return carryOther(way, decision, resolution.addresses)
}
