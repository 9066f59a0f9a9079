/** Whether a client has already left when its handshake would begin: then it has seen no certificate that it could refuse. */
import type { Duplex } from 'node:stream'

/** More than this comes from nobody that waits for an answer. */
const mostBytes = 64 * 1024

/**
 * Reads on for two polls of the loop, in which an end that came along with the hello shows: the first read takes bytes
 * alone. What else came is back in the socket afterwards, which is paused.
 */
export function hasLeft(socket: Duplex): Promise<boolean> {
  if (socket.destroyed || socket.readableEnded) return Promise.resolve(true)
  return new Promise((resolve) => {
    const read: Buffer[] = []
    let size = 0
    let isOver = false
    const finish = (left: boolean) => {
      if (isOver) return
      isOver = true
      socket.off('data', onData).off('end', onEnd).off('close', onEnd)
      socket.pause()
      if (!left) for (const chunk of read.reverse()) socket.unshift(chunk)
      resolve(left)
    }
    const onData = (chunk: Buffer) => {
      read.push(chunk)
      size += chunk.length
      if (size >= mostBytes) finish(false)
    }
    const onEnd = () => finish(true)
    socket.on('data', onData).on('end', onEnd).on('close', onEnd)
    socket.resume()
    const turns = (left: number) => setImmediate(() => (left === 0 ? finish(false) : turns(left - 1)))
    turns(2)
  })
}
