/** Promises about memory: what one connection makes the gateway hold follows from its bytes, not from how it cuts them. */
import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { HeldBudget } from '../../gateway/egress/held-budget.ts'
import { hold } from '../../gateway/egress/intake.ts'
import { email, expectClean, iban } from './planted.ts'
import { type RawAnswer, waitFor } from './raw.ts'
import { scene } from './scene.ts'

const MB = 1e6

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** Looking takes a busy machine longer than a silent client is waited for otherwise. */
const patient = { limits: { bodyIdleTimeoutMs: 60_000, bodyGraceMs: 60_000 } }

/** What is in use once it no longer changes: everything that was sent has been taken in by then. */
async function settledBytes(): Promise<number> {
  let last = Number.POSITIVE_INFINITY
  for (;;) {
    await wait(150)
    collectGarbage()
    const { heapUsed, external } = process.memoryUsage()
    if (Math.abs(heapUsed + external - last) < 0.1 * MB) return heapUsed + external
    last = heapUsed + external
  }
}

/** The same bytes, each a chunk of its own (RFC 9112 §7.1), without the last chunk. */
function oneByOne(text: string): string {
  return text.replace(/./gs, (byte) => `1\r\n${byte}\r\n`)
}

/** Sends in batches, as fast as they are taken. */
async function sendAll(wire: Awaited<ReturnType<typeof scene>>['wire'], text: string): Promise<void> {
  const batch = 60_000
  for (let at = 0; at < text.length; at += batch) {
    await new Promise((resolve) => wire.socket.write(text.slice(at, at + batch), 'latin1', resolve))
  }
}

/** A share of a budget that is never used up here. */
function roomy() {
  return new HeldBudget().shareOf('a client', { maxHeldBytes: 64 * MB, maxClientHeldBytes: 64 * MB })
}

describe('a body that is held', () => {
  const planted = ` write to ${email} or pay to ${iban} today.`
  const noise = 'an ordinary sentence without anybody in it; '
  const body = noise.repeat(Math.ceil((512 * 1024) / noise.length)) + planted

  test.each(['plain', 'tunnel'] as const)('in chunks of one byte costs about its bytes (%s)', async (way) => {
    const { wire, origin, at, proxy } = await scene(way, patient)
    const before = await settledBytes()
    const opening = `${at.line('POST', '/x')}${at.host}Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n`
    await sendAll(wire, opening)
    await sendAll(wire, oneByOne(body))
    await waitFor(() => proxy.egress.heldBytes() === body.length)
    expect(proxy.egress.heldBytes()).toBe(body.length)
    const held = (await settledBytes()) - before
    expect(origin.requests).toHaveLength(0)
    expect(held).toBeLessThan(30 * MB)
    wire.send('0\r\n\r\n')
    await wire.until(/answer to \/x$/)
    const arrived = origin.requests[0]?.body.toString('latin1') ?? ''
    const clean = body.length - planted.length
    expect(arrived.slice(0, clean) === body.slice(0, clean)).toBe(true)
    expectClean(planted, arrived.slice(clean), [email, iban])
  })

  test('coded, in chunks of one byte, costs about its bytes', async () => {
    const { wire, origin, at, proxy } = await scene('plain', patient)
    const chance = createHash('shake256', { outputLength: 300_000 }).update('seed').digest('hex')
    const text = `${chance}${planted}`
    const coded = gzipSync(text).toString('latin1')
    const before = await settledBytes()
    await sendAll(
      wire,
      `${at.line('POST', '/x')}${at.host}Content-Type: text/plain\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n`,
    )
    await sendAll(wire, oneByOne(coded))
    await waitFor(() => proxy.egress.heldBytes() === coded.length + text.length)
    expect(proxy.egress.heldBytes()).toBe(coded.length + text.length)
    const held = (await settledBytes()) - before
    expect(origin.requests).toHaveLength(0)
    expect(held).toBeLessThan(15 * MB)
    wire.send('0\r\n\r\n')
    await wire.until(/answer to \/x$/)
    const arrived = gunzipSync(origin.requests[0]?.body ?? Buffer.alloc(0)).toString('latin1')
    expect(arrived.slice(0, chance.length) === chance).toBe(true)
    expectClean(planted, arrived.slice(chance.length), [email, iban])
  })

  test('keeps the order of small and big chunks, within the limit and beyond it', async () => {
    const sizes = [1, 4096, 10, 20, 70_000, 4095, 4095, 4095, 4095, 4095, 1, 5000, 1, 0, 3]
    const chunks = sizes.map((size, i) => Buffer.alloc(size, i + 1))
    const all = Buffer.concat(chunks)
    async function* source() {
      for (const chunk of chunks) yield chunk
    }
    for (const holdBytes of [0, 1, 4100, 80_000, 95_000, all.length]) {
      const intake = await hold(source(), holdBytes, roomy())
      const got = intake.whole ? [intake.body] : [...intake.beginning]
      if (!intake.whole)
        for (let n = await intake.rest.next(); !n.done; n = await intake.rest.next()) got.push(n.value)
      expect(intake.whole).toBe(holdBytes === all.length)
      expect(Buffer.concat(got).equals(all)).toBe(true)
    }
  })

  test('is used as it came where it came as one chunk', async () => {
    const only = Buffer.from('a short body')
    async function* source() {
      yield only
    }
    expect(await hold(source(), 100, roomy())).toEqual({ whole: true, body: only })
    const intake = await hold(source(), 100, roomy())
    expect(intake.whole && intake.body === only).toBe(true)
  })
})

describe('a flood of interim answers', () => {
  const final = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
  const hint = `HTTP/1.1 103 Early Hints\r\nLink: </${'s'.repeat(4000)}.css>; rel=preload\r\n\r\n`

  const flooding: RawAnswer = async (_request, socket) => {
    const batch = hint.repeat(100)
    for (let i = 0; i < 100; i += 1) await new Promise((resolve) => socket.write(batch, resolve))
    socket.write(final)
  }

  test.each(['plain', 'tunnel'] as const)(
    'reaches a client in part, and the final answer whole (%s)',
    async (way) => {
      const { wire, at } = await scene(way, {}, flooding)
      wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
      await wire.until(/\r\n\r\nok$/)
      expect(wire.statuses.at(-1)).toBe(200)
      expect(wire.statuses.length).toBeGreaterThan(1)
      expect(wire.statuses.length).toBeLessThanOrEqual(11)
    },
  )

  test('is not held for a client that does not read', async () => {
    let flooded = false
    const { wire, at } = await scene('tunnel', patient, async (request, socket) => {
      await flooding(request, socket)
      flooded = true
    })
    const before = await settledBytes()
    wire.socket.pause()
    wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
    await waitFor(() => flooded)
    expect(flooded).toBe(true)
    expect((await settledBytes()) - before).toBeLessThan(5 * MB)
    wire.socket.resume()
    await wire.until(/\r\n\r\nok$/)
  })

  test('a length that an interim answer states does not arrive', async () => {
    const odd = 'HTTP/1.1 103 Early Hints\r\nContent-Length: 7\r\nLink: </a.css>\r\n\r\n'
    const { wire, at } = await scene('tunnel', {}, (_request, socket) => void socket.write(odd + final))
    wire.send(`${at.line('GET', '/x')}${at.host}\r\n`)
    const text = await wire.until(/\r\n\r\nok$/)
    expect(wire.statuses).toEqual([103, 200])
    expect(text).toContain('Link: </a.css>\r\n')
    expect(text).not.toContain('Content-Length: 7')
  })
})
