/** Keeps people from deciding about what they have not seen: a change names the state that it was decided on, and is refused where that is past. */
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { GatewayError } from '../core/errors.ts'

/**
 * A tag of what was decided of a thing; what only counts time or traffic is left out by whoever asks. Written as a strong one, since `If-Match`
 * takes no other (RFC 9110 §13.1.1), and none of the whole answer: with it nobody may put parts of two answers together, or hold a stored one for fresh.
 */
export function etagOf(state: readonly unknown[]): string {
  return `"${createHash('sha256').update(JSON.stringify(state)).digest('base64url').slice(0, 22)}"`
}

/** The thing with its tag, which also stands in the head of the answer. */
export function sendTagged<View extends { etag: string }>(reply: FastifyReply, view: View): View {
  reply.header('etag', view.etag)
  return view
}

export interface GuardedChange<Result> {
  /** The thing as it is now; null where there is none, which the change itself will say. */
  current(): { etag: string } | null
  change(): Result | Promise<Result>
}

/**
 * Begins the change in the very turn in which `If-Match` was seen to fit. Where the service waits for something before it decides, it looks again
 * itself. Throws CHANGED_MEANWHILE and STATE_UNNAMED; then nothing was begun.
 */
export function changeIfMatch<Result>(
  request: FastifyRequest,
  { current, change }: GuardedChange<Result>,
): Result | Promise<Result> {
  const given = request.headers['if-match']
  // On the box one person works, with the state just printed.
  if (given === undefined && request.asker === null) return change()
  // RFC 9110 §13.1.1 has `*` fit whatever there is: whoever sends it has looked at nothing.
  if (given === undefined || given.trim() === '*')
    throw new GatewayError('STATE_UNNAMED', {}, { hint: 'Send the ETag of what was shown as If-Match.' })
  const now = current()
  if (now !== null && !given.split(',').some((one) => one.trim() === now.etag))
    throw new GatewayError('CHANGED_MEANWHILE', {}, { hint: 'Look at it again, and decide anew.' })
  return change()
}
