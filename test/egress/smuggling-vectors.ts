/** Requests that two readers could read in two ways, one by one: none of them may reach a destination. */

/** How a request begins on one of the two kinds of connection. */
export interface Opening {
  /** The whole request line. */
  line(method: string, path: string, version?: string): string
  /** `Host: …` of the destination, with its line end. */
  host: string
  /** host:port. */
  authority: string
}

export interface Vector {
  /** Completes the sentence "… is refused". */
  what: string
  bytes: (at: Opening) => string
  /** What the client is told; 400 where it is left out. */
  status?: number
  /** Where only one of the two kinds of connection can carry it. */
  only?: 'plain' | 'tunnel'
}

const post = (at: Opening, rest: string): string => `${at.line('POST', '/x')}${at.host}${rest}`
const get = (at: Opening, rest: string): string => `${at.line('GET', '/x')}${at.host}${rest}`
const chunked = 'Transfer-Encoding: chunked\r\n\r\n'
const fiveBytes = '5\r\nhello\r\n0\r\n\r\n'

/** RFC 9112 §6.3: a length and a coding, two lengths, or a length that is no number. */
export const lengths: Vector[] = [
  {
    what: 'Content-Length before Transfer-Encoding',
    bytes: (at) => post(at, `Content-Length: 5\r\n${chunked}${fiveBytes}`),
  },
  {
    what: 'Transfer-Encoding before Content-Length',
    bytes: (at) => post(at, `Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n${fiveBytes}`),
  },
  {
    what: 'Content-Length: 0 with Transfer-Encoding',
    bytes: (at) => post(at, `Content-Length: 0\r\n${chunked}${fiveBytes}`),
  },
  {
    what: 'Transfer_Encoding, which some servers read as Transfer-Encoding',
    bytes: (at) => post(at, `Transfer_Encoding: chunked\r\nContent-Length: 5\r\n\r\nhello`),
  },
  {
    what: 'content_length, which some servers read as Content-Length',
    bytes: (at) => post(at, 'content_length: 4\r\nContent-Length: 5\r\n\r\nhello'),
  },
  {
    what: 'two equal Content-Length fields',
    bytes: (at) => post(at, 'Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello'),
  },
  {
    what: 'two different Content-Length fields',
    bytes: (at) => post(at, 'Content-Length: 5\r\nContent-Length: 50\r\n\r\nhello'),
  },
  {
    what: 'a list of lengths in one Content-Length',
    bytes: (at) => post(at, 'Content-Length: 5, 5\r\n\r\nhello'),
  },
  { what: 'a Content-Length with a plus sign', bytes: (at) => post(at, 'Content-Length: +5\r\n\r\nhello') },
  { what: 'a negative Content-Length', bytes: (at) => post(at, 'Content-Length: -5\r\n\r\nhello') },
  { what: 'a hexadecimal Content-Length', bytes: (at) => post(at, 'Content-Length: 0x5\r\n\r\nhello') },
  { what: 'a fractional Content-Length', bytes: (at) => post(at, 'Content-Length: 5.0\r\n\r\nhello') },
  { what: 'a Content-Length in exponent form', bytes: (at) => post(at, 'Content-Length: 5e0\r\n\r\nhello') },
  {
    what: 'a Content-Length with a space inside',
    bytes: (at) => post(at, 'Content-Length: 5 0\r\n\r\nhello'),
  },
  {
    what: 'a Content-Length with an underscore',
    bytes: (at) => post(at, 'Content-Length: 1_0\r\n\r\nhello'),
  },
  { what: 'a quoted Content-Length', bytes: (at) => post(at, 'Content-Length: "5"\r\n\r\nhello') },
  { what: 'an empty Content-Length', bytes: (at) => post(at, 'Content-Length:\r\n\r\nhello') },
  {
    what: 'a Content-Length beyond 64 bits',
    bytes: (at) => post(at, 'Content-Length: 18446744073709551621\r\n\r\nhello'),
  },
  {
    what: 'a Content-Length that no number here holds exactly',
    bytes: (at) => post(at, 'Content-Length: 9007199254740993\r\n\r\nhello'),
  },
]

/** RFC 9112 §6.1: only `chunked`, once, in HTTP/1.1. */
export const codings: Vector[] = [
  {
    what: 'Transfer-Encoding: xchunked',
    bytes: (at) => post(at, `Transfer-Encoding: xchunked\r\n\r\n${fiveBytes}`),
  },
  {
    what: 'Transfer-Encoding with a vertical tab before its value',
    bytes: (at) => post(at, `Transfer-Encoding: \x0bchunked\r\n\r\n${fiveBytes}`),
  },
  {
    what: 'a coding with a tab behind it',
    bytes: (at) => post(at, `Transfer-Encoding: chunked\t\r\n\r\n${fiveBytes}`),
  },
  {
    what: 'a coding with a space behind it and a length',
    bytes: (at) => post(at, `Transfer-Encoding: chunked \r\nContent-Length: 5\r\n\r\n${fiveBytes}`),
  },
  {
    what: 'Transfer-Encoding given twice',
    bytes: (at) => post(at, `Transfer-Encoding: chunked\r\n${chunked}${fiveBytes}`),
  },
  {
    what: 'chunked and then identity in two fields',
    bytes: (at) => post(at, `Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n${fiveBytes}`),
  },
  {
    what: 'chunked, chunked',
    bytes: (at) => post(at, `Transfer-Encoding: chunked, chunked\r\n\r\n${fiveBytes}`),
  },
  { what: 'gzip, chunked', bytes: (at) => post(at, `Transfer-Encoding: gzip, chunked\r\n\r\n${fiveBytes}`) },
  { what: 'chunked, gzip', bytes: (at) => post(at, `Transfer-Encoding: chunked, gzip\r\n\r\n${fiveBytes}`) },
  {
    what: 'Transfer-Encoding: identity',
    bytes: (at) => post(at, `Transfer-Encoding: identity\r\n\r\n${fiveBytes}`),
  },
  {
    what: 'Transfer-Encoding: identity with a length',
    bytes: (at) => post(at, 'Transfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello'),
  },
  { what: 'an empty Transfer-Encoding', bytes: (at) => post(at, 'Transfer-Encoding:\r\n\r\n') },
  {
    what: 'an empty Transfer-Encoding with a length',
    bytes: (at) => post(at, 'Transfer-Encoding:\r\nContent-Length: 5\r\n\r\nhello'),
  },
  {
    what: 'a coding with a parameter',
    bytes: (at) => post(at, `Transfer-Encoding: chunked;q=1\r\n\r\n${fiveBytes}`),
  },
  { what: 'a quoted coding', bytes: (at) => post(at, `Transfer-Encoding: "chunked"\r\n\r\n${fiveBytes}`) },
  {
    what: 'HTTP/1.0 with Transfer-Encoding',
    bytes: (at) => `${at.line('POST', '/x', '1.0')}${at.host}${chunked}${fiveBytes}`,
  },
  {
    what: 'a space between Transfer-Encoding and its colon',
    bytes: (at) => post(at, `Transfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n${fiveBytes}`),
  },
  {
    what: 'Transfer-Encoding behind a folded line',
    bytes: (at) => post(at, `X-A: b\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n${fiveBytes}`),
  },
]

/** RFC 9112 §7.1: a chunk's size is hexadecimal digits, and each line ends with CR LF. */
export const chunks: Vector[] = [
  { what: 'a negative chunk size', bytes: (at) => post(at, `${chunked}-5\r\nhello\r\n0\r\n\r\n`) },
  { what: 'a chunk size with 0x', bytes: (at) => post(at, `${chunked}0x5\r\nhello\r\n0\r\n\r\n`) },
  { what: 'a chunk size with a plus sign', bytes: (at) => post(at, `${chunked}+5\r\nhello\r\n0\r\n\r\n`) },
  {
    what: 'a chunk size beyond 64 bits',
    bytes: (at) => post(at, `${chunked}10000000000000005\r\nhello\r\n0\r\n\r\n`),
  },
  { what: 'an empty chunk size', bytes: (at) => post(at, `${chunked}\r\nhello\r\n0\r\n\r\n`) },
  { what: 'a chunk size that is no number', bytes: (at) => post(at, `${chunked}five\r\nhello\r\n0\r\n\r\n`) },
  { what: 'a space before a chunk size', bytes: (at) => post(at, `${chunked} 5\r\nhello\r\n0\r\n\r\n`) },
  { what: 'a space after a chunk size', bytes: (at) => post(at, `${chunked}5 \r\nhello\r\n0\r\n\r\n`) },
  {
    what: 'a chunk longer than its size',
    bytes: (at) => post(at, `${chunked}5\r\nhelloGARBAGE\r\n0\r\n\r\n`),
  },
  { what: 'a chunk without the CR LF behind it', bytes: (at) => post(at, `${chunked}5\r\nhello0\r\n\r\n`) },
  {
    what: 'a chunk size line that ends with a bare LF',
    bytes: (at) => post(at, `${chunked}5\nhello\r\n0\r\n\r\n`),
  },
  { what: 'chunk data that ends with a bare LF', bytes: (at) => post(at, `${chunked}5\r\nhello\n0\r\n\r\n`) },
  { what: 'chunk data that ends with a bare CR', bytes: (at) => post(at, `${chunked}5\r\nhello\r0\r\n\r\n`) },
  { what: 'a last chunk that ends with a bare LF', bytes: (at) => post(at, `${chunked}5\r\nhello\r\n0\n\n`) },
  {
    what: 'a chunk extension with a bare LF',
    bytes: (at) => post(at, `${chunked}5;a=b\nhello\r\n0\r\n\r\n`),
  },
  {
    what: 'a chunk extension with a bare CR',
    bytes: (at) => post(at, `${chunked}5;a\rb\r\nhello\r\n0\r\n\r\n`),
  },
  {
    what: 'chunk extensions without end',
    bytes: (at) => post(at, `${chunked}5;${'a'.repeat(70_000)}\r\nhello\r\n0\r\n\r\n`),
  },
  {
    what: 'a Content-Length among the trailers',
    bytes: (at) => post(at, `${chunked}5\r\nhello\r\n0\r\nContent-Length: 50\r\n\r\n`),
  },
  {
    what: 'a Transfer-Encoding among the trailers',
    bytes: (at) => post(at, `${chunked}5\r\nhello\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n`),
  },
  {
    what: 'a trailer that is no field',
    bytes: (at) => post(at, `${chunked}5\r\nhello\r\n0\r\nGET /y HTTP/1.1\r\n\r\n`),
  },
]

/** RFC 9112 §2.2, §5: lines end with CR LF, fields are `name:value`, and control characters stand nowhere. */
export const lines: Vector[] = [
  { what: 'a folded field', bytes: (at) => get(at, 'X-A: b\r\n c\r\n\r\n') },
  { what: 'a folded field with a tab', bytes: (at) => get(at, 'X-A: b\r\n\tc\r\n\r\n') },
  { what: 'a first field that is folded', bytes: (at) => `${at.line('GET', '/x')} X-A: b\r\n${at.host}\r\n` },
  { what: 'a bare CR in a field value', bytes: (at) => get(at, 'X-A: b\rX-B: c\r\n\r\n') },
  { what: 'a bare CR as a line end', bytes: (at) => get(at, 'X-A: b\r\r\n\r\n') },
  { what: 'a bare LF in a field value', bytes: (at) => get(at, 'X-A: b\nX-B: c\r\n\r\n') },
  {
    what: 'a bare LF behind the request line',
    bytes: (at) => `${at.line('GET', '/x').trimEnd()}\n${at.host}\r\n`,
  },
  { what: 'a bare LF at the end of the head', bytes: (at) => get(at, 'X-A: b\n\n') },
  { what: 'a NUL in a field value', bytes: (at) => get(at, 'X-A: b\0c\r\n\r\n') },
  { what: 'a NUL in a field name', bytes: (at) => get(at, 'X-A\0: b\r\n\r\n') },
  { what: 'a control character in a field value', bytes: (at) => get(at, 'X-A: b\x01c\r\n\r\n') },
  { what: 'a DEL in a field value', bytes: (at) => get(at, 'X-A: b\x7fc\r\n\r\n') },
  { what: 'a control character in a field name', bytes: (at) => get(at, 'X\x01A: b\r\n\r\n') },
  { what: 'a byte beyond ASCII in a field name', bytes: (at) => get(at, 'X-\xe9: b\r\n\r\n') },
  { what: 'a space before the colon', bytes: (at) => get(at, 'X-A : b\r\n\r\n') },
  { what: 'a tab before the colon', bytes: (at) => get(at, 'X-A\t: b\r\n\r\n') },
  { what: 'a space in a field name', bytes: (at) => get(at, 'X A: b\r\n\r\n') },
  { what: 'a field without a name', bytes: (at) => get(at, ': b\r\n\r\n') },
  { what: 'a field without a colon', bytes: (at) => get(at, 'X-A\r\n\r\n') },
  { what: 'a request line with a tab', bytes: (at) => `GET\t${at.line('GET', '/x').slice(4)}${at.host}\r\n` },
  {
    what: 'a request line without a version',
    bytes: (at) => `${at.line('GET', '/x').replace(/ HTTP.*\r\n/, '\r\n')}${at.host}\r\n`,
  },
  { what: 'HTTP/0.9 as a version', bytes: (at) => `${at.line('GET', '/x', '0.9')}${at.host}\r\n` },
  { what: 'HTTP/2.0 as a version', bytes: (at) => `${at.line('GET', '/x', '2.0')}${at.host}\r\n` },
  { what: 'HTTP/1.2 as a version', bytes: (at) => `${at.line('GET', '/x', '1.2')}${at.host}\r\n` },
  { what: 'HTTP/1.10 as a version', bytes: (at) => `${at.line('GET', '/x', '1.10')}${at.host}\r\n` },
  {
    what: 'http/1.1 in lower case',
    bytes: (at) => `${at.line('GET', '/x').replace('HTTP/', 'http/')}${at.host}\r\n`,
  },
  { what: 'a method in lower case', bytes: (at) => `${at.line('get', '/x')}${at.host}\r\n` },
  { what: 'a method that does not exist', bytes: (at) => `${at.line('GE T', '/x')}${at.host}\r\n` },
  { what: 'the preface of HTTP/2', bytes: () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' },
]

/** RFC 9112 §3.2: one Host, and a target that means the same to everybody. */
export const targets: Vector[] = [
  { what: 'a request without Host', bytes: (at) => `${at.line('GET', '/x')}\r\n` },
  { what: 'an empty Host', bytes: (at) => `${at.line('GET', '/x')}Host:\r\n\r\n` },
  { what: 'a repeated Host', bytes: (at) => get(at, `${at.host}\r\n`) },
  { what: 'a second, different Host', bytes: (at) => get(at, 'Host: other.example.test\r\n\r\n') },
  {
    what: 'two hosts in one Host',
    bytes: (at) => `${at.line('GET', '/x')}Host: ${at.authority}, other.example.test\r\n\r\n`,
  },
  { what: 'a Host with a path', bytes: (at) => `${at.line('GET', '/x')}Host: ${at.authority}/y\r\n\r\n` },
  {
    what: 'a Host with userinfo',
    bytes: (at) => `${at.line('GET', '/x')}Host: user@${at.authority}\r\n\r\n`,
  },
  {
    what: 'a Host with another host as userinfo',
    bytes: (at) => `${at.line('GET', '/x')}Host: ${at.authority}@other.example.test\r\n\r\n`,
  },
  {
    what: 'a Host with a scheme',
    bytes: (at) => `${at.line('GET', '/x')}Host: https://${at.authority}\r\n\r\n`,
  },
  {
    what: 'a Host with a port that is no number',
    bytes: (at) => `${at.line('GET', '/x')}Host: origin.example.test:443x\r\n\r\n`,
  },
  { what: 'a Host with two ports', bytes: (at) => `${at.line('GET', '/x')}Host: ${at.authority}:80\r\n\r\n` },
  { what: 'a Host with port 0', bytes: (at) => `${at.line('GET', '/x')}Host: origin.example.test:0\r\n\r\n` },
  {
    what: 'a Host with port 65536',
    bytes: (at) => `${at.line('GET', '/x')}Host: origin.example.test:65536\r\n\r\n`,
  },
  {
    what: 'a Host that inet_aton reads as an address',
    bytes: (at) => `${at.line('GET', '/x')}Host: 127.1\r\n\r\n`,
  },
  {
    what: 'a Host that is an address in hexadecimal',
    bytes: (at) => `${at.line('GET', '/x')}Host: 0x7f000001\r\n\r\n`,
  },
  {
    what: 'a Host that is an address in one number',
    bytes: (at) => `${at.line('GET', '/x')}Host: 2130706433\r\n\r\n`,
  },
  {
    what: 'a Host that is an address in octal',
    bytes: (at) => `${at.line('GET', '/x')}Host: 0177.0.0.1\r\n\r\n`,
  },
  {
    what: 'a Host with a percent escape',
    bytes: (at) => `${at.line('GET', '/x')}Host: origin%2eexample.test\r\n\r\n`,
  },
  {
    what: 'a Host beyond ASCII',
    bytes: (at) => `${at.line('GET', '/x')}Host: or\xedgin.example.test\r\n\r\n`,
  },
  {
    what: 'a Host with a zone identifier',
    bytes: (at) => `${at.line('GET', '/x')}Host: [fe80::1%25eth0]\r\n\r\n`,
  },
  { what: 'a Host with an unclosed bracket', bytes: (at) => `${at.line('GET', '/x')}Host: [::1\r\n\r\n` },
  { what: 'a target with a fragment', bytes: (at) => `${at.line('GET', '/x#y')}${at.host}\r\n` },
  { what: 'a target with a backslash', bytes: (at) => `${at.line('GET', '/x\\y')}${at.host}\r\n` },
  { what: 'a target with a space', bytes: (at) => `${at.line('GET', '/x y')}${at.host}\r\n` },
  { what: 'a target with a tab', bytes: (at) => `${at.line('GET', '/x\ty')}${at.host}\r\n` },
  { what: 'a target with a NUL', bytes: (at) => `${at.line('GET', '/x\0y')}${at.host}\r\n` },
  { what: 'a target with a bare CR', bytes: (at) => `${at.line('GET', '/x\ry')}${at.host}\r\n` },
  { what: 'a target with a DEL', bytes: (at) => `${at.line('GET', '/x\x7fy')}${at.host}\r\n` },
  { what: 'an asterisk for anything but OPTIONS', bytes: (at) => `GET * HTTP/1.1\r\n${at.host}\r\n` },
  { what: 'a target that is a bare word', bytes: (at) => `GET x HTTP/1.1\r\n${at.host}\r\n` },
  {
    what: 'an https target on a plain connection',
    bytes: (at) => `GET https://${at.authority}/x HTTP/1.1\r\n${at.host}\r\n`,
    only: 'plain',
  },
  { what: 'an ftp target', bytes: (at) => `GET ftp://${at.authority}/x HTTP/1.1\r\n${at.host}\r\n` },
  {
    what: 'a target with userinfo',
    bytes: (at) => `GET http://user:word@${at.authority}/x HTTP/1.1\r\n${at.host}\r\n`,
    only: 'plain',
  },
  {
    what: 'a target without an authority',
    bytes: (at) => `GET http:///x HTTP/1.1\r\n${at.host}\r\n`,
    only: 'plain',
  },
  {
    what: 'a target whose authority ends in a backslash',
    bytes: (at) => `GET http://${at.authority}\\@other.example.test/x HTTP/1.1\r\n${at.host}\r\n`,
    only: 'plain',
  },
  {
    what: 'a target that is an address in one number',
    bytes: (at) => `GET http://2130706433/x HTTP/1.1\r\n${at.host}\r\n`,
    only: 'plain',
  },
  {
    what: 'an http target inside a tunnel',
    bytes: (at) => `GET http://${at.authority}/x HTTP/1.1\r\n${at.host}\r\n`,
    only: 'tunnel',
  },
  {
    what: 'CONNECT inside a tunnel',
    bytes: (at) => `CONNECT ${at.authority} HTTP/1.1\r\n${at.host}\r\n`,
    only: 'tunnel',
  },
  {
    what: 'CONNECT without a port',
    bytes: (at) => `CONNECT origin.example.test HTTP/1.1\r\n${at.host}\r\n`,
    only: 'plain',
  },
  {
    what: 'CONNECT with a path',
    bytes: (at) => `CONNECT ${at.authority}/x HTTP/1.1\r\n${at.host}\r\n`,
    only: 'plain',
  },
  {
    what: 'CONNECT with userinfo',
    bytes: (at) => `CONNECT user@${at.authority} HTTP/1.1\r\n${at.host}\r\n`,
    only: 'plain',
  },
]

/** RFC 9110 §7.6.1, §10.1.1 and plain bounds. */
export const fields: Vector[] = [
  ...[
    'host',
    'authorization',
    'cookie',
    'content-length',
    'content-type',
    'content-encoding',
    'via',
    'transfer-encoding',
  ].map((name) => ({
    what: `${name} named in Connection`,
    bytes: (at: Opening) => post(at, `Connection: close, ${name}\r\nContent-Length: 5\r\n\r\nhello`),
  })),
  {
    what: 'two Content-Type fields',
    bytes: (at) =>
      post(at, 'Content-Type: text/plain\r\nContent-Type: image/png\r\nContent-Length: 5\r\n\r\nhello'),
  },
  {
    what: 'an expectation that nobody knows',
    status: 417,
    bytes: (at) => post(at, 'Expect: 200-ok\r\nContent-Length: 5\r\n\r\nhello'),
  },
  {
    what: 'an expectation beside 100-continue',
    status: 417,
    bytes: (at) => post(at, 'Expect: 100-continue, x\r\nContent-Length: 5\r\n\r\nhello'),
  },
  {
    what: 'more fields than anybody sends',
    status: 431,
    bytes: (at) => get(at, `${'A: b\r\n'.repeat(300)}\r\n`),
  },
  { what: 'a head without end', status: 431, bytes: (at) => get(at, `X-A: ${'b'.repeat(30_000)}\r\n\r\n`) },
  {
    what: 'fields beyond their own limit',
    status: 431,
    bytes: (at) => get(at, `X-A: ${'b'.repeat(17_000)}\r\n\r\n`),
  },
  {
    what: 'a target beyond its own limit',
    status: 414,
    bytes: (at) => `${at.line('GET', `/${'x'.repeat(9000)}`)}${at.host}\r\n`,
  },
]
