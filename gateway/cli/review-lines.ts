/** Writes reviews for a terminal: who was stopped, on the way where, for what, and what was answered. */
import { lengthOfTime } from '../core/detection/words.ts'
import { entityTypes } from '../core/pii/entity.ts'
import { reasonSentences } from '../core/policy/reasons.ts'
import type { ReviewAnswer } from '../core/review/review.ts'
import type { ReviewView } from '../core/review/view.ts'
import { secondMs } from '../core/units.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

export function reviewTable(reviews: readonly ReviewView[]): string[] {
  return table(
    reviews.map((review) => [
      review.id,
      timeOfDay(review.askedAt),
      review.client,
      review.destination,
      review.kind === 'tunnel' ? 'tunnel' : review.rule,
      foundWords(review),
      stateOf(review),
    ]),
  )
}

function stateOf({ answered }: ReviewView): string {
  if (answered === null) return 'waits'
  return answered.takenBack ? `${answered.answer}, taken back` : answered.answer
}

export function reviewLines(review: ReviewView): string[] {
  const { id, kind, at, askedAt, isAsked, client, destination, port, method, path, rule, reason, possible } =
    review
  const isTunnel = kind === 'tunnel'
  return table([
    ['id', id],
    ...(isTunnel ? [] : [['stopped', timeOfDay(at)]]),
    ['asked', isAsked ? timeOfDay(askedAt) : 'by nobody yet'],
    ['client', client],
    isTunnel
      ? ['tunnel', `everything to ${destination}, port ${port}, unread for 15 minutes`]
      : ['request', `${method} ${path} to ${destination}, port ${port}`],
    ['rule', rule === '' ? 'none was reached' : rule],
    [isTunnel ? 'last' : 'why', reasonSentences[reason]],
    [isTunnel ? 'changed' : 'found', foundWords(review)],
    ['answer', review.answered === null ? `none yet; possible: ${possible.join(', ')}` : answerLine(review)],
  ])
}

export function answerLine({ id, kind, answered, destination, client }: ReviewView): string {
  if (answered === null) return 'It waits for an answer.'
  const { answer, correction, used, takenBack, leftMs } = answered
  if (takenBack) return `${answer}: taken back before its time, so it counts no more.`
  if (used) return `${answer}: it was used, so it counts no more.`
  if (leftMs !== null && leftMs < secondMs) return `${answer}: its time is over, so it counts no more.`
  const left = leftMs === null ? '' : ` For ${lengthOfTime(leftMs)} more.`
  const undo = correction === null ? '' : ` Take it back with \`gatehouse reviews end ${id}\`.`
  const meaning =
    kind === 'tunnel' && answer === '15m'
      ? `what ${client} sends to ${destination} passes unread.`
      : meanings[answer](client, destination)
  return `${answer}: ${meaning}${left}${undo}`
}

const meanings: Readonly<Record<ReviewAnswer, (client: string, destination: string) => string>> = {
  once: (client, destination) => `${client} may send one such request to ${destination}.`,
  '15m': (client, destination) => `${client} may send what was found to ${destination}.`,
  always: (_client, destination) =>
    `everything but secrets and what reviews.never names may leave to ${destination}, for everybody.`,
  cleaned: (client, destination) => `what ${client} sends to ${destination} leaves with these data masked.`,
  no: () => 'it stays as it is.',
}

function foundWords({ kind, found }: Pick<ReviewView, 'kind' | 'found'>): string {
  if (found.length === 0) return kind === 'tunnel' ? 'nothing' : 'nothing that could be read'
  return found.map(({ type, count }) => `${count} × ${entityTypes[type].title}`).join(', ')
}
