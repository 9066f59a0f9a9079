/** One egress worker: takes from control what it needs, carries traffic, and ends well when it is told to. */
import { DeviceTable } from '../core/device/devices-in-force.ts'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import type { OwnPageFacts } from '../core/pages/own-page-facts.ts'
import { ownPage } from '../core/pages/own-pages.ts'
import { createPersonHours, type PersonHours, type PersonNews } from '../core/policy/persons.ts'
import type { Clock } from '../core/ports.ts'
import { createReviewFace } from '../core/review/face.ts'
import { fromBase64 } from '../core/worker/bytes.ts'
import { protocolVersion } from '../core/worker/to-control.ts'
import type { ToWorker } from '../core/worker/to-worker.ts'
import { type RunningEgress, startEgress } from '../egress/egress.ts'
import type { EgressOptions, EgressPorts } from '../egress/options.ts'
import { bootMs } from '../ops/boot-clock.ts'
import { pooledRandom } from '../ops/random.ts'
import { giveBackStartMemory } from '../ops/start-memory.ts'
import { WorkerClients } from './clients.ts'
import { createFaults } from './faults.ts'
import { WorkerLeafIssuer } from './leaves.ts'
import { ControlLink } from './link.ts'
import { WorkerLogins } from './logins.ts'
import { MonthKeys } from './month-keys.ts'
import { WorkerOriginals } from './originals.ts'
import { WorkerPolicy } from './policy.ts'
import { Records } from './records.ts'
import { WorkerReviews } from './reviews.ts'
import { WorkerTokens } from './tokens.ts'

/** Handed to the worker over its standard input, as one line of JSON, and nowhere else. */
export interface WorkerOrder {
  worker: string
  /** Proves to control that this is the worker it started; Base64. */
  secret: string
  socketPath: string
  /** File numbers of the sockets of transparent mode, which it was started with. */
  transparentSockets?: readonly number[]
}

const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }
const mostPersonsAtOnce = 1000

export interface RunningWorker {
  /** Accepts nobody new, lets running exchanges end, hands over what it recorded. */
  stop(): Promise<void>
  /** Resolves when it has stopped, for whatever cause. */
  readonly stopped: Promise<void>
  fault(where: string, error: unknown): void
}

export function runWorker(order: WorkerOrder): RunningWorker {
  return new EgressWorker(order)
}

class EgressWorker implements RunningWorker {
  readonly #link: ControlLink
  readonly #policy = new WorkerPolicy()
  readonly #keys = new MonthKeys(clock)
  readonly #leaves: WorkerLeafIssuer
  readonly #tokens: WorkerTokens
  readonly #logins: WorkerLogins
  readonly #reviews: WorkerReviews
  readonly #clients: WorkerClients
  readonly #devices = new DeviceTable()
  readonly #done = Promise.withResolvers<void>()
  readonly #transparentSockets: readonly number[]
  readonly fault: (where: string, error: unknown) => void
  #records: Records | null = null
  #persons: PersonHours | null = null
  #news: PersonNews[] = []
  #certificate: { cert: string; key: string } | null = null
  #pages: OwnPageFacts | null = null
  #egress: RunningEgress | null = null
  #transparentPort: number | null = null
  #connections = 0
  /** One change of settings after the other. */
  #turn: Promise<void> = Promise.resolve()
  #stopping: Promise<void> | null = null

  constructor({ worker, secret, socketPath, transparentSockets = [] }: WorkerOrder) {
    this.#transparentSockets = transparentSockets
    this.#link = new ControlLink({
      socketPath,
      hello: () => ({
        kind: 'hello',
        protocol: protocolVersion,
        worker,
        secret,
        processId: process.pid,
        listening: this.#place(),
      }),
      heard: (message) => this.#hear(message),
      forsaken: () => void this.stop(),
    })
    this.#leaves = new WorkerLeafIssuer(this.#link, clock)
    this.#tokens = new WorkerTokens(this.#link)
    this.#logins = new WorkerLogins(this.#link)
    this.#reviews = new WorkerReviews(this.#link, worker)
    this.#clients = new WorkerClients(this.#link, clock)
    this.fault = createFaults((fault) => this.#link.send(fault), clock.monotonic)
  }

  get stopped(): Promise<void> {
    return this.#done.promise
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#drain()
    return this.#stopping
  }

  #hear(message: ToWorker): void {
    switch (message.kind) {
      case 'welcome':
        this.#welcomed(message)
        return
      case 'settings':
        this.#turn = this.#turn.then(() => this.#apply(message))
        return
      case 'tracker-lists':
        this.#turn = this.#turn.then(() => this.#policy.takeLists(message))
        return
      case 'epoch':
        this.#leaves.turnTo(message.number)
        return
      case 'keys':
        this.#keys.replace(message.months)
        return
      case 'certificate':
        this.#certificate = message.pair
        return
      case 'pages':
        this.#pages = message.facts
        return
      case 'users':
        this.#logins.replace(message.marks)
        this.#egress?.loginsChanged()
        return
      case 'review-key':
        this.#reviews.signWith(message.key)
        return
      case 'permits':
        this.#reviews.permits = message.permits
        this.#reviews.tunnels = message.tunnels
        return
      case 'machines':
        this.#clients.replace(message.standings)
        this.#egress?.clientsChanged()
        return
      case 'devices':
        this.#devices.replace(message)
        this.#egress?.devicesChanged()
        return
      case 'records-kept':
        this.#records?.durable(message.batch)
        return
      case 'persons':
        for (const news of message.persons) this.#persons?.learn(news)
        return
      case 'ping':
        this.#pong()
        return
      case 'drain':
        void this.stop()
        return
      case 'leaf-made':
      case 'leaf-refused':
      case 'kept':
      case 'restored':
      case 'login-checked':
      case 'review-told':
      case 'trouble-told':
      case 'review-claimed':
      case 'machine-looked':
        // Answers go to whoever asked (link.ts).
        return
    }
  }

  /** Of the first control or of a later one: what that must know stands here alone. */
  #welcomed({ salt, recordsMs, maxRecords }: Extract<ToWorker, { kind: 'welcome' }>): void {
    this.#records ??= new Records({
      send: (frame) => this.#link.sendFrame(() => frame),
      batchMs: recordsMs,
      maxRecords,
    })
    this.#persons ??= createPersonHours({ salt: fromBase64(salt), onNews: (news) => this.#tell(news) })
    this.#tokens.registerAgain()
    for (const news of this.#persons.all()) this.#tell(news)
    this.#records.again()
  }

  async #apply(settings: Extract<ToWorker, { kind: 'settings' }>): Promise<void> {
    if (this.#stopping !== null) return
    try {
      await this.#policy.replace(settings.policy)
      this.#leaves.keepAtMost(settings.leafCache)
      this.#link.waitFor(settings.returnMs)
      // Control's own type, in JSON.
      const options = settings.options as unknown as EgressOptions
      if (this.#egress === null) await this.#listen(options)
      else this.#egress.reconfigure(options)
      this.#link.send({ kind: 'applied', settings: settings.number })
    } catch (error) {
      this.fault('settings', error)
      this.#link.send({ kind: 'failed', code: failureCode(error) })
      if (this.#egress === null) void this.stop()
    }
  }

  async #listen(options: EgressOptions): Promise<void> {
    giveBackStartMemory()
    this.#egress = await startEgress(options, this.#ports(), new AbortController().signal)
    this.#transparentPort = options.transparentPort
    this.#link.send({ kind: 'listening', host: this.#egress.host, port: this.#egress.port })
  }

  /** Where it listens; null before it does. */
  #place() {
    const { host, port } = this.#egress ?? {}
    if (host === undefined || port === undefined) return null
    return { host, port, transparentPort: this.#transparentPort }
  }

  #ports(): EgressPorts {
    const records = this.#records
    const persons = this.#persons
    if (records === null || persons === null) throw new GatewayError('INTERNAL', { what: 'not welcomed' })
    return {
      journal: records,
      leaves: this.#leaves,
      policy: this.#policy,
      blindIndex: this.#keys,
      tokens: { keys: this.#keys, store: this.#tokens },
      persons,
      logins: this.#logins,
      clients: this.#clients,
      devices: this.#devices,
      transparentSockets: this.#transparentSockets,
      reviews: createReviewFace({
        facts: () => this.#pages,
        signer: () => this.#reviews.signer,
        permits: () => this.#reviews.permits,
        tunnels: () => this.#reviews.tunnels,
        trouble: this.#reviews.trouble,
        window: this.#reviews,
        steadyMs: bootMs,
      }),
      originals: new WorkerOriginals(this.#link),
      clock,
      random: pooledRandom(),
      ownCertificate: () => this.#certificate,
      ownPage: (asked) => (this.#pages === null ? null : ownPage(this.#pages, asked)),
      connections: {
        connectionOpened: () => void this.#connections++,
        connectionClosed: () => void this.#connections--,
      },
      fault: this.fault,
    }
  }

  /** Said at the end of the turn, with whatever else was counted in it. */
  #tell(news: PersonNews): void {
    if (this.#news.length === 0) process.nextTick(() => this.#sayNews())
    this.#news.push(news)
  }

  #sayNews(): void {
    const news = this.#news
    this.#news = []
    for (let at = 0; at < news.length; at += mostPersonsAtOnce)
      this.#link.send({ kind: 'persons', persons: news.slice(at, at + mostPersonsAtOnce) })
  }

  #pong(): void {
    this.#link.send({
      kind: 'pong',
      connections: this.#connections,
      heldBytes: this.#egress?.heldBytes() ?? 0,
      residentBytes: process.memoryUsage.rss(),
      buffered: this.#records?.length ?? 0,
    })
  }

  async #drain(): Promise<void> {
    await this.#egress?.[Symbol.asyncDispose]()
    this.#records?.flush()
    this.#link.send({ kind: 'drained' })
    await this.#link.close()
    this.#done.resolve()
  }
}

/** What control tells a person about; anything else is in the log. */
function failureCode(error: unknown) {
  const told = ['PORT_IN_USE', 'PORT_FORBIDDEN', 'TRANSPARENT_UNAVAILABLE', 'POLICY_INVALID'] as const
  return told.find((code) => isGatewayError(error, code)) ?? 'INTERNAL'
}
