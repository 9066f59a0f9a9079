/** Opens reviews with what they need of the gateway: the journal, the policy in force, and the file of corrections. */
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { addCorrection, removeCorrection } from '../../config/corrections-file.ts'
import type { ReloadOutcome } from '../api/services.ts'
import { GatewayError } from '../core/errors.ts'
import { correctionSchema } from '../core/policy/corrections.ts'
import type { Ledger } from '../core/ports.ts'
import { createReviewFace, type ReviewFace } from '../core/review/face.ts'
import { bootMs, openBootClock } from '../ops/boot-clock.ts'
import type { Log } from '../ops/log.ts'
import { createBarredTypes } from '../reviews/barred-types.ts'
import { openReviews, type Reviews } from '../reviews/reviews.ts'
import type { DurableDatabase } from '../store/ledger-database.ts'
import { askerAt, type OfficeMachines } from './asker.ts'
import { clock } from './clock.ts'
import type { InForce } from './in-force.ts'
import type { Kept } from './kept.ts'
import { type OwnPagesOptions, ownPageFacts } from './own-pages.ts'

export interface OfficeReviewsParts {
  kept: Pick<Kept, 'health' | 'history' | 'paths'>
  inForce: InForce
  database: DurableDatabase
  ledger: Ledger
  clients: OfficeMachines
  log: Log
  reload(): Promise<ReloadOutcome>
}

/** Workers hand records over in batches. */
const handedMs = 250

export function openOfficeReviews(parts: OfficeReviewsParts): Reviews {
  const { kept, inForce, database, ledger, clients, log } = parts
  const { history, health } = kept
  return openReviews({
    ...{ database, ledger, health, log, clock },
    steady: openBootClock(),
    random: randomBytes,
    bounds: () => inForce.policy.current(),
    barredTypes: createBarredTypes({
      journal: history.reader,
      never: () => inForce.policy.current().neverAllowed,
      now: clock.now,
    }),
    lately: (asker) => history.lately.of(asker, clock.monotonic()),
    askerAt: (address) => askerAt(address, { clients, config: inForce.config }),
    allow: (destination) => allowFromNowOn(destination, parts),
    async takeBack(correction) {
      await removeCorrection(kept.paths.corrections, correction)
      await parts.reload()
    },
    journal: {
      get: (id) => history.reader.get(id),
      async settled() {
        await delay(handedMs)
        await history.handed.durable()
      },
    },
  })
}

/** Where all runs in one process. */
export function faceHere(reviews: Reviews, pages: OwnPagesOptions): ReviewFace {
  const signer = { worker: 'here', key: reviews.linkKeyOf('here') }
  return createReviewFace({
    facts: () => ownPageFacts(pages),
    signer: () => signer,
    permits: () => reviews.permits(),
    tunnels: () => reviews.tunnels(),
    window: reviews.window,
    trouble: reviews.trouble,
    steadyMs: bootMs,
  })
}

/** A correction that does not come into force is taken back. */
async function allowFromNowOn(destination: string, { kept, reload }: OfficeReviewsParts): Promise<string> {
  const { corrections } = kept.paths
  const read = correctionSchema.safeParse({
    ...{ id: randomBytes(4).toString('hex'), effect: 'allow', of: 'destination', destination },
    ...{ reason: 'answer to a review', ofReview: true },
  })
  if (!read.success) {
    const hint = 'The file of corrections cannot name this destination. Answer 15m, or write a rule.'
    throw new GatewayError('REVIEW_ANSWER', { answer: 'always' }, { hint })
  }
  await addCorrection(corrections, read.data)
  const outcome = await reload()
  if (outcome.ok) return read.data.id
  await removeCorrection(corrections, read.data.id)
  const hint =
    'Run `gatehouse policy check` and `gatehouse config check`, correct what they name, then answer again.'
  throw new GatewayError('POLICY_INVALID', {}, { hint })
}
