/** Speaks MQTT 3.1.1 with devices by aedes, and lets no message of a device into a queue that devices share. */
import type { EventEmitter } from 'node:events'
import {
  Aedes,
  type AedesOptions,
  type AedesPublishPacket,
  type AuthErrorCode,
  type Client,
  type Connection,
  type PublishPacket,
} from 'aedes'
import type { PublishedKind } from '../core/telemetry/reading.ts'
import {
  isClientId,
  judgePublish,
  maySubscribe,
  type OwnTopics,
  type Violation,
} from '../core/telemetry/topic.ts'
import { secondMs } from '../core/units.ts'
import type { Session } from './session.ts'

export interface MqttHooks {
  /** The session that a stream belongs to. */
  sessionOf(stream: Connection): Session | null
  /** Its CONNECT was accepted. */
  began(session: Session): void
  /** It may hear what is stored, and asked to. */
  subscribed(session: Session): void
  violated(session: Session, violation: Violation): void
  /** A message on one of the device's own topics. `isWill`: the session ended without a word. */
  message(session: Session, kind: PublishedKind, payload: Buffer): void
  /** Something inside the broker went wrong; it goes on. */
  fault(error: unknown): void
}

export interface MqttOptions {
  connectMs: number
  drainMs: number
}

/** What the room uses of the broker. */
export interface Mqtt {
  handle(stream: Connection): Client
  close(): Promise<void>
}

export async function createMqtt({ connectMs, drainMs }: MqttOptions, hooks: MqttHooks): Promise<Mqtt> {
  const broker = new DeviceBroker(
    {
      connectTimeout: connectMs,
      // The guard ends it at half this time.
      drainTimeout: 2 * drainMs,
      // QoS 2 is taken, but few at a time: each waits in memory for its second half.
      maxInflightInbound: 32,
      maxClientsIdLength: 200,
      maxTopicLevels: 8,
      queueLimit: 8,
      heartbeatInterval: 60 * secondMs,
      ...rules(hooks),
    },
    hooks,
  )
  // Without a listener an error of aedes' own stores would end the process; its types do not know the event.
  const emitter: EventEmitter = broker
  emitter.on('error', hooks.fault)
  await broker.listen()
  broker.on('clientReady', (client) => {
    const session = hooks.sessionOf(client.conn)
    session?.stream.open()
  })
  return {
    handle: (stream) => broker.handle(stream),
    close: () => new Promise((resolve) => broker.close(() => resolve())),
  }
}

/**
 * aedes hands every message to one queue of bounded width, which waits for the slowest subscriber: one that stalls
 * would hold up everybody's messages. What devices say is for the gateway alone, so it goes there directly.
 */
class DeviceBroker extends Aedes {
  readonly #hooks: MqttHooks

  constructor(options: AedesOptions, hooks: MqttHooks) {
    super(options)
    this.#hooks = hooks
  }

  override publish(packet: PublishPacket, client: Client | null | Done, done: Done = () => undefined): void {
    // The broker's own notices, which it needs.
    if (client === null || typeof client === 'function') {
      super.publish(packet, client ?? done)
      return
    }
    const session = this.#hooks.sessionOf(client.conn)
    const verdict = session === null ? null : judgePublish(speaker(session), packet)
    if (session !== null && verdict?.allowed === true)
      this.#hooks.message(session, verdict.kind, bytesOf(packet))
    done()
  }
}

type Done = (error?: Error) => void

function bytesOf({ payload }: PublishPacket): Buffer {
  return typeof payload === 'string' ? Buffer.from(payload) : payload
}

/** Deny by default: a stream without a session may nothing. */
function rules(hooks: MqttHooks): AedesOptions {
  return {
    preConnect(client, packet, done) {
      const session = hooks.sessionOf(client.conn)
      if (session === null) return done(refusal(notAuthorized), false)
      const { id } = session.device
      session.fault = connectFault(speaker(session), packet)
      // Ids are the device's own affair: with its identity in front nobody takes over another's session, and a device
      // called `cam` cannot keep the id of `cam-1` occupied.
      packet.clientId = `${id}:${packet.clientId}`
      // What outlives a session is the device's spool, not a queue here that nobody empties.
      packet.clean = true
      return done(null, true)
    },
    authenticate(client, _username, _password, done) {
      const session = hooks.sessionOf(client.conn)
      if (session === null) return done(refusal(notAuthorized), false)
      if (session.fault !== null) {
        hooks.violated(session, session.fault)
        return done(refusal(session.fault === 'client-id' ? identifierRejected : notAuthorized), false)
      }
      session.client = client
      hooks.began(session)
      return done(null, true)
    },
    // Also asked for the last will.
    authorizePublish(client, packet, done) {
      const session = client === null ? null : hooks.sessionOf(client.conn)
      if (session === null) return done(refusal(notAuthorized))
      const verdict = judgePublish(speaker(session), packet)
      if (verdict.allowed) return done()
      hooks.violated(session, verdict.reason)
      return done(refusal(notAuthorized))
    },
    authorizeSubscribe(client, subscription, done) {
      const session = hooks.sessionOf(client.conn)
      if (session === null || !maySubscribe(session.device.name, subscription.topic)) {
        if (session !== null) hooks.violated(session, 'subscription')
        return done(null, null)
      }
      session.hears = true
      // Once the broker has answered, so that the device hears nothing before its SUBACK.
      setImmediate(() => hooks.subscribed(session))
      return done(null, subscription)
    },
    authorizeForward: (_client: Client, packet: AedesPublishPacket) => packet,
  }
}

/** MQTT 3.1.1 §3.2.2.3: what CONNACK says. */
const identifierRejected: AuthErrorCode = 2
const notAuthorized: AuthErrorCode = 5

function refusal(returnCode: AuthErrorCode): Error & { returnCode: AuthErrorCode } {
  return Object.assign(new Error('refused'), { returnCode })
}

function speaker({ device, topics }: Session): { name: string; topics: OwnTopics } {
  return { name: device.name, topics }
}

function connectFault(
  device: { name: string; topics: OwnTopics },
  { clientId, will }: { clientId: string; will?: { topic: string; retain?: boolean } | undefined },
): Violation | null {
  if (!isClientId(device.name, clientId)) return 'client-id'
  if (will === undefined || will === null) return null
  const verdict = judgePublish(device, { topic: will.topic, retain: will.retain === true })
  return verdict.allowed && verdict.kind === 'status' ? null : 'will'
}
