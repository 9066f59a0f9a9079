/** An office for telemetry tests: a root and certificates made by openssl, and the room with a real broker over real TLS. */
import { randomBytes, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import { onTestFinished } from 'vitest'
import type { DeviceIdentity } from '../../gateway/core/device/device.ts'
import { createEventBus, type EventBus, type GatewayEventName } from '../../gateway/core/events.ts'
import type { Clock } from '../../gateway/core/ports.ts'
import { type Keyring, openKeyring } from '../../gateway/keyring/keyring.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { openStore, type Store } from '../../gateway/store/store.ts'
import type { BrokerSettings } from '../../gateway/telemetry/broker.ts'
import { openTelemetry, type Telemetry } from '../../gateway/telemetry/telemetry.ts'
import { type WatchedHealth, watchedHealth } from '../store/fixture.ts'
import { key as databaseKey } from '../store/records.ts'
import { type Certified, certify } from '../support/openssl-ca.ts'

export interface Papers {
  folder: string
  root: Certified
  server: Certified
  device(
    name: string,
    order?: { notBefore?: Date; notAfter?: Date; issuer?: Certified },
  ): Promise<DevicePapers>
}

export interface DevicePapers extends Certified {
  identity: DeviceIdentity
  fingerprint: string
}

/** Made anew for each file of tests; takes a few tenths of a second. `remove` takes it away. */
export async function makePapers(): Promise<Papers & { remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse telemetry-'))
  const root = await certify({
    directory: join(folder, 'root'),
    subject: '/CN=Office root',
    extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'],
  })
  const server = await certify({
    directory: join(folder, 'server'),
    issuer: root,
    subject: '/CN=localhost',
    extensions: ['subjectAltName=DNS:localhost,IP:127.0.0.1', 'extendedKeyUsage=serverAuth'],
  })
  let made = 0
  return {
    folder,
    root,
    server,
    async device(name, order = {}) {
      made++
      const directory = join(folder, `device ${made}`)
      const extensions = ['basicConstraints=critical,CA:FALSE', 'extendedKeyUsage=clientAuth']
      const certified = await certify({
        directory,
        issuer: root,
        subject: `/CN=${name}`,
        extensions,
        ...order,
      })
      const fingerprint = new X509Certificate(readFileSync(certified.certFile)).fingerprint256
      const id = made.toString(16).padStart(16, '0')
      return { ...certified, identity: { id, name }, fingerprint }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export interface Scene {
  telemetry: Telemetry
  store: Store
  keyring: Keyring
  health: WatchedHealth
  events: EventBus
  /** Names and devices of the events so far, `device.online till`. */
  heard: string[]
  /** Devices that the directory knows. */
  known: Map<string, DeviceIdentity>
  clock: SettableClock
  data: string
  port: number
  papers: Papers
  /** As an agent would: own certificate, own name as client id. */
  connect(device: DevicePapers, options?: IClientOptions): Promise<MqttClient>
  close(): Promise<void>
}

export interface SettableClock extends Clock {
  /** What is added to the real time. */
  aheadMs: number
}

export interface SceneOptions {
  settings?: Partial<BrokerSettings>
  data?: string
  flushEveryMs?: number
  mostWaiting?: number
  aheadMs?: number
  /** The broker is switched off. */
  isOff?: boolean
}

export const usualSettings: BrokerSettings & { enabled: boolean } = {
  enabled: true,
  host: '127.0.0.1',
  port: 0,
  maxPacketBytes: 16 * 1024,
  messagesPerSecond: 200,
  maxSessions: 50,
  connectMs: 10_000,
  drainMs: 1000,
}

/** The room as app.ts opens it, with what it keeps in a folder of its own; closed when the test ends. */
export async function openScene(
  papers: Papers,
  devices: readonly DevicePapers[],
  options: SceneOptions = {},
): Promise<Scene> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'gatehouse telemetry-data-'))
  if (options.data === undefined) onTestFinished(() => rmSync(data, { recursive: true, force: true }))
  const clock: SettableClock = {
    aheadMs: options.aheadMs ?? 0,
    now: () => Date.now() + clock.aheadMs,
    monotonic: () => performance.now(),
  }
  const health = watchedHealth()
  const keys = join(data, 'keys')
  const keyring = await openKeyring({
    directory: keys,
    root: { kind: 'file', path: join(keys, 'root.key') },
    clock,
    createIfNew: true,
  })
  const store = await openStore({ file: join(data, 'gatehouse.db'), key: databaseKey, clock, health })
  const heard: string[] = []
  const events = createEventBus({
    fault: (name, error) => {
      throw new Error(`a listener of ${name} failed`, { cause: error })
    },
  })
  for (const name of ['device.online', 'device.offline', 'device.violation'] satisfies GatewayEventName[])
    events.subscribe(name, (event) => {
      const more = 'reason' in event ? ` ${event.reason}` : 'violation' in event ? ` ${event.violation}` : ''
      heard.push(`${name} ${event.device.name}${more}`)
    })
  const known = new Map(devices.map(({ fingerprint, identity }) => [fingerprint, identity]))
  const file = (path: string) => readFileSync(path, 'utf8')
  const telemetry = await openTelemetry({
    settings: { ...usualSettings, ...options.settings, enabled: options.isOff !== true },
    rawRetentionDays: () => 7,
    certificate: () => ({
      cert: file(papers.server.certFile),
      key: file(papers.server.keyFile),
      ca: file(papers.root.certFile),
    }),
    directory: { byFingerprint: (fingerprint) => known.get(fingerprint) ?? null },
    events,
    store,
    keyring,
    clock,
    health,
    log: silentLog,
    random: (length) => randomBytes(length),
    flushEveryMs: options.flushEveryMs ?? 3_600_000,
    ...(options.mostWaiting === undefined ? {} : { mostWaiting: options.mostWaiting }),
  })
  let isOpen = true
  const close = async () => {
    if (!isOpen) return
    isOpen = false
    await telemetry[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
    await keyring[Symbol.asyncDispose]()
  }
  onTestFinished(close)
  const { port } = telemetry
  const scene = { telemetry, store, keyring, health, events, heard, known, clock, data, port, papers, close }
  return { ...scene, connect: (device, more) => connectDevice(scene, device, more) }
}

/** A session as an agent has it. Rejects where the broker ends it at once. */
export async function connectDevice(
  { port, papers }: { port: number; papers: Papers },
  device: DevicePapers,
  options: IClientOptions = {},
): Promise<MqttClient> {
  const client = connect(`mqtts://127.0.0.1:${port}`, {
    ca: readFileSync(papers.root.certFile),
    cert: readFileSync(device.certFile),
    key: readFileSync(device.keyFile),
    clientId: device.identity.name,
    reconnectPeriod: 0,
    protocolVersion: 4,
    ...options,
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  client.on('error', reject)
  client.once('connect', () => resolve())
  client.once('close', () => reject(new Error('the broker ended the connection')))
  await promise
  onTestFinished(() =>
    client
      .endAsync(true)
      .catch(() => undefined)
      .then(() => undefined),
  )
  return client
}

export const stream = '00112233445566aa'

export function topic(device: DevicePapers, kind: string): string {
  return `gatehouse/v1/${device.identity.name}/${kind}`
}

/** Publishes readings one after the other, at QoS 1. */
export async function publishReadings(
  client: MqttClient,
  device: DevicePapers,
  readings: readonly object[],
): Promise<void> {
  await Promise.all(
    readings.map((reading) =>
      client.publishAsync(topic(device, 'telemetry'), JSON.stringify(reading), { qos: 1 }),
    ),
  )
}
