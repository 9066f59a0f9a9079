/** Carries out what a person answers to a proposal: a correction for one client and one host, or silence; the ledger has both. */
import { GatewayError } from '../core/errors.ts'
import type { LedgerActor } from '../core/ledger/entry.ts'
import type { Correction } from '../core/policy/corrections.ts'
import type { Clock, Ledger } from '../core/ports.ts'
import type { Proposal } from '../core/proposal/proposal.ts'
import type { ProposalRegister } from '../store/proposal-register.ts'

/** The office's corrections. */
export interface CorrectionsDesk {
  /** Throws POLICY_INVALID where there are too many, CONFIG_UNWRITABLE. */
  add(correction: Correction): Promise<void>
  remove(id: string): Promise<unknown>
  /** True once what was written is in force. */
  reload(): Promise<boolean>
}

export interface AnswerOptions {
  register: ProposalRegister
  ledger: Ledger
  clock: Clock
  random(length: number): Buffer
  corrections: CorrectionsDesk
  onAnswered(proposal: Proposal): void
}

export function createAnswers(options: AnswerOptions) {
  const { register, ledger, clock, random, corrections, onAnswered } = options
  let turn: Promise<unknown> = Promise.resolve()

  /** The ledger and the proposal in one write: what cannot be noted is not done. */
  function answer(proposal: Proposal, actor: LedgerActor): Proposal {
    const { id, kind, why, state } = proposal
    register.writing(() => {
      const action = state === 'accepted' ? 'proposal.accepted' : 'proposal.dismissed'
      ledger.append({ action, actor, subject: id, facts: { kind, why } })
      register.put(proposal)
    })
    onAnswered(proposal)
    return proposal
  }

  async function accept(id: string, actor: LedgerActor) {
    const { client, host } = openOne(register, id)
    if (host === null) throw nothingToAccept(id)
    const correction = random(4).toString('hex')
    const said = { id: correction, effect: 'allow', of: 'connection', client, destination: host } as const
    await corrections.add({ ...said, reason: `proposal ${id}` })
    try {
      // Somebody may have dismissed it while the correction was written.
      const proposal = openOne(register, id)
      answer({ ...proposal, state: 'accepted', answeredAt: clock.now(), correction }, actor)
    } catch (error) {
      await corrections.remove(correction)
      throw error
    }
    return {
      proposal: openOrAnswered(register, id),
      inForce: await corrections.reload(),
    }
  }

  return {
    /** One after the other: of two answers to one proposal the second is too late. */
    accept(id: string, actor: LedgerActor) {
      const next = turn.then(() => accept(id, actor))
      turn = next.catch(() => undefined)
      return next
    },
    dismiss: (id: string, actor: LedgerActor) =>
      answer({ ...openOne(register, id), state: 'dismissed', answeredAt: clock.now() }, actor),
  }
}

function openOrAnswered(register: ProposalRegister, id: string): Proposal {
  const proposal = register.find(id)
  if (proposal !== null) return proposal
  const hint = 'See which there are: gatehouse proposals'
  throw new GatewayError('PROPOSAL_UNKNOWN', { proposal: id }, { hint })
}

function openOne(register: ProposalRegister, id: string): Proposal {
  const proposal = openOrAnswered(register, id)
  const { state, correction } = proposal
  if (state === 'open') return proposal
  const undo = `It was accepted before. \`gatehouse policy undo ${correction}\` takes that back.`
  const hint = state === 'accepted' ? undo : 'It was dismissed before, and all is as it was.'
  throw new GatewayError('PROPOSAL_STATE', { proposal: id, state }, { hint })
}

function nothingToAccept(id: string): GatewayError {
  const hint = `Install the office's root on the machine: it goes away by itself once that works. Or: gatehouse proposals dismiss ${id}`
  return new GatewayError('PROPOSAL_STATE', { proposal: id, kind: 'install-root' }, { hint })
}
