/** What a worker must know of the office now: said in full at first, and then only where it has changed. */
import { toBase64 } from '../core/worker/bytes.ts'
import type { ToWorker } from '../core/worker/to-worker.ts'
import type { EgressOptions } from '../egress/options.ts'
import { shareOf } from './limits.ts'
import type { CrewPorts } from './ports.ts'

export interface KnowledgeParts {
  ports: Pick<CrewPorts, 'leaves' | 'logins' | 'months' | 'certificate' | 'pages' | 'policy'>
  workers: number
  leafCache: number
  controlWaitMs: number
}

/** The same for all workers, made once for each change. */
export class Knowledge {
  readonly #parts: KnowledgeParts
  #settings: Extract<ToWorker, { kind: 'settings' }>
  #keys: { mark: string; message: ToWorker } | null = null

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
      { kind: 'users', marks: { ...ports.logins.marks() } },
      this.#settings,
    ]
  }

  #made(number: number, options: EgressOptions): Extract<ToWorker, { kind: 'settings' }> {
    const { ports, workers, leafCache, controlWaitMs } = this.#parts
    const { source, context } = ports.policy()
    const { proseModel, ...analysis } = context.analysis
    return {
      kind: 'settings',
      number,
      options: { ...shareOf(options, workers) },
      policy: {
        source: { ...source },
        context: { ...context, analysis },
        // The model comes with the program: it is read there, not sent.
        prose: proseModel !== undefined,
      },
      leafCache,
      returnMs: controlWaitMs,
    }
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
      // Settings are one object until they change, and long.
      const mark = message.kind === 'settings' ? message : JSON.stringify(message)
      if (this.#last.get(message.kind) === mark) return false
      this.#last.set(message.kind, mark)
      return true
    })
  }
}
