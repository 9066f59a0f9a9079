/** Promises about requests in HTTP/2 toward destinations in HTTP/1.1: none is read there as another one, or as two. */
import { describe, expect, test } from 'vitest'
import { startRawOrigin, waitFor } from '../raw.ts'
import { startProxy } from '../setup.ts'
import { fieldBlock, flags, frame, frameTypes } from './frames.ts'
import { http2Wire, pseudo } from './wire.ts'

const { data, headers } = frameTypes
const { endHeaders, endStream } = flags

interface Vector {
  what: string
  fields(authority: string): [string, string][]
  body?: string
  /** True where it may be forwarded, as one request without what is hidden in it. */
  mayPass?: boolean
}

const hidden = 'GET /hidden HTTP/1.1\r\nHost: hidden\r\n\r\n'
const post = (authority: string) => pseudo(authority, '/x', 'POST')
const instead = (authority: string, name: string, value: string) =>
  post(authority).map((field): [string, string] => (field[0] === name ? [name, value] : field))

const vectors: Vector[] = [
  {
    what: 'H2.CL, a length shorter than the body',
    fields: (a) => [...post(a), ['content-length', '0']],
    body: hidden,
  },
  {
    what: 'H2.CL, a length of other digits',
    fields: (a) => [...post(a), ['content-length', '+0']],
    body: hidden,
  },
  { what: 'H2.CL, a list of lengths', fields: (a) => [...post(a), ['content-length', '0, 0']], body: hidden },
  {
    what: 'H2.TE',
    fields: (a) => [...post(a), ['transfer-encoding', 'chunked']],
    body: `0\r\n\r\n${hidden}`,
  },
  {
    what: 'H2.TE in a value',
    fields: (a) => [...post(a), ['x-a', 'b\r\ntransfer-encoding: chunked']],
    body: `0\r\n\r\n${hidden}`,
    mayPass: true,
  },
  {
    what: 'H2.TE in a name',
    fields: (a) => [...post(a), ['x-a: b\r\ntransfer-encoding', 'chunked']],
    body: `0\r\n\r\n${hidden}`,
    mayPass: true,
  },
  {
    what: 'H2.TE in a disguise',
    fields: (a) => [...post(a), ['transfer_encoding', 'chunked']],
    body: `0\r\n\r\n${hidden}`,
  },
  {
    what: 'H2.0, a chunked body as it is',
    fields: (a) => post(a),
    body: `0\r\n\r\n${hidden}`,
    mayPass: true,
  },
  {
    what: 'a request behind a path',
    fields: (a) => instead(a, ':path', '/x HTTP/1.1\r\nHost: b\r\n\r\nGET /hidden'),
  },
  {
    what: 'a request behind a method',
    fields: (a) => instead(a, ':method', 'GET /hidden HTTP/1.1\r\nHost: b\r\n\r\nGET'),
  },
  {
    what: 'a request behind an authority',
    fields: (a) => instead(a, ':authority', `${a}\r\n\r\nGET /hidden HTTP/1.1`),
  },
  { what: 'a request in a bare LF', fields: (a) => [...post(a), ['x-a', `b\n\n${hidden}`]], mayPass: true },
  { what: 'an absolute form with another host', fields: (a) => instead(a, ':path', 'http://hidden/hidden') },
  { what: 'a scheme that is a URL', fields: (a) => instead(a, ':scheme', 'http://hidden/hidden?') },
  { what: 'a Host that says another place', fields: (a) => [...post(a), ['host', 'hidden']] },
  { what: 'a colon in a name', fields: (a) => [...post(a), ['host: hidden\r\nx', 'y']], mayPass: true },
  { what: 'a fragment in a path', fields: (a) => instead(a, ':path', '/x#/hidden') },
  { what: 'a backslash in a path', fields: (a) => instead(a, ':path', '/\\hidden/') },
  { what: 'fields of a connection', fields: (a) => [...post(a), ['connection', 'x-forwarded-for']] },
  {
    what: 'an Expect that nobody keeps',
    fields: (a) => [...post(a), ['expect', '100-continue, hidden']],
    body: 'x',
  },
]

describe('one request in HTTP/2 is one request in HTTP/1.1, or none', () => {
  test.each(vectors)('$what', async ({ fields, body, mayPass }) => {
    const origin = await startRawOrigin()
    const proxy = await startProxy([origin])
    const wire = await http2Wire(proxy, origin)
    const block = fieldBlock(fields(wire.authority))
    wire.send(frame(headers, endHeaders | (body === undefined ? endStream : 0), 1, block))
    if (body !== undefined) wire.send(frame(data, endStream, 1, Buffer.from(body)))
    // Whatever became of it, the next request says that the first is decided.
    await wire.until(({ stream, type }) => stream === 1 || type === frameTypes.goaway, 8000)
    if (!wire.closed) wire.send(wire.headers(3))
    await waitFor(() => wire.closed || origin.requests.some(({ line }) => line.startsWith('GET / ')), 5000)
    expect(origin.inexplicable).toEqual([])
    const lines = origin.requests.map(({ line }) => line)
    expect(lines.filter((line) => line.includes('hidden'))).toEqual([])
    const first = lines.filter((line) => line !== 'GET / HTTP/1.1')
    expect(first).toEqual(mayPass ? ['POST /x HTTP/1.1'] : [])
    for (const { fields: sent } of origin.requests)
      expect(sent.map((field) => field.toLowerCase()).filter((field) => field.startsWith('host:'))).toEqual([
        `host: ${wire.authority}`,
      ])
  })

  test('trailers do not become fields where the destination speaks HTTP/1.1', async () => {
    const origin = await startRawOrigin()
    const proxy = await startProxy([origin])
    const wire = await http2Wire(proxy, origin)
    wire.send(
      frame(headers, endHeaders, 1, fieldBlock([...post(wire.authority), ['content-type', 'text/plain']])),
      frame(data, 0, 1, Buffer.from('body')),
      frame(
        headers,
        endHeaders | endStream,
        1,
        fieldBlock([
          ['x-trailer', 'hidden'],
          ['host', 'hidden'],
        ]),
      ),
    )
    await waitFor(() => origin.requests.length === 1)
    expect(origin.bytes.toString()).not.toContain('hidden')
    expect(origin.requests[0]?.body.toString()).toBe('body')
    expect(origin.inexplicable).toEqual([])
  })
})
