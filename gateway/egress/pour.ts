/** Hands the pieces of an answer to the client at its pace. */
import type { ClientResponse } from './client-message.ts'

export interface PourOptions {
  /** How long a client may read nothing while something waits for it. */
  bodyIdleTimeoutMs: number
  /** True once nobody wants the rest. */
  isOver(): boolean
}

/** Resolves when all was handed over, or nobody wants it any more. Rejects with what the pieces break with. */
export async function pour(
  pieces: AsyncIterable<Uint8Array>,
  response: ClientResponse,
  { bodyIdleTimeoutMs, isOver }: PourOptions,
): Promise<void> {
  for await (const piece of pieces) {
    if (isOver()) return
    if (piece.length > 0 && !response.write(piece)) await drained(response, bodyIdleTimeoutMs)
  }
}

function drained(response: ClientResponse, bodyIdleTimeoutMs: number): Promise<void> {
  const { socket } = response
  socket?.setTimeout(bodyIdleTimeoutMs)
  return new Promise((resolve) => {
    const go = () => {
      socket?.setTimeout(0)
      response.off('drain', go)
      response.off('close', go)
      resolve()
    }
    response.on('drain', go)
    response.on('close', go)
  })
}
