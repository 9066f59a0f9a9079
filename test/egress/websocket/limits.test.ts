/** Promises about what a WebSocket may cost: floods, silence, long messages, and a side that does not read. */
import { describe, expect, test } from 'vitest'
import { waitFor } from '../raw.ts'
import { maskAll } from '../setup.ts'
import { closePayload, frame, opcodes } from './frames.ts'
import { type End, type Talk, talk } from './talk.ts'

const KiB = 1024
const MiB = 1024 * KiB
const keepAll = { ...maskAll, exchanges: [{ ...maskAll.exchanges[0], entities: { '*': 'keep' } }] }

const roomy = { maxHeldBytes: 32 * MiB, maxClientHeldBytes: 32 * MiB, tunnelIdleTimeoutMs: 200_000 }

const directions: [string, (talk: Talk) => { from: End; to: End; isClient: boolean }][] = [
  ['a client', ({ client, server }) => ({ from: client, to: server, isClient: true })],
  ['a destination', ({ client, server }) => ({ from: server, to: client, isClient: false })],
]

for (const [who, ends] of directions)
  describe(`${who} that sends too much`, () => {
    test('pings without end: ended with 1008 after a thousand', async () => {
      const made = await talk()
      const { from, to, isClient } = ends(made)
      const ping = frame({ opcode: opcodes.ping, payload: 'x', mask: isClient })
      for (let i = 0; i < 40; i += 1) from.raw(Buffer.concat(Array.from({ length: 100 }, () => ping)))
      expect((await from.closed())?.code).toBe(1008)
      await to.closed()
      expect(to.frames.filter(({ opcode }) => opcode === opcodes.ping).length).toBeLessThan(2000)
      const why = isClient
        ? { action: 'refused-midstream', reason: 'limit' }
        : { action: 'fail', reason: 'upstream-protocol' }
      expect(await made.proxy.recordAt(0)).toMatchObject(why)
    })

    test('fragments without end: ended with 1008, nothing of them is sent on', async () => {
      const made = await talk()
      const { from, to, isClient } = ends(made)
      const empty = frame({ opcode: opcodes.continuation, fin: false, mask: isClient })
      from.send({ opcode: opcodes.text, fin: false })
      const many = Buffer.concat(Array.from({ length: 20_000 }, () => empty))
      from.raw(many)
      expect((await from.closed())?.code).toBe(1008)
      await to.closed()
      expect(to.messages).toEqual([])
    })

    test('a message longer than sixteen times what is held: ended with 1009 before it is taken in', async () => {
      const made = await talk({ limits: { holdBytes: 4 * KiB } })
      const { from, to, isClient } = ends(made)
      from.raw(frame({ opcode: opcodes.text, claimed: 65_537n, lengthBytes: 8, mask: isClient }))
      expect((await from.closed())?.code).toBe(1009)
      await to.closed()
      expect(to.messages).toEqual([])
      const reason = isClient ? 'too-large' : 'answer-too-large'
      expect(await made.proxy.recordAt(0)).toMatchObject({ reason })
    })

    test('such a message in fragments: the same', async () => {
      const { from, to } = ends(await talk({ limits: { holdBytes: 4 * KiB } }))
      from.send({ opcode: opcodes.text, fin: false, payload: 'x'.repeat(60_000) })
      from.send({ opcode: opcodes.continuation, payload: 'x'.repeat(6000) })
      expect((await from.closed())?.code).toBe(1009)
      await to.closed()
      expect(to.messages).toEqual([])
    })

    test('beginnings of messages for which there is no room: ended with 1013, the room is given back', async () => {
      const made = await talk({ limits: { maxHeldBytes: 200 * KiB, maxClientHeldBytes: 200 * KiB } })
      const { from, isClient } = ends(made)
      const all = frame({ opcode: opcodes.text, payload: 'x'.repeat(MiB), mask: isClient })
      from.raw(all.subarray(0, 150 * KiB))
      await waitFor(() => made.proxy.egress.heldBytes() > 100 * KiB)
      expect(made.proxy.egress.heldBytes()).toBeGreaterThan(100 * KiB)
      from.raw(all.subarray(150 * KiB, 400 * KiB))
      expect((await from.closed())?.code).toBe(1013)
      expect(await made.proxy.recordAt(0)).toMatchObject({ reason: 'busy' })
      expect(made.proxy.egress.heldBytes()).toBe(0)
    })

    test('a long message counts as held until the other side has taken it', async () => {
      const made = await talk({
        policy: keepAll,
        limits: roomy,
      })
      const { from, to } = ends(made)
      to.socket.pause()
      from.text('long '.repeat(3 * MiB))
      await waitFor(() => made.proxy.egress.heldBytes() > 14 * MiB)
      let held = 0
      await waitFor(() => {
        const isStill = held === made.proxy.egress.heldBytes()
        held = made.proxy.egress.heldBytes()
        return isStill
      })
      await new Promise((resolve) => setTimeout(resolve, 2000))
      expect(made.proxy.egress.heldBytes()).toBeGreaterThan(14 * MiB)
      to.socket.resume()
      expect((await to.message(1)).length).toBe(15 * MiB)
      await waitFor(() => made.proxy.egress.heldBytes() === 0)
      expect(made.proxy.egress.heldBytes()).toBe(0)
    })

    test('what is held of a long message is given back where the other side leaves instead', async () => {
      const made = await talk({
        policy: keepAll,
        limits: roomy,
      })
      const { from, to } = ends(made)
      to.socket.pause()
      from.text('long '.repeat(3 * MiB))
      await waitFor(() => made.proxy.egress.heldBytes() > 14 * MiB)
      to.socket.destroy()
      await from.closed()
      await made.proxy.recordAt(0)
      expect(made.proxy.egress.heldBytes()).toBe(0)
    })

    test('more than the other side reads: it waits, and memory stays as it is', async () => {
      const made = await talk({ policy: keepAll })
      const { from, to, isClient } = ends(made)
      to.socket.pause()
      const message = frame({ opcode: opcodes.text, payload: 'x'.repeat(64 * KiB), mask: isClient })
      const before = process.memoryUsage().rss
      let sent = 0
      // Sent as the sockets take it, so that what waits, waits in the gateway or in the kernel.
      const pour = () => {
        while (sent < 3000 && from.socket.write(message)) sent += 1
        sent += 1
      }
      from.socket.on('drain', pour)
      pour()
      let seen = -1
      await waitFor(() => {
        const isStill = seen === sent
        seen = sent
        return isStill && sent > 10
      })
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect(sent).toBeLessThan(1000)
      expect(process.memoryUsage().rss - before).toBeLessThan(100 * MiB)
      // The other direction is not held up by it.
      to.text('the other way')
      expect(await from.message(1)).toBe('the other way')
      from.socket.off('drain', pour)
      const count = from.socket.writableLength === 0 ? sent - 1 : sent
      to.socket.resume()
      await to.until(({ frames }) => frames.length >= count - 1)
    })
  })

test('twenty thousand messages leave no memory behind', { timeout: 300_000 }, async () => {
  const policy = { ...maskAll, exchanges: [{ ...maskAll.exchanges[0], entities: { '*': 'mask' } }] }
  const { client, server, proxy } = await talk({ policy })
  const batch = Buffer.concat(
    Array.from({ length: 200 }, (_, i) =>
      frame({ opcode: opcodes.text, payload: `{"mail":"person${i}@customer.example"}`, mask: true }),
    ),
  )
  const echo = Buffer.concat(
    Array.from({ length: 200 }, (_, i) => frame({ opcode: opcodes.text, payload: `{"number":${i}}` })),
  )
  const round = async () => {
    server.frames.length = 0
    client.frames.length = 0
    client.raw(batch)
    server.raw(echo)
    await server.until(({ frames }) => frames.length === 200)
    await client.until(({ frames }) => frames.length === 200)
  }
  for (let i = 0; i < 30; i += 1) await round()
  globalThis.gc?.()
  const before = process.memoryUsage().heapUsed
  for (let i = 0; i < 70; i += 1) await round()
  globalThis.gc?.()
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(48 * MiB)
  client.send({ opcode: opcodes.close, payload: closePayload(1000) })
  await server.until(({ close }) => close !== null)
  server.send({ opcode: opcodes.close, payload: closePayload(1000) })
  const record = await proxy.recordAt(0)
  expect(record.notes).toContain('sent:20000')
  expect(record.notes).toContain('received:20000')
  expect(record.findingCounts).toEqual({ EMAIL: 20_000 })
  expect(record.findings).toHaveLength(200)
})

describe('a WebSocket ends', () => {
  test('with 1001 on both sides when nobody says anything for the idle time', async () => {
    const { client, server, proxy } = await talk({ limits: { tunnelIdleTimeoutMs: 400 } })
    client.text('x')
    expect(await server.message(1)).toBe('x')
    expect((await client.closed())?.code).toBe(1001)
    expect((await server.closed())?.code).toBe(1001)
    const record = await proxy.recordAt(0)
    expect(record).toMatchObject({ action: 'pass', reason: 'nothing-found' })
    expect(record.notes).toContain('closed:1001')
  })

  test('not as long as only pings are exchanged', async () => {
    const { client, server } = await talk({ limits: { tunnelIdleTimeoutMs: 2000 } })
    for (let i = 0; i < 12; i += 1) {
      server.send({ opcode: opcodes.ping, payload: `${i}` })
      await client.until(({ frames }) => frames.length > i)
      client.send({ opcode: opcodes.pong, payload: `${i}` })
      await server.until(({ frames }) => frames.length > i)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    expect(client.isEnded).toBe(false)
  })

  test('with 1001 on both sides when the gateway stops, and the stop waits for it no longer than for that', async () => {
    const { client, server, proxy } = await talk({ options: { drainMs: 20_000 } })
    client.text('x')
    await server.message(1)
    const began = performance.now()
    const stopping = proxy.egress[Symbol.asyncDispose]()
    expect((await client.closed())?.code).toBe(1001)
    expect((await server.closed())?.code).toBe(1001)
    client.socket.destroy()
    await stopping
    expect(performance.now() - began).toBeLessThan(15_000)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'gateway-stopped' })
  })

  test('even where a side neither answers a close nor lets go', async () => {
    const policy = { ...maskAll, exchanges: [{ ...maskAll.exchanges[0], entities: { '*': 'refuse' } }] }
    const { client, server, proxy } = await talk({ policy, way: 'plain' })
    client.socket.allowHalfOpen = true
    server.socket.allowHalfOpen = true
    client.text('4111111111111111 card')
    await server.closed()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refused-midstream' })
    expect(proxy.egress.connections()).toBe(0)
  })
})
