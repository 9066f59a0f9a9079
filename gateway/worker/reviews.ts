/** The worker's part in reviews: has control look them up, signs links with a key of its own, and knows what may pass. */

import type { LinkSigner } from '../core/review/link.ts'
import type { ReviewNotice, ReviewWindow } from '../core/review/notice.ts'
import type { Permit } from '../core/review/permit.ts'
import type { TunnelPermit } from '../core/review/tunnel-permit.ts'
import type { TroubleNotice, TroubleWindow } from '../core/trouble/notice.ts'
import { fromBase64 } from '../core/worker/bytes.ts'
import type { ControlLink } from './link.ts'

/** Where control is away nobody can ask, and no single passage is taken; what else was allowed counts on. */
export class WorkerReviews implements ReviewWindow {
  readonly #link: Pick<ControlLink, 'ask'>
  readonly #worker: string
  #signer: LinkSigner | null = null
  permits: readonly Permit[] = []
  tunnels: readonly TunnelPermit[] = []
  /** Of the page for trouble. */
  readonly trouble: TroubleWindow = {
    list: (address) => this.#trouble('list', '', address),
    look: (id, address) => this.#trouble('look', id, address),
    ask: (id, address) => this.#trouble('ask', id, address),
  }

  constructor(link: Pick<ControlLink, 'ask'>, worker: string) {
    this.#link = link
    this.#worker = worker
  }

  get signer(): LinkSigner | null {
    return this.#signer
  }

  /** Base64. */
  signWith(key: string): void {
    this.#signer = { worker: this.#worker, key: fromBase64(key) }
  }

  look(id: string, address: string): Promise<ReviewNotice> {
    return this.#review('look', id, address)
  }

  ask(link: string, address: string): Promise<ReviewNotice> {
    return this.#review('ask', link, address)
  }

  async claim(review: string): Promise<boolean> {
    const answer = await this.#link.ask((ask) => ({ kind: 'review-claim', ask, review }))
    return answer?.kind === 'review-claimed' && answer.granted
  }

  async #review(step: 'look' | 'ask', id: string, address: string): Promise<ReviewNotice> {
    const answer = await this.#link.ask((ask) => ({ kind: 'review', ask, step, id, address }))
    return answer?.kind === 'review-told' ? answer.notice : { state: 'away' }
  }

  async #trouble(step: 'list' | 'look' | 'ask', id: string, address: string): Promise<TroubleNotice> {
    const answer = await this.#link.ask((ask) => ({ kind: 'trouble', ask, step, id, address }))
    return answer?.kind === 'trouble-told' ? answer.notice : { state: 'away' }
  }
}
