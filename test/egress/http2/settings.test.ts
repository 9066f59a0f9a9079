/** Promises that a destination is told in HTTP/2 what Debian's Chromium would tell it, as far as Node can, or what was configured. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { makeDemoCertificates } from '../../../gateway/demo/certificates.ts'
import { launchChromium, testWithChromium } from '../../support/chromium.ts'
import { type Origin, type ProxyChanges, startProxy, usualWays } from '../setup.ts'
import { http2Session } from './client.ts'
import { flags, frameTypes, preface, readFrames, settingsFrame } from './frames.ts'

/** RFC 9113 §6.5.2. */
const names: Readonly<Record<number, string>> = {
  1: 'headerTable',
  2: 'push',
  3: 'streams',
  4: 'window',
  5: 'frame',
  6: 'headerList',
  8: 'extendedConnect',
}

interface Told {
  /** In the order in which they came. */
  settings: [string, number][]
  /** What the window of the connection was widened to. */
  connectionWindow: number
}

/** A destination that agrees on HTTP/2 and writes down the first frames of each connection. */
async function listener(): Promise<{ origin: Origin; told: Told[] }> {
  const host = 'settings.example.test'
  const made = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const told: Told[] = []
  const server = createServer({ cert: made.chainPem, key: made.keyPem, ALPNProtocols: ['h2'] }, (socket) => {
    let bytes = Buffer.alloc(0)
    socket.on('error', () => {})
    // What browsers wait for before they ask for anything.
    socket.write(settingsFrame())
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      const read = readPreface(bytes)
      if (read === null) return
      told.push(read)
      socket.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return { origin: { host, port, rootPem: made.rootPem, received: [], connections: 0 }, told }
}

/** RFC 9113 §3.4: after the magic come SETTINGS, and what else is said of the connection before anything is asked. */
function readPreface(bytes: Buffer): Told | null {
  const { frames } = readFrames(bytes.subarray(preface.length))
  // What follows the first question is not read.
  if (!frames.some(({ type }) => type === frameTypes.headers)) return null
  const told: Told = { settings: [], connectionWindow: 65_535 }
  for (const { type, flags: flag, payload } of frames) {
    if (type === frameTypes.settings && flag !== flags.ack)
      for (let i = 0; i < payload.length; i += 6)
        told.settings.push([names[payload.readUInt16BE(i)] ?? 'unknown', payload.readUInt32BE(i + 2)])
    if (type === frameTypes.windowUpdate) told.connectionWindow += payload.readUInt32BE(0)
  }
  return told
}

async function toldBy(changes: ProxyChanges = {}): Promise<Told> {
  const { origin, told } = await listener()
  const proxy = await startProxy([origin], changes)
  const session = await http2Session(proxy, origin)
  const stream = session.request({ ':path': '/' })
  stream.on('error', () => {})
  await expect.poll(() => told.length, { timeout: 60_000 }).toBeGreaterThan(0)
  return told[0] as Told
}

testWithChromium(
  'the SETTINGS and the window of the connection are those that Chromium begins with',
  async () => {
    const { origin, told } = await listener()
    await using browser = await launchChromium({
      roots: [origin.rootPem],
      hostRules: `MAP ${origin.host} 127.0.0.1`,
    })
    const page = await browser.context.newPage()
    await page.goto(`https://${origin.host}:${origin.port}/`).catch(() => {})
    await expect.poll(() => told.length, { timeout: 60_000 }).toBeGreaterThan(0)
    const theirs = told[0] as Told
    const ours = await toldBy()
    // In the same order, too.
    expect(ours).toEqual(theirs)
    expect(theirs.settings.length).toBeGreaterThan(0)
  },
)

test('what was configured is told instead, and push is refused in any case', async () => {
  const upstreamHttp2 = {
    headerTableBytes: 4096,
    initialWindowBytes: 70_000,
    connectionWindowBytes: 200_000,
    maxHeaderListBytes: 20_000,
    maxConcurrentStreams: 7,
  }
  const { settings, connectionWindow } = await toldBy({ options: { ...usualWays, upstreamHttp2 } })
  expect(Object.fromEntries(settings)).toMatchObject({
    headerTable: 4096,
    push: 0,
    streams: 7,
    window: 70_000,
    headerList: 20_000,
  })
  expect(connectionWindow).toBe(200_000)
})
