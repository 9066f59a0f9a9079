/** Tells by the first bytes of a connection whether they begin a request of HTTP/1. */

/** `more`: not known yet, though all that came so far would fit. */
export type RequestLineReading = 'yes' | 'no' | 'more'

/** A line that began as a request line and is longer is one, too: whoever reads requests says what is wrong with it. */
const maxLineBytes = 16 * 1024

/** RFC 9112 §3: method SP target SP version; the method is a token (RFC 9110 §5.6.2). Other protocols begin so, too. */
const beginning = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:[ \t]|$)/
/** Looser than the standard, where servers are: what is not quite a request line must not pass for something else. */
const requestLine = /^[^ \t]+[ \t][^\n]*HTTP\/[01]\.\d[ \t]*\r?$/i

export function readRequestLine(bytes: Buffer): RequestLineReading {
  let start = 0
  // RFC 9112 §2.2: empty lines before it are ignored.
  while (bytes[start] === 0x0d || bytes[start] === 0x0a) start += 1
  if (start === bytes.length) return start > maxLineBytes ? 'no' : 'more'
  const end = bytes.indexOf(0x0a, start)
  const line = bytes.toString('latin1', start, end === -1 ? start + maxLineBytes : end)
  if (!beginning.test(line)) return 'no'
  if (end !== -1) return requestLine.test(line) ? 'yes' : 'no'
  return line.length < maxLineBytes ? 'more' : 'yes'
}
