/** Runs mosquitto's own clients against the broker, and raw bytes over real TLS where no client would send such. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import { requireClient } from '../support/clients.ts'
import type { DevicePapers, Scene } from './office.ts'

export interface Ran {
  code: number | string | null
  output: string
}

function tlsArguments({ port, papers }: Scene, device: DevicePapers): string[] {
  const files = ['--cafile', papers.root.certFile, '--cert', device.certFile, '--key', device.keyFile]
  return ['-h', '127.0.0.1', '-p', String(port), ...files]
}

/** `mosquitto_pub` with a device's certificate; the client id is the device's name unless told. */
export async function mosquittoPub(scene: Scene, device: DevicePapers, ...more: string[]): Promise<Ran> {
  const id = more.includes('-i') ? [] : ['-i', device.identity.name]
  const all = [...tlsArguments(scene, device), ...id, ...more]
  const { promise, resolve } = Promise.withResolvers<Ran>()
  execFile(requireClient('mosquitto_pub') ?? '', all, { timeout: 20_000 }, (error, stdout, stderr) =>
    resolve({ code: error === null ? 0 : (error.code ?? 'killed'), output: stdout + stderr }),
  )
  return promise
}

/** `mosquitto_sub` until the test ends; the lines that it prints. */
export function mosquittoSub(scene: Scene, device: DevicePapers, ...more: string[]) {
  const all = [...tlsArguments(scene, device), '-i', `${device.identity.name}-listener`, ...more]
  const child = spawn(requireClient('mosquitto_sub') ?? '', all, { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream
      .setEncoding('utf8')
      .on('data', (text: string) => lines.push(...text.split('\n').filter((line) => line !== '')))
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  })
  return { child, lines }
}

export interface RawClient {
  socket: TLSSocket
  /** Resolves when the broker ended it. */
  closed: Promise<void>
  /** What came back so far. */
  received(): Buffer
}

/** TLS with a device's certificate, and nothing said yet. */
export async function rawClient({ port, papers }: Scene, device: DevicePapers): Promise<RawClient> {
  const socket = connect({
    host: '127.0.0.1',
    port,
    ca: readFileSync(papers.root.certFile),
    cert: readFileSync(device.certFile),
    key: readFileSync(device.keyFile),
  })
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'secureConnect')
  // An abrupt end is one as well.
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return { socket, closed, received: () => Buffer.concat(chunks) }
}

/** A CONNECT packet of MQTT 3.1.1 (§3.1). */
export function connectPacket(clientId: string, keepAliveSeconds = 60): Buffer {
  const body = Buffer.concat([
    text('MQTT'),
    Buffer.from([4, 2, keepAliveSeconds >> 8, keepAliveSeconds & 255]),
    text(clientId),
  ])
  return packet(0x10, body)
}

/** A PUBLISH packet with QoS 0 (§3.3). */
export function publishPacket(topic: string | Buffer, payload: string): Buffer {
  return packet(0x30, Buffer.concat([text(topic), Buffer.from(payload)]))
}

export function packet(first: number, body: Uint8Array): Buffer {
  const length: number[] = []
  let left = body.length
  do {
    length.push((left % 128) | (left > 127 ? 128 : 0))
    left = Math.floor(left / 128)
  } while (left > 0)
  return Buffer.concat([Buffer.from([first, ...length]), body])
}

export function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])
}
