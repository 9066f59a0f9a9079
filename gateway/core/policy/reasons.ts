/** Says every verdict's reason in words for a person: what happened, what it means, what to do. */
import type { VerdictAction, VerdictReason } from '../journal.ts'
import { clientReasonTexts } from './client-reason-texts.ts'
import { destinationReasonTexts } from './destination-reason-texts.ts'
import { loginReasonTexts } from './login-reason-texts.ts'
import { ownReasonTexts, type ReasonText } from './reason-texts.ts'

export const reasonTexts: Record<VerdictReason, ReasonText> = {
  ...ownReasonTexts,
  ...loginReasonTexts,
  ...clientReasonTexts,
  ...destinationReasonTexts,
}

/** All of them, for schemas. */
export const verdictReasons = Object.keys(reasonTexts) as [VerdictReason, ...VerdictReason[]]

/** The reason in one or two sentences, without naming the destination; for lists and metrics. */
export const reasonSentences = Object.fromEntries(
  Object.entries(reasonTexts).map(([reason, text]) => [reason, withHost(text.happened, 'the destination')]),
) as Readonly<Record<VerdictReason, string>>

/** The same reasons where the rule let the request pass all the same: nothing was stopped, and nobody may read so. */
const whenItPassed: Partial<Record<VerdictReason, string>> = {
  undecodable:
    'Its content is not what it says it is, so it was not read; the rule for this destination lets such content pass.',
  'opaque-content':
    'Its content is of a kind that we cannot read; the rule for this destination lets such content pass unread.',
  'signed-content':
    'It holds personal data, but a signature forbids any change; the rule for this destination lets it pass as it is.',
  'upgrade-not-inspected':
    'A message on its lasting connection (WebSocket) was no text, so it was not read; the rule for this destination lets it pass.',
  'not-tls':
    'What was sent is not encrypted web traffic and was not read; the rule for this destination lets it pass.',
}

/** What happened and why, in one or two sentences that fit what was done. */
export function explain(action: VerdictAction, reason: VerdictReason): string {
  const left = action === 'pass' || action === 'transform' || action === 'tunnel'
  return (left ? whenItPassed[reason] : undefined) ?? reasonSentences[reason]
}

/** The reason's words with destination and contact in their places. Plain text: escape it for where it is shown. */
export function reasonFor(reason: VerdictReason, names: { host: string; contact: string }): ReasonText {
  const text = reasonTexts[reason]
  const contact = names.contact === '' ? 'whoever looks after the network' : names.contact
  const host = names.host === '' ? 'the destination' : names.host
  const fill = (sentence: string) => withHost(sentence, host).replaceAll('{contact}', () => contact)
  return { ...text, title: fill(text.title), happened: fill(text.happened), next: fill(text.next) }
}

function withHost(sentence: string, host: string): string {
  const capital = host[0] === 't' && host.includes(' ') ? `T${host.slice(1)}` : host
  return sentence.replace(/^\{host\}/, () => capital).replaceAll('{host}', () => host)
}
