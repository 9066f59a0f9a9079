/** Promises about bodies that are held: all together they take no more than the budget, and it is given back every time. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { KiB, MiB } from '../../gateway/core/units.ts'
import { card } from './planted.ts'
import { plainWire, type RawAnswer, Wire, waitFor } from './raw.ts'
import { type Scene, scene } from './scene.ts'
import { maskAll, type ProxyChanges } from './setup.ts'

const [rule] = maskAll.exchanges
const refusingLarge = { ...maskAll, exchanges: [{ ...rule, onLarge: 'refuse' }] }
const refusingCards = {
  ...maskAll,
  exchanges: [{ ...rule, entities: { '*': 'keep', CREDIT_CARD: 'refuse' } }],
}
/** Nobody is given up while a test still sends, however long a busy machine takes for it. */
const patient = { bodyIdleTimeoutMs: 60_000, bodyGraceMs: 60_000 }
const budget = { maxHeldBytes: MiB, maxClientHeldBytes: MiB, ...patient }
const upload = 128 * KiB
const alwaysHeld = 8 * KiB
/** What is read at once: by so much a body can be beyond the budget before it is stopped. */
const oneRead = 64 * KiB

function uploadHead({ at }: Pick<Scene, 'at'>, fields = ''): string {
  return `${at.line('POST', '/up')}${at.host}Content-Type: text/plain\r\n${fields}Content-Length: ${upload}\r\n\r\n`
}

/** Connections that each send all but the last byte of an upload, and then nothing. */
async function stalled(set: Scene, uploads: number): Promise<Wire[]> {
  const wires: Wire[] = []
  while (wires.length < uploads) {
    const wire = await plainWire(set.proxy)
    wires.push(wire)
    wire.send(uploadHead(set)).send('a word '.repeat(upload / 7).padEnd(upload - 1, '.'))
    // One after another: what is told is how the budget is kept, not who is first.
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return wires
}

async function wireFrom({ proxy }: Scene, localAddress: string): Promise<Wire> {
  const socket = connect({ port: proxy.port, host: proxy.host, localAddress })
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return new Wire(socket)
}

describe('many uploads that stop just before their end', () => {
  test('hold no more than the budget: the others are told to come back later', async () => {
    const set = await scene('plain', { limits: budget, policy: refusingLarge })
    const wires = await stalled(set, 32)
    const refused = () => wires.filter((wire) => wire.statuses.includes(503))
    await waitFor(() => refused().length >= 20)
    expect(set.proxy.egress.heldBytes()).toBeLessThanOrEqual(budget.maxHeldBytes + 32 * alwaysHeld + oneRead)
    expect(set.proxy.egress.heldBytes()).toBeGreaterThan(MiB / 2)
    expect(refused().length).toBeGreaterThanOrEqual(20)
    const [first] = refused()
    expect(first?.text).toMatch(/\r\nRetry-After: \d+\r\n/)
    expect(first?.text).toContain('Gatehouse-Reason: busy\r\n')
    expect(first?.text).toContain('"reason":"busy"')
    expect(await set.proxy.recordAt(0)).toMatchObject({
      action: 'refuse',
      reason: 'busy',
      status: 503,
      ruleId: 'mask-all',
      forwardedBytes: 0,
    })
    expect(set.origin.connections).toBe(0)
    for (const wire of wires) wire.socket.destroy()
    await waitFor(() => set.proxy.egress.heldBytes() === 0)
    expect(set.proxy.egress.heldBytes()).toBe(0)
  })

  test('stream to where they go, where the rule lets long bodies stream, and hold nothing more', async () => {
    const set = await scene('plain', {
      limits: { ...budget, upstreamConnections: 32 },
    })
    const wires = await stalled(set, 32)
    await waitFor(() => set.origin.bytes.length > 20 * (upload - 10 * KiB))
    expect(set.origin.bytes.length).toBeGreaterThan(20 * (upload - 10 * KiB))
    expect(set.proxy.egress.heldBytes()).toBeLessThanOrEqual(budget.maxHeldBytes + oneRead)
    expect(set.proxy.records).toEqual([])
    for (const wire of wires) wire.send('.')
    await Promise.all(wires.map((wire) => wire.until(/answer to \/up$/)))
    await set.proxy.recordAt(31)
    expect(set.origin.requests.map(({ body }) => body.length)).toEqual(Array(32).fill(upload))
    expect(set.proxy.records.filter(({ notes }) => notes.includes('streamed')).length).toBeGreaterThan(20)
    expect(set.proxy.egress.heldBytes()).toBe(0)
  })

  test('do not stop ordinary requests of the same client', async () => {
    const set = await scene('plain', { limits: budget, policy: refusingLarge })
    await stalled(set, 16)
    await waitFor(() => set.proxy.records.length > 0)
    const body = 'a small form '.repeat(300)
    set.wire.send(`${set.at.line('POST', '/x')}${set.at.host}Content-Type: text/plain\r\n`)
    set.wire.send(`Content-Length: ${body.length}\r\n\r\n${body}`)
    await set.wire.until(/answer to \/x$/)
    expect(set.origin.requests.at(-1)?.body.toString()).toBe(body)
  })

  test('take no more than the share of their client, and leave the others theirs', async () => {
    const limits = { ...patient, maxHeldBytes: 4 * MiB, maxClientHeldBytes: MiB / 2 }
    const set = await scene('plain', { limits, policy: refusingLarge })
    await stalled(set, 16)
    await waitFor(() => set.proxy.records.length >= 10)
    expect(set.proxy.egress.heldBytes()).toBeLessThanOrEqual(MiB / 2 + 16 * alwaysHeld + oneRead)
    const other = await wireFrom(set, '127.0.0.2')
    other.send(uploadHead(set)).send('b'.repeat(upload))
    await other.until(/answer to \/up$/)
    expect(set.proxy.records.find(({ client }) => client === '127.0.0.2')).toMatchObject({ status: 200 })
  })

  test('in a coding are held to the same budget', async () => {
    const set = await scene('plain', { limits: budget, policy: refusingLarge })
    const noise = Array.from({ length: upload / 8 }, (_, i) => ((i * 2654435761) >>> 0).toString(36)).join(
      ' ',
    )
    const coded = gzipSync(noise)
    const wires: Wire[] = []
    while (wires.length < 32) {
      const wire = await plainWire(set.proxy)
      wires.push(wire)
      wire.send(
        `${set.at.line('POST', '/x')}${set.at.host}Content-Type: text/plain\r\nContent-Encoding: gzip\r\n`,
      )
      wire.send(`Content-Length: ${coded.length}\r\n\r\n`).send(coded.subarray(0, -1))
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await waitFor(() => set.proxy.records.length >= 20)
    expect(set.proxy.records.length).toBeGreaterThanOrEqual(20)
    expect(set.proxy.records.every(({ reason }) => reason === 'busy')).toBe(true)
    expect(set.proxy.egress.heldBytes()).toBeLessThanOrEqual(budget.maxHeldBytes + 32 * oneRead)
    for (const wire of wires) wire.socket.destroy()
    await waitFor(() => set.proxy.egress.heldBytes() === 0)
    expect(set.proxy.egress.heldBytes()).toBe(0)
  })
})

describe('what a body holds is given back', () => {
  /** Holds one body until it is counted; returns how to end it. */
  async function held(
    changes: ProxyChanges = {},
    answer: RawAnswer = () => {},
    content = 'c'.repeat(upload),
  ) {
    const set = await scene('plain', changes, answer)
    set.wire.send(uploadHead(set)).send(content.slice(0, -1))
    await waitFor(() => set.proxy.egress.heldBytes() === upload - 1)
    expect(set.proxy.egress.heldBytes()).toBe(upload - 1)
    return { ...set, finish: () => set.wire.send(content.slice(-1)) }
  }

  async function givenBack({ proxy }: Scene): Promise<void> {
    await proxy.recordAt(0)
    await waitFor(() => proxy.egress.heldBytes() === 0)
    expect(proxy.egress.heldBytes()).toBe(0)
  }

  test('when the answer is through, and not before', async () => {
    let answer = () => {}
    const set = await held({}, (_request, socket) => {
      answer = () => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok')
    })
    set.finish()
    await waitFor(() => set.origin.requests.length === 1)
    expect(set.proxy.egress.heldBytes()).toBe(upload)
    answer()
    await set.wire.until(/ok$/)
    await givenBack(set)
  })

  test('when the client goes away in the middle of it', async () => {
    const set = await held()
    set.wire.socket.destroy()
    await givenBack(set)
    expect(set.proxy.records[0]).toMatchObject({ reason: 'client-gone' })
  })

  test('when the client goes away while the destination thinks', async () => {
    const set = await held()
    set.finish()
    await waitFor(() => set.origin.requests.length === 1)
    set.wire.socket.destroy()
    await givenBack(set)
  })

  test('when it is refused for what is in it', async () => {
    const content = ` ${card} `.padEnd(upload, 'd ')
    const set = await held({ policy: refusingCards }, () => {}, content)
    set.finish()
    await givenBack(set)
    expect(set.proxy.records[0]).toMatchObject({ action: 'refuse', reason: 'entity-refused' })
  })

  test('when the destination breaks down', async () => {
    const set = await held({}, (_request, socket) => void socket.destroy())
    set.finish()
    await givenBack(set)
    expect(set.proxy.records[0]).toMatchObject({ action: 'fail', status: 502 })
  })

  test('when the client goes silent, and when it is too slow', async () => {
    for (const [limits, reason] of [
      [{ bodyIdleTimeoutMs: 400 }, 'client-gone'],
      [{ bodyGraceMs: 200, bodyIdleTimeoutMs: 600, minBodyBytesPerSecond: 1e9 }, 'too-slow'],
    ] as const) {
      const set = await scene('plain', { limits })
      set.wire.send(uploadHead(set)).send('e'.repeat(1000))
      await waitFor(() => set.proxy.egress.heldBytes() === 1000)
      expect(set.proxy.egress.heldBytes()).toBe(1000)
      await givenBack(set)
      expect(set.proxy.records[0]).toMatchObject({ action: 'fail', reason })
    }
  })

  test('when the gateway stops', async () => {
    const set = await held({ options: { drainMs: 100 } })
    await set.proxy.egress[Symbol.asyncDispose]()
    await givenBack(set)
  })

  test('as soon as a longer body is on its way, not at its end', async () => {
    const set = await scene('plain', { limits: { holdBytes: 32 * KiB } })
    set.wire.send(uploadHead(set)).send('f '.repeat((upload - 2) / 2))
    await waitFor(() => set.origin.bytes.length > 100 * KiB)
    await waitFor(() => set.proxy.egress.heldBytes() === 0)
    expect(set.proxy.egress.heldBytes()).toBe(0)
    expect(set.proxy.records).toEqual([])
    set.wire.send('..')
    await set.wire.until(/answer to \/up$/)
  })
})
