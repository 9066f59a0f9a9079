/** Promises that a destination sees of the gateway's TLS what it would see of Debian's Chromium, as far as OpenSSL can. */
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished } from 'vitest'
import { ByteReader } from '../../gateway/core/tls/byte-reader.ts'
import { launchChromium, testWithChromium } from '../support/chromium.ts'
import { requireClient } from '../support/clients.ts'
import { curl, startProxy } from './setup.ts'

const host = 'hello.example.test'

testWithChromium(
  'both ClientHellos offer the same ciphers, groups and signature algorithms in the same order',
  async () => {
    // Browsers ask again and again: a listener for each, so that no hello is taken for the other's.
    const [listening, own] = [await listenForHellos(), await listenForHellos()]
    await using browser = await launchChromium({ roots: [], hostRules: `MAP ${host} 127.0.0.1` })
    const page = await browser.context.newPage()
    await page.goto(`https://${host}:${listening.port}/`).catch(() => {})
    const theirs = offers(await listening.next())

    const origin = { host, port: own.port, rootPem: '', received: [], connections: 0 }
    const proxy = await startProxy([origin], { options: { extraRoots: [] } })
    const url = `https://${host}:${own.port}/`
    await curl(requireClient('curl') ?? 'curl', proxy, [url])
    const ours = offers(await own.next())

    expect(ours.ciphers).toEqual(theirs.ciphers)
    expect(ours.groups).toEqual(theirs.groups)
    expect(ours.signatures).toEqual(theirs.signatures)
    // encrypt_then_mac (RFC 7366), which OpenSSL always offers; what Chromium alone has is listed in gateway/README.md.
    expect(only(ours.extensions, theirs.extensions)).toEqual([22])
  },
)

function only(these: readonly number[], not: readonly number[]): number[] {
  return these.filter((one) => !not.includes(one)).toSorted((a, b) => a - b)
}

async function listenForHellos() {
  const hellos: Buffer[] = []
  const server = createServer((socket) => {
    const chunks: Buffer[] = []
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      const all = Buffer.concat(chunks)
      if (all.length < 5 || all.length < 5 + all.readUInt16BE(3)) return
      hellos.push(all)
      socket.destroy()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return {
    port: (server.address() as AddressInfo).port,
    /** The first of those that came since it was asked last. */
    async next(): Promise<Buffer> {
      for (let i = 0; i < 400 && hellos.length === 0; i += 1)
        await new Promise((resolve) => setTimeout(resolve, 50))
      const [first] = hellos.splice(0)
      if (first === undefined) throw new Error('nobody said hello')
      return first
    },
  }
}

/** RFC 8446 §4.1.2, without the values that clients mix in at random (RFC 8701) and the signal of RFC 5746 §3.3. */
function offers(record: Buffer) {
  const hello = new ByteReader(record.subarray(9))
  hello.take(34)
  hello.vector(1)
  const ciphers = numbers(hello.vector(2)).filter((one) => one !== 0x00ff)
  hello.vector(1)
  const list = hello.vector(2)
  const extensions = new Map<number, ByteReader>()
  while (list.left > 0) extensions.set(list.number(2), list.vector(2))
  const inside = (type: number) => numbers(extensions.get(type)?.vector(2) ?? new ByteReader(Buffer.alloc(0)))
  return {
    ciphers,
    groups: inside(10),
    signatures: inside(13),
    extensions: [...extensions.keys()].filter(isMeant),
  }
}

function numbers(list: ByteReader): number[] {
  const found: number[] = []
  while (list.left > 0) found.push(list.number(2))
  return found.filter(isMeant)
}

function isMeant(value: number): boolean {
  return (value & 0x0f0f) !== 0x0a0a
}
