/** Opens reviews: somebody who was stopped, or whom something does not work for, asks a person, and the answer counts for a while. */
import type { HealthBoard } from '../core/ports.ts'
import { workerLinkKey } from '../core/review/link.ts'
import type { ReviewWindow } from '../core/review/notice.ts'
import type { Permit } from '../core/review/permit.ts'
import type { TunnelPermit } from '../core/review/tunnel-permit.ts'
import type { TroubleWindow } from '../core/trouble/notice.ts'
import { minuteMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import type { DurableDatabase } from '../store/ledger-database.ts'
import { createReviewRegister } from '../store/review-register.ts'
import { createReviewDesk, type DeskOptions, type ReviewDesk } from './desk.ts'
import { openPermits } from './permits.ts'
import { showTunnels, showWaiting } from './show.ts'
import { createTroubleWindow, type TroubleOptions } from './trouble.ts'
import { createReviewWindow, type WindowOptions } from './window.ts'

export interface ReviewsOptions
  extends Pick<DeskOptions, 'ledger' | 'clock' | 'steady' | 'bounds' | 'barredTypes' | 'allow' | 'takeBack'>,
    Pick<WindowOptions, 'journal' | 'random'>,
    Pick<TroubleOptions, 'lately' | 'askerAt'> {
  database: DurableDatabase
  health: HealthBoard
  log: Log
}

export interface Reviews extends Disposable {
  readonly window: ReviewWindow
  readonly trouble: TroubleWindow
  readonly desk: ReviewDesk
  /** What counts now. */
  permits(): readonly Permit[]
  tunnels(): readonly TunnelPermit[]
  /** Told when that changes. */
  onChange(listener: () => void): void
  /** What one worker signs links with. Each start of the gateway has others: older links are good no more. */
  linkKeyOf(worker: string): Buffer
}

const keyBytes = 32

/** A store that is away keeps nothing from starting: nobody can ask then, and nothing is let through. */
export function openReviews(options: ReviewsOptions): Reviews {
  const { database, health, log, random } = options
  const register = createReviewRegister(database)
  const permits = openPermits({ ...options, register })
  const key = random(keyBytes)
  const fault = (error: unknown) => log.event('review.failed', {}, error)
  const show = () => attempt(() => showWaiting(register, health), fault)
  permits.onChange(() => showTunnels(permits.tunnels().length, health))
  attempt(() => permits.refresh(), fault)
  show()
  // A sweep takes reviews without telling.
  const timer = setInterval(show, minuteMs)
  timer.unref()
  return {
    window: createReviewWindow({ ...options, register, permits, key, asked: show, fault }),
    trouble: createTroubleWindow({ ...options, register, asked: show, fault }),
    desk: createReviewDesk({ ...options, register, permits, answered: show }),
    permits: () => permits.current(),
    tunnels: () => permits.tunnels(),
    onChange: (listener) => permits.onChange(listener),
    linkKeyOf: (worker) => workerLinkKey(key, worker),
    [Symbol.dispose]() {
      clearInterval(timer)
      permits[Symbol.dispose]()
    },
  }
}

function attempt(work: () => void, fault: (error: unknown) => void): void {
  try {
    work()
  } catch (error) {
    fault(error)
  }
}
