/** Tells by the first bytes of a connection whether they begin a request of HTTP/1. */

/** `more`: not known yet, though all that came so far would fit. */
export type RequestLineReading = 'yes' | 'no' | 'more'

/** A line that began as a request line and is longer is one, too: whoever reads requests says what is wrong with it. */
const maxLineBytes = 16 * 1024

/** RFC 9112 §3: method SP target SP version; the method is a token (RFC 9110 §5.6.2). Other protocols begin so, too. */
const methodPart = /^[!#$%&'*+.^_`|~0-9A-Za-z-]*(?:[ \t]|$)/
/** Looser than the standard, where servers are: what is not quite a request line must not pass for something else. */
const requestLine = /^[^ \t]+[ \t][^\n]*HTTP\/[01]\.\d[ \t]*\r?$/i

export function readRequestLine(bytes: Buffer): RequestLineReading {
  return new RequestLineReader().read(bytes)
}

/** Looks at each byte once, however small the pieces are that they come in. */
export class RequestLineReader {
  /** Where the line begins. */
  #start = 0
  /** What stands before was looked at. */
  #at = 0
  #isBehindMethod = false

  /** Takes all bytes so far each time, as long as it says `more`. */
  read(bytes: Buffer): RequestLineReading {
    if (this.#at === this.#start) this.#skipEmptyLines(bytes)
    const start = this.#start
    if (start === bytes.length) return start > maxLineBytes ? 'no' : 'more'
    const end = bytes.indexOf(0x0a, this.#at)
    if (!this.#isBehindMethod) {
      const came = bytes.toString('latin1', this.#at, end === -1 ? start + maxLineBytes : end)
      const [part] = methodPart.exec(came) ?? []
      if (part === undefined || isBlank(bytes[start])) return 'no'
      this.#isBehindMethod = /[ \t]/.test(part)
    }
    if (end !== -1) return requestLine.test(bytes.toString('latin1', start, end)) ? 'yes' : 'no'
    this.#at = bytes.length
    return bytes.length - start < maxLineBytes ? 'more' : 'yes'
  }

  /** RFC 9112 §2.2: empty lines before it are ignored. */
  #skipEmptyLines(bytes: Buffer): void {
    while (bytes[this.#start] === 0x0d || bytes[this.#start] === 0x0a) this.#start += 1
    this.#at = this.#start
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09
}
