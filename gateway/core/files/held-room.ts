/** Counts what one file takes in memory, and stops where there is no room left. */
import type { FileOrders } from '../content/inspector.ts'
import { GatewayError } from '../errors.ts'

export class HeldRoom {
  readonly #files: FileOrders | undefined
  #bytes = 0

  constructor(files: FileOrders | undefined) {
    this.#files = files
  }

  /** Holds so many bytes more. @throws GatewayError CONTENT_LIMIT where there is no room for them */
  take(bytes: number): void {
    const room = this.#files?.room
    if (room === undefined || bytes <= 0) return
    this.#bytes += bytes
    if (room.hold(bytes)) return
    // Whoever holds it gives up; a WebSocket's next file must find room again.
    this.letGo()
    throw new GatewayError('CONTENT_LIMIT', { limit: 'maxHeldBytes' })
  }

  /** Holds so many bytes in all. */
  takeUpTo(bytes: number): void {
    this.take(bytes - this.#bytes)
  }

  /** Nothing is held any more. May be called again. */
  letGo(): void {
    if (this.#bytes > 0) this.#files?.room?.letGo(this.#bytes)
    this.#bytes = 0
  }
}
