/** What a worker must know of the office now: said in full at first, and then only where it has changed. */
import type { HostTable } from '../core/trackers/host-table.ts'
import { toBase64 } from '../core/worker/bytes.ts'
import type { ToWorker } from '../core/worker/to-worker.ts'
import type { EgressOptions } from '../egress/options.ts'
import { shareOf } from './limits.ts'
import type { CrewPorts } from './ports.ts'

export interface KnowledgeParts {
  ports: Pick<
    CrewPorts,
    'leaves' | 'logins' | 'clients' | 'devices' | 'months' | 'certificate' | 'pages' | 'policy' | 'reviews'
  >
  workers: number
  leafCache: number
  controlWaitMs: number
}

/** The same for all workers, made once for each change. */
export class Knowledge {
  readonly #parts: KnowledgeParts
  #settings: Extract<ToWorker, { kind: 'settings' }>
  #lists: { table: HostTable; message: ToWorker } | null = null
  #keys: { mark: string; message: ToWorker } | null = null
  #machines: { of: unknown; message: ToWorker } | null = null
  #devices: { of: unknown; message: ToWorker } | null = null

  constructor(parts: KnowledgeParts, options: EgressOptions) {
    this.#parts = parts
    this.#settings = this.#made(1, options)
  }

  /** Of the settings in force. */
  get number(): number {
    return this.#settings.number
  }

  replace(options: EgressOptions): void {
    this.#settings = this.#made(this.#settings.number + 1, options)
  }

  /** Each as often as it is asked for; the order counts, since a worker opens its port with the settings. */
  messages(): ToWorker[] {
    const { ports } = this.#parts
    return [
      { kind: 'epoch', number: ports.leaves.epoch() },
      this.#keysNow(),
      { kind: 'certificate', pair: ports.certificate() },
      { kind: 'pages', facts: ports.pages() },
      { kind: 'permits', permits: [...ports.reviews.permits()], tunnels: [...ports.reviews.tunnels()] },
      { kind: 'users', marks: { ...ports.logins.marks() } },
      ...this.#listsNow(),
      this.#machinesNow(),
      this.#devicesNow(),
      this.#settings,
    ]
  }

  #made(number: number, options: EgressOptions): Extract<ToWorker, { kind: 'settings' }> {
    const { ports, workers, leafCache, controlWaitMs } = this.#parts
    const { source, context } = ports.policy()
    const { proseModel, ...analysis } = context.analysis
    const { trackers } = context
    return {
      kind: 'settings',
      number,
      options: { ...shareOf(options, workers) },
      policy: {
        source: { ...source },
        // The lists go by themselves, as bytes.
        context: { ...context, analysis, trackers: trackers && { settings: trackers.settings } },
        // The model comes with the program: it is read there, not sent.
        prose: proseModel !== undefined,
      },
      leafCache,
      returnMs: controlWaitMs,
    }
  }

  /** None where nothing is done against trackers; made once for each set of lists. */
  #listsNow(): ToWorker[] {
    const { trackers } = this.#parts.ports.policy().context
    if (trackers === undefined || trackers === null) return []
    const { names, table } = trackers.lists
    if (this.#lists?.table !== table) {
      const { buffer, byteOffset, byteLength } = table.entries
      const entries = toBase64(new Uint8Array(buffer, byteOffset, byteLength))
      this.#lists = {
        table,
        message: { kind: 'tracker-lists', names: [...names], seed: table.seed, entries },
      }
    }
    return [this.#lists.message]
  }

  #machinesNow(): ToWorker {
    const standings = this.#parts.ports.clients.standings()
    if (this.#machines?.of === standings) return this.#machines.message
    const message: ToWorker = {
      kind: 'machines',
      standings: standings?.map(([address, one]) => [address, { ...one, groups: [...one.groups] }]) ?? null,
    }
    this.#machines = { of: standings, message }
    return message
  }

  #devicesNow(): ToWorker {
    const inForce = this.#parts.ports.devices()
    if (this.#devices?.of === inForce) return this.#devices.message
    const { roots, certificates } = inForce
    const message: ToWorker = { kind: 'devices', roots, certificates: [...certificates] }
    this.#devices = { of: inForce, message }
    return message
  }

  #keysNow(): ToWorker {
    const { months } = this.#parts.ports
    const periods = months.names()
    const mark = `${months.generation()} ${periods.join(' ')}`
    if (this.#keys?.mark === mark) return this.#keys.message
    const keys = periods.map((period) => {
      const { blindIndex, token } = months.keysOf(period)
      const made = {
        period,
        blindIndex: blindIndex && toBase64(blindIndex.reveal()),
        token: token && toBase64(token.reveal()),
      }
      blindIndex?.destroy()
      token?.destroy()
      return made
    })
    const message: ToWorker = { kind: 'keys', months: keys }
    // What could not be made (full disk) is asked for again.
    if (keys.every(({ token }) => token !== null)) this.#keys = { mark, message }
    return message
  }
}

/** What one worker was told last. */
export class Told {
  readonly #last = new Map<string, string | ToWorker>()

  /** Those of the messages that say something new to it. */
  news(messages: readonly ToWorker[]): ToWorker[] {
    return messages.filter((message) => {
      // Some are one object until they change, and long.
      const isLong = ['settings', 'tracker-lists', 'machines', 'devices'].includes(message.kind)
      const mark = isLong ? message : JSON.stringify(message)
      if (this.#last.get(message.kind) === mark) return false
      this.#last.set(message.kind, mark)
      return true
    })
  }
}
