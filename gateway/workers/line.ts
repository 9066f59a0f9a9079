/** Control's end of the line to one worker: bounded in both directions, and cut at the first frame that is none. */
import type { Socket } from 'node:net'
import {
  encodeFrame,
  FrameFault,
  FrameReader,
  maxHelloBytes,
  maxWorkerFrameBytes,
} from '../core/worker/frame.ts'
import { type Hello, helloSchema, type ToControl, toControlSchema } from '../core/worker/to-control.ts'
import type { ToWorker } from '../core/worker/to-worker.ts'

export interface LineOwner {
  /** False where the worker is not known: the line is cut. */
  hello(hello: Hello, line: WorkerLine): boolean
  heard(message: ToControl, line: WorkerLine): void
  /** `fault`: why control cut it; null where it just ended. */
  ended(line: WorkerLine, fault: string | null): void
}

/** A worker that takes nothing is found by its heartbeat; until then no more than this waits for it. */
const mostWaitingBytes = 128 * 1024 * 1024

export class WorkerLine {
  readonly #socket: Socket
  readonly #owner: LineOwner
  readonly #reader = new FrameReader(maxHelloBytes)
  #isKnown = false
  #fault: string | null = null

  constructor(socket: Socket, owner: LineOwner) {
    this.#socket = socket
    this.#owner = owner
    socket.on('data', (chunk) => this.#read(chunk))
    socket.on('error', () => socket.destroy())
    socket.on('close', () => owner.ended(this, this.#fault))
  }

  get isKnown(): boolean {
    return this.#isKnown
  }

  send(message: ToWorker): void {
    if (this.#socket.destroyed) return
    if (this.#socket.writableLength > mostWaitingBytes) this.cut('takes-nothing')
    else this.#socket.write(encodeFrame(message))
  }

  /** `fault`: a stable word; null where nothing is wrong. */
  cut(fault: string | null): void {
    this.#fault ??= fault
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    try {
      for (const frame of this.#reader.read(chunk)) {
        this.#take(frame)
        if (this.#socket.destroyed) return
      }
    } catch (error) {
      this.cut(error instanceof FrameFault ? error.fault : 'not-understood')
    }
  }

  #take(frame: unknown): void {
    if (this.#isKnown) {
      this.#owner.heard(toControlSchema.parse(frame), this)
      return
    }
    if (!this.#owner.hello(helloSchema.parse(frame), this)) {
      this.cut('unknown')
      return
    }
    this.#isKnown = true
    this.#reader.maxBytes = maxWorkerFrameBytes
  }
}
