/** Bounds what may wait for an answer, and makes the tickets that show it. */
import type { Clock } from '../core/ports.ts'
import { dayMs } from '../core/units.ts'
import type { ReviewRegister } from '../store/review-register.ts'

export interface WaitingRoom {
  register: ReviewRegister
  clock: Clock
  random(length: number): Buffer
  /** One more waits. */
  asked(): void
}

/** Of one client, and of all: more than anybody reads. */
export const mostWaiting = { ofClient: 10, ofAll: 500 } as const

/** How long a ticket shows its answer. */
export const ticketMs = dayMs
const ticketBytes = 16
export const ticketForm = /^[A-Za-z0-9_-]{22}$/

export function newTicket({ random }: Pick<WaitingRoom, 'random'>): string {
  return random(ticketBytes).toString('base64url')
}

/** Whoever asked for older ones can read no answer any more: they keep nobody from asking anew. */
export function isRoomFor(
  client: string,
  { register, clock }: Pick<WaitingRoom, 'register' | 'clock'>,
): boolean {
  const since = clock.now() - ticketMs
  return (
    register.waiting({ since, client }) < mostWaiting.ofClient &&
    register.waiting({ since }) < mostWaiting.ofAll
  )
}
