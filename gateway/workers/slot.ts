/** One place for a worker: who fills it now, how it is, and what it knows. */
import type { Hello, ToControl } from '../core/worker/to-control.ts'
import type { ToWorker } from '../core/worker/to-worker.ts'
import { type Asked, WorkerDesk } from './desk.ts'
import { Told } from './knowledge.ts'
import type { WorkerLine } from './line.ts'
import type { CrewPorts, WorkerStatus } from './ports.ts'
import { identityOf, isAlive, type ProcessIdentity, signal } from './process-identity.ts'
import { provesItself } from './roll.ts'

/** A process that may fill the place: what it proves itself with, and since when it is waited for. */
export interface Candidate {
  /** Null where a service unit starts it, and ends it. */
  process: ProcessIdentity | null
  secretHash: string
  /** True where it ran before this control did: it has nothing to start, and only has to come back. */
  isFormer?: boolean
}

export interface SlotOptions {
  worker: string
  ports: CrewPorts
  owners: Map<string, string>
}

type Pong = Extract<ToControl, { kind: 'pong' }>

const nothingYet: Pong = { kind: 'pong', connections: 0, heldBytes: 0, residentBytes: 0, buffered: 0 }

/** A start takes a second or two, and many times that on a machine that swaps. */
const startMs = 60_000

export class Slot {
  readonly worker: string
  readonly #options: SlotOptions
  candidate: Candidate | null = null
  line: WorkerLine | null = null
  listening: { host: string; port: number } | null = null
  applied = 0
  replaced = 0
  /** Losses in a row, each soon after the start. */
  quickLosses = 0
  startedAt = 0
  /** As the worker says, for people alone: nothing is ended by it. */
  #saidProcessId: number | null = null
  /** Who joined last, as the kernel knows it. */
  #joined: ProcessIdentity | null = null
  #heardAt = 0
  #pong: Pong = nothingYet
  #told = new Told()
  #desk: WorkerDesk

  constructor(options: SlotOptions) {
    this.worker = options.worker
    this.#options = options
    this.#desk = this.#newDesk()
  }

  get desk(): WorkerDesk {
    return this.#desk
  }

  /** Another process is to fill the place. */
  begin(candidate: Candidate): void {
    const { clock } = this.#options.ports
    this.candidate = candidate
    this.listening = null
    this.applied = 0
    this.startedAt = clock.monotonic()
    this.#heardAt = this.startedAt
    this.#pong = nothingYet
    this.#desk = this.#newDesk()
  }

  /** True for the process that is waited for, proven by its secret. */
  knows(hello: Hello): boolean {
    const secret = Buffer.from(hello.secret, 'base64')
    return this.candidate !== null && provesItself(secret, this.candidate.secretHash)
  }

  /** A worker that comes back takes the place of its own former line. */
  join(line: WorkerLine, { listening, processId }: Hello): void {
    this.line?.cut(null)
    this.line = line
    this.listening = listening
    this.#saidProcessId = processId
    // A unit starts the next one by the same order, at times before anybody missed the former: what that one was given ends with it.
    if (this.#joined !== null && this.#joined.processId !== processId && !isAlive(this.#joined))
      this.#desk = this.#newDesk()
    this.#joined = identityOf(processId)
    this.#told = new Told()
    this.heard()
  }

  heard(): void {
    this.#heardAt = this.#options.ports.clock.monotonic()
  }

  /** Control itself was held up: nobody is late for that. */
  forgive(ms: number): void {
    this.#heardAt += ms
  }

  take(message: Asked): void {
    this.#desk.take(message)
  }

  answered(pong: Pong): void {
    this.#pong = pong
  }

  say(messages: readonly ToWorker[]): void {
    for (const message of this.line === null ? [] : this.#told.news(messages)) this.line?.send(message)
  }

  leave(line: WorkerLine): void {
    if (this.line !== line) return
    this.line = null
    // A unit that comes back tells again where it listens.
    if (this.candidate?.process === null) this.listening = null
    this.#desk.lineEnded()
  }

  /** Why this worker has to be replaced; null where it is well. `missedMs`: a heartbeat that stays away so long. */
  fault(missedMs: number): 'ended' | 'silent' | null {
    if (this.candidate === null) return null
    const { process, isFormer } = this.candidate
    // Where a unit starts it, a worker that is away is waited for.
    if (process === null && this.line === null) return null
    if (process !== null && !isAlive(process)) return 'ended'
    const isStarting = this.listening === null && isFormer !== true
    const patienceMs = isStarting ? startMs : missedMs
    const silentMs = this.#options.ports.clock.monotonic() - this.#heardAt
    return silentMs > patienceMs ? 'silent' : null
  }

  /** The process is gone, or is no worker of ours any more. */
  end(how: 'SIGKILL' | 'SIGTERM'): void {
    const process = this.candidate?.process ?? null
    if (process !== null) signal(process, how)
  }

  clear(): void {
    this.line?.cut(null)
    this.line = null
    this.#desk.lineEnded()
    this.candidate = null
    this.listening = null
    this.#saidProcessId = null
    this.#pong = nothingYet
  }

  status(settings: number): WorkerStatus {
    const { connections, heldBytes, residentBytes, buffered } = this.#pong
    return {
      worker: this.worker,
      processId: this.candidate?.process?.processId ?? this.#saidProcessId,
      state:
        this.candidate === null
          ? 'lost'
          : this.line !== null && this.listening !== null
            ? 'serving'
            : 'starting',
      ...{ connections, heldBytes, residentBytes },
      bufferedRecords: buffered,
      isCurrent: this.applied === settings,
      replaced: this.replaced,
    }
  }

  #newDesk(): WorkerDesk {
    const { ports, worker, owners } = this.#options
    return new WorkerDesk({ ports, worker, owners, reply: (message) => this.line?.send(message) })
  }
}
