/** Stands between a device and the broker: packets that are too long, too many or too early never reach it. */
import { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import { type FrameKind, FrameScanner, frameKindOf } from '../core/telemetry/frame.ts'
import { TokenBucket } from '../core/telemetry/token-bucket.ts'
import { KiB } from '../core/units.ts'
import type { Ending } from './counts.ts'

export interface GuardOptions {
  maxPacketBytes: number
  messagesPerSecond: number
  /** What is written must go on its way within this time. */
  drainMs: number
  monotonic(): number
  /** The session is over, and why. */
  ended(reason: Ending): void
}

type Done = (error?: Error | null) => void

/** So much of a message counts as one of `messagesPerSecond` where bytes are limited. */
const bytesPerMessage = 2 * KiB
/** A device that was away may send what it kept in one go, as far as this many seconds' worth. */
const burstSeconds = 5
/** Pings and subscriptions: nobody needs more, and they are cheap to send in masses. */
const controlPerSecond = 10
const controlBurst = 50

/**
 * The plain stream for the broker. Lengths are looked at before a packet is held anywhere; messages beyond the rate wait
 * in the network (nothing more is read), masses of control packets end the session, and so does not taking what the
 * gateway says: aedes would have everybody wait. Behind CONNECT nothing is let
 * through until `open` is called.
 */
export class GuardedStream extends Duplex {
  readonly #socket: TLSSocket
  readonly #options: GuardOptions
  readonly #scanner: FrameScanner
  readonly #messages: TokenBucket
  readonly #bytes: TokenBucket
  readonly #control: TokenBucket
  #phase: 'connect' | 'connecting' | 'open' = 'connect'
  #held: Buffer | null = null
  #isFull = false
  #timer: NodeJS.Timeout | null = null
  #saidGoodbye = false
  #isSending = false
  #drainTimer: NodeJS.Timeout | null = null

  constructor(socket: TLSSocket, options: GuardOptions) {
    super({ allowHalfOpen: false })
    this.#socket = socket
    this.#options = options
    this.#scanner = new FrameScanner(options.maxPacketBytes)
    const now = options.monotonic()
    const { messagesPerSecond: perSecond, maxPacketBytes } = options
    this.#messages = new TokenBucket({ perSecond, burst: perSecond * burstSeconds, now })
    const bytesPerSecond = perSecond * bytesPerMessage
    const burst = Math.max(bytesPerSecond * burstSeconds, 2 * maxPacketBytes)
    this.#bytes = new TokenBucket({ perSecond: bytesPerSecond, burst, now })
    this.#control = new TokenBucket({ perSecond: controlPerSecond, burst: controlBurst, now })
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('end', () => this.push(null))
    socket.on('error', () => this.destroy())
    socket.on('close', () => this.destroy())
  }

  /** It sent DISCONNECT, as a session should end (MQTT 3.1.1 §3.14). */
  get saidGoodbye(): boolean {
    return this.#saidGoodbye
  }

  /** The broker knows the client: what it sends may come. */
  open(): void {
    this.#phase = 'open'
    this.#pump()
  }

  override _read(): void {
    this.#isFull = false
    this.#pump()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#send(chunk, done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: Done): void {
    this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done)
  }

  override _final(done: Done): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: Done): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (this.#drainTimer !== null) clearTimeout(this.#drainTimer)
    this.#held = null
    this.#socket.destroy()
    // The broker's own reasons (nothing drains) are handed back to it; the network's troubles never come here.
    done(error)
  }

  /** One write is on its way at a time; one timer watches them all. */
  #send(bytes: Buffer, done: Done): void {
    this.#isSending = true
    if (this.#drainTimer === null)
      this.#drainTimer = setTimeout(() => this.#look(), this.#options.drainMs).unref()
    else this.#drainTimer.refresh()
    this.#socket.write(bytes, (error) => {
      this.#isSending = false
      done(error)
    })
  }

  #look(): void {
    if (this.#isSending) this.#end('stalled')
  }

  #take(chunk: Buffer): void {
    this.#held = this.#held === null ? chunk : Buffer.concat([this.#held, chunk])
    this.#pump()
  }

  /** Hands on what may go now, and stops reading while something may not. */
  #pump(): void {
    if (this.#timer !== null || this.destroyed) return
    const bytes = this.#held
    this.#held = null
    if (bytes !== null && !this.#isFull) {
      const allowed = this.#judge(bytes)
      if (allowed === null) return
      if (allowed > 0)
        this.#isFull = !this.push(allowed === bytes.length ? bytes : bytes.subarray(0, allowed))
      if (allowed < bytes.length) this.#held = bytes.subarray(allowed)
    } else this.#held = bytes
    if (this.#held === null && !this.#isFull) this.#socket.resume()
    else this.#socket.pause()
  }

  /** How many bytes may be handed on now; null where the session is over. */
  #judge(bytes: Buffer): number | null {
    let at = 0
    while (at < bytes.length) {
      if (this.#scanner.isBetween) {
        const verdict = this.#admit(frameKindOf(bytes[at] ?? 0))
        if (verdict === 'wait') return at
        if (verdict !== 'go') return this.#end(verdict)
      }
      const { at: next, found } = this.#scanner.push(bytes, at)
      at = next
      if (found?.event === 'malformed') return this.#end('protocol')
      if (found?.event === 'too-long') return this.#end('packet-too-long')
      if (found !== null) this.#bytes.spend(found.bytes, this.#options.monotonic())
    }
    return at
  }

  #admit(kind: FrameKind): 'go' | 'wait' | Ending {
    if (this.#phase === 'connecting') return 'wait'
    if (this.#phase === 'connect') {
      this.#phase = 'connecting'
      return kind === 'connect' ? 'go' : 'protocol'
    }
    const now = this.#options.monotonic()
    switch (kind) {
      case 'connect':
      case 'other':
        return 'protocol'
      case 'disconnect':
        this.#saidGoodbye = true
        return 'go'
      case 'control':
        return this.#control.take(now) ? 'go' : 'flood'
      case 'acknowledgement':
      case 'publish':
        if (this.#bytes.waitMs(now) === 0 && this.#messages.take(now)) return 'go'
        this.#wakeIn(Math.max(this.#bytes.waitMs(now), this.#messages.waitMs(now)))
        return 'wait'
    }
  }

  #wakeIn(delayMs: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#pump()
    }, delayMs)
    this.#timer.unref()
  }

  #end(reason: Ending): null {
    this.#options.ended(reason)
    this.destroy()
    return null
  }
}
