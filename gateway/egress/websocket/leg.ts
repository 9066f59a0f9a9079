/** One side of a WebSocket: its frames become messages, messages become its frames. */
import { Buffer } from 'node:buffer'
import type { Duplex, Writable } from 'node:stream'
import type { Clock } from '../../core/ports.ts'
import { KiB } from '../../core/units.ts'
import type { HeldShare } from '../held-budget.ts'
import { ControlRate } from './control-rate.ts'
import type { Deflate } from './deflate.ts'
import { busy, type FrameFault, faultOf, flood, wrong } from './frame-fault.ts'
import { FrameLengths } from './frame-lengths.ts'
import { deflateName, type FrameExtensions, type FrameSender, Receiver, Sender } from './framing.ts'

export interface LegOptions {
  /** A socket, a TLS connection or a stream of HTTP/2, behind its opening handshake. */
  stream: Duplex
  /** What of it was read with the handshake. */
  head: Buffer
  /** Null where nothing is compressed. */
  deflate: Deflate | null
}

export interface LegBounds {
  maxMessageBytes: number
  clock: Pick<Clock, 'monotonic'>
  /** Where the bytes of a message are counted. */
  share(): HeldShare
}

/** Told what comes, in its order. */
export interface LegListener {
  /** `share`: what of it is counted as held, given back by whoever deals with it; null where it is short. */
  message(data: Buffer, isBinary: boolean, share: HeldShare | null): void
  ping(data: Buffer): void
  pong(data: Buffer): void
  /** 1005: without a code. */
  closed(code: number, reason: Buffer): void
  /** Nothing more comes. */
  ended(): void
  failed(fault: FrameFault): void
  /** Bytes came. */
  heard(): void
  /** Ends when what came before is dealt with; null where nothing waits. */
  room(): Promise<void> | null
}

/** In one message. A writer that sends less than 64 bytes a frame should not send a megabyte. */
const maxFragments = 16 * KiB
/** Pieces in which an unfinished frame came: each costs as much as a small message. */
const maxPieces = 16 * KiB
/** So much of each message is held without being counted. */
const uncountedBytes = 64 * KiB
const noReason = Buffer.alloc(0)

export class Leg {
  readonly stream: Duplex
  readonly #isServer: boolean
  readonly #deflate: Deflate | null
  readonly #bounds: LegBounds
  readonly #listener: LegListener
  readonly #receiver: Writable
  readonly #sender: FrameSender
  readonly #controls: ControlRate
  /** `ws` takes lengths that are longer than they need to be. */
  readonly #lengths = new FrameLengths()
  #isWrong = false
  #isClosed = false
  #isDeaf = false
  /** Why nothing is read now. */
  #isHeld = false
  #isReading = false
  #unfinishedBytes = 0
  #share: HeldShare | null = null

  /** `role`: what the gateway is on this side. */
  constructor(
    role: 'server' | 'client',
    { stream, deflate }: Pick<LegOptions, 'stream' | 'deflate'>,
    { bounds, listener }: { bounds: LegBounds; listener: LegListener },
  ) {
    this.stream = stream
    this.#isServer = role === 'server'
    this.#deflate = deflate
    this.#bounds = bounds
    this.#listener = listener
    const extensions: FrameExtensions = deflate === null ? {} : { [deflateName]: deflate }
    this.#receiver = new Receiver({
      isServer: this.#isServer,
      extensions,
      maxPayload: bounds.maxMessageBytes,
      maxFragments,
      maxBufferedChunks: maxPieces,
    })
    this.#sender = new Sender(stream, extensions)
    this.#controls = new ControlRate(bounds.clock)
    if (deflate !== null)
      deflate.gate = { room: () => listener.room(), unpacked: (bytes) => this.#count(bytes) }
  }

  /** Begins to read. `head` comes first. */
  start(head: Buffer): void {
    const { stream } = this
    const receiver = this.#receiver
    receiver.on('message', (data: Buffer, isBinary: boolean) => {
      const share = this.#share
      this.#share = null
      this.#unfinishedBytes = 0
      this.#listener.message(data, isBinary, share)
    })
    receiver.on('ping', (data: Buffer) => this.#control(() => this.#listener.ping(data)))
    receiver.on('pong', (data: Buffer) => this.#control(() => this.#listener.pong(data)))
    receiver.on('conclude', (code: number, reason: Buffer) => {
      this.#isDeaf = true
      this.#listener.closed(code, reason)
    })
    receiver.on('error', (error) => this.#fail(faultOf(error)))
    stream.on('error', () => stream.destroy())
    stream.on('end', () => this.#listener.ended())
    stream.on('close', () => {
      this.#isDeaf = true
      this.#forget()
      this.#deflate?.cleanup()
      this.#listener.ended()
    })
    if (head.length > 0) this.#read(head)
    stream.on('data', (chunk: Buffer) => this.#read(chunk))
    // Whoever had it before may have paused it, or its `end` may have been seen already.
    if (!this.#isReading) stream.resume()
    if (stream.destroyed || stream.readableEnded) this.#listener.ended()
  }

  /** Nothing is read until `release`. */
  hold(): void {
    this.#isHeld = true
    this.stream.pause()
  }

  release(): void {
    if (!this.#isHeld) return
    this.#isHeld = false
    if (!this.#isReading) this.stream.resume()
  }

  /** Null where more may be sent at once. */
  send(data: Buffer, isBinary: boolean): Promise<void> | null {
    if (this.#isClosed || this.stream.destroyed) return null
    const compress = this.#deflate?.compresses(data.length) === true
    const frame = { binary: isBinary, compress, fin: true, mask: !this.#isServer }
    if (!compress) {
      this.#sender.send(data, frame)
      return this.#drained()
    }
    return new Promise((resolve) => this.#sender.send(data, frame, () => resolve()))
  }

  ping(data: Buffer): Promise<void> | null {
    if (this.#isClosed || this.stream.destroyed) return null
    this.#sender.ping(data, !this.#isServer)
    return this.#drained()
  }

  pong(data: Buffer): Promise<void> | null {
    if (this.#isClosed || this.stream.destroyed) return null
    this.#sender.pong(data, !this.#isServer)
    return this.#drained()
  }

  /** Says that no message follows; once. 1005 and 1006 stand for no code, and are never sent (RFC 6455 §7.4.1). */
  close(code: number, reason: Buffer = noReason): void {
    if (this.#isClosed || this.stream.destroyed) return
    this.#isClosed = true
    this.#sender.close(code === 1005 || code === 1006 ? undefined : code, reason, !this.#isServer)
  }

  /** Ends the stream behind what was sent; what still comes is thrown away. */
  finish(): void {
    this.#isDeaf = true
    this.#isClosed = true
    if (!this.stream.writableEnded) this.stream.end()
    this.#isHeld = false
    this.stream.resume()
  }

  #read(chunk: Buffer): void {
    this.#listener.heard()
    if (this.#isDeaf || this.#isWrong) return
    this.#count(chunk.length)
    if (this.#isDeaf) return
    const fault = this.#lengths.faultIn(chunk)
    this.#isWrong = fault >= 0
    // What came before is dealt with first.
    if (this.#isWrong) this.#receiver.write(chunk.subarray(0, fault), () => this.#fail(wrong))
    else this.#receiver.write(chunk, this.#taken)
    // It is unpacking on another thread.
    if (this.#receiver.writableLength === 0 || this.#isDeaf) return
    this.#isReading = true
    this.stream.pause()
  }

  readonly #taken = (): void => {
    if (!this.#isReading) return
    this.#isReading = false
    if (!this.#isHeld) this.stream.resume()
  }

  #control(pass: () => void): void {
    if (this.#isDeaf) return
    if (this.#controls.isWithin()) pass()
    else this.#fail(flood)
  }

  #count(bytes: number): void {
    this.#unfinishedBytes += bytes
    if (this.#unfinishedBytes <= uncountedBytes) return
    const counted = this.#share === null ? this.#unfinishedBytes : bytes
    this.#share ??= this.#bounds.share()
    if (!this.#share.take(counted)) this.#fail(busy)
  }

  /** Nothing more of an unfinished message comes. */
  #forget(): void {
    this.#unfinishedBytes = 0
    this.#share?.giveBack()
    this.#share = null
  }

  #fail(fault: FrameFault): void {
    if (this.#isDeaf) return
    this.#isDeaf = true
    this.#forget()
    this.#listener.failed(fault)
  }

  #drained(): Promise<void> | null {
    const { stream } = this
    if (!stream.writableNeedDrain) return null
    return new Promise((resolve) => {
      const go = () => {
        stream.off('drain', go).off('close', go)
        resolve()
      }
      stream.on('drain', go).on('close', go)
    })
  }
}
