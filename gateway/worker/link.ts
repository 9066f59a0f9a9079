/** The worker's one line to control: proves itself, sends and asks, and comes back when the line was cut. */
import { connect, type Socket } from 'node:net'
import { encodeFrame, FrameReader, maxControlFrameBytes } from '../core/worker/frame.ts'
import type { Hello, ToControl } from '../core/worker/to-control.ts'
import { type ToWorker, toWorkerSchema } from '../core/worker/to-worker.ts'

export interface LinkOptions {
  socketPath: string
  /** Asked at each connection. */
  hello(): Hello
  /** All but answers. The first of each connection is `welcome`. */
  heard(message: ToWorker): void
  /** How long what may wait for control does; absent: as long as a restart takes. */
  returnMs?: number
  /** No control for so long, or none that takes this worker: it should end. */
  forsaken(): void
}

export type Answer = Extract<ToWorker, { ask: number }>
/** What is asked, by the number of the question. */
type Question = (ask: number) => Extract<ToControl, { ask: number }>

const firstWaitMs = 50
const longestWaitMs = 1000
const answerMs = 60_000
const maxQuestions = 5000
/** Nobody who looks after a worker takes longer to bring control back; a forgotten one must not serve for ever. */
const longestAloneMs = 10 * 60_000
/** Cut off so often in a row before it was welcomed: control does not know this worker. */
const mostRefusals = 5
/** So long a restart of control takes on a slow box; clients wait longer than that for an answer. */
const returnMs = 10_000
/** What waits for it holds a request, and maybe a body of it: more than these do without. */
const mostPatient = 1000

export class ControlLink {
  readonly #options: LinkOptions
  readonly #questions = new Map<number, (answer: Answer | null) => void>()
  #socket: Socket | null = null
  #isWelcome = false
  readonly #patient = new Set<() => void>()
  #asked = 0
  #refusals = 0
  #returnMs: number
  #waitMs = firstWaitMs
  #retry: NodeJS.Timeout | null = null
  #alone: NodeJS.Timeout | null = null
  #closed = false

  constructor(options: LinkOptions) {
    this.#options = options
    this.#returnMs = options.returnMs ?? returnMs
    this.#connect()
    this.#watchAlone()
  }

  /** True while control listens. */
  get isUp(): boolean {
    return this.#isWelcome
  }

  /** How long what may wait for control does from now on. */
  waitFor(ms: number): void {
    this.#returnMs = ms
  }

  /** Said, and not yet taken by control. */
  get waitingBytes(): number {
    return this.#socket?.writableLength ?? 0
  }

  /** False where nobody heard it. */
  send(message: ToControl): boolean {
    return this.sendFrame(() => encodeFrame(message))
  }

  sendFrame(frame: () => Buffer): boolean {
    const socket = this.#socket
    if (socket === null || !this.#isWelcome) return false
    // What is said in one turn leaves with one write.
    if (socket.writableCorked === 0) {
      socket.cork()
      process.nextTick(() => socket.uncork())
    }
    socket.write(frame())
    return true
  }

  /** Null where control is away, or goes away before it has answered. */
  ask(question: Question): Promise<Answer | null> {
    if (this.#questions.size >= maxQuestions) return Promise.resolve(null)
    this.#asked += 1
    const ask = this.#asked
    if (!this.send(question(ask))) return Promise.resolve(null)
    return new Promise((resolve) => {
      const timer = setTimeout(() => answered(null), answerMs)
      const answered = (answer: Answer | null) => {
        clearTimeout(timer)
        this.#questions.delete(ask)
        resolve(answer)
      }
      this.#questions.set(ask, answered)
    })
  }

  /** As `ask`, of what may be asked twice: where control is away it is waited for a while, and asked again when it is back. */
  async askPatiently(question: Question): Promise<Answer | null> {
    const until = performance.now() + this.#returnMs
    for (;;) {
      const answer = await this.ask(question)
      if (answer !== null || this.#isWelcome || !(await this.#returned(until))) return answer
    }
  }

  /** False where control is not back in time, or too many wait for it. */
  #returned(until: number): Promise<boolean> {
    const leftMs = until - performance.now()
    if (this.#closed || leftMs <= 0 || this.#patient.size >= mostPatient) return Promise.resolve(false)
    return new Promise((resolve) => {
      const awake = () => {
        clearTimeout(timer)
        this.#patient.delete(awake)
        resolve(this.#isWelcome)
      }
      const timer = setTimeout(awake, leftMs)
      this.#patient.add(awake)
    })
  }

  /** Ends the line once everything said has left. */
  async close(): Promise<void> {
    this.#closed = true
    for (const awake of [...this.#patient]) awake()
    clearTimeout(this.#retry ?? undefined)
    clearTimeout(this.#alone ?? undefined)
    const socket = this.#socket
    if (socket === null) return
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve())
      setTimeout(resolve, longestWaitMs).unref()
      socket.end()
    })
  }

  #connect(): void {
    const socket = connect(this.#options.socketPath)
    const reader = new FrameReader(maxControlFrameBytes)
    this.#socket = socket
    socket.on('connect', () => socket.write(encodeFrame(this.#options.hello())))
    socket.on('data', (chunk) => {
      try {
        for (const frame of reader.read(chunk)) this.#hear(toWorkerSchema.parse(frame))
      } catch {
        // Control of another version, or none at all.
        socket.destroy()
      }
    })
    // A control that fell leaves its socket behind; where there is none, nobody will come.
    let isGone = false
    socket.on('error', (error: NodeJS.ErrnoException) => {
      isGone = error.code === 'ENOENT'
    })
    socket.on('close', (hadError) => this.#cut(!hadError || isGone))
  }

  #hear(message: ToWorker): void {
    if (message.kind === 'welcome') {
      this.#isWelcome = true
      this.#refusals = 0
      this.#waitMs = firstWaitMs
      clearTimeout(this.#alone ?? undefined)
    }
    if ('ask' in message) this.#questions.get(message.ask)?.(message)
    else this.#options.heard(message)
    // Only now: control was told whose exchanges these are.
    if (message.kind === 'welcome') for (const awake of [...this.#patient]) awake()
  }

  /** `isRefusal`: it was not that control is away for a while. */
  #cut(isRefusal: boolean): void {
    if (isRefusal && !this.#isWelcome) this.#refusals += 1
    if (this.#isWelcome) this.#watchAlone()
    this.#isWelcome = false
    this.#socket = null
    for (const answered of [...this.#questions.values()]) answered(null)
    if (this.#closed) return
    if (this.#refusals >= mostRefusals) {
      this.#options.forsaken()
      return
    }
    this.#retry = setTimeout(() => this.#connect(), this.#waitMs)
    this.#waitMs = Math.min(this.#waitMs * 2, longestWaitMs)
  }

  #watchAlone(): void {
    clearTimeout(this.#alone ?? undefined)
    if (!this.#closed) this.#alone = setTimeout(() => this.#options.forsaken(), longestAloneMs)
  }
}
