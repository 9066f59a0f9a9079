/** Passes the messages of a gRPC call on one by one, each once it came whole and was judged. */
import { Buffer } from 'node:buffer'
import { wholeMessages } from '../core/content/grpc-messages.ts'
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
  let held: Buffer = Buffer.alloc(0)
  let isRead = true
  for (let next = await rest.next(); !next.done; next = await rest.next()) {
    if (!isRead) {
      yield next.value
      continue
    }
    const room = share.take(next.value.length)
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value])
    const whole = wholeMessages(held, holdBytes)
    if (whole > 0) {
      const messages = held.subarray(0, whole)
      if (whole >= longFrom) await longTurn()
      await judge(messages)
      yield messages
      share.putBack(whole)
      held = held.subarray(whole)
    } else if (whole < 0 || !room) {
      tooLong()
      isRead = false
      yield held
      share.putBack(held.length)
      held = Buffer.alloc(0)
    }
  }
  if (held.length > 0) {
    // What the end cuts off is no message: it is judged as what it is, which is none.
    await judge(held)
    yield held
  }
}
