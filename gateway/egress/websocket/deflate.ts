/** Compresses the messages of one side (RFC 7692), and unpacks no more than a message may be. */
import type { Buffer } from 'node:buffer'
import { MiB } from '../../core/units.ts'
import { type DeflateParameters, type Inflated, PerMessageDeflate } from './framing.ts'

export interface DeflateBounds {
  /** Of one message, unpacked. */
  maxMessageBytes: number
  /** Unpacked bytes for each packed one, judged from 1 MiB on. */
  maxRatio: number
}

/** What one frame, unpacked, may cost before the next one is: told by whoever takes the messages. */
export interface DeflateGate {
  /** Ends when what came before is dealt with; null where nothing waits. */
  room(): Promise<void> | null
  /** So many bytes of an unfinished message lie in memory now. */
  unpacked(bytes: number): void
}

const free: DeflateGate = { room: () => null, unpacked() {} }

/** Shorter ones gain little, and each costs a turn on another thread. */
const compressFrom = 1024

/** The smallest window there is (256 bytes), which zlib reads and cannot write: it takes one of 512 instead. */
const unwritableBits = 8

export class Deflate extends PerMessageDeflate {
  gate: DeflateGate = free
  readonly #maxRatio: number
  #isCompressing = true
  #packed = 0
  #unpacked = 0
  #isBusy = false
  #isOver = false

  constructor(role: 'server' | 'client', { maxMessageBytes, maxRatio }: DeflateBounds) {
    super({ isServer: role === 'server', maxPayload: maxMessageBytes, threshold: compressFrom })
    this.#maxRatio = maxRatio
  }

  /** Whether a message of so many bytes is worth it, and may be compressed at all. */
  compresses(bytes: number): boolean {
    return this.#isCompressing && bytes >= compressFrom
  }

  /** Takes the parameters that both sides agreed on. `own`: the word that stands before those of what we send. */
  agree(parameters: DeflateParameters, own: 'server' | 'client'): void {
    const agreed = { ...parameters }
    const theirs = own === 'server' ? 'client_max_window_bits' : 'server_max_window_bits'
    // A message need not be compressed (RFC 7692 §6), so nobody gets one that does not fit the window it asked for.
    this.#isCompressing = agreed[`${own}_max_window_bits`] !== unwritableBits
    // A larger window reads all that a smaller one wrote, and what zlib wrote with 512 bytes in place of 256 as well.
    if (agreed[theirs] === unwritableBits) delete agreed[theirs]
    this.params = agreed
  }

  override decompress(data: Buffer, fin: boolean, done: Inflated): void {
    const room = this.gate.room()
    if (room === null) this.#inflate(data, fin, done)
    else void room.then(() => this.#inflate(data, fin, done))
  }

  /** Lets go of zlib, after what it is at. */
  override cleanup(): void {
    this.#isOver = true
    if (!this.#isBusy) super.cleanup()
  }

  #inflate(data: Buffer, fin: boolean, done: Inflated): void {
    if (this.#isOver) return
    this.#isBusy = true
    super.decompress(data, fin, (error, unpacked) => {
      this.#isBusy = false
      if (this.#isOver) return super.cleanup()
      if (error !== null || unpacked === undefined) return done(error)
      this.#packed += data.length
      this.#unpacked += unpacked.length
      const isBomb = this.#unpacked >= MiB && this.#unpacked > this.#packed * this.#maxRatio
      this.gate.unpacked(unpacked.length)
      if (fin) {
        this.#packed = 0
        this.#unpacked = 0
      }
      if (isBomb)
        done(Object.assign(new Error('packed too tightly'), { code: 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' }))
      else done(null, unpacked)
    })
  }
}
