/** Starts the workers that carry traffic, watches over them, replaces those that fail, and ends them well. */
import { GatewayError } from '../core/errors.ts'
import { createPersonHours, type PersonHours } from '../core/policy/persons.ts'
import { secondMs } from '../core/units.ts'
import { fromBase64, toBase64 } from '../core/worker/bytes.ts'
import { type Hello, protocolVersion, type ToControl } from '../core/worker/to-control.ts'
import type { EgressOptions } from '../egress/options.ts'
import { backOffMs } from './back-off.ts'
import { type Door, openDoor } from './door.ts'
import { endThem, expectedOf, rollFileBeside } from './former.ts'
import { freePort } from './free-port.ts'
import { Knowledge } from './knowledge.ts'
import type { WorkerLine } from './line.ts'
import type { CrewPorts, CrewSettings, WorkerStatus } from './ports.ts'
import { hashOf, type RollEntry, readRoll, writeRoll } from './roll.ts'
import { Slot } from './slot.ts'
import { startProcess } from './start-process.ts'
import { unitSecret } from './unit-order.ts'
import { workerUser } from './user.ts'

export interface RunningCrew extends AsyncDisposable {
  readonly host: string
  readonly port: number
  connections(): number
  heldBytes(): number
  /** Resolves when every worker that serves has taken them over. */
  reconfigure(options: EgressOptions): Promise<void>
  workers(): WorkerStatus[]
}

const defaultHeartbeat = { everyMs: secondMs, missedMs: 10 * secondMs }
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
  readonly #persons: PersonHours
  readonly #salt: Buffer
  readonly #pseudonym: string
  readonly #former: readonly RollEntry[]
  readonly #user: ReturnType<typeof workerUser>
  readonly #first = Promise.withResolvers<{ host: string; port: number }>()
  readonly #restarts = new Map<Slot, NodeJS.Timeout>()
  #options: EgressOptions
  #door: Door | null = null
  #bound = { host: '', port: 0 }
  #beat: NodeJS.Timeout | null = null
  #beatAt = 0
  #durableAt = 0
  #isWriting = false
  #stopping: Promise<void> | null = null
  #watchers: (() => void)[] = []

  constructor(settings: CrewSettings, ports: CrewPorts) {
    this.#settings = settings
    this.#ports = ports
    this.#user = workerUser(settings.user)
    this.#slots = Array.from(
      { length: settings.workers },
      (_, i) => new Slot({ worker: `worker-${i + 1}`, ports, owners: this.#owners }),
    )
    const known = readRoll(this.#rollFile)
    this.#former = expectedOf(known)
    // Those that run count with the salt they have.
    const isKnown = this.#former.length > 0 || this.#isByUnits
    this.#salt = known !== null && isKnown ? fromBase64(known.salt) : ports.random(32)
    this.#persons = createPersonHours({ salt: this.#salt })
    // One loop is one loop, whichever worker it comes back to; a restart changes nothing for those that run.
    this.#pseudonym = `gatehouse-${hashOf(this.#salt).slice(0, 12)}`
    this.#options = { ...settings.options, pseudonym: this.#pseudonym }
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
    const kept = this.#former.slice(0, this.#slots.length)
    await endThem(this.#former.slice(this.#slots.length), this.#options.drainMs)
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
      else slot.begin({ process: former, secretHash: former.secretHash })
    }
    this.#writeRoll()
    this.#beatAt = this.#ports.clock.monotonic()
    this.#beat = setInterval(() => this.#heartbeat(), this.#heartbeatOf().everyMs)
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
    this.#options = { ...options, port: this.#bound.port, pseudonym: this.#pseudonym }
    this.#knowledge.replace(this.#options)
    this.#tellAll()
    const { number } = this.#knowledge
    const isDone = () => this.#slots.every((slot) => slot.line === null || slot.applied >= number)
    const until = this.#ports.clock.monotonic() + applyMs
    while (!isDone() && this.#ports.clock.monotonic() < until) await this.#change(until)
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  get #isByUnits(): boolean {
    return this.#settings.startedBy === 'units'
  }

  get #rollFile(): string {
    return rollFileBeside(this.#settings.folder)
  }

  #heartbeatOf() {
    return this.#settings.heartbeat ?? defaultHeartbeat
  }

  #begin(slot: Slot): void {
    const door = this.#door
    if (door === null) return
    if (this.#isByUnits) {
      const { folder } = this.#settings
      const { socketName } = door
      const secret = unitSecret({ worker: slot.worker, folder, socketName, random: this.#ports.random })
      slot.begin({ process: null, secretHash: hashOf(secret) })
      return
    }
    const secret = this.#ports.random(32)
    const secretHash = hashOf(secret)
    const process = startProcess({
      ...{ worker: slot.worker, secret, user: this.#user },
      folderHandle: door.folderHandle,
      socketName: door.socketName,
      ended: () => this.#heartbeat(),
    })
    secret.fill(0)
    if (process === null) {
      this.#again(slot)
      return
    }
    slot.begin({ process, secretHash })
    this.#ports.log.event('worker.started', { worker: slot.worker, processId: process.processId })
  }

  #hello(hello: Hello, line: WorkerLine): boolean {
    const slot = this.#slots.find((one) => one.knows(hello))
    if (slot === undefined || hello.protocol !== protocolVersion || this.#stopping !== null) return false
    slot.join(line, hello)
    line.send({
      kind: 'welcome',
      salt: toBase64(this.#salt),
      recordsMs,
      maxRecords: this.#settings.maxRecords,
    })
    slot.say(this.#knowledge.messages())
    const persons = [...this.#persons.all()]
    for (let at = 0; at < persons.length; at += 1000)
      line.send({ kind: 'persons', persons: persons.slice(at, at + 1000) })
    if (hello.listening !== null) this.#listens(slot, hello.listening, 'worker.adopted')
    return true
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
        return
      case 'applied':
        slot.applied = message.settings
        this.#changed()
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
    this.#changed()
    this.#showState()
  }

  #share(message: Extract<ToControl, { kind: 'persons' }>, from: Slot): void {
    for (const news of message.persons) this.#persons.learn(news)
    for (const slot of this.#slots) if (slot !== from) slot.line?.send(message)
  }

  #lineEnded(line: WorkerLine, fault: string | null): void {
    if (fault !== null) this.#ports.log.event('worker.cut', { cause: fault })
    const slot = this.#slots.find((one) => one.line === line)
    slot?.leave(line)
    // What says things that are no frames is not what was started.
    if (slot !== undefined && fault !== null) slot.end('SIGKILL')
    this.#changed()
  }

  #heartbeat(): void {
    if (this.#stopping !== null) return
    const { everyMs, missedMs } = this.#heartbeatOf()
    const now = this.#ports.clock.monotonic()
    const lateMs = now - this.#beatAt - everyMs
    if (lateMs > everyMs) for (const slot of this.#slots) slot.forgive(lateMs)
    this.#beatAt = now
    for (const slot of this.#slots) {
      const fault = slot.fault(missedMs)
      if (fault !== null) this.#lose(slot, fault)
      else slot.line?.send({ kind: 'ping' })
    }
    this.#tellAll()
    void this.#makeDurable(now)
  }

  #lose(slot: Slot, cause: 'ended' | 'silent'): void {
    slot.end('SIGKILL')
    const { clock, log, watch } = this.#ports
    const isQuick = clock.monotonic() - slot.startedAt < 60 * secondMs
    slot.quickLosses = isQuick ? slot.quickLosses + 1 : 0
    slot.replaced += 1
    slot.clear()
    watch.lost()
    log.event('worker.lost', { worker: slot.worker, cause, replaced: slot.replaced })
    this.#again(slot)
    this.#showState()
    this.#changed()
  }

  #again(slot: Slot): void {
    if (this.#stopping !== null || this.#restarts.has(slot)) return
    const timer = setTimeout(() => {
      this.#restarts.delete(slot)
      if (this.#stopping !== null) return
      this.#begin(slot)
      this.#writeRoll()
    }, backOffMs(slot.quickLosses))
    this.#restarts.set(slot, timer)
  }

  #tellAll(): void {
    const messages = this.#knowledge.messages()
    for (const slot of this.#slots) slot.say(messages)
  }

  /** One write for all workers, as often as the journal is written anyway. */
  async #makeDurable(now: number): Promise<void> {
    if (this.#isWriting || now - this.#durableAt < this.#settings.flushMs) return
    const waiting = this.#slots.map((slot) => slot.desk.undurable()).filter((one) => one !== null)
    if (waiting.length === 0) return
    this.#isWriting = true
    try {
      if (await this.#ports.journal.durable()) for (const one of waiting) one.done()
    } finally {
      this.#durableAt = this.#ports.clock.monotonic()
      this.#isWriting = false
    }
  }

  #showState(): void {
    const { health } = this.#ports
    const states = this.workers()
    const serving = states.filter(({ state }) => state === 'serving').length
    const failing = this.#slots.filter(({ quickLosses }) => quickLosses >= 3)
    if (serving === 0) health.raise(noneServing)
    else health.clear(noneServing.code)
    if (failing.length > 0 && serving > 0) health.raise(someFail)
    else health.clear(someFail.code)
  }

  #writeRoll(): void {
    try {
      const workers = this.#slots.flatMap(({ worker, candidate }) =>
        candidate === null || candidate.process === null
          ? []
          : [{ worker, ...candidate.process, secretHash: candidate.secretHash }],
      )
      writeRoll(this.#rollFile, { salt: toBase64(this.#salt), workers })
    } catch (error) {
      this.#ports.log.event('worker.roll', {}, error)
    }
  }

  /** Whoever waits for workers looks again. */
  #changed(): void {
    for (const watcher of this.#watchers.splice(0)) watcher()
  }

  #change(until: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(1, until - this.#ports.clock.monotonic()))
      this.#watchers.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  async #stop(): Promise<void> {
    clearInterval(this.#beat ?? undefined)
    for (const timer of this.#restarts.values()) clearTimeout(timer)
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
    this.#writeRoll()
    await this.#door?.close()
  }
}

function portNeeded(): GatewayError {
  const hint = 'Name a port as proxy.port: workers that units start have to know it, each on its own.'
  return new GatewayError('CONFIG_INVALID', { path: 'proxy.port' }, { hint })
}

function cannotStart(code: Extract<ToControl, { kind: 'failed' }>['code'] | 'no-worker'): GatewayError {
  if (code === 'PORT_IN_USE')
    return new GatewayError(
      code,
      { what: 'proxy' },
      { hint: 'Stop the other program or choose another `proxy.port`.' },
    )
  if (code === 'PORT_FORBIDDEN')
    return new GatewayError(code, { what: 'proxy' }, { hint: 'Choose a `proxy.port` above 1023.' })
  return new GatewayError(
    'INTERNAL',
    { what: 'workers' },
    {
      hint: 'See the log for what the workers said. Their user must be able to read the folder of the program; `proxy.workers: 0` runs without them.',
    },
  )
}

const noneServing = {
  code: 'WORKERS_MISSING',
  title: 'No worker accepts traffic: clients that use the proxy have no web access.',
  hint: 'They are started again and again; the log says what ends them. `gatehouse status` shows them.',
  severity: 'act-now',
} as const

const someFail = {
  code: 'WORKERS_FAILING',
  title: 'A worker ends again and again soon after its start; the others carry the traffic.',
  hint: 'The log says what ends it. `gatehouse status` shows the workers.',
  severity: 'act-by',
} as const
