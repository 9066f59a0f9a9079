/** Says what a word back from the network's rules still proves: nothing of another start of the box, and nothing for long. */
import { minuteMs } from '../units.ts'
import type { SyncReceipt } from './machine-note.ts'

/**
 * waiting: nobody has followed the note yet. unlooked: it was followed, and nobody has looked of late whether that still holds. unwritten:
 * it could not be written down. unread: it was gone, or not to be followed. left-over: the network part is off, and its rules are there.
 */
export const toldStates = [
  'in-step',
  'waiting',
  'unlooked',
  'unwritten',
  'unread',
  'no-rules',
  'old-rules',
  'left-over',
] as const

export type ToldState = (typeof toldStates)[number]

/** What is asked about a receipt. */
export interface Asked {
  /** Of the note that was told last, and when it was written. */
  id: string
  writtenMs: number
  /** Of now; all times by the clock that counts from the start of the box. */
  boot: string
  nowMs: number
}

/** How often a look is asked for while somebody is to be held back: each starts a program, which a small box feels. */
export const lookEveryMs = 5 * minuteMs
/** A box that is busy may miss one. */
const looksHoldMs = 3 * lookEveryMs

export function stateOf(
  receipt: SyncReceipt | null,
  asked: Asked,
): Exclude<ToldState, 'unwritten' | 'left-over'> {
  if (receipt === null || receipt.boot !== asked.boot) return 'waiting'
  const { id, outcome, atMs } = receipt
  if (id === null ? atMs <= asked.writtenMs : id !== asked.id) return 'waiting'
  switch (outcome) {
    case 'in-step':
      return isFresh(receipt, asked.nowMs) ? 'in-step' : 'unlooked'
    case 'untold':
    case 'unread':
      return 'unread'
    case 'old-rules':
    case 'no-rules':
      return outcome
  }
}

/** Whether rules were in force when somebody looked last, and are still as far as that tells. */
export function areInForce(
  receipt: SyncReceipt | null,
  { boot, nowMs }: Pick<Asked, 'boot' | 'nowMs'>,
): boolean {
  if (receipt === null || receipt.boot !== boot || receipt.outcome === 'no-rules') return false
  return receipt.untilMs === null || nowMs < receipt.untilMs
}

/** What was seen later than now was not seen. */
function isFresh({ atMs, untilMs }: SyncReceipt, nowMs: number): boolean {
  const agoMs = nowMs - atMs
  return agoMs >= 0 && agoMs <= looksHoldMs && (untilMs === null || nowMs < untilMs)
}
