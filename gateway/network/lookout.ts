/** Looks at the network without any right, again and again, and says on the first screen where its rules do not do what was chosen. */
import { type Bridged, bridgedSays, bridgedTodo } from '../core/network/bridged.ts'
import type { NetworkSettings } from '../core/network/model.ts'
import { routedFamilies } from '../core/network/routing.ts'
import { areInForce } from '../core/network/told-state.ts'
import type { HealthBoard } from '../core/ports.ts'
import { secondMs } from '../core/units.ts'
import type { BootClock } from '../ops/boot-clock.ts'
import { lookForBridges } from './bridged.ts'
import { lookAtRouting } from './look.ts'
import { type MachineFiles, readReceipt } from './machine-files.ts'
import { findIp, type Tools } from './tools.ts'

/**
 * The rules themselves may not be read without a right. in-force: their routing is there, and nobody who looked into them since the box
 * started said otherwise; what another program flushes since is not seen. not-in-force: one of both is wanting. unseen: `ip` is missing,
 * or says what is not understood.
 */
export const seenRules = ['off', 'not-in-force', 'in-force', 'unseen'] as const

export interface SeenNetwork {
  rules: (typeof seenRules)[number]
  /** Interfaces of clients where the kernel shows a bridge's packets too early. */
  bridged: Bridged[]
}

export interface NetworkLookoutOptions {
  /** null: switched off. */
  settings(): NetworkSettings | null
  files: MachineFiles
  bootClock: BootClock
  health: HealthBoard
  /** Throws NETWORK_TOOL_MISSING. */
  tools?(): Pick<Tools, 'ip'>
  everyMs?: number
}

/** Each look starts a few small programs. */
const everyMs = 10 * secondMs

export class NetworkLookout implements AsyncDisposable {
  readonly #options: NetworkLookoutOptions
  readonly #timer: NodeJS.Timeout
  #turn: Promise<void>
  #isLooking = true
  #seen: SeenNetwork | null = null

  constructor(options: NetworkLookoutOptions) {
    this.#options = options
    this.#turn = this.#look()
    this.#timer = setInterval(() => {
      if (!this.#isLooking) this.#turn = this.#look()
    }, options.everyMs ?? everyMs).unref()
  }

  /** As of the last look; null before the first. */
  seen(): SeenNetwork | null {
    return this.#seen
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#turn
  }

  async #look(): Promise<void> {
    this.#isLooking = true
    const { settings, health } = this.#options
    const wanted = settings()
    this.#seen = wanted === null ? { rules: 'off', bridged: [] } : await this.#lookFor(wanted)
    show(health, this.#seen)
    this.#isLooking = false
  }

  async #lookFor(settings: NetworkSettings): Promise<SeenNetwork> {
    const { files, bootClock, tools = findIp } = this.#options
    try {
      const found = tools()
      const receipt = await readReceipt(files)
      const routed = routedFamilies(settings.routing, await lookAtRouting(found, settings.routing))
      const bridged = await lookForBridges(found, settings)
      const { boot } = bootClock
      const isDenied = receipt?.boot === boot && !areInForce(receipt, { boot, nowMs: bootClock.nowMs() })
      return { rules: routed.length === 0 || isDenied ? 'not-in-force' : 'in-force', bridged }
    } catch {
      return { rules: 'unseen', bridged: [] }
    }
  }
}

function show(health: HealthBoard, { rules, bridged }: SeenNetwork): void {
  if (rules === 'not-in-force')
    health.raise({
      code: 'NETWORK_NOT_IN_FORCE',
      severity: 'act-now',
      title: "The network's rules are not in force: what clients send through this box passes unread.",
      hint: 'On the box: `sudo gatehouse network up`, then `sudo gatehouse network confirm`; `sudo gatehouse network status` says more. Is it meant? Then set `network.mode: off`.',
    })
  else health.clear('NETWORK_NOT_IN_FORCE')
  if (bridged.length > 0)
    health.raise({
      code: 'NETWORK_BRIDGED',
      severity: 'act-now',
      title: bridged.map(bridgedSays).join(' '),
      hint: bridgedTodo(bridged),
    })
  else health.clear('NETWORK_BRIDGED')
}
