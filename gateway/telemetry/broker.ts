/** The listener that devices report to: MQTT over TLS with their certificates, and the sessions they have. */
import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer, type Server, type TLSSocket } from 'node:tls'
import type { DeviceIdentity } from '../core/device/device.ts'
import { readShown } from '../core/device/shown-certificate.ts'
import type { Clock, DeviceDirectory } from '../core/ports.ts'
import { type PublishedKind, type StoredMessage, topicOf } from '../core/telemetry/reading.ts'
import { ownTopics, type Violation } from '../core/telemetry/topic.ts'
import type { Counts, Ending } from './counts.ts'
import { type BrokerCertificate, peerOf, portError, tlsRules } from './door.ts'
import { GuardedStream } from './guard.ts'
import { createMqtt, type Mqtt } from './mqtt.ts'
import { createSessions, type Session, type Sessions } from './session.ts'

export interface BrokerSettings {
  host: string
  port: number
  maxPacketBytes: number
  messagesPerSecond: number
  maxSessions: number
  connectMs: number
  drainMs: number
}

export interface BrokerOptions {
  settings: BrokerSettings
  certificate(): BrokerCertificate
  directory: DeviceDirectory
  clock: Clock
  counts: Counts
  /** All of them are quick and never throw. */
  hooks: {
    online(device: DeviceIdentity): void
    offline(device: DeviceIdentity, reason: 'disconnected' | 'lost'): void
    subscribed(device: DeviceIdentity): void
    violated(device: DeviceIdentity, violation: Violation): void
    message(device: DeviceIdentity, kind: PublishedKind, payload: Buffer): void
    fault(error: unknown): void
  }
}

export interface Broker {
  readonly port: number
  readonly sessions: number
  /** Takes the listener's certificate anew; sessions stay. */
  renew(): void
  /** Tells a device what it may forget; quietly nothing where it is away or did not ask. */
  tell(deviceId: string, message: StoredMessage): void
  /** Ends the sessions of one device, or of those whose certificates have ended. */
  end(deviceId: string, reason: Ending): void
  endOutdated(): void
  close(): Promise<void>
}

/** Throws PORT_IN_USE or PORT_FORBIDDEN. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const running = new RunningBroker(options)
  await running.start()
  return running
}

class RunningBroker implements Broker {
  readonly #options: BrokerOptions
  readonly #sessions: Sessions
  readonly #byStream = new WeakMap<object, Session>()
  readonly #server: Server
  /** By the peer's address and port: who has not yet said CONNECT, and until when. */
  readonly #arriving = new Map<string, NodeJS.Timeout>()
  readonly #sockets = new Set<Socket>()
  #mqtt: Mqtt | null = null

  constructor(options: BrokerOptions) {
    this.#options = options
    this.#sessions = createSessions(options.settings.maxSessions)
    this.#server = createServer({
      ...this.#context(),
      ...tlsRules,
      handshakeTimeout: options.settings.connectMs,
    })
    // Handshakes under way come on top of the sessions.
    this.#server.maxConnections = options.settings.maxSessions + 256
    this.#server.on('drop', () => options.counts.add('too-many-sessions'))
    this.#server.on('connection', (socket: Socket) => this.#arrive(socket))
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy())
    this.#server.on('secureConnection', (socket) => this.#admit(socket))
  }

  async start(): Promise<void> {
    const { settings, hooks, counts } = this.#options
    this.#mqtt = await createMqtt(settings, {
      sessionOf: (stream) => this.#byStream.get(stream) ?? null,
      began: (session) => this.#began(session),
      subscribed: ({ device }) => hooks.subscribed(device),
      violated: ({ device }, violation) => {
        counts.add(violation)
        hooks.violated(device, violation)
      },
      message: ({ device }, kind, payload) => hooks.message(device, kind, payload),
      fault: hooks.fault,
    })
    const listening = once(this.#server, 'listening')
    this.#server.listen({ host: settings.host, port: settings.port })
    try {
      await listening
    } catch (error) {
      await this.#mqtt.close()
      throw portError(error, settings.port)
    }
  }

  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0
  }

  get sessions(): number {
    return this.#sessions.size
  }

  renew(): void {
    this.#server.setSecureContext({ ...this.#context(), ...tlsRules })
  }

  tell(deviceId: string, message: StoredMessage): void {
    for (const { device, client, hears, stream } of this.#sessions.of(deviceId)) {
      // What a subscriber does not take must not pile up; the next answer says more than this one.
      if (client === null || !hears || stream.writableNeedDrain) continue
      const topic = topicOf(device.name, 'stored')
      const payload = JSON.stringify(message)
      client.publish({ cmd: 'publish', topic, payload, qos: 0, retain: false, dup: false }, () => undefined)
    }
  }

  end(deviceId: string, reason: Ending): void {
    for (const session of this.#sessions.of(deviceId)) this.#endSession(session, reason)
  }

  endOutdated(): void {
    const now = this.#options.clock.now()
    for (const session of [...this.#sessions.all()])
      if (session.validUntil <= now) this.#endSession(session, 'certificate-ended')
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    await this.#mqtt?.close()
    for (const session of [...this.#sessions.all()]) session.stream.destroy()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #context() {
    const { cert, key, ca } = this.#options.certificate()
    return { cert, key, ca }
  }

  /** Counts those that never get as far as a session; the handshake has a limit of its own, CONNECT shares it. */
  #arrive(socket: Socket): void {
    const { settings, counts } = this.#options
    const peer = peerOf(socket)
    this.#sockets.add(socket)
    // A peer that vanished is noticed though it promised no keep-alive (MQTT 3.1.1 §3.1.2.10).
    socket.setKeepAlive(true, 60_000)
    const late = setTimeout(() => {
      counts.add('connect-late')
      this.#arriving.delete(peer)
      socket.destroy()
    }, settings.connectMs)
    this.#arriving.set(peer, late)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      if (this.#settle(peer)) counts.add('handshake')
    })
  }

  #settle(peer: string): boolean {
    const late = this.#arriving.get(peer)
    clearTimeout(late)
    return this.#arriving.delete(peer)
  }

  #admit(socket: TLSSocket): void {
    const { settings, directory, clock, counts } = this.#options
    const shown = readShown(socket.getPeerX509Certificate(), {
      directory,
      isIssuedHere: () => socket.authorized,
      now: clock.now(),
    })
    if (shown.kind !== 'device') {
      this.#refuse(socket, 'unknown-certificate')
      return
    }
    const { device, endsAt } = shown
    const stream = new GuardedStream(socket, {
      ...settings,
      monotonic: clock.monotonic,
      ended: (reason) => counts.add(reason),
    })
    const session: Session = {
      device,
      topics: ownTopics(device.name),
      stream,
      peer: peerOf(socket),
      validUntil: endsAt,
      client: null,
      fault: null,
      hears: false,
    }
    if (!this.#sessions.add(session)) {
      this.#refuse(socket, 'too-many-sessions')
      return
    }
    this.#byStream.set(stream, session)
    stream.once('close', () => this.#ended(session))
    this.#mqtt?.handle(stream)
  }

  #refuse(socket: TLSSocket, reason: Ending): void {
    this.#settle(peerOf(socket))
    this.#options.counts.add(reason)
    socket.destroy()
  }

  #began(session: Session): void {
    const { device } = session
    this.#settle(session.peer)
    const others = this.#sessions.of(device.id).filter((each) => each !== session && each.client !== null)
    if (others.length === 0) this.#options.hooks.online(device)
  }

  #ended(session: Session): void {
    this.#sessions.remove(session)
    if (session.client === null) return
    const others = this.#sessions.of(session.device.id).filter((each) => each.client !== null)
    if (others.length === 0)
      this.#options.hooks.offline(session.device, session.stream.saidGoodbye ? 'disconnected' : 'lost')
  }

  #endSession(session: Session, reason: Ending): void {
    this.#options.counts.add(reason)
    // Neither what is still on its way through the broker nor its last will counts any more.
    this.#byStream.delete(session.stream)
    session.stream.destroy()
  }
}
