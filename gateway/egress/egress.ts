/** Starts and stops the outbound way, and holds what all its exchanges share. */
import { inRanges, parseRange } from '../core/net/address.ts'
import { createPersonHours } from '../core/policy/persons.ts'
import { cipherOrder } from './cipher-order.ts'
import { DeviceCertificates } from './device-certificates.ts'
import { ExchangeIds } from './exchange-ids.ts'
import { GuestBytes } from './guest-bytes.ts'
import { HeldBudget } from './held-budget.ts'
import { WaitingAnswers } from './http2/waiting-answers.ts'
import { LastingConnections } from './lasting.ts'
import { listen, listenLed } from './listen.ts'
import { ProxyListener } from './listener.ts'
import { Logins } from './logins.ts'
import type { EgressOptions, EgressPorts } from './options.ts'
import { DestinationResolver } from './resolve.ts'
import { startSigns } from './sign-of-life.ts'
import { UpstreamPools } from './upstream.ts'
import { Waits } from './waits.ts'

export interface RunningEgress extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** Open client connections. */
  connections(): number
  /** Bytes of request bodies that are held now. */
  heldBytes(): number
  /** Bytes of answers that wait now for clients that read slowly. */
  waitingBytes(): number
  /** Takes new options, and the policy as it is now: what either no longer allows ends, running exchanges in their time. */
  reconfigure(options: EgressOptions): void
  /** Users were added, removed or given another password: what belongs to those that are no more ends. */
  loginsChanged(): void
  /** Machines count as something else now: what that does not allow ends. */
  clientsChanged(): void
  /** Other certificates of devices count now: what belongs to one that does not, ends at once. */
  devicesChanged(): void
}

/** Throws GatewayError PORT_IN_USE or PORT_FORBIDDEN. Aborting the signal, or disposing, drains and stops. */
export async function startEgress(
  options: EgressOptions,
  ports: EgressPorts,
  signal: AbortSignal,
): Promise<RunningEgress> {
  let bound = { host: options.host, port: options.port }
  const resolverFor = (from: EgressOptions) =>
    new DestinationResolver({ ...from, clock: ports.clock, ownPorts: () => [bound.port, ...from.ownPorts] })
  let served = rangesOf(options.clients)
  // As much as may be held of bodies may wait of answers besides.
  const waiting = new WaitingAnswers(() => egress.options.limits)
  const ids = new ExchangeIds(ports.random)
  const guestBytes = new GuestBytes(ports, ids)
  const egress = {
    options,
    ports,
    resolver: resolverFor(options),
    pools: new UpstreamPools(options.limits, options, waiting),
    persons: ports.persons ?? createPersonHours({ salt: ports.random(32) }),
    ids,
    guests: rangesOf(options.guests),
    guestBytes,
    ciphers: cipherOrder(ports.clock),
    pseudonym: options.pseudonym ?? `gatehouse-${ports.random(6).toString('hex')}`,
    logins: new Logins(options.authentication, ports),
    devices: new DeviceCertificates(options.deviceCertificates, ports),
    lasting: new LastingConnections((error) => ports.fault('reload', error)),
    held: new HeldBudget(),
    waits: new Waits(ports.clock),
    stopping: false,
    cutFromMs: null as number | null,
    serves: (client: string) => inRanges(client, served),
  }
  const listener = new ProxyListener(egress)
  try {
    // First: at the proxy's port, once it is open, somebody is served.
    await listenLed(listener, options.transparentPort, ports.transparentSockets ?? [])
    bound = await listen(listener.explicitServer(), options)
  } catch (error) {
    // Whoever is led to a socket that stayed open would wait for an answer of nobody.
    await listener.drain(0)
    await egress.pools.close()
    throw error
  }
  const signs = options.transparentPort === null ? null : startSigns(options.transparentPort)

  let stopping: Promise<void> | null = null
  const stop = () => {
    egress.stopping = true
    egress.cutFromMs ??= ports.clock.monotonic() + egress.options.drainMs
    // WebSockets have no end of their own: their clients are told to come back.
    egress.lasting.reconsider()
    if (stopping !== null) return stopping
    signs?.[Symbol.dispose]()
    stopping = listener.drain(egress.options.drainMs).then(() => {
      guestBytes[Symbol.dispose]()
      return egress.pools.close()
    })
    return stopping
  }
  signal.addEventListener('abort', () => void stop(), { once: true })
  return {
    ...bound,
    connections: () => listener.connections,
    heldBytes: () => egress.held.bytes,
    waitingBytes: () => waiting.bytes,
    reconfigure(next) {
      const retired = egress.pools
      const resolver = resolverFor(next)
      // Most reloads change nothing about them, and then nothing on the way out has to end.
      const pools = retired.isMadeOf(next.limits, next)
        ? retired
        : new UpstreamPools(next.limits, next, waiting)
      // All of it is made: what follows takes one from the other and cannot fail.
      egress.options = next
      egress.resolver = resolver
      egress.pools = pools
      served = rangesOf(next.clients)
      egress.guests = rangesOf(next.guests)
      egress.logins.replace(next.authentication)
      egress.devices.replace(next.deviceCertificates)
      // Running exchanges finish on the connections they have.
      if (retired !== pools) retired.retire()
      listener.reconsider()
      egress.lasting.reconsider()
    },
    loginsChanged() {
      egress.logins.forgetWrong()
      listener.reconsider()
      egress.lasting.reconsider()
    },
    clientsChanged() {
      listener.reconsider()
      egress.lasting.reconsider()
    },
    devicesChanged: () => listener.devicesChanged(),
    [Symbol.asyncDispose]: stop,
  }
}

function rangesOf(clients: readonly string[]) {
  return clients.map(parseRange).filter((range) => range !== null)
}
