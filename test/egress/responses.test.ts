/** Promises about answers: what is sound reaches the client as it was given, what is not is never passed off as sound. */
import { describe, expect, test } from 'vitest'
import {
  answerByLine,
  plainWire,
  type RawAnswer,
  type RawOrigin,
  startRawOrigin,
  tunnelWire,
  Wire,
  waitFor,
} from './raw.ts'
import { scene } from './scene.ts'
import { type ProxyChanges, startProxy, tunnelTo } from './setup.ts'

/** Answers `/x` with the given bytes, and everything else as usual. */
function saying(bytes: string, then: 'keep' | 'end' | 'reset' = 'keep'): RawAnswer {
  return (request, socket) => {
    if (!request.line.includes('/x ')) return answerByLine(request, socket)
    socket.write(Buffer.from(bytes, 'latin1'), () => {
      if (then === 'end') socket.end()
      if (then === 'reset') socket.destroy()
    })
  }
}

/** Asks for `/x` inside a tunnel. */
async function ask(answer: RawAnswer, changes: ProxyChanges = {}, request?: string) {
  const set = await scene('tunnel', changes, answer)
  set.wire.send(request ?? `GET /x HTTP/1.1\r\n${set.at.host}\r\n`)
  return set
}

function headOf(text: string): string {
  return text.slice(0, text.indexOf('\r\n\r\n') + 2)
}

describe('interim answers', () => {
  const early = 'HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\nAlt-Svc: h3=":443"\r\n\r\n'
  const final = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

  test('103 Early Hints reaches the client before the final answer', async () => {
    const { wire } = await ask(saying(early + early + final))
    const text = await wire.until(/\r\n\r\nok$/)
    expect(wire.statuses).toEqual([103, 103, 200])
    expect(text).toContain('Link: </style.css>; rel=preload\r\n')
    expect(text).not.toContain('Alt-Svc')
  })

  test('a client of HTTP/1.0 gets the final answer alone', async () => {
    const { wire, at } = await scene('tunnel', {}, saying(early + final))
    wire.send(`GET /x HTTP/1.0\r\n${at.host}\r\n`)
    await wire.closed()
    expect(wire.statuses).toEqual([200])
  })

  test('a 100 Continue that nobody asked for is swallowed', async () => {
    const { wire, proxy, origin } = await scene('tunnel', {}, saying(`HTTP/1.1 100 Continue\r\n\r\n${final}`))
    wire.send(`POST /x HTTP/1.1\r\nHost: ${origin.host}:${origin.port}\r\nContent-Length: 2\r\n\r\nhi`)
    await wire.until(/\r\n\r\nok$/)
    expect(wire.statuses).toEqual([200])
    expect(origin.requests).toHaveLength(1)
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'pass', status: 200 })
  })

  test('a 100 Continue in pieces, twice, in front of a hint and an answer is swallowed', async () => {
    const bytes = `HTTP/1.1 100 Continue\r\nX-A: b\r\n\r\nHTTP/1.1 100\r\n\r\n${early}${final}`
    const { wire, origin } = await ask(async (_request, socket) => {
      for (const byte of bytes) {
        socket.write(byte)
        await new Promise((resolve) => setImmediate(resolve))
      }
    })
    await wire.until(/\r\n\r\nok$/)
    expect(wire.statuses).toEqual([103, 200])
    expect(origin.requests).toHaveLength(1)
  })

  test('a body that looks like a 100 Continue arrives as it is', async () => {
    const body = 'HTTP/1.1 100 Continue\r\n\r\n'
    const { wire } = await ask((_request, socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`)
      setTimeout(() => socket.write(body), 30)
    })
    const text = await wire.until(/\r\n\r\n.*\r\n\r\n$/s)
    expect(text.endsWith(`\r\n\r\n${body}`)).toBe(true)
  })

  test('an upgrade that nobody asked for is not passed on', async () => {
    const { wire, proxy } = await ask(
      saying('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nbytes'),
    )
    await wire.until(/\r\n\r\n\{/)
    expect(wire.statuses).toEqual([502])
    expect((await proxy.recordAt(0)).action).toBe('fail')
  })
})

describe('answers that end too early', () => {
  const cuts: { what: string; bytes: string; ending: 'end' | 'reset' }[] = [
    {
      what: 'a body shorter than its length',
      bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf',
      ending: 'end',
    },
    {
      what: 'a body shorter than its length on a closing connection',
      bytes: 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\nhalf',
      ending: 'end',
    },
    {
      what: 'a chunked body without its last chunk',
      bytes: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n',
      ending: 'end',
    },
    {
      what: 'a chunked body without its last chunk on a closing connection',
      bytes: 'HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n',
      ending: 'end',
    },
    {
      what: 'a chunked body with a chunk that is none',
      bytes: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\nmore\r\n0\r\n\r\n',
      ending: 'end',
    },
    {
      what: 'a chunk longer than its size',
      bytes: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalfandmore\r\n0\r\n\r\n',
      ending: 'end',
    },
    {
      what: 'a connection that is reset',
      bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf',
      ending: 'reset',
    },
  ]
  for (const cut of cuts) {
    test(`${cut.what} never looks whole to the client`, async () => {
      const { wire, proxy } = await ask(saying(cut.bytes, cut.ending))
      const text = await wire.closed()
      expect(wire.statuses).toEqual([200])
      expect(text).not.toMatch(/\r\n0\r\n\r\n$/)
      expect(/content-length: 100/i.test(text) || /transfer-encoding: chunked/i.test(text)).toBe(true)
      expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', status: 200 })
    })
  }

  test('a client that takes the end of the connection for the end of the answer sees a reset', async () => {
    const { wire, at } = await scene(
      'plain',
      {},
      saying('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n', 'end'),
    )
    wire.send(`${at.line('GET', '/x', '1.0')}${at.host}\r\n`)
    await wire.closed()
    expect(wire.end).toBe('cut')
  })

  test('a body that ends with its connection arrives whole', async () => {
    const { wire, proxy } = await ask(saying('HTTP/1.1 200 OK\r\n\r\nall of it', 'end'))
    const text = await wire.until(/\r\n0\r\n\r\n$/)
    expect(text).toContain('all of it')
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'pass', status: 200, responseBytes: 9 })
  })

  test('a body that stays away is cut after the idle time', async () => {
    const { wire, proxy } = await ask(saying('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'), {
      limits: { upstreamIdleTimeoutMs: 300 },
    })
    await wire.closed()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'upstream-timeout', status: 200 })
  })

  test('an answer that stays away becomes 504 and a page', async () => {
    const { wire, proxy } = await scene(
      'tunnel',
      { limits: { upstreamHeadersTimeoutMs: 300 } },
      () => {},
    ).then(async (set) => {
      set.wire.send(`GET /x HTTP/1.1\r\n${set.at.host}Accept: text/html\r\n\r\n`)
      await set.wire.until(/<\/html>/)
      return set
    })
    expect(wire.statuses).toEqual([504])
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'upstream-timeout', status: 504 })
  })
})

describe('answers that two readers could read in two ways', () => {
  const ok = 'HTTP/1.1 200 OK\r\n'
  const odd: Record<string, string> = {
    'two different lengths': `${ok}Content-Length: 5\r\nContent-Length: 9\r\n\r\nplanted..`,
    'two equal lengths': `${ok}Content-Length: 7\r\nContent-Length: 7\r\n\r\nplanted`,
    'a list of lengths': `${ok}Content-Length: 7, 7\r\n\r\nplanted`,
    'a negative length': `${ok}Content-Length: -7\r\n\r\nplanted`,
    'a length with a sign': `${ok}Content-Length: +7\r\n\r\nplanted`,
    'a length beside a coding': `${ok}Content-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nplanted\r\n0\r\n\r\n`,
    'a coding beside a length': `${ok}Transfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n7\r\nplanted\r\n0\r\n\r\n`,
    'a coding that nobody asked for': `${ok}Transfer-Encoding: gzip, chunked\r\n\r\n7\r\nplanted\r\n0\r\n\r\n`,
    'a coding given twice': `${ok}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nplanted\r\n0\r\n\r\n`,
    'a coding that does not exist': `${ok}Transfer-Encoding: xchunked\r\n\r\nplanted`,
    'a folded field': `${ok}X-A: b\r\n c\r\nContent-Length: 7\r\n\r\nplanted`,
    'a bare CR in a field': `${ok}X-A: b\rX-B: c\r\nContent-Length: 7\r\n\r\nplanted`,
    'a bare LF as a line end': `${ok}X-A: b\nContent-Length: 7\r\n\r\nplanted`,
    'a NUL in a field': `${ok}X-A: b\0c\r\nContent-Length: 7\r\n\r\nplanted`,
    'a control character in a field': `${ok}X-A: b\x01c\r\nContent-Length: 7\r\n\r\nplanted`,
    'a space before a colon': `${ok}Content-Length : 7\r\n\r\nplanted`,
    'a field without a name': `${ok}: b\r\nContent-Length: 7\r\n\r\nplanted`,
    'a status of two digits': 'HTTP/1.1 20 OK\r\nContent-Length: 7\r\n\r\nplanted',
    'a status below 100': 'HTTP/1.1 099 Low\r\nContent-Length: 7\r\n\r\nplanted',
    'a version that does not exist': 'HTTP/3.7 200 OK\r\nContent-Length: 7\r\n\r\nplanted',
    'another protocol': 'SSH-2.0-planted\r\n',
    'an answer without a head': 'planted text, as HTTP/0.9 sent it',
    'binary noise': '\x00\x01\x02planted\xff\xfe',
    'a head without end': `${ok}X-A: ${'a'.repeat(100_000)}\r\nContent-Length: 7\r\n\r\nplanted`,
    'an unreadable status line': 'HTTP/1.1  200 OK\r\nContent-Length: 7\r\n\r\nplanted',
  }
  for (const [what, bytes] of Object.entries(odd)) {
    test(`${what}: the client is told, and gets nothing of it`, async () => {
      const { wire, proxy, origin, at } = await ask(saying(bytes, 'end'))
      const text = await wire.until(/\r\n\r\n\{.*\}\n$/s)
      expect(wire.statuses).toEqual([502])
      expect(text).not.toContain('planted')
      expect(await proxy.recordAt(0)).toMatchObject({
        action: 'fail',
        reason: 'upstream-protocol',
        status: 502,
      })
      // The destination's fault is not the client's: its connection goes on.
      wire.send(`GET /y HTTP/1.1\r\n${at.host}\r\n`)
      await wire.until(/answer to \/y$/)
      expect(origin.inexplicable).toEqual([])
      expect(proxy.faults).toEqual([])
    })
  }
})

describe('fields of answers', () => {
  test('Alt-Svc, fields of one connection, and fields that Connection names end at the gateway', async () => {
    const { wire } = await ask(
      saying(
        'HTTP/1.1 200 OK\r\nAlt-Svc: h3=":443"\r\nConnection: X-A, close\r\nX-A: 1\r\nX-B: 2\r\nKeep-Alive: timeout=99\r\n' +
          'Proxy-Authenticate: Basic\r\nUpgrade: h2c\r\nTrailer: X-T\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-T: 1\r\n\r\n',
        'end',
      ),
    )
    const text = await wire.until(/\r\n0\r\n.*\r\n$/s)
    const head = headOf(text)
    expect(head).toContain('\r\nX-B: 2\r\n')
    for (const gone of ['Alt-Svc', 'X-A', 'timeout=99', 'Proxy-Authenticate', 'Upgrade', 'Trailer'])
      expect(head).not.toContain(gone)
    expect(text).not.toContain('X-T')
    expect(text).toMatch(/2\r\nok\r\n0\r\n\r\n$/)
  })

  test('everything else arrives in its order, its spelling and its bytes', async () => {
    const kept =
      'x-lower: a\r\nSet-Cookie: a=1; Path=/\r\nX-UPPER: \xe9\xff\r\nSet-Cookie: b=2\r\nETag: "x"\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 2\r\n'
    const { wire } = await ask(saying(`HTTP/1.1 200 Very Well\r\n${kept}\r\nok`))
    const text = await wire.until(/\r\n\r\nok$/)
    expect(text.startsWith(`HTTP/1.1 200 Very Well\r\n${kept}`)).toBe(true)
  })

  test('an empty reason phrase and an unusual status arrive as they are', async () => {
    const { wire } = await ask(saying('HTTP/1.1 599 \r\nContent-Length: 2\r\n\r\nok'))
    const text = await wire.until(/\r\n\r\nok$/)
    expect(text).toMatch(/^HTTP\/1\.1 599 ?\r\n/)
  })

  test('a reason phrase that is not ASCII is left out, and the answer arrives', async () => {
    const { wire, proxy } = await ask(saying('HTTP/1.1 200 Tr\xc3\xa8s bien\r\nContent-Length: 2\r\n\r\nok'))
    const text = await wire.until(/\r\n\r\nok$/)
    expect(text).toMatch(/^HTTP\/1\.1 200 ?\r\n/)
    expect(proxy.faults).toEqual([])
  })

  test('a partial answer arrives unchanged', async () => {
    const bytes =
      'HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-9/20\r\nAccept-Ranges: bytes\r\nETag: "v1"\r\nContent-Length: 5\r\n\r\nfghij'
    const { wire } = await ask(saying(bytes))
    const text = await wire.until(/fghij$/)
    for (const field of bytes.slice(0, -9).split('\r\n').slice(1)) expect(text).toContain(`${field}\r\n`)
  })

  test('a body that answers HEAD against the rules does not reach the client', async () => {
    const { wire, at } = await ask(
      saying('HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nplanted'),
      {},
      undefined,
    )
    await wire.until(/planted$/)
    const again = await scene('tunnel', {}, saying('HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nplanted'))
    again.wire.send(`HEAD /x HTTP/1.1\r\n${at.host.replace(/\d+/, String(again.origin.port))}\r\n`)
    await again.wire.until(/\r\n\r\n$/)
    again.wire.send(`GET /y HTTP/1.1\r\nHost: ${again.at.authority}\r\n\r\n`)
    const text = await again.wire.until(/answer to \/y$/)
    expect(text).not.toContain('planted')
  })
})

describe('an answer before the request has ended', () => {
  test('reaches the client while it is still sending, and the rest of the upload is let go', async () => {
    const answer: RawAnswer = () => {}
    const origin = await startRawOrigin({
      answer,
      connected: (socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig')
        })
      },
    })
    const proxy = await startProxy([origin], { limits: { holdBytes: 1000 } })
    const wire = await tunnelWire(proxy, origin)
    wire.send(
      `POST /x HTTP/1.1\r\nHost: ${origin.host}:${origin.port}\r\nContent-Type: text/plain\r\nContent-Length: 50000000\r\n\r\n`,
    )
    // Never more than what the socket takes: a client that stops sending once it was answered.
    while (wire.statuses.length === 0 && wire.end === null) {
      wire.send('some words\n'.repeat(4000))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const text = await wire.closed()
    expect(wire.statuses).toEqual([413])
    expect(text).toMatch(/\r\n\r\nbig$/)
    expect(headOf(text)).toMatch(/\r\nConnection: close\r\n/)
    expect((await proxy.recordAt(0)).status).toBe(413)
    await waitFor(() => origin.open.size === 0)
    expect(origin.open.size).toBe(0)
  })
})

describe('kept connections', () => {
  test('one client connection and one connection to the destination serve many requests', async () => {
    const { origin, wire, at } = await scene('tunnel')
    for (const n of [1, 2, 3]) {
      wire.send(`GET /${n} HTTP/1.1\r\n${at.host}\r\n`)
      await wire.until(new RegExp(`answer to /${n}$`))
    }
    expect(origin.requests.map((request) => request.connection)).toEqual([1, 1, 1])
  })

  test('two clients share a connection to a destination', async () => {
    const { origin, proxy, wire, at } = await scene('tunnel')
    wire.send(`GET /1 HTTP/1.1\r\n${at.host}\r\n`)
    await wire.until(/answer to \/1$/)
    const second = new Wire(await tunnelTo(proxy, origin))
    second.send(`GET /2 HTTP/1.1\r\n${at.host}\r\n`)
    await second.until(/answer to \/2$/)
    expect(origin.connections).toBe(1)
  })

  /** Answers each connection's first request, and closes at the second without an answer. */
  function closingAtTheSecond(origin: () => RawOrigin): RawAnswer {
    return (request, socket) => {
      const before = origin().requests.filter((each) => each.connection === request.connection).length
      if (before > 1) socket.destroy()
      else answerByLine(request, socket)
    }
  }

  async function afterOneRequest() {
    const origin: RawOrigin = await startRawOrigin({ plain: true, answer: closingAtTheSecond(() => origin) })
    const proxy = await startProxy([origin])
    const wire = await plainWire(proxy)
    const authority = `${origin.host}:${origin.port}`
    wire.send(`GET http://${authority}/1 HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
    await wire.until(/answer to \/1$/)
    return { origin, proxy, wire, authority }
  }

  test('a GET on a connection that the destination has just closed is asked once more', async () => {
    const { origin, wire, proxy, authority } = await afterOneRequest()
    wire.send(`GET http://${authority}/2 HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
    await wire.until(/answer to \/2$/)
    expect(origin.requests.map((request) => request.line.split(' ')[1])).toEqual(['/1', '/2', '/2'])
    expect((await proxy.recordAt(1)).status).toBe(200)
  })

  test('a POST on a connection that the destination has just closed is not sent twice', async () => {
    const { origin, wire, proxy, authority } = await afterOneRequest()
    wire.send(`POST http://${authority}/2 HTTP/1.1\r\nHost: ${authority}\r\nContent-Length: 2\r\n\r\nhi`)
    await wire.until(/\r\n\r\n\{/)
    expect(wire.statuses).toEqual([200, 502])
    expect(origin.requests.map((request) => request.line.split(' ')[1])).toEqual(['/1', '/2'])
    expect(await proxy.recordAt(1)).toMatchObject({ action: 'fail', reason: 'upstream-unreachable' })
  })

  test('a destination that always closes is asked twice and no more', async () => {
    const { origin, wire } = await ask((_request, socket) => void socket.destroy())
    await wire.until(/\r\n\r\n\{/)
    expect(wire.statuses).toEqual([502])
    expect(origin.requests).toHaveLength(2)
  })
})
