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
