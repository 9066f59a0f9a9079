/** What the process that carries traffic does of reviews: makes links, shows their pages, and knows what may pass. */

import type { AskedPage } from '../pages/asked-page.ts'
import type { OwnPageFacts } from '../pages/own-page-facts.ts'
import { reviewPage } from '../pages/review-page.ts'
import { troublePage, troublePath } from '../pages/trouble-page.ts'
import type { TroubleNotice, TroubleWindow } from '../trouble/notice.ts'
import { type LinkSigner, type LinkSubject, maxReviewId, signLink } from './link.ts'
import type { ReviewNotice, ReviewWindow } from './notice.ts'
import { type Permit, type PermitFacts, permitsFor } from './permit.ts'
import { type TunnelBounds, type TunnelFacts, type TunnelPermit, tunnelPermitFor } from './tunnel-permit.ts'

export interface ReviewRequest {
  method: string
  path: string
  /** Of the machine that asks. */
  address: string
}

/** What egress asks of it. */
export interface ReviewFace {
  /** Under which the pages are reached, `http://gatehouse.home.arpa:8080`; null where nobody can ask for a review now. */
  origin(): string | null
  /** Where somebody asks for a review of this exchange; null as for `origin`. */
  linkFor(subject: LinkSubject): string | null
  /** Where somebody is told what was done with this machine's last minutes; null as for `origin`. */
  troubleAt(): string | null
  /** Never rejects. */
  page(asked: ReviewRequest): Promise<AskedPage>
  permitsFor(facts: PermitFacts): readonly Permit[]
  /** What lets connections to a host pass unread now; null for nearly all. */
  tunnelFor(facts: TunnelFacts, bounds: TunnelBounds): TunnelPermit | null
  /** Uses up a single passage; false where that was done already. Never rejects. */
  claim(permit: Permit): Promise<boolean>
}

export interface ReviewFaceParts {
  /** Null before they are known. */
  facts(): Pick<OwnPageFacts, 'officeName' | 'contact' | 'reviewsAt'> | null
  signer(): LinkSigner | null
  permits(): readonly Permit[]
  tunnels(): readonly TunnelPermit[]
  trouble: TroubleWindow
  window: ReviewWindow
  /** The clock of permits, in milliseconds. */
  steadyMs(): number
}

export const reviewPath = '/review/'

/** True for the pages that are this face's. */
export function isAskedPath(path: string): boolean {
  return path.startsWith(reviewPath) || isTroublePath(path)
}

export function isTroublePath(path: string): boolean {
  return path === troublePath || path.startsWith(`${troublePath}/`)
}

/** Whoever asks for more pages at one time is nobody who was stopped. */
const mostAtOnce = 32

export function createReviewFace(parts: ReviewFaceParts): ReviewFace {
  const { facts, signer, window } = parts
  let open = 0

  async function bounded<Notice>(work: () => Promise<Notice>): Promise<Notice | { state: 'away' }> {
    if (open >= mostAtOnce) return { state: 'away' }
    open += 1
    try {
      return await work()
    } finally {
      open -= 1
    }
  }

  async function noticeFor({ method, path, address }: ReviewRequest): Promise<ReviewNotice> {
    const id = path.slice(reviewPath.length)
    if (id.length > maxReviewId) return unknownNotice
    return bounded(() => (method === 'POST' ? window.ask(id, address) : window.look(id, address)))
  }

  async function troubleFor({ method, path, address }: ReviewRequest): Promise<TroubleNotice> {
    const id = path.slice(troublePath.length + 1)
    if (id.length > maxReviewId) return unknownNotice
    const { trouble } = parts
    if (method === 'POST') return id === '' ? unknownNotice : bounded(() => trouble.ask(id, address))
    return bounded(() => (id === '' ? trouble.list(address) : trouble.look(id, address)))
  }

  return {
    origin: () => facts()?.reviewsAt ?? null,
    linkFor(subject) {
      const origin = facts()?.reviewsAt ?? null
      const by = signer()
      return origin === null || by === null ? null : `${origin}${reviewPath}${signLink(by, subject)}`
    },
    troubleAt() {
      const origin = facts()?.reviewsAt ?? null
      return origin === null ? null : `${origin}${troublePath}`
    },
    async page(asked) {
      const known = facts() ?? { officeName: '', contact: '', reviewsAt: null }
      const isOff = known.reviewsAt === null
      if (isTroublePath(asked.path))
        return troublePage(known, asked.path, isOff ? unknownNotice : await troubleFor(asked))
      return reviewPage(known, asked.path, isOff ? unknownNotice : await noticeFor(asked))
    },
    permitsFor(facts) {
      const permits = parts.permits()
      return permits.length === 0 ? permits : permitsFor(permits, facts, parts.steadyMs())
    },
    tunnelFor(facts, bounds) {
      const tunnels = parts.tunnels()
      return tunnels.length === 0 ? null : tunnelPermitFor(tunnels, facts, { now: parts.steadyMs(), bounds })
    },
    claim: (permit) => window.claim(permit.review),
  }
}

const unknownNotice = { state: 'unknown' } as const
