/** Shows on the first screen which programs and machines refuse the office's certificates, and how to answer. */
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { mark } from '../../core/pages/marks.ts'
import { countOf } from '../../core/pages/words.ts'
import type { Proposal } from '../../core/proposal/proposal.ts'
import { proposalWords } from '../../core/proposal/words.ts'
import { isoTime, shortTime } from './times.ts'
import type { Said } from './ways.ts'

export interface ProposalsModel {
  now: number
  timeZone: string | null
  /** The open ones, newest first. */
  open: Said<readonly Proposal[]>
}

/** More than these are counted. */
const shown = 10

/** Null where nobody is asked anything. */
export function proposalsSection({ open, now, timeZone }: ProposalsModel): Html | null {
  if ('failure' in open) return null
  if (open.length === 0) return null
  const items = open.slice(0, shown).map((proposal) => {
    const { happened, meaning, todo } = proposalWords(proposal)
    const time = html`<time datetime="${isoTime(proposal.lastAt)}">${shortTime(proposal.lastAt, now, timeZone)}</time>`
    return html`<li>${mark('note')}<div><h3>${proposal.host ?? proposal.client}</h3><p>${happened} ${meaning}</p>
<p>${todo}</p><p class="small quiet">Last at ${time}</p></div></li>`
  })
  const more =
    open.length > shown
      ? html`<p>${countOf(open.length - shown, 'more is', 'more are')} in the list: <code>gatehouse proposals</code>.</p>`
      : null
  return html`<section aria-labelledby="proposals"><h2 id="proposals">Programs that refuse our certificates</h2>
<ol class="tasks">${items}</ol>${more}</section>`
}
