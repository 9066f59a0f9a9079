/** Cuts the bytes between control and a worker into frames: four bytes of length, then one JSON value. */
import { Buffer } from 'node:buffer'

const lengthBytes = 4

/** What a stranger may send before it has proven itself. */
export const maxHelloBytes = 4096
/** What a worker may send: a batch of records or tokens. */
export const maxWorkerFrameBytes = 8 * 1024 * 1024
/** What control may send: a policy with dictionaries and catalogue. */
export const maxControlFrameBytes = 64 * 1024 * 1024

/** Why bytes are no frame. Carries nothing of them. */
export class FrameFault extends Error {
  override readonly name = 'FrameFault'
  readonly fault: 'too-long' | 'empty' | 'not-json'

  constructor(fault: FrameFault['fault']) {
    super(`a frame is ${fault}`)
    this.fault = fault
  }
}

export function encodeFrame(message: object): Buffer {
  const text = JSON.stringify(message)
  const bytes = Buffer.byteLength(text)
  const frame = Buffer.allocUnsafeSlow(lengthBytes + bytes)
  frame.writeUInt32BE(bytes)
  frame.write(text, lengthBytes)
  return frame
}

/** Takes bytes as they come and gives frames back. A length that is too long is refused before any of it is kept. */
export class FrameReader {
  /** May be raised once the other side has proven itself. */
  maxBytes: number
  #pieces: Buffer[] = []
  #held = 0

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  /** One message after the other, so that each may change what the next is allowed. Throws FrameFault. */
  *read(chunk: Buffer): Generator<unknown> {
    this.#pieces.push(chunk)
    this.#held += chunk.length
    while (this.#held >= lengthBytes) {
      const length = this.#front(lengthBytes).readUInt32BE()
      if (length > this.maxBytes) throw new FrameFault('too-long')
      if (length === 0) throw new FrameFault('empty')
      if (this.#held < lengthBytes + length) return
      const whole = this.#front(lengthBytes + length)
      const text = whole.toString('utf8', lengthBytes, lengthBytes + length)
      this.#pieces = [whole.subarray(lengthBytes + length), ...this.#pieces.slice(1)]
      this.#held -= lengthBytes + length
      yield parsed(text)
    }
  }

  /** The first piece, which then holds so many bytes at least. A frame is joined once, however many pieces it comes in. */
  #front(bytes: number): Buffer {
    const first = this.#pieces[0] as Buffer
    if (first.length >= bytes) return first
    const joined = Buffer.concat(this.#pieces)
    this.#pieces = [joined]
    return joined
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new FrameFault('not-json')
  }
}
