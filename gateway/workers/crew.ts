/** Starts the workers that carry traffic, tells them what they need, and ends them well. */
import { secondMs } from '../core/units.ts'
import { toBase64 } from '../core/worker/bytes.ts'
import { type Hello, protocolVersion, type ToControl } from '../core/worker/to-control.ts'
import type { EgressOptions } from '../egress/options.ts'
import { Changes } from './changes.ts'
import { Confirmation } from './confirm.ts'
import { CrewRoll } from './crew-roll.ts'
import { cannotStart, portNeeded, showCrew, showUnits } from './crew-words.ts'
import { type Door, openDoor } from './door.ts'
import { fillSlot } from './fill-slot.ts'
import { endThem } from './former.ts'
import { freePort } from './free-port.ts'
import { Knowledge } from './knowledge.ts'
import type { WorkerLine } from './line.ts'
import type { CrewPorts, CrewSettings, WorkerStatus } from './ports.ts'
import { Slot } from './slot.ts'
import { workerUser } from './user.ts'
import { Watch } from './watch.ts'

export interface RunningCrew extends AsyncDisposable {
  readonly host: string
  readonly port: number
  connections(): number
  heldBytes(): number
  /** Resolves when every worker that serves has taken them over. */
  reconfigure(options: EgressOptions): Promise<void>
  /** Tells every worker who the users of the proxy are now. */
  loginsChanged(): void
  /** Something that workers are told is another now. */
  knowledgeChanged(): void
  /** Tells every worker what machines count as now. */
  clientsChanged(): void
  /** Tells every worker which certificates of devices count now. */
  devicesChanged(): void
  workers(): WorkerStatus[]
}

/** A worker hands records over so often: what is lost where one is killed. */
const recordsMs = 100
const readyMs = 60_000
/** Between the end of the drain and the end of what does not end. */
const graceMs = secondMs
const applyMs = 5 * secondMs

/**
 * Resolves when the first worker accepts traffic. Throws PORT_IN_USE, PORT_FORBIDDEN, CONFIG_INVALID (folder or user), and
 * INTERNAL where no worker can begin.
 */
export async function startCrew(settings: CrewSettings, ports: CrewPorts): Promise<RunningCrew> {
  const crew = new Crew(settings, ports)
  try {
    await crew.start()
    return crew
  } catch (error) {
    await crew[Symbol.asyncDispose]()
    throw error
  }
}

class Crew implements RunningCrew {
  readonly #settings: CrewSettings
  readonly #ports: CrewPorts
  readonly #slots: readonly Slot[]
  readonly #owners = new Map<string, string>()
  readonly #knowledge: Knowledge
  readonly #roll: CrewRoll
  readonly #user: ReturnType<typeof workerUser>
  readonly #first = Promise.withResolvers<{ host: string; port: number }>()
  readonly #changes = new Changes()
  readonly #confirmation: Confirmation
  readonly #watch: Watch
  #options: EgressOptions
  #door: Door | null = null
  #bound = { host: '', port: 0 }
  #stopping: Promise<void> | null = null

  constructor(settings: CrewSettings, ports: CrewPorts) {
    this.#settings = settings
    this.#ports = ports
    this.#user = workerUser(settings.user)
    this.#slots = Array.from(
      { length: settings.workers },
      (_, i) => new Slot({ worker: `worker-${i + 1}`, ports, owners: this.#owners }),
    )
    this.#confirmation = new Confirmation({ ports, slots: this.#slots, flushMs: settings.flushMs })
    this.#roll = new CrewRoll(settings, ports)
    this.#watch = new Watch({
      ...{ slots: this.#slots, ports, heartbeat: settings.heartbeat },
      begin: (slot) => {
        this.#begin(slot)
        this.#roll.write(this.#slots)
      },
      lost: () => {
        this.#showState()
        this.#changes.happened()
      },
      looked: () => {
        this.#tellAll()
        void this.#confirmation.giveWhereDue()
      },
    })
    this.#options = { ...settings.options, pseudonym: this.#roll.pseudonym }
    this.#knowledge = new Knowledge({ ports, ...settings }, this.#options)
    this.#first.promise.catch(() => undefined)
  }

  get host(): string {
    return this.#bound.host
  }

  get port(): number {
    return this.#bound.port
  }

  connections(): number {
    return this.workers().reduce((sum, { connections }) => sum + connections, 0)
  }

  heldBytes(): number {
    return this.workers().reduce((sum, { heldBytes }) => sum + heldBytes, 0)
  }

  workers(): WorkerStatus[] {
    return this.#slots.map((slot) => slot.status(this.#knowledge.number))
  }

  async start(): Promise<void> {
    const { host, port } = this.#options
    if (this.#isByUnits && port === 0) throw portNeeded()
    const { former: known } = this.#roll
    const kept = known.slice(0, this.#slots.length)
    await endThem(known.slice(this.#slots.length), this.#options.drainMs)
    this.#door = await openDoor({
      folder: this.#settings.folder,
      user: this.#user,
      owner: {
        hello: (hello, line) => this.#hello(hello, line),
        heard: (message, line) => this.#heard(message, line),
        ended: (line, fault) => this.#lineEnded(line, fault),
      },
    })
    // With `reusePort` two gateways would share a port without a word: the first look is without it.
    if (kept.length === 0 && !this.#isByUnits)
      this.#options = { ...this.#options, port: await freePort({ host, port }) }
    this.#knowledge.replace(this.#options)
    for (const [i, slot] of this.#slots.entries()) {
      const former = kept[i]
      if (former === undefined) this.#begin(slot)
      else slot.begin({ process: former, secretHash: former.secretHash, isFormer: true })
    }
    this.#roll.write(this.#slots)
    this.#watch.start()
    // Units begin when they begin: nobody waits for them.
    if (this.#isByUnits) this.#first.resolve({ host: this.#options.host, port: this.#options.port })
    const late = setTimeout(() => this.#first.reject(cannotStart('no-worker')), readyMs)
    try {
      this.#bound = await this.#first.promise
    } finally {
      clearTimeout(late)
    }
    // A worker that begins later takes the very same port.
    this.#options = { ...this.#options, port: this.#bound.port }
    this.#showState()
  }

  async reconfigure(options: EgressOptions): Promise<void> {
    this.#options = { ...options, port: this.#bound.port, pseudonym: this.#roll.pseudonym }
    this.#knowledge.replace(this.#options)
    this.#tellAll()
    const { number } = this.#knowledge
    const isDone = () => this.#slots.every((slot) => slot.line === null || slot.applied >= number)
    const until = this.#ports.clock.monotonic() + applyMs
    while (!isDone() && this.#ports.clock.monotonic() < until)
      await this.#changes.next(until - this.#ports.clock.monotonic())
  }

  loginsChanged(): void {
    this.#tellAll()
  }

  knowledgeChanged(): void {
    this.#tellAll()
  }

  clientsChanged(): void {
    this.#tellAll()
  }

  devicesChanged(): void {
    this.#tellAll()
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  get #isByUnits(): boolean {
    return this.#settings.startedBy === 'units'
  }

  #begin(slot: Slot): void {
    if (this.#door === null) return
    const isFilled = fillSlot(slot, {
      ...{ door: this.#door, settings: this.#settings, user: this.#user, ports: this.#ports },
      ended: () => this.#watch.look(),
    })
    if (!isFilled) this.#watch.again(slot)
  }

  #hello(hello: Hello, line: WorkerLine): boolean {
    const slot = this.#slots.find((one) => one.knows(hello))
    if (slot === undefined || hello.protocol !== protocolVersion || this.#stopping !== null) return false
    if (hello.listening !== null && !this.#isAtPort(hello.listening)) {
      // It outlived a gateway that was told of another port: what runs in it may end in its time.
      slot.end('SIGTERM')
      return false
    }
    slot.join(line, hello)
    line.send({
      kind: 'welcome',
      salt: toBase64(this.#roll.salt),
      recordsMs,
      maxRecords: this.#settings.maxRecords,
    })
    line.send({ kind: 'review-key', key: toBase64(this.#ports.reviews.linkKeyOf(slot.worker)) })
    slot.say(this.#knowledge.messages())
    const persons = [...this.#roll.persons.all()]
    for (let at = 0; at < persons.length; at += 1000)
      line.send({ kind: 'persons', persons: persons.slice(at, at + 1000) })
    if (hello.listening !== null) this.#listens(slot, hello.listening, 'worker.adopted')
    return true
  }

  #isAtPort(place: { port: number; transparentPort: number | null }): boolean {
    const { port, transparentPort } = this.#options
    return (port === 0 || port === place.port) && transparentPort === place.transparentPort
  }

  #heard(message: ToControl, line: WorkerLine): void {
    const slot = this.#slots.find((one) => one.line === line)
    if (slot === undefined) return
    slot.heard()
    switch (message.kind) {
      case 'listening':
        slot.listening = { host: message.host, port: message.port }
        this.#listens(slot, slot.listening, 'worker.serving')
        return
      case 'failed':
        this.#first.reject(cannotStart(message.code))
        if (this.#isByUnits) showUnits(this.#ports.health, message.code)
        return
      case 'applied':
        slot.applied = message.settings
        this.#changes.happened()
        return
      case 'pong':
        slot.answered(message)
        return
      case 'persons':
        this.#share(message, slot)
        return
      case 'drained':
        return
      case 'leaf':
      case 'register':
      case 'release':
      case 'keep':
      case 'restore':
      case 'login':
      case 'review':
      case 'trouble':
      case 'review-claim':
      case 'machine':
      case 'original':
      case 'original-left':
      case 'records':
      case 'fault':
        slot.take(message)
        return
    }
  }

  #listens(
    slot: Slot,
    place: { host: string; port: number },
    event: 'worker.serving' | 'worker.adopted',
  ): void {
    const processId = slot.status(0).processId ?? 0
    this.#ports.log.event(event, { worker: slot.worker, processId })
    this.#first.resolve(place)
    showUnits(this.#ports.health, null)
    this.#changes.happened()
    this.#showState()
  }

  #share(message: Extract<ToControl, { kind: 'persons' }>, from: Slot): void {
    for (const news of message.persons) this.#roll.persons.learn(news)
    for (const slot of this.#slots) if (slot !== from) slot.line?.send(message)
  }

  #lineEnded(line: WorkerLine, fault: string | null): void {
    if (fault !== null) this.#ports.log.event('worker.cut', { cause: fault })
    const slot = this.#slots.find((one) => one.line === line)
    slot?.leave(line)
    // What says things that are no frames is not what was started.
    if (slot !== undefined && fault !== null) slot.end('SIGKILL')
    this.#changes.happened()
  }

  #tellAll(): void {
    const messages = this.#knowledge.messages()
    for (const slot of this.#slots) slot.say(messages)
  }

  #showState(): void {
    showCrew(this.#ports.health, {
      serving: this.workers().filter(({ state }) => state === 'serving').length,
      failing: this.#slots.some(({ quickLosses }) => quickLosses >= 3),
    })
  }

  async #stop(): Promise<void> {
    this.#watch.stop()
    for (const slot of this.#slots) {
      // What a unit started goes on: the next start of the gateway finds it.
      if (this.#isByUnits) continue
      if (slot.line !== null) slot.line.send({ kind: 'drain' })
      else slot.end('SIGTERM')
    }
    const running = this.#slots.flatMap(({ candidate }) =>
      candidate === null || candidate.process === null ? [] : [candidate.process],
    )
    await endThem(running, this.#options.drainMs + graceMs)
    if (!this.#isByUnits)
      for (const { worker } of this.#slots) this.#ports.log.event('worker.ended', { worker })
    for (const slot of this.#slots) slot.clear()
    this.#roll.write(this.#slots)
    await this.#door?.close({ isComingBack: this.#isByUnits })
  }
}
