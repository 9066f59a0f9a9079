/** One session with the gateway's broker: sends what the spool holds, in order, and hears what was stored of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type MqttClient } from 'mqtt'
import { agentMessages } from '../gateway/core/device/schema.ts'
import type { StatusMessage } from '../gateway/core/telemetry/reading.ts'
import { errorCode } from './agent-error.ts'
import { isDistrust, isRefusal, serverName } from './gateway-connection.ts'
import type { Identity } from './identity.ts'
import type { Cursor, Spool, SpooledReading } from './spool/spool-model.ts'

/** How a session ended. `refused`: it does not take our certificate. `unanswered`: let in and cut off before a word. */
export type SessionEnd =
  | { reason: 'stopped' }
  | { reason: 'lost' | 'refused' | 'unanswered' | 'wrong-gateway'; wasOpen: boolean; word: string }

export interface SessionOptions {
  identity: Identity
  spool: Spool
  /** Called when there may be more to send: after `append`. */
  onMore(listener: () => void): () => void
  /** The gateway has said that it stored something. */
  onStored(): void
  /** The broker has let us in. */
  opened(): void
  /** Says `offline` and ends. */
  signal: AbortSignal
  /** Readings that were sent and are not said to be stored after so long are sent again, in a new session. */
  patienceMs: number
  agent: string
}

/** Sent and not yet acknowledged by the broker; what is not yet stored is another matter. */
const mostUnacknowledged = 16
const connectMs = 20_000
const keepaliveSeconds = 30
const goodbyeMs = 2000

export async function holdSession(options: SessionOptions): Promise<SessionEnd> {
  const { identity, signal } = options
  const client = openClient(identity)
  const ending = endingOf(client)
  const stop = () => ending.end({ reason: 'stopped' })
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  try {
    client.once('connect', () => {
      options.opened()
      ending.isOpen = true
      void work(client, options, ending).catch((error: unknown) => ending.lose(error))
    })
    const end = await ending.ended
    if (end.reason === 'stopped' && client.connected) await sayGoodbye(client, identity)
    return end
  } finally {
    signal.removeEventListener('abort', stop)
    await client.endAsync(true).catch(() => undefined)
  }
}

function openClient({ device, broker, key, chain, roots }: Identity): MqttClient {
  return connect({
    protocol: 'mqtts',
    host: broker.host,
    port: broker.port,
    ...serverName(broker.host),
    ca: roots,
    cert: chain,
    key,
    rejectUnauthorized: true,
    clientId: device.name,
    protocolVersion: 4,
    clean: true,
    keepalive: keepaliveSeconds,
    connectTimeout: connectMs,
    // Each session is a client of its own: what is to be sent again is the spool's to say.
    reconnectPeriod: 0,
    will: { topic: topic(device.name, 'status'), payload: status('offline'), qos: 1, retain: false },
  })
}

interface Ending {
  isOpen: boolean
  readonly ended: Promise<SessionEnd>
  /** The first one counts. */
  end(how: SessionEnd): void
  lose(error: unknown): void
}

function endingOf(client: MqttClient): Ending {
  const { promise, resolve } = Promise.withResolvers<SessionEnd>()
  const ending: Ending = {
    isOpen: false,
    ended: promise,
    end: resolve,
    lose: (error) => resolve({ reason: reasonOf(error), wasOpen: ending.isOpen, word: wordOf(error) }),
  }
  let isSecure = false
  client.stream.once('secureConnect', () => {
    isSecure = true
  })
  client.on('error', (error) => ending.lose(error))
  // In TLS 1.3 a server refuses our certificate only after the handshake, where the client no longer listens.
  client.stream.on('error', (error: unknown) => ending.lose(error))
  client.on('close', () => {
    const reason = ending.isOpen || !isSecure ? 'lost' : 'unanswered'
    resolve({ reason, wasOpen: ending.isOpen, word: 'closed' })
  })
  return ending
}

async function work(client: MqttClient, options: SessionOptions, ending: Ending): Promise<void> {
  const { identity, spool, agent } = options
  const { name } = identity.device
  const watch = watchProgress(options.patienceMs, () => ending.lose(new Error('nothing was stored')))
  client.on('message', (from, payload) => {
    if (from !== topic(name, 'stored')) return
    const message = agentMessages.stored.safeParse(parseJson(payload))
    if (!message.success) return
    spool.stored(message.data.stream, message.data.seq)
    options.onStored()
    watch.progressed(spool.waiting > 0)
  })
  client.once('close', watch.stop)
  await client.subscribeAsync(topic(name, 'stored'), { qos: 1 })
  await client.publishAsync(topic(name, 'status'), status('online', agent), { qos: 1 })
  await pump(client, options, { watch, ending })
}

/** Sends on and on: a reading leaves only after the one before it, and at most a few are on their way. */
async function pump(
  client: MqttClient,
  { spool, identity, onMore, signal }: SessionOptions,
  { watch, ending }: { watch: Progress; ending: Ending },
): Promise<void> {
  let cursor: Cursor = spool.start()
  let more = Promise.withResolvers<void>()
  const ends = onMore(() => more.resolve())
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
  void closed.then(() => more.resolve())
  // What is stored makes way for newer streams.
  client.on('message', () => more.resolve())
  const underWay = new Set<Promise<unknown>>()
  try {
    while (client.connected && !signal.aborted) {
      const { readings, cursor: next } = spool.read(cursor, mostUnacknowledged)
      cursor = next
      for (const reading of readings) {
        if (underWay.size >= mostUnacknowledged) await Promise.race([...underWay, closed])
        const sent: Promise<unknown> = client
          .publishAsync(topic(identity.device.name, 'telemetry'), messageOf(reading), { qos: 1 })
          .catch((error: unknown) => ending.lose(error))
          .finally(() => underWay.delete(sent))
        underWay.add(sent)
        watch.sent()
      }
      if (readings.length > 0) continue
      await more.promise
      more = Promise.withResolvers<void>()
    }
  } finally {
    ends()
  }
}

interface Progress {
  sent(): void
  progressed(isMoreWaiting: boolean): void
  stop(): void
}

/** A gateway that had no room for a reading lets those behind it go by until it comes again. */
function watchProgress(patienceMs: number, late: () => void): Progress {
  let timer: NodeJS.Timeout | null = null
  const stop = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }
  const sent = () => {
    timer ??= setTimeout(late, patienceMs)
  }
  return {
    sent,
    stop,
    progressed(isMoreWaiting) {
      stop()
      if (isMoreWaiting) sent()
    },
  }
}

async function sayGoodbye(client: MqttClient, { device }: Identity): Promise<void> {
  const said = client
    .publishAsync(topic(device.name, 'status'), status('offline'), { qos: 1 })
    .then(() => client.endAsync())
  await Promise.race([said, sleep(goodbyeMs, undefined, { ref: false })]).catch(() => undefined)
}

function messageOf({ stream, seq, at, lost, values }: SpooledReading): string {
  return JSON.stringify({ v: 1, at, stream, seq, ...(lost === undefined ? {} : { lost }), values })
}

function status(state: StatusMessage['state'], agent?: string): string {
  return JSON.stringify({ v: 1, state, ...(agent === undefined ? {} : { agent }) })
}

function topic(device: string, kind: 'status' | 'telemetry' | 'stored'): string {
  return `gatehouse/v1/${device}/${kind}`
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown
  } catch {
    return null
  }
}

function reasonOf(error: unknown): 'lost' | 'refused' | 'wrong-gateway' {
  if (isDistrust(error)) return 'wrong-gateway'
  // MQTT 3.1.1 §3.2.2.3: 4 bad credentials, 5 not authorised.
  const returned = typeof error === 'object' && error !== null && 'code' in error ? error.code : null
  return isRefusal(error) || returned === 4 || returned === 5 ? 'refused' : 'lost'
}

function wordOf(error: unknown): string {
  const code = errorCode(error)
  return /^\w{1,60}$/.test(code)
    ? code
    : error instanceof Error && /^[\w ]{1,60}$/.test(error.message)
      ? error.message
      : 'failed'
}
