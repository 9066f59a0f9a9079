/** Ends the connections of HTTP/2 that are dead, or whose other side takes nothing, where Node tells nobody. */
import type { Http2Session } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import type { Clock } from '../../core/ports.ts'
import { KiB, MiB, secondMs } from '../../core/units.ts'

const lookEveryMs = secondMs
/** Who takes at least so much is never taken for somebody who takes nothing. */
const leastBytesPerSecond = 10 * KiB
/**
 * So much may be taken before it is seen here: Linux says that there is room again once a third of what it keeps is sent
 * (`sk_stream_is_writeable`; 4 MiB unless `tcp_wmem` says more), and the other side once a 16th of its own (6 MiB) is read.
 */
const unseenBytes = 2 * MiB
const leastPatienceMs = (unseenBytes / leastBytesPerSecond) * secondMs

/** What Node's sockets are made of (`StreamBase` in its src/stream_base.h). */
interface Handle {
  readonly fd: number
  readonly bytesWritten: number
  /** Bytes that it was given and has not passed on; absent where what it writes to is a stream of HTTP/2. */
  readonly writeQueueSize?: number
  /** What TLS writes to. */
  readonly _parent?: Handle | null
}

/** What is known of a connection whose other side may be slow. */
export interface Pace {
  /** Milliseconds of a clock that only goes forward. */
  now(): number
  /**
   * True while a stream from which nothing was taken since then may be one of many that a slow connection is shared by: something
   * of the connection waits, or was taken lately. Node shows no window of a stream, so whoever opens none for it is not told
   * from that earlier.
   */
  mayWait(since: number): boolean
  /** True once it is let go since it took nothing. */
  isGivenUp(): boolean
}

interface Followed {
  socket: TLSSocket
  /** Bytes that were taken at the last look, by the kernel or by the stream below, and since when it is so many. */
  taken: number
  since: number
  /** When it was last seen that something was taken. */
  movedAt: number
  /** Writing seemed to have failed at the last look. */
  isSuspect: boolean
  isGivenUp: boolean
}

export interface WatchOptions {
  clock: Pick<Clock, 'monotonic'>
  /** How long the other side may take nothing of what waits for it; asked each time, since a reload changes it. */
  idleMs(): number
}

/**
 * A session stops reading while it writes. Where the other side is gone then, the write fails, and Node tells of that only
 * those writes of streams that ended in it (`ClearOutgoing` in its src/node_http2.cc). What the session writes next stays in
 * TLS for ever, which passes nothing on behind a write that failed (`TLSWrap::EncOut` in src/crypto/crypto_tls.cc), and
 * so nothing is read any more: neither the session nor its socket ever ends (Node 24.21).
 */
export class SessionWatch {
  readonly #options: WatchOptions
  readonly #followed = new Map<Http2Session, Followed>()
  #timer: NodeJS.Timeout | undefined

  constructor(options: WatchOptions) {
    this.#options = options
  }

  follow(session: Http2Session, socket: TLSSocket): Pace {
    const now = () => this.#options.clock.monotonic()
    const followed: Followed = {
      socket,
      taken: 0,
      since: now(),
      movedAt: now(),
      isSuspect: false,
      isGivenUp: false,
    }
    this.#followed.set(session, followed)
    this.#timer ??= setInterval(() => this.#look(), lookEveryMs).unref()
    session.once('close', () => {
      this.#followed.delete(session)
      if (this.#followed.size > 0) return
      clearInterval(this.#timer)
      this.#timer = undefined
    })
    return {
      now,
      mayWait: (since) => now() - since < this.#patienceMs() && this.#isUnderWay(followed, now()),
      isGivenUp: () => followed.isGivenUp,
    }
  }

  #isUnderWay({ socket, taken, movedAt }: Followed, now: number): boolean {
    const queues = queuesOf(socket)
    if (queues === null) return false
    return queues.isBehind || queues.taken !== taken || now - movedAt < this.#options.idleMs()
  }

  #patienceMs(): number {
    return Math.max(this.#options.idleMs(), leastPatienceMs)
  }

  #look(): void {
    const now = this.#options.clock.monotonic()
    for (const [session, followed] of this.#followed) {
      if (!this.#isOver(followed, now)) continue
      session.destroy()
      followed.socket.destroy()
    }
  }

  #isOver(followed: Followed, now: number): boolean {
    const queues = queuesOf(followed.socket)
    if (queues === null) return true
    const { taken, isBehind } = queues
    const isMoving = taken !== followed.taken
    if (isMoving) followed.movedAt = now
    if (isMoving || !isBehind) followed.since = now
    followed.taken = taken
    // So it is in a working connection, too, but for one turn of the loop.
    const isDead = queues.isSuspect && followed.isSuspect && !isMoving
    followed.isSuspect = queues.isSuspect
    followed.isGivenUp = now - followed.since >= this.#patienceMs()
    return isDead || followed.isGivenUp
  }
}

interface Queues {
  /** Bytes that were passed on to the end. */
  taken: number
  isBehind: boolean
  /** TLS keeps something, and the kernel has all that it was given. */
  isSuspect: boolean
}

/** Null once it is closed. */
function queuesOf(socket: TLSSocket): Queues | null {
  const tls = (socket as unknown as { _handle: Handle | null })._handle
  if (tls === null) return null
  const below = tls._parent
  if (below == null) return { taken: 0, isBehind: false, isSuspect: false }
  const kept = (tls.writeQueueSize ?? 0) > 0
  // A tunnel in a stream of HTTP/2 is dead where that stream is, whose own session is looked at.
  if (below.fd < 0) return { taken: below.bytesWritten, isBehind: kept, isSuspect: false }
  const waiting = below.writeQueueSize ?? 0
  return { taken: below.bytesWritten - waiting, isBehind: waiting > 0, isSuspect: kept && waiting === 0 }
}
