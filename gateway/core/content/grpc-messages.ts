/** Tells the messages in a gRPC body from each other, and which bodies are gRPC. */

/** One message as it stands in a body: `start` is behind its prefix. */
export interface GrpcMessage {
  compressed: boolean
  start: number
  end: number
}

const prefixLength = 5
/** Each is judged by itself. */
const maxMessages = 10_000

/** Protobuf is what a type without a name for its messages means (gRPC over HTTP2, Content-Type). */
export function isGrpc(contentType: string): boolean {
  const type = (contentType.split(';', 1)[0] as string).trim().toLowerCase()
  return type === 'application/grpc' || type === 'application/grpc+proto'
}

/**
 * gRPC over HTTP2 (github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md, Length-Prefixed-Message): one byte that says
 * whether it is compressed, its length in four. Null where the body is something else, or cut short.
 */
export function grpcMessages(body: Uint8Array): readonly GrpcMessage[] | null {
  const messages: GrpcMessage[] = []
  const view = new DataView(body.buffer, body.byteOffset, body.length)
  for (let at = 0; at < body.length; ) {
    const flag = body[at] as number
    if (flag > 1 || body.length - at < prefixLength || messages.length === maxMessages) return null
    const start = at + prefixLength
    const end = start + view.getUint32(at + 1)
    if (end > body.length) return null
    messages.push({ compressed: flag === 1, start, end })
    at = end
  }
  return messages
}

/**
 * How many bytes at the beginning of what came are whole messages. -1 where the next one is longer than `mostBytes`, or
 * none: then more of it need not come.
 */
export function wholeMessages(bytes: Uint8Array, mostBytes: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 0
  while (bytes.length - at >= prefixLength) {
    const next = at + prefixLength + view.getUint32(at + 1)
    if ((bytes[at] as number) > 1 || next - at > mostBytes) return at > 0 ? at : -1
    if (next > bytes.length) break
    at = next
  }
  return at
}

/** How many bytes there have to be before the message at the beginning is whole, or more can be said of it. */
export function neededBytes(bytes: Uint8Array): number {
  if (bytes.length < prefixLength) return prefixLength
  return prefixLength + new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(1)
}

/** Follows messages that come in pieces, however small, by their prefixes alone. */
export class MessageEnds {
  readonly #mostBytes: number
  readonly #prefix = new Uint8Array(prefixLength)
  #prefixBytes = 0
  /** Of the message whose prefix was seen. */
  #left = 0
  #isLost = false

  /** `mostBytes`: of one message; behind a longer one, and behind none, nothing is known any more. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  /** True where all that came so far is whole messages. */
  get isAtEnd(): boolean {
    return !this.#isLost && this.#left === 0 && this.#prefixBytes === 0
  }

  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.length && !this.#isLost; ) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, piece.length - at)
        this.#left -= taken
        at += taken
        continue
      }
      this.#prefix[this.#prefixBytes++] = piece[at++] as number
      if (this.#prefixBytes === prefixLength) this.#begin()
    }
  }

  #begin(): void {
    const bytes = neededBytes(this.#prefix)
    this.#isLost = (this.#prefix[0] as number) > 1 || bytes > this.#mostBytes
    this.#left = bytes - prefixLength
    this.#prefixBytes = 0
  }
}
