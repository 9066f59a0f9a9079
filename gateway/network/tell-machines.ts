/** Tells the network's rules which machines to hold back, without any right of its own, and says where they do not follow. */
import type { HeldMachines, MachineNote, SyncReceipt } from '../core/network/machine-note.ts'
import { areInForce, lookEveryMs, stateOf, type ToldState } from '../core/network/told-state.ts'
import type { HealthBoard } from '../core/ports.ts'
import { minuteMs, secondMs } from '../core/units.ts'
import type { BootClock } from '../ops/boot-clock.ts'
import type { Log } from '../ops/log.ts'
import { type MachineFiles, readMachines, readReceipt, writeMachines } from './machine-files.ts'
import { showTold } from './told-warnings.ts'

/** What was told, and what became of it. */
export interface ToldFacts {
  /** Network cards. */
  quarantined: number
  guests: number
  state: ToldState
  /** How long ago somebody looked into the rules; null where nobody did since the box started. */
  lookedAgoMs: number | null
}

export interface TellerOptions {
  files: MachineFiles
  /** False where the network part is switched off. */
  isOn(): boolean
  /** Null: nothing is known of machines now. */
  machines(): HeldMachines | null
  /** 0 until it is known. */
  proxyPort(): number
  /** The one by which whoever looks into the rules counts. */
  bootClock: BootClock
  health: HealthBoard
  log: Log
  random(length: number): Buffer
  everyMs?: number
}

/** Guests of a flood are told of together; quarantine is at once. */
const everyMs = 5 * secondMs
/** A box that is busy takes its time to start a program. */
const patienceMs = minuteMs
/** A change may have been missed by whoever looks for it. Longer and longer, as a memory card dies of writes. */
const againMs = { least: minuteMs, most: 30 * minuteMs }

export class MachineTeller implements AsyncDisposable {
  readonly #options: TellerOptions
  readonly #timer: NodeJS.Timeout
  #turn: Promise<void> = Promise.resolve()
  #isWaiting = false
  #isOver = false
  #told: MachineNote | null = null
  #receipt: SyncReceipt | null = null
  #isLeftOver = false
  /** The last one could not be written. */
  #failed = false
  /** The one before was gone or not to be followed, and nobody has followed since. */
  #wasUnread = false
  /** Since when nobody has followed, and when it was last written. */
  #behindSinceMs: number | null = null
  #writtenMs = 0
  #againMs = againMs.least

  constructor(options: TellerOptions) {
    this.#options = options
    this.#timer = setInterval(() => this.#soon(), options.everyMs ?? everyMs).unref()
    this.#soon()
  }

  /** What is known of machines may be another now. */
  changed(): void {
    const wanted = this.#options.machines()?.quarantined
    const told = this.#told?.quarantined ?? nobody
    if (wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(told)) this.#soon()
  }

  /** Null where nothing is to be told. */
  facts(): ToldFacts | null {
    if (this.#told === null && !this.#isLeftOver) return null
    const { quarantined, guests } = this.#told ?? { quarantined: nobody, guests: [] }
    const counts = { quarantined: quarantined.cards.length, guests: guests.length }
    return { ...counts, state: this.#state(), lookedAgoMs: this.#lookedAgoMs() }
  }

  /** The same of this moment: what was answered since the last look is read. */
  async factsNow(): Promise<ToldFacts | null> {
    this.#receipt = await readReceipt(this.#options.files)
    return this.facts()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#turn
    this.#isOver = true
  }

  #soon(): void {
    if (this.#isWaiting || this.#isOver) return
    this.#isWaiting = true
    this.#turn = this.#turn.then(() => {
      this.#isWaiting = false
      return this.#look()
    })
  }

  async #look(): Promise<void> {
    const { files, health, isOn, machines } = this.#options
    const held = machines()
    this.#receipt = await readReceipt(files)
    await (isOn() ? this.#tell(held) : this.#lookAtLeftOver())
    const facts = this.facts()
    const isLate = this.#behindSinceMs !== null && this.#now() - this.#behindSinceMs > patienceMs
    showTold(health, facts === null ? null : { ...facts, isLate })
  }

  async #tell(held: HeldMachines | null): Promise<void> {
    const { proxyPort } = this.#options
    this.#isLeftOver = false
    if (held === null || proxyPort() === 0) {
      this.#forget()
      return
    }
    this.#told ??= await this.#readOwn()
    const isUnread = this.#told === null ? this.#isNoteMissed() : this.#stateOf(this.#told.id) === 'unread'
    this.#wasUnread ||= isUnread
    // The first word is said once there is somebody to hold back.
    if (this.#told === null && !this.#wasUnread && held.quarantined.cards.length + held.guests.length === 0)
      return
    const wanted = { quarantined: held.quarantined, guests: held.guests, proxyPort: proxyPort() }
    if (!isSame(this.#told, wanted) || isUnread) await this.#write(wanted)
    else if (this.#behindSinceMs === null) await this.#askForLook()
    else if (this.#isTimeAgain(againMs.least)) await this.#write(wanted)
    if (this.#isFollowed()) {
      this.#behindSinceMs = null
      this.#wasUnread = false
    } else this.#behindSinceMs ??= this.#now()
  }

  /** Nothing is told while the network part is off; whom the rules hold back they go on holding back. */
  async #lookAtLeftOver(): Promise<void> {
    const { boot } = this.#options.bootClock
    this.#isLeftOver = areInForce(this.#receipt, { boot, nowMs: this.#now() })
    if (!this.#isLeftOver) return this.#forget()
    this.#told ??= await this.#readOwn()
    this.#behindSinceMs = null
    await this.#askForLook()
  }

  #forget(): void {
    this.#told = null
    this.#wasUnread = false
    this.#behindSinceMs = null
  }

  /** Null where there is none, and where it is not to be followed, which is said. */
  async #readOwn(): Promise<MachineNote | null> {
    const { files, log } = this.#options
    try {
      return await readMachines(files)
    } catch (error) {
      if (!this.#wasUnread) log.event('network.machines-refused', {}, error)
      this.#wasUnread = true
      return null
    }
  }

  #now(): number {
    return this.#options.bootClock.nowMs()
  }

  #state(): ToldState {
    if (this.#isLeftOver) return 'left-over'
    if (this.#failed) return 'unwritten'
    const state = this.#stateOf(this.#told?.id ?? '')
    return state === 'waiting' && this.#wasUnread ? 'unread' : state
  }

  #stateOf(id: string) {
    const { boot } = this.#options.bootClock
    return stateOf(this.#receipt, { id, writtenMs: this.#writtenMs, boot, nowMs: this.#now() })
  }

  #isFollowed(): boolean {
    const state = this.#state()
    return state !== 'waiting' && state !== 'unread' && state !== 'unwritten'
  }

  /** The rules hold somebody back of whom nothing is told any more. */
  #isNoteMissed(): boolean {
    return this.#receipt?.boot === this.#options.bootClock.boot && this.#receipt.outcome === 'unread'
  }

  /** Rules that held may be gone since. Whoever follows a change of the note looks into them again. */
  async #askForLook(): Promise<void> {
    const told = this.#told
    const isOver = this.#state() === 'unlooked'
    if (!isOver && (this.#lookedAgoMs() ?? lookEveryMs) < lookEveryMs) {
      this.#againMs = againMs.least
      return
    }
    if (told === null || told.quarantined.cards.length + told.guests.length === 0) return
    if (!this.#isTimeAgain(isOver ? againMs.least : lookEveryMs)) return
    this.#writtenMs = this.#now()
    // Where it cannot be written, nobody looks, which is what is shown then.
    await writeMachines(this.#options.files, told).catch(() => {})
  }

  #lookedAgoMs(): number | null {
    const { boot } = this.#options.bootClock
    return this.#receipt?.boot === boot ? this.#now() - this.#receipt.atMs : null
  }

  /** Whether to write once more where nobody answered; the next time is further away then. */
  #isTimeAgain(leastMs: number): boolean {
    if (this.#now() - this.#writtenMs <= Math.max(leastMs, this.#againMs)) return false
    this.#againMs = Math.min(2 * this.#againMs, againMs.most)
    return true
  }

  async #write(wanted: Omit<MachineNote, 'id'>): Promise<void> {
    const { files, random, log } = this.#options
    this.#writtenMs = this.#now()
    const note = { id: random(8).toString('hex'), ...wanted }
    try {
      await writeMachines(files, note)
      this.#failed = false
    } catch (error) {
      if (!this.#failed) log.event('network.machines-untold', {}, error)
      this.#failed = true
    }
    // Where it could not be written nobody follows it, which is what is shown then.
    this.#told = note
  }
}

const nobody = { cards: [], addresses: [] }

function isSame(told: MachineNote | null, wanted: Omit<MachineNote, 'id'>): boolean {
  if (told === null) return false
  const { id: _, ...rest } = told
  const inWords = ({ quarantined, guests, proxyPort }: typeof wanted) =>
    JSON.stringify([quarantined.cards, quarantined.addresses, guests, proxyPort])
  return inWords(rest) === inWords(wanted)
}
