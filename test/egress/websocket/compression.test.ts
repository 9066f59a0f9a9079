/** Promises about compressed messages (RFC 7692; Autobahn's cases 12 and 13): agreed on each side by itself, and bounded. */
import { randomBytes } from 'node:crypto'
import { constants, createDeflateRaw, createInflateRaw } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { answerTo, offersIn, readAnswer } from '../../../gateway/egress/websocket/agreement.ts'
import { card, expectNothingPlanted } from '../planted.ts'
import { fieldOf } from '../raw.ts'
import { scene, ways } from '../scene.ts'
import { maskAll } from '../setup.ts'
import { opcodes } from './frames.ts'
import { handshake, switching, talk } from './talk.ts'

const deflateOffer = 'Sec-WebSocket-Extensions: permessage-deflate\r\n'
const accepted = 'Sec-WebSocket-Extensions: permessage-deflate\r\n'
const compressed = 4

/** Packs messages one after another, with one memory of what was said, as RFC 7692 §7.2.1 has it. */
class Packer {
  readonly #deflate
  constructor(windowBits = 15) {
    this.#deflate = createDeflateRaw({ windowBits })
  }

  async pack(text: string | Buffer): Promise<Buffer> {
    const chunks: Buffer[] = []
    const take = (chunk: Buffer) => chunks.push(chunk)
    this.#deflate.on('data', take)
    this.#deflate.write(text)
    await new Promise<void>((resolve) => this.#deflate.flush(constants.Z_SYNC_FLUSH, resolve))
    this.#deflate.off('data', take)
    return Buffer.concat(chunks).subarray(0, -4)
  }
}

class Unpacker {
  readonly #inflate
  constructor(windowBits = 15) {
    this.#inflate = createInflateRaw({ windowBits })
  }

  async unpack(bytes: Buffer): Promise<string> {
    const chunks: Buffer[] = []
    const take = (chunk: Buffer) => chunks.push(chunk)
    this.#inflate.on('data', take)
    this.#inflate.write(Buffer.concat([bytes, Buffer.from([0, 0, 0xff, 0xff])]))
    await new Promise<void>((resolve) => this.#inflate.flush(constants.Z_SYNC_FLUSH, resolve))
    this.#inflate.off('data', take)
    return Buffer.concat(chunks).toString()
  }
}

const fieldsOf = (answer: string) => /sec-websocket-extensions: (.*)/i.exec(answer)?.[1]?.trim() ?? null
const long = (i: number) => JSON.stringify({ number: i, filling: 'the same words again '.repeat(100), card })

describe('compression', () => {
  for (const way of ways)
    test(`is agreed on with each side, and messages are read through it, both ways (${way})`, async () => {
      const made = await talk({ way, asked: deflateOffer, answered: accepted })
      const { client, server, answer, request } = made
      expect(fieldOf(request, 'sec-websocket-extensions')).toBe('permessage-deflate; client_max_window_bits')
      expect(fieldsOf(answer)).toBe('permessage-deflate')
      const [out, back, atServer, atClient] = [new Packer(), new Packer(), new Unpacker(), new Unpacker()]
      for (let i = 0; i < 5; i += 1) {
        client.send({ opcode: opcodes.text, reserved: compressed, payload: await out.pack(long(i)) })
        await server.until(({ frames }) => frames.length > i)
        const got = server.frames[i]
        expect(got?.reserved).toBe(compressed)
        expect(got?.payload.length).toBeLessThan(500)
        const text = await atServer.unpack(got?.payload ?? Buffer.alloc(0))
        expect(text).toBe(long(i).replace(card, '************1111'))
        server.send({ opcode: opcodes.text, reserved: compressed, payload: await back.pack(long(i)) })
        await client.until(({ frames }) => frames.length > i)
        expect(await atClient.unpack(client.frames[i]?.payload ?? Buffer.alloc(0))).toBe(long(i))
      }
      expect(made.proxy.faults).toEqual([])
    })

  test('is not offered to a destination by a client that does not ask for it', async () => {
    const { request, answer } = await talk()
    expect(fieldOf(request, 'sec-websocket-extensions')).toBeNull()
    expect(fieldsOf(answer)).toBeNull()
  })

  test('is not agreed to with a client where the destination declines it', async () => {
    const { answer, client, server } = await talk({ asked: deflateOffer })
    expect(fieldsOf(answer)).toBeNull()
    client.text(long(0))
    expectNothingPlanted(await server.message(1))
    expect(server.frames[0]?.reserved).toBe(0)
  })

  test('that was not agreed to may not be used', async () => {
    const { client, server } = await talk({ asked: deflateOffer })
    client.send({ opcode: opcodes.text, reserved: compressed, payload: 'x' })
    expect((await client.closed())?.code).toBe(1002)
    expect(server.messages).toEqual([])
  })

  test('other extensions are not handed on, and a destination that answers with one is not believed', async () => {
    const asked = 'Sec-WebSocket-Extensions: x-webkit-deflate-frame, bbf-usp-protocol; a=1\r\n'
    const quiet = await talk({ asked })
    expect(fieldOf(quiet.request, 'sec-websocket-extensions')).toBeNull()
    for (const answered of ['bbf-usp-protocol', 'permessage-deflate', 'permessage-deflate; x=1']) {
      const { wire, at, proxy } = await scene('tunnel', {}, (request, socket) => {
        socket.write(switching(request, `Sec-WebSocket-Extensions: ${answered}\r\n`))
      })
      wire.send(
        `${at.line('GET', '/chat')}${at.host}${handshake}${answered.includes('x=1') ? deflateOffer : asked}\r\n`,
      )
      await wire.closed()
      expect(wire.statuses).toEqual([502])
      expect(await proxy.recordAt(0)).toMatchObject({
        action: 'fail',
        reason: 'upstream-protocol',
        status: 502,
      })
    }
  })

  test('without a memory between messages where a side asks for it: each can be unpacked by itself', async () => {
    const asked = 'Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n'
    const answered = 'Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover\r\n'
    const { client, server, answer } = await talk({ asked, answered })
    expect(fieldsOf(answer)).toBe('permessage-deflate; server_no_context_takeover')
    const [out, back] = [new Packer(), new Packer()]
    for (let i = 0; i < 3; i += 1) {
      client.send({ opcode: opcodes.text, reserved: compressed, payload: await out.pack(long(i)) })
      server.send({ opcode: opcodes.text, reserved: compressed, payload: await back.pack(long(i)) })
    }
    for (const end of [client, server]) {
      await end.until(({ frames }) => frames.length === 3)
      for (const [i, { payload }] of end.frames.entries())
        expect(JSON.parse(await new Unpacker().unpack(payload))).toMatchObject({ number: i })
    }
  })

  test('fits the windows that each side asks for', async () => {
    const asked =
      'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9; client_max_window_bits=9\r\n'
    const answered = 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=10\r\n'
    const { client, server, answer } = await talk({ asked, answered })
    expect(fieldsOf(answer)).toMatch(/^permessage-deflate;.*server_max_window_bits=9/)
    // What is said again after 2,000 bytes is out of reach of a window of 512 and of one of 1,024.
    const filling = randomBytes(1000).toString('hex')
    client.text(filling + filling)
    server.text(filling + filling)
    await Promise.all([client.message(1), server.message(1)].map((message) => message.catch(() => '')))
    expect(await new Unpacker(9).unpack(client.frames[0]?.payload ?? Buffer.alloc(0))).toBe(filling + filling)
    expect(await new Unpacker(10).unpack(server.frames[0]?.payload ?? Buffer.alloc(0))).toBe(
      filling + filling,
    )
  })

  test('is left off toward a side whose window zlib cannot write, and still read from it', async () => {
    const asked = 'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=8\r\n'
    const { client, server, answer } = await talk({ asked, answered: accepted })
    expect(fieldsOf(answer)).toContain('server_max_window_bits=8')
    server.text(long(0))
    expect(await client.message(1)).toBe(long(0))
    expect(client.frames[0]?.reserved).toBe(0)
  })

  test('in fragments is one message', async () => {
    const { client, server } = await talk({ asked: deflateOffer, answered: accepted })
    const packed = await new Packer().pack(long(1))
    const at = packed.length >> 1
    client
      .send({ opcode: opcodes.text, fin: false, reserved: compressed, payload: packed.subarray(0, at) })
      .send({ opcode: opcodes.ping, payload: 'between' })
      .send({ opcode: opcodes.continuation, payload: packed.subarray(at) })
    await server.until(({ frames }) => frames.length === 2)
    expect(
      JSON.parse(await new Unpacker().unpack(server.frames[1]?.payload ?? Buffer.alloc(0))),
    ).toMatchObject({
      card: '************1111',
    })
  })

  test('that cannot be undone ends it with 1007', async () => {
    const { client, server, proxy } = await talk({ asked: deflateOffer, answered: accepted })
    client.send({
      opcode: opcodes.text,
      reserved: compressed,
      payload: Buffer.from([0xff, 0xff, 0xff, 0xff]),
    })
    expect((await client.closed())?.code).toBe(1007)
    expect((await server.closed())?.code).toBe(1001)
    expect(await proxy.recordAt(0)).toMatchObject({
      action: 'refused-midstream',
      reason: 'malformed-request',
    })
  })
})

describe('a compressed bomb', () => {
  const made = (limits: object) => talk({ asked: deflateOffer, answered: accepted, limits })

  test('that unpacks to more than a message may be ends it with 1009', async () => {
    const { client, server, proxy } = await made({ holdBytes: 64 * 1024, maxDecodedRatio: 100_000 })
    const packed = await new Packer().pack(Buffer.alloc(8 * 1024 * 1024))
    client.send({ opcode: opcodes.text, reserved: compressed, payload: packed })
    expect((await client.closed())?.code).toBe(1009)
    expect(server.messages).toEqual([])
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refused-midstream', reason: 'too-large' })
    expect(proxy.egress.heldBytes()).toBe(0)
  })

  test('that is packed more tightly than any text ends it with 1009', async () => {
    const { client, server } = await made({ maxDecodedRatio: 200 })
    const packed = await new Packer().pack('x'.repeat(2 * 1024 * 1024))
    client.send({ opcode: opcodes.text, reserved: compressed, payload: packed })
    expect((await client.closed())?.code).toBe(1009)
    expect(server.messages).toEqual([])
  })

  test('of a destination does the client no harm', async () => {
    const { client, server, proxy } = await made({ maxDecodedRatio: 200 })
    const packed = await new Packer().pack('x'.repeat(2 * 1024 * 1024))
    server.send({ opcode: opcodes.text, reserved: compressed, payload: packed })
    expect((await server.closed())?.code).toBe(1009)
    expect((await client.closed())?.code).toBe(1014)
    expect(client.messages).toEqual([])
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'answer-too-large' })
  })

  test('in many small messages is unpacked one by one, at the pace of whoever reads them', async () => {
    const policy = { ...maskAll, exchanges: [{ ...maskAll.exchanges[0], onFailure: 'pass' }] }
    const set = { asked: deflateOffer, answered: accepted, policy, limits: { maxDecodedRatio: 1100 } }
    const { client, server } = await talk(set)
    server.socket.pause()
    const packer = new Packer()
    const before = process.memoryUsage().rss
    // Nobody can read it, and the rule lets it pass: what is measured is the unpacking.
    const mebibyte = Buffer.alloc(1024 * 1024)
    for (let i = 0; i < 100; i += 1)
      client.send({ opcode: opcodes.binary, reserved: compressed, payload: await packer.pack(mebibyte) })
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(process.memoryUsage().rss - before).toBeLessThan(90 * 1024 * 1024)
    server.socket.resume()
    await server.until(({ frames }) => frames.length === 100)
  })
})

describe('an offer', () => {
  const bounds = { maxMessageBytes: 1024, maxRatio: 100 }

  test.each([
    ['permessage-deflate; client_max_window_bits=16', null],
    ['permessage-deflate; server_no_context_takeover=1', null],
    ['permessage-deflate; unknown', null],
    ['permessage-deflate; client_max_window_bits; client_max_window_bits', null],
    [
      'permessage-deflate; unknown, permessage-deflate; client_no_context_takeover',
      'permessage-deflate; client_no_context_takeover',
    ],
    ['permessage-deflate; client_max_window_bits', 'permessage-deflate'],
    ['permessage-deflate; client_max_window_bits="12"', 'permessage-deflate; client_max_window_bits=12'],
  ])('%s is answered with %s', (offer, answer) => {
    const offers = offersIn(offer)
    expect(offers).not.toBeNull()
    expect(answerTo(offers ?? [], bounds)?.field ?? null).toBe(answer)
  })

  test.each(['permessage-deflate;', ', permessage-deflate', 'a b', 'permessage-deflate; a="'])(
    '%s cannot be read',
    (offer) => expect(offersIn(offer)).toBeNull(),
  )

  test.each([
    'permessage-deflate; client_max_window_bits',
    'permessage-deflate, permessage-deflate',
    'permessage-deflate; server_max_window_bits=7',
    'permessage-deflate; server_max_window_bits=15; server_max_window_bits=15',
    'x',
    ',',
  ])('is not answered by %s', (answer) => expect(readAnswer(answer, true, bounds)).toEqual({ ok: false }))
})
