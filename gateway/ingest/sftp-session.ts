/** One SFTP session: takes requests in order, holds back a client that sends faster than is sealed, and answers each. */
import type { Socket } from 'node:net'
import { KiB, MiB } from '../core/units.ts'
import type { SftpChannel, SftpFolder, SftpRequest } from './sftp-protocol.ts'

export interface SftpSessionParts {
  folder: SftpFolder
  /** Paused while too much waits: ssh2 widens its window whether or not anybody has dealt with what came. */
  socket: Socket
  /** A session that asks nothing for so long is ended. */
  idleMs(): number
  /** The client has sent its last request, and all are answered. */
  done(): void
  /** Ends the connection. */
  end(): void
}

/** What may wait for its turn; OpenSSH sends 64 requests of 32 KiB ahead. A socket in flow adds at most 64 KiB. */
const mostWaitingBytes = 4 * MiB
const mostWaitingRequests = 256
/** Answers that may lie here unread: thousands, where a client that works waits for a few dozen. */
const mostUnreadBytes = MiB

export function serveSftp(
  channel: SftpChannel,
  { folder, socket, idleMs, done, end }: SftpSessionParts,
): void {
  let waiting = { requests: 0, bytes: 0 }
  let last: Promise<void> = Promise.resolve()
  let timer = setTimeout(end, idleMs())
  const isTooMuch = () => waiting.bytes > mostWaitingBytes || waiting.requests > mostWaitingRequests

  const take = (id: number, request: SftpRequest) => {
    clearTimeout(timer)
    const bytes = (request.kind === 'write' ? request.bytes.length : 0) + KiB
    waiting = { requests: waiting.requests + 1, bytes: waiting.bytes + bytes }
    if (isTooMuch()) socket.pause()
    last = last.then(async () => {
      const answer = await folder.answer(request)
      waiting = { requests: waiting.requests - 1, bytes: waiting.bytes - bytes }
      if (socket.destroyed) return
      if (socket.isPaused() && !isTooMuch()) socket.resume()
      channel.answer(id, answer)
      if (channel.unreadBytes > mostUnreadBytes) return void socket.destroy()
      clearTimeout(timer)
      timer = setTimeout(end, idleMs())
    })
  }
  socket.once('close', () => clearTimeout(timer))
  // OpenSSH's client waits for the server to end the session.
  channel.listen({ request: take, end: () => void last.finally(done) })
}
