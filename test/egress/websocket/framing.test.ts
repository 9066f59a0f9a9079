/** Promises about frames as RFC 6455 has them, by the cases of the Autobahn test suite, in raw bytes over real TLS. */
import { describe, expect, test } from 'vitest'
import { maskAll } from '../setup.ts'
import { closePayload, type FrameOptions, frame, opcodes } from './frames.ts'
import { type End, type Talk, talk } from './talk.ts'

const { text, binary, continuation, ping, pong, close } = opcodes
const policy = { ...maskAll, exchanges: [{ ...maskAll.exchanges[0], onFailure: 'pass' }] }

/** Both directions: who sends, and who gets it. */
const directions: [string, (talk: Talk) => { from: End; to: End }][] = [
  ['from the client', ({ client, server }) => ({ from: client, to: server })],
  ['from the destination', ({ client, server }) => ({ from: server, to: client })],
]

for (const [direction, ends] of directions) {
  const isClient = direction === 'from the client'

  describe(`frames ${direction}`, () => {
    test('cases 1.1 and 1.2: messages of every length of a length arrive as they are', async () => {
      const made = await talk({ policy })
      const { from, to } = ends(made)
      const lengths = [0, 1, 125, 126, 127, 128, 65_535, 65_536, 100_000]
      for (const length of lengths) from.send({ opcode: text, payload: '*'.repeat(length) })
      for (const length of lengths) from.send({ opcode: binary, payload: Buffer.alloc(length, 0xfe) })
      await to.message(2 * lengths.length)
      expect(to.messages.slice(0, lengths.length).map(({ length }) => length)).toEqual(lengths)
      expect(to.messages.slice(lengths.length)).toEqual(
        lengths.map((length) => `binary:${'fe'.repeat(length)}`),
      )
      // §5.1: what goes to a destination is masked, what goes to a client is not.
      expect(to.frames.every(({ isMasked }) => isMasked === isClient)).toBe(true)
    })

    test('messages before a length that is too long still arrive', async () => {
      const { from, to } = ends(await talk({ policy }))
      const good = frame({ opcode: binary, payload: Buffer.alloc(70_000, 1), mask: isClient })
      const bad = frame({ opcode: text, payload: 'b'.repeat(125), lengthBytes: 2, mask: isClient })
      const all = Buffer.concat([frame({ opcode: text, payload: 'a', mask: isClient }), good, bad])
      from.raw(all.subarray(0, 3)).raw(all.subarray(3, good.length)).raw(all.subarray(good.length))
      expect((await from.closed())?.code).toBe(1002)
      await to.message(2)
      expect(to.messages.map(({ length }) => length)).toEqual([1, 'binary:'.length + 140_000])
    })

    test('case 1.1.8: a message that comes byte by byte arrives whole', async () => {
      const { from, to } = ends(await talk({ policy }))
      const bytes = frame({ opcode: text, payload: 'Grüße, byte by byte', mask: isClient })
      for (const byte of bytes) {
        from.raw(Buffer.of(byte))
        await new Promise((resolve) => setImmediate(resolve))
      }
      expect(await to.message(1)).toBe('Grüße, byte by byte')
    })

    test('cases 2.1 to 2.11: pings and pongs pass with what they say, empty, binary and at their longest', async () => {
      const { from, to } = ends(await talk({ policy }))
      const payloads = [
        Buffer.alloc(0),
        Buffer.from('Hello'),
        Buffer.from([0, 255, 254]),
        Buffer.alloc(125, 0xfe),
      ]
      for (const payload of payloads) from.send({ opcode: ping, payload }).send({ opcode: pong, payload })
      await to.until(({ frames }) => frames.length === 8)
      expect(to.frames.map(({ opcode, payload }) => [opcode, payload])).toEqual(
        payloads.flatMap((payload) => [
          [ping, payload],
          [pong, payload],
        ]),
      )
      to.send({ opcode: pong, payload: 'Hello' })
      await from.until(({ frames }) => frames.length === 1)
      expect(from.frames[0]).toMatchObject({ opcode: pong, payload: Buffer.from('Hello') })
    })

    test('cases 5.3 to 5.8: fragments with pings between them make one message, in its order', async () => {
      const { from, to } = ends(await talk({ policy }))
      from
        .send({ opcode: text, fin: false, payload: 'frag' })
        .send({ opcode: ping, payload: '1' })
        .send({ opcode: continuation, fin: false, payload: '' })
        .send({ opcode: continuation, fin: false, payload: 'men' })
        .send({ opcode: ping, payload: '2' })
        .send({ opcode: continuation, payload: 'ts' })
        .send({ opcode: text, payload: 'next' })
      await to.message(2)
      expect(to.messages).toEqual(['fragments', 'next'])
      const pings = to.frames.filter(({ opcode }) => opcode === ping)
      expect(pings.map(({ payload }) => payload.toString())).toEqual(['1', '2'])
    })

    test('cases 6.1 and 6.2: a character in two fragments is one character', async () => {
      const { from, to } = ends(await talk({ policy }))
      const bytes = Buffer.from('κόσμε 𐍈')
      for (let i = 0; i < bytes.length; i += 1) {
        const [opcode, fin] = [i === 0 ? text : continuation, i === bytes.length - 1]
        from.send({ opcode, fin, payload: bytes.subarray(i, i + 1) })
      }
      expect(await to.message(1)).toBe('κόσμε 𐍈')
    })

    for (const code of [
      1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1014, 3000, 3999, 4000, 4999,
    ]) {
      test(`case 7.7: code ${code} and its reason reach the other side, and its answer comes back`, async () => {
        const { from, to } = ends(await talk({ policy }))
        from.send({ opcode: close, payload: closePayload(code, 'because ✓') })
        await to.until(({ close }) => close !== null)
        expect(to.close).toEqual({ code, reason: 'because ✓' })
        to.send({ opcode: close, payload: closePayload(code, 'heard') })
        expect(await from.closed()).toEqual({ code, reason: 'heard' })
        await to.closed()
      })
    }

    test('case 7.3.1: a close without a code stays one: 1005 is never sent', async () => {
      const made = await talk({ policy })
      const { from, to } = ends(made)
      from.send({ opcode: close })
      await to.until(({ close }) => close !== null)
      expect(to.frames[0]?.payload).toHaveLength(0)
      to.send({ opcode: close })
      expect(await from.closed()).toEqual({ code: 1005, reason: '' })
      expect((await made.proxy.recordAt(0)).notes).toContain('closed:1005')
    })

    test('case 7.1: what comes behind a close frame is not read', async () => {
      const { from, to } = ends(await talk({ policy }))
      from.text('before').send({ opcode: close, payload: closePayload(1000) })
      from.text('behind').send({ opcode: ping, payload: 'behind' })
      await to.until(({ close }) => close !== null)
      to.send({ opcode: close, payload: closePayload(1000) })
      await from.closed()
      expect(to.messages).toEqual(['before'])
      expect(to.frames.filter(({ opcode }) => opcode === ping)).toEqual([])
    })

    test('case 7.1.6: what was said before a close frame arrives before it, however long', async () => {
      const { from, to } = ends(await talk({ policy }))
      from
        .text('*'.repeat(200_000))
        .text('Hello')
        .send({ opcode: close, payload: closePayload(1000) })
      await to.until(({ close }) => close !== null)
      expect(to.messages.map(({ length }) => length)).toEqual([200_000, 5])
    })

    test('a side that goes without a close frame is missed on the other: it gets none, since 1006 is never sent', async () => {
      const made = await talk({ policy })
      const { from, to } = ends(made)
      from.text('last words')
      await to.message(1)
      from.socket.destroy()
      expect(await to.closed()).toBeNull()
      const record = await made.proxy.recordAt(0)
      expect(record.notes).toContain('closed:1006')
      expect(record).toMatchObject({ action: 'pass', reason: 'nothing-found' })
    })
  })

  const bad: [string, FrameOptions[], number][] = [
    ...[1, 2, 3, 4, 5, 6, 7].map((reserved): [string, FrameOptions[], number] => [
      `case 3: reserved bits ${reserved}`,
      [{ opcode: text, reserved, payload: 'x' }],
      1002,
    ]),
    ['case 3.5: a ping with a reserved bit', [{ opcode: ping, reserved: 4 }], 1002],
    ['case 3.7: a close with a reserved bit', [{ opcode: close, reserved: 2 }], 1002],
    ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): [string, FrameOptions[], number] => [
      `case 4: opcode ${opcode}, which means nothing`,
      [{ opcode, payload: 'x' }],
      1002,
    ]),
    ['case 2.5: a ping that is longer than 125 bytes', [{ opcode: ping, payload: Buffer.alloc(126) }], 1002],
    ['a pong that is longer than 125 bytes', [{ opcode: pong, payload: Buffer.alloc(126) }], 1002],
    [
      'case 7.3.6: a close that is longer than 125 bytes',
      [{ opcode: close, payload: closePayload(1000, 'x'.repeat(124)) }],
      1002,
    ],
    ['case 5.1: a ping in fragments', [{ opcode: ping, fin: false, payload: 'x' }], 1002],
    ['case 5.2: a pong in fragments', [{ opcode: pong, fin: false, payload: 'x' }], 1002],
    ['a close in fragments', [{ opcode: close, fin: false, payload: closePayload(1000) }], 1002],
    ['case 5.9: a continuation of nothing', [{ opcode: continuation, payload: 'x' }], 1002],
    [
      'case 5.12: a continuation of nothing that goes on',
      [{ opcode: continuation, fin: false, payload: 'x' }],
      1002,
    ],
    [
      'case 5.15: a continuation behind a whole message',
      [
        { opcode: text, fin: false, payload: 'a' },
        { opcode: continuation, payload: 'b' },
        { opcode: continuation, payload: 'c' },
      ],
      1002,
    ],
    [
      'case 5.18: a new message in the middle of one',
      [
        { opcode: text, fin: false, payload: 'a' },
        { opcode: text, payload: 'b' },
      ],
      1002,
    ],
    ['case 7.3.2: a close of one byte', [{ opcode: close, payload: 'x' }], 1002],
    ...[0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map(
      (code): [string, FrameOptions[], number] => [
        `case 7.9 and 7.13: a close with code ${code}`,
        [{ opcode: close, payload: closePayload(code) }],
        1002,
      ],
    ),
    [
      'case 7.5.1: a close whose reason is no UTF-8',
      [{ opcode: close, payload: Buffer.from([3, 0xe8, 0xce, 0xff]) }],
      1007,
    ],
    [
      'case 6.3: a text that is no UTF-8',
      [{ opcode: text, payload: Buffer.from('cebae1bdb9cf83cebcceb5eda080656469746564', 'hex') }],
      1007,
    ],
    [
      'case 6.4: a text that turns out to be no UTF-8 in its last fragment',
      [
        { opcode: text, fin: false, payload: 'good' },
        { opcode: continuation, payload: Buffer.from([0xf4, 0x90, 0x80, 0x80]) },
      ],
      1007,
    ],
    [
      'case 6.6: a text that ends in the midst of a character',
      [{ opcode: text, payload: Buffer.from([0xce]) }],
      1007,
    ],
    ['case 6.12: a byte that is in no UTF-8', [{ opcode: text, payload: Buffer.from([0xfe]) }], 1007],
    ['case 6.14: an overlong character', [{ opcode: text, payload: Buffer.from([0xc0, 0xaf]) }], 1007],
    ['case 6.18: half a surrogate pair', [{ opcode: text, payload: Buffer.from([0xed, 0xa0, 0x80]) }], 1007],
    [
      'a length of 125 in two bytes (§5.2)',
      [{ opcode: text, payload: 'x'.repeat(125), lengthBytes: 2 }],
      1002,
    ],
    ['a length of 5 in eight bytes (§5.2)', [{ opcode: text, payload: 'hello', lengthBytes: 8 }], 1002],
    [
      'a length of 65,535 in eight bytes',
      [{ opcode: binary, payload: Buffer.alloc(65_535), lengthBytes: 8 }],
      1002,
    ],
    [
      'a fragment whose length is longer than it needs to be',
      [
        { opcode: text, fin: false, payload: 'a' },
        { opcode: continuation, payload: 'b', lengthBytes: 2 },
      ],
      1002,
    ],
    ['a length of more than 2^53', [{ opcode: binary, lengthBytes: 8, claimed: 2n ** 60n }], 1009],
    [
      'a length with its highest bit set (§5.2)',
      [{ opcode: binary, lengthBytes: 8, claimed: 2n ** 63n + 1n }],
      1009,
    ],
    [
      isClient ? 'a frame without a mask (§5.1)' : 'a frame with a mask (§5.1)',
      [{ opcode: text, payload: 'x', mask: !isClient }],
      1002,
    ],
  ]

  describe(`what is no WebSocket ${direction}`, () => {
    for (const [what, frames, code] of bad)
      test(`${what} ends it with ${code}, and none of it is sent on`, async () => {
        const made = await talk({ policy })
        const { from, to } = ends(made)
        from.text('good')
        for (const each of frames) from.send(each)
        const answer = await from.closed()
        expect(answer?.code).toBe(code)
        expect((await to.closed())?.code).toBe(isClient ? 1001 : 1014)
        // A message that was whole before it counts.
        expect(to.messages).toEqual(what.startsWith('case 5.15') ? ['good', 'ab'] : ['good'])
        const reason = isClient
          ? code === 1009
            ? 'too-large'
            : 'malformed-request'
          : code === 1009
            ? 'answer-too-large'
            : 'upstream-protocol'
        const action = isClient ? 'refused-midstream' : 'fail'
        expect(await made.proxy.recordAt(0)).toMatchObject({ action, reason, status: 101 })
        expect(made.proxy.faults).toEqual([])
      })
  })
}
