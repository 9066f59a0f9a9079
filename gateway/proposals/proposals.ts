/** Opens the room of proposals: it listens to what clients make of our certificates, and carries out what a person answers. */
import { isGatewayError } from '../core/errors.ts'
import type { EventBus } from '../core/events.ts'
import type { ExchangeRecord } from '../core/journal.ts'
import type { LedgerActor } from '../core/ledger/entry.ts'
import { signOf } from '../core/pinning/sign.ts'
import { createPinningWatch } from '../core/pinning/watch.ts'
import type { Clock, HealthBoard } from '../core/ports.ts'
import type { Proposal, ProposalState } from '../core/proposal/proposal.ts'
import { dayMs, hourMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import type { ProposalRegister } from '../store/proposal-register.ts'
import type { Store } from '../store/store.ts'
import { type AnswerOptions, createAnswers } from './answers.ts'
import { enterFinding } from './enter-finding.ts'
import { showOpen } from './show-open.ts'

export interface ProposalsOptions extends Omit<AnswerOptions, 'onAnswered'> {
  register: ProposalRegister
  store: Pick<Store, 'failure'>
  bus: EventBus
  clock: Clock
  random(length: number): Buffer
  health: HealthBoard
  log: Log
  /** Proposals of which nothing was heard for so long are let go. */
  keptDays(): number
  /** False where it may have jumped: nothing goes by age then, as in sweeps. Throws the STORE_ errors. */
  isClockTrusted(): boolean
}

/** What page, API and command may ask. Throws the STORE_ errors. */
export interface Proposals extends Disposable {
  /** Newest first; `state` null: whatever was answered. */
  list(state: ProposalState | null): readonly Proposal[]
  /** Null where there is none. */
  find(id: string): Proposal | null
  /**
   * Writes the correction and takes it into force. `inForce` is false where the configuration has mistakes meanwhile: it counts
   * with the next good reload. Rejects with PROPOSAL_UNKNOWN, PROPOSAL_STATE, POLICY_INVALID, CONFIG_UNWRITABLE and the
   * STORE_ errors; then nothing has changed.
   */
  accept(id: string, actor: LedgerActor): Promise<{ proposal: Proposal; inForce: boolean }>
  /** Throws PROPOSAL_UNKNOWN, PROPOSAL_STATE and the STORE_ errors. */
  dismiss(id: string, actor: LedgerActor): Proposal
}

/** More than anybody reads. */
const mostListed = 1000

export function openProposals(options: ProposalsOptions): Proposals {
  const { register, store, bus, clock, random, health, log, keptDays, isClockTrusted } = options
  const watch = createPinningWatch()
  const show = () => guarded(() => showOpen(register, health))

  function take(record: ExchangeRecord): void {
    const sign = signOf(record)
    const finding = sign === null ? null : watch.take(sign)
    if (finding === null) return
    // What cannot be written now is found again in ten minutes.
    guarded(() => enterFinding(register, finding, () => random(4).toString('hex')))
    show()
  }

  function forget(): void {
    guarded(() => {
      if (isClockTrusted()) register.removeBefore(clock.now() - keptDays() * dayMs)
    })
    show()
  }

  /** The store itself says on the first screen that it cannot be written. */
  function guarded(work: () => unknown): void {
    if (store.failure !== null) return
    try {
      work()
    } catch (error) {
      if (!isGatewayError(error)) throw error
      log.event('proposal.unwritten', {}, error)
    }
  }

  const answers = createAnswers({
    ...options,
    onAnswered({ client, host }) {
      if (host !== null) watch.forget(client, host)
      show()
    },
  })
  const end = bus.subscribe('exchange.recorded', take)
  const forgetting = setInterval(forget, hourMs).unref()
  forget()
  return {
    list: (state) => register.list(state, mostListed),
    find: (id) => register.find(id),
    accept: answers.accept,
    dismiss: answers.dismiss,
    [Symbol.dispose]() {
      end()
      clearInterval(forgetting)
    },
  }
}
