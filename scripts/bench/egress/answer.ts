/** Finds where an HTTP/1.1 answer ends, at a cost that stays far below that of the proxy under test. */

/** Fed with chunks of one connection; says after each whether the answer that was waited for is complete. */
export class AnswerReader {
  #head = ''
  #inBody = false
  #left = 0
  #chunked = false
  #tail = ''
  status = 0
  /** Body bytes of the current answer; of a chunked one its framing too. */
  bodyBytes = 0

  /** True when the answer ended with this chunk; the reader is then ready for the next answer. */
  push(chunk: Buffer): boolean {
    if (this.#inBody) return this.#takeBody(chunk)
    this.#head += chunk.toString('latin1')
    const end = this.#head.indexOf('\r\n\r\n')
    if (end === -1) return false
    const head = this.#head.slice(0, end)
    const rest = Buffer.from(this.#head.slice(end + 4), 'latin1')
    this.#head = ''
    this.status = Number(head.slice(9, 12))
    // Interim answers (RFC 9110 §15.2) come before the one that is waited for.
    if (this.status < 200) return rest.length > 0 && this.push(rest)
    this.#chunked = /\r\ntransfer-encoding: *chunked/i.test(head)
    this.#left = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
    this.#inBody = true
    this.#tail = ''
    this.bodyBytes = 0
    return this.#takeBody(rest)
  }

  #takeBody(chunk: Buffer): boolean {
    this.bodyBytes += chunk.length
    if (this.#chunked) {
      this.#tail = (this.#tail + chunk.subarray(-7).toString('latin1')).slice(-7)
      this.#inBody = !/(^|\r\n)0\r\n\r\n$/.test(this.#tail)
    } else {
      this.#left -= chunk.length
      this.#inBody = this.#left > 0
    }
    return !this.#inBody
  }
}
