/** Passes the messages of a gRPC call on one by one, each once it came whole and was judged. */
import type { Buffer } from 'node:buffer'
import { neededBytes, wholeMessages } from '../core/content/grpc-messages.ts'
import { Gathering } from './gathering.ts'
import type { BegunIntake } from './intake.ts'
import { longFrom, longTurn } from './long-work.ts'

export interface Conversation {
  /** What was judged already. */
  body: Buffer
  intake: BegunIntake
  /** Most bytes that one message may have. */
  holdBytes: number
}

/**
 * `judge` throws where the messages may not leave; `tooLong` where what cannot be held may not: else it passes, and all
 * that comes behind it, since nobody knows any more where a message begins.
 */
export async function* grpcConversation(
  { body, intake, holdBytes }: Conversation,
  judge: (messages: Buffer) => Promise<void>,
  tooLong: () => void,
): AsyncGenerator<Buffer> {
  const { rest, share } = intake
  yield body
  share.putBack(body.length)
  let held = new Gathering(holdBytes)
  let needed = 0
  let isRead = true
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    if (!isRead) {
      yield next.value
      continue
    }
    const room = share.take(next.value.length)
    held.add(next.value)
    // Joined when there is something to be seen, not with each piece.
    if (held.bytes < needed && room) continue
    const came = held.whole()
    held = new Gathering(holdBytes)
    const whole = wholeMessages(came, holdBytes)
    if (whole > 0) {
      const messages = came.subarray(0, whole)
      if (whole >= longFrom) await longTurn()
      await judge(messages)
      yield messages
      share.putBack(whole)
    } else if (whole < 0 || !room) {
      tooLong()
      isRead = false
      yield came
      share.putBack(came.length)
      continue
    }
    const left = came.subarray(whole)
    if (left.length > 0) held.add(left)
    needed = neededBytes(left)
  }
  if (held.bytes > 0) {
    const cut = held.whole()
    // What the end cuts off is no message: it is judged as what it is, which is none.
    await judge(cut)
    yield cut
  }
}
