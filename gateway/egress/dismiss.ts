/** Ends the connections of clients that are served no more, each after the request that is under way on it. */
import type { Socket } from 'node:net'
import type { Clock } from '../core/ports.ts'
import type { ClientConnection } from './connection.ts'
import { closeGently } from './linger.ts'

const lookMs = 25

/**
 * What is under way may end within the time that a stop would leave it: an answer without an end must not outlive the
 * permission for ever. Nothing new begins. Never rejects.
 */
export async function dismiss(
  connections: readonly (readonly [Socket, ClientConnection])[],
  withinMs: number,
  clock: Clock,
): Promise<void> {
  for (const [, connection] of connections) connection.closing = true
  const deadline = clock.monotonic() + withinMs
  let left = connections
  for (;;) {
    left = left.filter(([socket, connection]) => {
      if (socket.destroyed) return false
      // A turn ends when the answer was handed over, which is before the client has it.
      if (connection.turn !== null || socket.writableLength > 0) return true
      closeGently(socket)
      return false
    })
    if (left.length === 0) return
    if (clock.monotonic() >= deadline) break
    await new Promise((resolve) => setTimeout(resolve, lookMs))
  }
  for (const [socket] of left) socket.destroy()
}
