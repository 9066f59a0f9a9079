/** Has leaves signed by control for a key that never leaves this process, and remembers them. */
import { generateKeyPairSync } from 'node:crypto'
import { GatewayError } from '../core/errors.ts'
import type { Clock, Leaf, LeafIssuer } from '../core/ports.ts'
import { toBase64 } from '../core/worker/bytes.ts'
import { epochTurned } from '../core/worker/to-worker.ts'
import type { ControlLink } from './link.ts'

interface KeptLeaf extends Leaf {
  notBefore: number
  renewAt: number
}

interface OwnKey {
  publicKey: string
  /** PEM, PKCS#8. */
  privateKey: string
}

/** A leaf that control could not renew serves until it has ended; then its name is refused. */
export class WorkerLeafIssuer implements LeafIssuer {
  readonly #link: Pick<ControlLink, 'ask' | 'askPatiently'>
  readonly #clock: Clock
  /** In the order of use. */
  readonly #kept = new Map<string, KeptLeaf>()
  readonly #flights = new Map<string, Promise<Leaf>>()
  #key: OwnKey | null = null
  #epoch: number | null = null
  #most = 1000

  constructor(link: Pick<ControlLink, 'ask' | 'askPatiently'>, clock: Clock) {
    this.#link = link
    this.#clock = clock
  }

  /** Leaves of another root are good no more; a new one gets a new key. */
  turnTo(epoch: number): void {
    if (epoch === this.#epoch) return
    this.#epoch = epoch
    this.#key = null
    this.#kept.clear()
    this.#flights.clear()
  }

  keepAtMost(leaves: number): void {
    this.#most = Math.max(1, leaves)
  }

  leafFor(host: string): Promise<Leaf> {
    const kept = this.#kept.get(host)
    const now = this.#clock.now()
    if (kept !== undefined && now < kept.renewAt && kept.notBefore <= now) {
      this.#kept.delete(host)
      this.#kept.set(host, kept)
      return Promise.resolve(kept)
    }
    const flight = this.#flights.get(host) ?? this.#fetch(host)
    this.#flights.set(host, flight)
    return flight
  }

  async #fetch(host: string, isAgain = false): Promise<Leaf> {
    this.#key ??= makeKey()
    const { publicKey, privateKey } = this.#key
    const epoch = this.#epoch
    try {
      // A leaf that still holds is not waited for.
      const isPressing = !this.#holds(host)
      const question = (ask: number) => ({
        kind: 'leaf' as const,
        ask,
        host,
        publicKey,
        epoch: epoch ?? 0,
      })
      const answer = await (isPressing ? this.#link.askPatiently(question) : this.#link.ask(question))
      if (answer?.kind === 'leaf-refused' && answer.why === epochTurned && !isAgain)
        return await this.#fetch(host, true)
      if (answer?.kind === 'leaf-refused') throw new GatewayError('LEAF_REFUSED', { why: answer.why })
      if (answer?.kind !== 'leaf-made') return this.#orElse(host)
      const { certificateChain, notBefore, notAfter, renewAt } = answer
      const leaf = { certificateChain, privateKey, notBefore, notAfter, renewAt }
      // A root that changed meanwhile signed for a key that is gone with the next question.
      if (epoch === this.#epoch) this.#keep(host, leaf)
      return leaf
    } finally {
      if (epoch === this.#epoch) this.#flights.delete(host)
    }
  }

  #holds(host: string): boolean {
    const kept = this.#kept.get(host)
    return kept !== undefined && this.#clock.now() < kept.notAfter
  }

  #orElse(host: string): Leaf {
    const kept = this.#kept.get(host)
    if (kept !== undefined && this.#clock.now() < kept.notAfter) return kept
    throw new GatewayError(
      'CONTROL_AWAY',
      {},
      { hint: 'See that the gateway runs: `gatehouse status`. Hosts that were asked for before go on.' },
    )
  }

  #keep(host: string, leaf: KeptLeaf): void {
    this.#kept.delete(host)
    this.#kept.set(host, leaf)
    const oldest = this.#kept.keys().next()
    if (this.#kept.size > this.#most && !oldest.done) this.#kept.delete(oldest.value)
  }
}

function makeKey(): OwnKey {
  const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  return {
    publicKey: toBase64(pair.publicKey.export({ type: 'spki', format: 'der' })),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
