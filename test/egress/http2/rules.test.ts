/** Promises about RFC 9113, requirement by requirement, each broken by hand over real TLS. */
import { describe, expect, test } from 'vitest'
import { startProxy } from '../setup.ts'
import { codes, type Frame, fieldBlock, flags, frame, frameTypes, settingsFrame, uint32 } from './frames.ts'
import { startHttp2Origin } from './origin.ts'
import { type Http2Wire, http2Wire, pseudo, wireOn } from './wire.ts'

const {
  data,
  headers,
  priority,
  rstStream,
  settings,
  pushPromise,
  ping,
  goaway,
  windowUpdate,
  continuation,
} = frameTypes
const { endStream, endHeaders, padded, ack } = flags
type Fields = readonly (readonly [string, string])[]

/** What a peer must do about a violation. `connection`: GOAWAY or the end of it; `stream`: a reset, or a 4xx; numbers: with one of these codes. */
interface Violation {
  rule: string
  send(wire: Http2Wire): Buffer[]
  outcome: 'connection' | 'stream'
}

function head(wire: Http2Wire, stream: number, fields: Fields, flag = endHeaders | endStream): Buffer {
  return frame(headers, flag, stream, fieldBlock(fields.length === 0 ? pseudo(wire.authority) : fields))
}

function withFields(more: Fields): (wire: Http2Wire) => Buffer[] {
  return (wire) => [head(wire, 1, [...pseudo(wire.authority), ...more])]
}

function without(name: string): (wire: Http2Wire) => Buffer[] {
  return (wire) => [
    head(
      wire,
      1,
      pseudo(wire.authority).filter(([each]) => each !== name),
    ),
  ]
}

function replaced(name: string, value: string): (wire: Http2Wire) => Buffer[] {
  return (wire) => [
    head(
      wire,
      1,
      pseudo(wire.authority).map((field) => (field[0] === name ? [name, value] : field)),
    ),
  ]
}

const open = endHeaders
const framing: Violation[] = [
  {
    rule: '§4.2 a frame longer than SETTINGS_MAX_FRAME_SIZE',
    outcome: 'connection',
    send: (w) => [head(w, 1, [], open), frame(data, 0, 1, Buffer.alloc(16_385))],
  },
  {
    rule: '§4.3 a field block that does not decompress',
    outcome: 'connection',
    send: () => [
      frame(headers, endHeaders | endStream, 1, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff])),
    ],
  },
  {
    rule: '§4.3 a field block with another frame in between',
    outcome: 'connection',
    send: (w) => [frame(headers, 0, 1, fieldBlock(pseudo(w.authority))), frame(ping, 0, 0, Buffer.alloc(8))],
  },
  {
    rule: '§5.1 DATA on an idle stream',
    outcome: 'connection',
    send: () => [frame(data, 0, 1, Buffer.from('x'))],
  },
  {
    rule: '§5.1 RST_STREAM on an idle stream',
    outcome: 'connection',
    send: () => [frame(rstStream, 0, 1, uint32(8))],
  },
  {
    rule: '§5.1 WINDOW_UPDATE on an idle stream',
    outcome: 'connection',
    send: () => [frame(windowUpdate, 0, 1, uint32(1))],
  },
  {
    rule: '§5.1 DATA behind END_STREAM',
    outcome: 'stream',
    send: (w) => [head(w, 1, []), frame(data, endStream, 1, Buffer.from('x'))],
  },
  { rule: '§5.1.1 a stream with an even number', outcome: 'connection', send: (w) => [head(w, 2, [])] },
  { rule: '§6.1 DATA on stream 0', outcome: 'connection', send: () => [frame(data, 0, 0, Buffer.from('x'))] },
  {
    rule: '§6.1 DATA with more padding than payload',
    outcome: 'connection',
    send: (w) => [head(w, 1, [], open), frame(data, padded, 1, Buffer.from([200, 1, 2]))],
  },
  { rule: '§6.2 HEADERS on stream 0', outcome: 'connection', send: (w) => [head(w, 0, [])] },
  {
    rule: '§6.2 HEADERS with more padding than payload',
    outcome: 'connection',
    send: () => [frame(headers, endHeaders | endStream | padded, 1, Buffer.from([200, 1, 2]))],
  },
  {
    rule: '§6.4 RST_STREAM on stream 0',
    outcome: 'connection',
    send: () => [frame(rstStream, 0, 0, uint32(8))],
  },
  {
    rule: '§6.4 RST_STREAM of another length than four',
    outcome: 'connection',
    send: (w) => [head(w, 1, [], open), frame(rstStream, 0, 1, Buffer.alloc(3))],
  },
  { rule: '§6.5 SETTINGS on a stream', outcome: 'connection', send: () => [frame(settings, 0, 1)] },
  {
    rule: '§6.5 an acknowledgement of SETTINGS with a payload',
    outcome: 'connection',
    send: () => [frame(settings, ack, 0, Buffer.alloc(6))],
  },
  {
    rule: '§6.5 SETTINGS of a length that is no multiple of six',
    outcome: 'connection',
    send: () => [frame(settings, 0, 0, Buffer.alloc(5))],
  },
  {
    rule: '§6.5.2 ENABLE_PUSH of neither 0 nor 1',
    outcome: 'connection',
    send: () => [settingsFrame([2, 2])],
  },
  {
    rule: '§6.5.2 INITIAL_WINDOW_SIZE beyond 2^31-1',
    outcome: 'connection',
    send: () => [settingsFrame([4, 0x80000000])],
  },
  {
    rule: '§6.5.2 MAX_FRAME_SIZE below 2^14',
    outcome: 'connection',
    send: () => [settingsFrame([5, 16_383])],
  },
  {
    rule: '§6.5.2 MAX_FRAME_SIZE beyond 2^24-1',
    outcome: 'connection',
    send: () => [settingsFrame([5, 16_777_216])],
  },
  {
    rule: '§6.6 PUSH_PROMISE by a client',
    outcome: 'connection',
    send: (w) => [
      head(w, 1, [], open),
      frame(pushPromise, endHeaders, 1, Buffer.concat([uint32(2), fieldBlock(pseudo(w.authority))])),
    ],
  },
  { rule: '§6.7 PING on a stream', outcome: 'connection', send: () => [frame(ping, 0, 1, Buffer.alloc(8))] },
  {
    rule: '§6.7 PING of another length than eight',
    outcome: 'connection',
    send: () => [frame(ping, 0, 0, Buffer.alloc(7))],
  },
  {
    rule: '§6.8 GOAWAY on a stream',
    outcome: 'connection',
    send: () => [frame(goaway, 0, 1, Buffer.alloc(8))],
  },
  {
    rule: '§6.9 WINDOW_UPDATE of zero on the connection',
    outcome: 'connection',
    send: () => [frame(windowUpdate, 0, 0, uint32(0))],
  },
  {
    rule: '§6.9 WINDOW_UPDATE of zero on a stream',
    outcome: 'stream',
    send: (w) => [head(w, 1, [], open), frame(windowUpdate, 0, 1, uint32(0))],
  },
  {
    rule: '§6.9 WINDOW_UPDATE of another length than four',
    outcome: 'connection',
    send: () => [frame(windowUpdate, 0, 0, Buffer.alloc(3))],
  },
  {
    rule: '§6.9.1 a window of the connection beyond 2^31-1',
    outcome: 'connection',
    send: () => [
      frame(windowUpdate, 0, 0, uint32(0x7fffffff)),
      frame(windowUpdate, 0, 0, uint32(0x7fffffff)),
    ],
  },
  {
    rule: '§6.9.1 a window of a stream beyond 2^31-1',
    outcome: 'stream',
    send: (w) => [
      head(w, 1, [], open),
      frame(windowUpdate, 0, 1, uint32(0x7fffffff)),
      frame(windowUpdate, 0, 1, uint32(0x7fffffff)),
    ],
  },
  {
    rule: '§6.10 CONTINUATION without HEADERS before it',
    outcome: 'connection',
    send: (w) => [frame(continuation, endHeaders, 1, fieldBlock(pseudo(w.authority)))],
  },
  {
    rule: '§6.10 CONTINUATION on stream 0',
    outcome: 'connection',
    send: (w) => [frame(headers, 0, 1, fieldBlock(pseudo(w.authority))), frame(continuation, endHeaders, 0)],
  },
]

const messages: Violation[] = [
  {
    rule: '§8.1 trailers without END_STREAM',
    outcome: 'stream',
    send: (w) => [head(w, 1, [], open), frame(headers, endHeaders, 1, fieldBlock([['x-a', 'b']]))],
  },
  {
    rule: '§8.1 pseudo-fields in trailers',
    outcome: 'stream',
    send: (w) => [
      head(w, 1, [], open),
      frame(headers, endHeaders | endStream, 1, fieldBlock([[':path', '/other']])),
    ],
  },
  {
    rule: '§8.1.1 a content-length longer than the body',
    outcome: 'stream',
    send: (w) => [
      head(w, 1, [...pseudo(w.authority, '/', 'POST'), ['content-length', '5']], open),
      frame(data, endStream, 1, Buffer.from('four')),
    ],
  },
  {
    rule: '§8.1.1 a content-length shorter than the body (H2.CL)',
    outcome: 'stream',
    send: (w) => [
      head(w, 1, [...pseudo(w.authority, '/', 'POST'), ['content-length', '3']], open),
      frame(data, endStream, 1, Buffer.from('four')),
    ],
  },
  {
    rule: '§8.1.1 a content-length of a request without a body',
    outcome: 'stream',
    send: withFields([['content-length', '5']]),
  },
  {
    rule: '§8.1.1 two lengths',
    outcome: 'stream',
    send: withFields([
      ['content-length', '0'],
      ['content-length', '5'],
    ]),
  },
  {
    rule: '§8.1.1 a length that is no number',
    outcome: 'stream',
    send: withFields([['content-length', '0x0']]),
  },
  { rule: '§8.2.1 a name with an upper-case letter', outcome: 'stream', send: withFields([['X-Own', 'a']]) },
  { rule: '§8.2.2 a Connection field', outcome: 'stream', send: withFields([['connection', 'close']]) },
  {
    rule: '§8.2.2 a Transfer-Encoding field (H2.TE)',
    outcome: 'stream',
    send: withFields([['transfer-encoding', 'chunked']]),
  },
  { rule: '§8.2.2 a Keep-Alive field', outcome: 'stream', send: withFields([['keep-alive', 'timeout=5']]) },
  {
    rule: '§8.2.2 a Proxy-Connection field',
    outcome: 'stream',
    send: withFields([['proxy-connection', 'keep-alive']]),
  },
  { rule: '§8.2.2 an Upgrade field', outcome: 'stream', send: withFields([['upgrade', 'websocket']]) },
  {
    rule: '§8.2.2 a TE field that says more than trailers',
    outcome: 'stream',
    send: withFields([['te', 'gzip']]),
  },
  {
    rule: '§8.3 a pseudo-field behind a field',
    outcome: 'stream',
    send: (w) => [
      head(w, 1, [
        [':method', 'GET'],
        [':scheme', 'https'],
        ['x-a', 'b'],
        [':authority', w.authority],
        [':path', '/'],
      ]),
    ],
  },
  {
    rule: '§8.3 a pseudo-field that does not exist',
    outcome: 'stream',
    send: (w) => [head(w, 1, [...pseudo(w.authority), [':proto', 'x']])],
  },
  {
    rule: '§8.3 a pseudo-field of answers',
    outcome: 'stream',
    send: (w) => [head(w, 1, [...pseudo(w.authority), [':status', '200']])],
  },
  {
    rule: '§8.3 a pseudo-field twice',
    outcome: 'stream',
    send: (w) => [head(w, 1, [...pseudo(w.authority), [':path', '/other']])],
  },
  { rule: '§8.3.1 no :method', outcome: 'stream', send: without(':method') },
  { rule: '§8.3.1 no :scheme', outcome: 'stream', send: without(':scheme') },
  { rule: '§8.3.1 no :path', outcome: 'stream', send: without(':path') },
  { rule: '§8.3.1 an empty :path', outcome: 'stream', send: replaced(':path', '') },
  {
    rule: '§8.3.1 a :path in absolute form',
    outcome: 'stream',
    send: replaced(':path', 'https://other.example.test/'),
  },
  { rule: '§8.3.1 a :path without a slash', outcome: 'stream', send: replaced(':path', 'admin') },
  { rule: '§8.3.1 a :path with a space', outcome: 'stream', send: replaced(':path', '/ HTTP/1.1') },
  {
    rule: '§8.3.1 a :path with CR and LF',
    outcome: 'stream',
    send: replaced(':path', '/ HTTP/1.1\r\nHost: other\r\n\r\n'),
  },
  { rule: '§8.3.1 a * that is not for OPTIONS', outcome: 'stream', send: replaced(':path', '*') },
  { rule: '§8.3.1 a :method with a space', outcome: 'stream', send: replaced(':method', 'GET /x HTTP/1.1') },
  { rule: '§8.5 CONNECT with a :path', outcome: 'stream', send: replaced(':method', 'CONNECT') },
]

/** Stricter than Node's own server, which leaves these to whoever handles the request. */
const ours: Violation[] = [
  {
    rule: '§8.3.1 a Host that is not the :authority',
    outcome: 'stream',
    send: withFields([['host', 'other.example.test']]),
  },
  {
    rule: '§8.3.1 two Host fields and no :authority',
    outcome: 'stream',
    send: (w) => [
      head(w, 1, [
        ...pseudo(w.authority).filter(([n]) => n !== ':authority'),
        ['host', w.authority],
        ['host', 'b'],
      ]),
    ],
  },
  { rule: '§8.3.1 neither :authority nor Host', outcome: 'stream', send: without(':authority') },
  {
    rule: '§8.3.1 user information in :authority',
    outcome: 'stream',
    send: (w) => [head(w, 1, pseudo(`user:secret@${w.authority}`))],
  },
  {
    rule: '§8.3.1 another scheme than the connection has',
    outcome: 'stream',
    send: replaced(':scheme', 'http'),
  },
  { rule: '§8.3.1 a scheme that nobody knows', outcome: 'stream', send: replaced(':scheme', 'gopher') },
  {
    rule: 'a second framing under a disguised name',
    outcome: 'stream',
    send: withFields([['transfer_encoding', 'chunked']]),
  },
]

/**
 * What the library below Node passes over without telling anybody: RFC 9113 §8.1.1 calls the request malformed, nghttp2
 * leaves out the field and goes on. Nothing of it goes any further, here as with Node's own server.
 */
const passedOver: Violation[] = [
  {
    rule: '§5.1.1 a stream with a smaller number than one before it',
    outcome: 'connection',
    send: (w) => [head(w, 5, []), head(w, 3, [])],
  },
  { rule: '§8.2.1 a name with a space', outcome: 'stream', send: withFields([['x own', 'a']]) },
  { rule: '§8.2.1 a name with a colon in it', outcome: 'stream', send: withFields([['x:own', 'a']]) },
  { rule: '§8.2.1 a name with CR and LF', outcome: 'stream', send: withFields([['x-a\r\nhost', 'a']]) },
  { rule: '§8.2.1 an empty name', outcome: 'stream', send: withFields([['', 'a']]) },
  { rule: '§8.2.1 a value with LF', outcome: 'stream', send: withFields([['x-own', 'a\nb: c']]) },
  {
    rule: '§8.2.1 a value with CR and LF',
    outcome: 'stream',
    send: withFields([['x-own', 'a\r\nTransfer-Encoding: chunked']]),
  },
  { rule: '§8.2.1 a value with NUL', outcome: 'stream', send: withFields([['x-own', 'a\0b']]) },
  { rule: '§8.2.1 a value that begins with a space', outcome: 'stream', send: withFields([['x-own', ' a']]) },
  { rule: '§8.2.1 a value that ends with a tab', outcome: 'stream', send: withFields([['x-own', 'a\t']]) },
]

/** True where the stream was reset, or answered with a status that refuses. */
function refuses(each: Frame): boolean {
  if (each.type === rstStream && each.payload.readUInt32BE() !== codes.noError) return true
  return each.type === headers && !isOk(each)
}

/** Whether a head begins with `:status: 200`: entry 8 of the static table, behind updates of the table's size (RFC 7541 §6.3). */
function isOk({ payload }: Frame): boolean {
  let at = 0
  while (((payload[at] ?? 0) & 0xe0) === 0x20) {
    const isLong = ((payload[at] ?? 0) & 0x1f) === 0x1f
    at += 1
    while (isLong && ((payload[at] ?? 0) & 0x80) !== 0) at += 1
    if (isLong) at += 1
  }
  return payload[at] === 0x88
}

/** Nothing ends for want of time while it is looked for. */
const pseudoNames = [':method', ':authority', ':scheme', ':path']

const patient = { limits: { keepAliveTimeoutMs: 60_000, bodyIdleTimeoutMs: 60_000 } }

async function holds(wire: Http2Wire, { send, outcome }: Violation): Promise<string> {
  wire.send(...send(wire))
  const isOver = (each: Frame) => each.type === goaway && each.payload.readUInt32BE(4) !== codes.noError
  await wire.until((each) => isOver(each) || (outcome === 'stream' && refuses(each)), 2500)
  if (wire.frames.some(isOver) || wire.closed) return 'connection'
  return wire.frames.some(refuses) ? 'stream' : `not noticed: ${wire.frames.map(({ type }) => type).join()}`
}

describe('what RFC 9113 forbids a client', () => {
  test.each([...framing, ...messages, ...ours])(
    '$rule ends its $outcome, and nothing of it reaches the destination',
    async (violation) => {
      const origin = await startHttp2Origin({
        begin: (stream) => stream.respond({ ':status': 200 }, { endStream: true }),
      })
      const proxy = await startProxy([origin], patient)
      const wire = await http2Wire(proxy, origin)
      const noticed = await holds(wire, violation)
      expect(['stream', 'connection']).toContain(noticed)
      if (violation.outcome === 'connection') expect(noticed).toBe('connection')
      expect(proxy.faults).toEqual([])
      if (violation.outcome === 'stream' && messages.includes(violation))
        expect(origin.streams.filter(({ complete }) => complete)).toEqual([])
    },
  )

  test.each(passedOver)(
    '$rule is passed over, and nothing of it reaches the destination',
    async ({ send }) => {
      const origin = await startHttp2Origin()
      const proxy = await startProxy([origin], patient)
      const wire = await http2Wire(proxy, origin)
      wire.send(...send(wire))
      expect(await wire.until((each) => each.type === headers && isOk(each))).toBe(true)
      // What came behind it would be there by now.
      wire.send(head(wire, 7, []))
      await wire.until((each) => each.type === headers && each.stream === 7)
      expect(origin.streams).toHaveLength(2)
      for (const { raw } of origin.streams) expect(raw.filter((_, i) => i % 2 === 0)).toEqual(pseudoNames)
      expect(proxy.faults).toEqual([])
    },
  )

  test('a preface that is none ends the connection', async () => {
    const origin = await startHttp2Origin()
    const proxy = await startProxy([origin], patient)
    const wire = await http2Wire(proxy, origin)
    const bad = wireOn(wire.socket, wire.authority)
    bad.send(Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'))
    await bad.until(({ type }) => type === goaway, 8000)
    expect(bad.closed || bad.frames.some(({ type }) => type === goaway)).toBe(true)
    expect(origin.streams).toEqual([])
  })

  test.each([
    ['§5.5 frames of unknown types', () => [frame(0xbb, 0xff, 0, Buffer.from('anything'))]],
    ['§6.5.2 unknown settings', () => [settingsFrame([0xbbbb, 1])]],
    ['§6.3 PRIORITY, which is deprecated', () => [frame(priority, 0, 3, Buffer.from([0, 0, 0, 0, 16]))]],
    [
      '§6.1 and §6.2 padding',
      (w: Http2Wire) => [
        frame(
          headers,
          endHeaders | endStream | padded,
          1,
          Buffer.concat([Buffer.from([2]), fieldBlock(pseudo(w.authority)), Buffer.alloc(2)]),
        ),
      ],
    ],
    [
      '§6.10 a head in two frames',
      (w: Http2Wire) => {
        const block = fieldBlock(pseudo(w.authority))
        return [
          frame(headers, endStream, 1, block.subarray(0, 9)),
          frame(continuation, endHeaders, 1, block.subarray(9)),
        ]
      },
    ],
  ] as [string, (wire: Http2Wire) => Buffer[]][])('%s do no harm', async (_rule, send) => {
    const origin = await startHttp2Origin()
    const proxy = await startProxy([origin], patient)
    const wire = await http2Wire(proxy, origin)
    const extra = send(wire)
    const asked = extra.some((each) => each[3] === headers)
    wire.send(...extra, ...(asked ? [] : [head(wire, 1, [])]))
    expect(await wire.until((each) => each.type === headers && each.stream === 1 && isOk(each))).toBe(true)
  })

  test('§6.5.3 SETTINGS are acknowledged, and §6.7 PING is answered with what it said', async () => {
    const origin = await startHttp2Origin()
    const proxy = await startProxy([origin], patient)
    const wire = await http2Wire(proxy, origin)
    wire.send(frame(ping, 0, 0, Buffer.from('gatehous')))
    expect(await wire.until(({ type, flags: flag }) => type === settings && (flag & ack) !== 0)).toBe(true)
    expect(
      await wire.until(
        ({ type, flags: flag, payload }) =>
          type === ping && (flag & ack) !== 0 && payload.toString() === 'gatehous',
      ),
    ).toBe(true)
  })
})
