/** Does what one worker asks for, within what that worker may have. */
import { isGatewayError } from '../core/errors.ts'
import type { RecordedExchange } from '../core/journal.ts'
import { canonicalAddress } from '../core/net/address.ts'
import type { OriginalKeeper } from '../core/original/original.ts'
import { fromBase64, toBase64 } from '../core/worker/bytes.ts'
import { maxControlFrameBytes } from '../core/worker/frame.ts'
import { recordSchema } from '../core/worker/record-schema.ts'
import type { ToControl } from '../core/worker/to-control.ts'
import type { ToWorker } from '../core/worker/to-worker.ts'
import { epochTurned } from '../core/worker/to-worker.ts'
import type { CrewPorts } from './ports.ts'
import { takeOriginal } from './take-original.ts'

export type Asked = Extract<
  ToControl,
  {
    kind:
      | 'leaf'
      | 'register'
      | 'release'
      | 'keep'
      | 'restore'
      | 'login'
      | 'review'
      | 'trouble'
      | 'review-claim'
      | 'machine'
      | 'original'
      | 'original-left'
      | 'records'
      | 'fault'
  }
>

export interface DeskOptions {
  ports: Pick<
    CrewPorts,
    'journal' | 'leaves' | 'tokens' | 'logins' | 'reviews' | 'clients' | 'originalsOf' | 'log'
  >
  worker: string
  /** Exchanges by whom registered them: no worker speaks for another's. */
  owners: Map<string, string>
  reply(message: ToWorker): void
}

/** More exchanges than this at one time are none of a worker's that is well. */
const mostExchanges = 10_000

export class WorkerDesk {
  readonly #options: DeskOptions
  readonly #originals: OriginalKeeper
  readonly #exchanges = new Set<string>()
  #epochKey: { epoch: number; publicKey: string } | null = null
  #lastBatch = 0
  #durableBatch = 0

  constructor(options: DeskOptions) {
    this.#options = options
    this.#originals = options.ports.originalsOf(options.worker)
  }

  take(message: Asked): void {
    switch (message.kind) {
      case 'leaf':
        this.#leaf(message)
        return
      case 'register':
        this.#register(message.exchange)
        return
      case 'release':
        this.#release(message.id)
        return
      case 'keep':
        void this.#keep(message)
        return
      case 'restore':
        void this.#restore(message)
        return
      case 'login':
        void this.#login(message)
        return
      case 'review':
        void this.#review(message)
        return
      case 'trouble':
        void this.#trouble(message)
        return
      case 'review-claim':
        void this.#claim(message)
        return
      case 'machine':
        void this.#lookFor(message)
        return
      case 'original':
      case 'original-left':
        takeOriginal(message, { originals: this.#originals, log: this.#options.ports.log })
        return
      case 'records':
        this.#record(message)
        return
      case 'fault': {
        const { worker, ports } = this.#options
        const { where, name, code, frames } = message
        ports.log.event('worker.fault', { worker, step: where }, faultError({ name, code, frames }))
        return
      }
    }
  }

  /** Batches that came since this was last asked; null where none did. `done` once they are on the disk. */
  undurable(): { done(): void } | null {
    const batch = this.#lastBatch
    if (batch === this.#durableBatch) return null
    return {
      done: () => {
        this.#durableBatch = batch
        this.#options.reply({ kind: 'records-kept', batch })
      },
    }
  }

  /** The line was cut: what its exchanges were registered for ends, until the worker says so again. */
  lineEnded(): void {
    for (const id of [...this.#exchanges]) this.#release(id)
  }

  #leaf({ ask, host, publicKey, epoch: known }: Extract<Asked, { kind: 'leaf' }>): void {
    const { ports, reply } = this.#options
    try {
      const epoch = ports.leaves.epoch()
      if (known !== epoch) {
        reply({ kind: 'epoch', number: epoch })
        reply({ kind: 'leaf-refused', ask, why: epochTurned })
        return
      }
      // One key for a worker and root: a second one would be somebody else's.
      if (this.#epochKey?.epoch !== epoch) this.#epochKey = { epoch, publicKey }
      if (this.#epochKey.publicKey !== publicKey) {
        reply({ kind: 'leaf-refused', ask, why: 'second-key' })
        return
      }
      reply({ kind: 'leaf-made', ask, ...ports.leaves.sign(host, fromBase64(publicKey)) })
    } catch (error) {
      const why = isGatewayError(error, 'LEAF_REFUSED') ? String(error.details.why) : 'authority-ended'
      if (!isGatewayError(error, 'LEAF_REFUSED')) ports.log.event('worker.fault', { step: 'leaf' }, error)
      reply({ kind: 'leaf-refused', ask, why })
    }
  }

  #register(exchange: Extract<Asked, { kind: 'register' }>['exchange']): void {
    const { owners, worker, ports } = this.#options
    if (owners.has(exchange.id) || this.#exchanges.size >= mostExchanges) return
    owners.set(exchange.id, worker)
    this.#exchanges.add(exchange.id)
    ports.tokens.register(exchange)
  }

  #release(id: string): void {
    if (!this.#exchanges.delete(id)) return
    this.#options.owners.delete(id)
    this.#options.ports.tokens.release(id)
  }

  async #keep({ ask, id, tokens }: Extract<Asked, { kind: 'keep' }>): Promise<void> {
    const { ports, reply } = this.#options
    const issued = tokens.map((token) => ({ ...token, value: fromBase64(token.value) }))
    const durable = this.#exchanges.has(id) && (await ports.tokens.keep(id, issued))
    reply({ kind: 'kept', ask, durable })
  }

  async #restore({ ask, id, codes }: Extract<Asked, { kind: 'restore' }>): Promise<void> {
    const { ports, reply } = this.#options
    const found = this.#exchanges.has(id) ? await ports.tokens.restore(id, codes) : new Map()
    const values: Extract<ToWorker, { kind: 'restored' }>['values'] = []
    let bytes = 0
    for (const [code, token] of found) {
      const value = toBase64(token.value)
      bytes += value.length + 128
      if (bytes > maxControlFrameBytes) break
      values.push({ code, type: token.type, value, undone: token.undone })
    }
    reply({ kind: 'restored', ask, values })
  }

  async #login({ ask, user, password, address }: Extract<Asked, { kind: 'login' }>): Promise<void> {
    const { ports, reply } = this.#options
    reply({ kind: 'login-checked', ask, verdict: await ports.logins.check({ user, password, address }) })
  }

  async #review({ ask, step, id, address }: Extract<Asked, { kind: 'review' }>): Promise<void> {
    const { ports, reply } = this.#options
    reply({ kind: 'review-told', ask, notice: await ports.reviews.window[step](id, address) })
  }

  async #trouble({ ask, step, id, address }: Extract<Asked, { kind: 'trouble' }>): Promise<void> {
    const { reply } = this.#options
    const { trouble } = this.#options.ports.reviews
    const notice = await (step === 'list' ? trouble.list(address) : trouble[step](id, address))
    reply({ kind: 'trouble-told', ask, notice })
  }

  async #claim({ ask, review }: Extract<Asked, { kind: 'review-claim' }>): Promise<void> {
    const { ports, reply } = this.#options
    reply({ kind: 'review-claimed', ask, granted: await ports.reviews.window.claim(review) })
  }

  /** What was found is told to all workers before this answer leaves. */
  async #lookFor({ ask, address }: Extract<Asked, { kind: 'machine' }>): Promise<void> {
    const { ports, reply } = this.#options
    await ports.clients.lookFor(canonicalAddress(address) ?? address)
    reply({ kind: 'machine-looked', ask })
  }

  /** A batch that comes twice, since the line was cut before it was acknowledged, counts once. */
  #record({ batch, records, dropped }: Extract<Asked, { kind: 'records' }>): void {
    if (batch <= this.#lastBatch) return
    this.#lastBatch = batch
    const { journal } = this.#options.ports
    let missing = dropped
    for (const record of records) {
      const read = recordSchema.safeParse(record)
      if (read.success) journal.record(read.data satisfies RecordedExchange)
      else missing += 1
    }
    if (missing > 0) journal.missing(missing)
  }
}

/** As the worker's own log would have had it: what happened and where. */
function faultError({
  name,
  code,
  frames,
}: {
  name: string
  code: string | null
  frames: readonly string[]
}): Error {
  const error = Object.assign(new Error(''), code === null ? {} : { code })
  error.name = name
  error.stack = [name, ...frames.map((frame) => `    ${frame}`)].join('\n')
  return error
}
