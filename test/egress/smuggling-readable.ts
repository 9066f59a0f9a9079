/** Requests with one meaning only, though they are written in an unusual way: what arrives is the usual way. */
import { expect } from 'vitest'
import { fieldOf, type WireRequest } from './raw.ts'
import type { Way } from './scene.ts'
import type { Opening } from './smuggling-vectors.ts'

export interface Readable {
  what: string
  bytes: (at: Opening) => string
  only?: Way
  /** The body that gateway and origin both read; none where it is left out. */
  body?: string
  arrives?: (request: WireRequest, at: Opening) => void
}

const hello = 'Content-Length: 5\r\n\r\nhello'
const chunkedHello = 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'
const absent =
  (...names: string[]) =>
  (request: WireRequest) => {
    for (const name of names) expect(fieldOf(request, name), name).toBeNull()
  }

export const readable: Readable[] = [
  {
    what: 'a chunked body arrives with one length and no coding',
    bytes: (at) => `${at.line('POST', '/x')}${at.host}${chunkedHello}`,
    body: 'hello',
    arrives: (request) => {
      expect(fieldOf(request, 'content-length')).toBe('5')
      absent('transfer-encoding')(request)
    },
  },
  {
    what: 'a coding in capitals and behind a tab is chunked',
    bytes: (at) => `${at.line('POST', '/x')}${at.host}${chunkedHello.replace(' chunked', '\t CHUNKED')}`,
    body: 'hello',
  },
  {
    what: 'chunk extensions, capital digits and leading zeros end at the gateway',
    bytes: (at) =>
      `${at.line('POST', '/x')}${at.host}Transfer-Encoding: chunked\r\n\r\n000A;a=b;c="d"\r\nhellohello\r\n0;e\r\n\r\n`,
    body: 'hellohello',
  },
  {
    what: 'trailers end at the gateway, whatever they are called',
    bytes: (at) =>
      `${at.line('POST', '/x')}${at.host}Trailer: X-T\r\n${chunkedHello.slice(0, -2)}X-T: 1\r\nHost: other.example.test\r\nAuthorization: Basic YTpi\r\n\r\n`,
    body: 'hello',
    arrives: absent('x-t', 'trailer', 'authorization'),
  },
  {
    what: 'a length with leading zeros arrives as a plain number',
    bytes: (at) => `${at.line('POST', '/x')}${at.host}Content-Length: 0005\r\n\r\nhello`,
    body: 'hello',
    arrives: (request) => expect(fieldOf(request, 'content-length')).toBe('5'),
  },
  {
    what: 'a GET with a body arrives with that body',
    bytes: (at) => `${at.line('GET', '/x')}${at.host}${hello}`,
    body: 'hello',
  },
  {
    what: 'a POST without a body arrives without one',
    bytes: (at) => `${at.line('POST', '/x')}${at.host}Content-Length: 0\r\n\r\n`,
    arrives: (request) => expect(fieldOf(request, 'content-length')).toBe('0'),
  },
  {
    what: 'empty lines before a request are skipped',
    bytes: (at) => `\r\n\r\n${at.line('GET', '/x')}${at.host}\r\n`,
  },
  {
    what: 'two spaces in a request line arrive as one',
    bytes: (at) => `${at.line('GET', '/x').replace(' ', '  ')}${at.host}\r\n`,
  },
  {
    what: 'a Host in capitals and with a final dot arrives in the one form that was judged',
    bytes: (at) => `${at.line('GET', '/x')}Host: ${at.authority.toUpperCase().replace(':', '.:')}\r\n\r\n`,
    only: 'tunnel',
  },
  {
    what: 'an absolute target wins over a different Host, which does not arrive',
    bytes: (at) => `${at.line('GET', '/x')}Host: other.example.test\r\n\r\n`,
    only: 'plain',
  },
  {
    what: 'an absolute target of the same destination arrives as a path',
    bytes: (at) => `GET https://${at.authority}/x HTTP/1.1\r\n${at.host}\r\n`,
    only: 'tunnel',
  },
  {
    what: 'an absolute target without a path arrives as the root',
    bytes: (at) => `GET http://${at.authority}?x=1 HTTP/1.1\r\n${at.host}\r\n`,
    only: 'plain',
    arrives: (request) => expect(request.line).toBe('GET /?x=1 HTTP/1.1'),
  },
  {
    what: 'HTTP/1.0 without Host is asked for by its absolute target',
    bytes: (at) => `${at.line('GET', '/x', '1.0')}Connection: keep-alive\r\n\r\n`,
    only: 'plain',
  },
  {
    what: 'a path that begins with two slashes stays a path',
    bytes: (at) => `${at.line('GET', '//other.example.test/x')}${at.host}\r\n`,
    arrives: (request) => expect(request.line).toBe('GET //other.example.test/x HTTP/1.1'),
  },
  {
    what: 'bytes beyond ASCII in a value arrive as they were',
    bytes: (at) => `${at.line('GET', '/x')}${at.host}X-A: \xe9\xff\x80\r\n\r\n`,
    arrives: (request) => expect(fieldOf(request, 'x-a')).toBe('\xe9\xff\x80'),
  },
  {
    what: 'fields that Connection names end at the gateway',
    bytes: (at) =>
      `${at.line('GET', '/x')}${at.host}Connection: keep-alive, X-A,, x-b\r\nX-A: 1\r\nX-B: 2\r\nX-C: 3\r\n\r\n`,
    arrives: (request) => {
      absent('x-a', 'x-b')(request)
      expect(fieldOf(request, 'x-c')).toBe('3')
    },
  },
  {
    what: 'fields that speak of one connection only end at the gateway',
    bytes: (at) =>
      `${at.line('GET', '/x')}${at.host}Keep-Alive: 5\r\nProxy-Connection: keep-alive\r\nProxy-Authorization: Basic YTpi\r\nTE: trailers\r\nTrailer: X-T\r\n\r\n`,
    arrives: absent('keep-alive', 'proxy-connection', 'proxy-authorization', 'te', 'trailer'),
  },
  {
    what: 'Expect: 100-continue of HTTP/1.0 is ignored',
    bytes: (at) =>
      `${at.line('POST', '/x', '1.0')}${at.host}Connection: keep-alive\r\nExpect: 100-continue\r\n${hello}`,
    body: 'hello',
    arrives: absent('expect'),
  },
]
