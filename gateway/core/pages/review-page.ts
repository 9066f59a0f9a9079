/** The page on which somebody who was stopped asks for a review and reads the answer: no login, no script. */
import { lengthOfTime } from '../detection/words.ts'
import { entityTypes } from '../pii/entity.ts'
import type { ReviewAbout, ReviewNotice } from '../review/notice.ts'
import type { ReviewAnswer } from '../review/review.ts'
import { secondMs } from '../units.ts'
import { type AskedPage, type AskedPageFacts, contactIn, goOn, shownPage, tooManyWait } from './asked-page.ts'
import { type Html, html } from './html.ts'

const waitSeconds = 15

/** `path`: of this page, which its form posts to. */
export function reviewPage(facts: AskedPageFacts, path: string, notice: ReviewNotice): AskedPage {
  const contact = contactIn(facts)
  switch (notice.state) {
    case 'asked':
      return goOn(`/review/${notice.ticket}`)
    case 'offered':
      return shownPage(
        facts,
        200,
        {
          title: 'Ask for a review',
          main: html`<p>${contact} will see that this machine was stopped, by which rule, and which kinds of data were found, but not the data itself.</p>
${aboutList(notice.about)}
<form method="post" action="${path}"><button type="submit">Ask for a review</button></form>`,
        },
        // Fetch, "append a request `Origin` header": under no-referrer the form would say "null", as a foreign page can.
        { 'referrer-policy': 'same-origin' },
      )
    case 'waiting':
      return shownPage(
        facts,
        200,
        {
          title: 'Your request waits for an answer',
          main: html`<p>Leave this page open: the answer appears here. ${isTunnel(notice) ? 'Until then nothing changes.' : 'Nothing was sent meanwhile.'}</p>${aboutList(notice.about)}`,
        },
        { refresh: String(waitSeconds) },
      )
    case 'answered':
      return shownPage(facts, 200, {
        title: isTunnel(notice) ? tunnelTitle(notice) : answerTitles[notice.answer],
        main: html`<p>${isTunnel(notice) ? tunnelWords(notice, contact) : answerWords(notice, contact)}</p>${aboutList(notice.about)}`,
      })
    case 'full':
      return tooManyWait(facts)
    case 'away':
      return shownPage(facts, 503, {
        title: 'The gateway cannot take this now',
        main: html`<p>Nothing was lost. Try this page again in a minute; if that does not help, speak to ${contact}.</p>`,
      })
    case 'unknown':
      return shownPage(facts, 404, {
        title: 'This link is not valid, or not any more',
        main: html`<p>A link for a review works once, for an hour, and only on the machine that was stopped. Send what was stopped again and use the link of the new page, or speak to ${contact}.</p>`,
      })
  }
}

const answerTitles: Readonly<Record<ReviewAnswer, string>> = {
  once: 'You may send it once',
  '15m': 'You may send it for fifteen minutes',
  always: 'You may send it from now on',
  cleaned: 'You may send it without the data',
  no: 'It stays as it is',
}

type Answered = Extract<ReviewNotice, { state: 'answered' }>

function isTunnel({ about }: { about: ReviewAbout }): boolean {
  return about.kind === 'tunnel'
}

function tunnelTitle({ answer }: Answered): string {
  return answer === 'no' ? 'It stays as it is' : 'It passes unread for fifteen minutes'
}

function tunnelWords({ answer, leftMs, about }: Answered, contact: string): string {
  if (answer === 'no')
    return `Somebody looked at it: what goes to ${about.destination} is still read. Speak to ${contact}.`
  if (leftMs === null || leftMs < secondMs)
    return 'Its time is over: what goes there is read again. If you need it once more, ask anew.'
  return `For ${lengthOfTime(leftMs)} more nothing between this machine and ${about.destination} is read or changed. Close the program and open it again, then try once more. If it fails now, too, the fault is elsewhere.`
}

function answerWords({ answer, leftMs }: Answered, contact: string): string {
  if (answer === 'no') return `Somebody looked at it and it may not be sent. Speak to ${contact}.`
  if (answer === 'always') return 'Go back and send it again.'
  if (leftMs === null || leftMs < secondMs)
    return 'That is used up, or its time is over. If you need it again, send it, and ask by the new page.'
  const left = lengthOfTime(leftMs)
  switch (answer) {
    case 'once':
      return `Go back and send the same again within ${left}. After that the rule counts as before.`
    case '15m':
      return `Go back and send it again. This counts for ${left} more; after that the rule counts as before.`
    case 'cleaned':
      return `Go back and send it again. For ${left} more, what was stopped is sent with these data masked; where that is not possible, it is stopped as before.`
  }
}

function aboutList({ kind, destination, rule, found }: ReviewAbout): Html {
  const kinds = found.map(({ type, count }) => `${count} × ${entityTypes[type].title}`)
  return html`<dl class="facts"><dt>Destination</dt><dd>${destination}</dd>
${rule === '' ? null : html`<dt>Rule</dt><dd>${rule}</dd>`}
<dt>${kind === 'tunnel' ? 'Changed there' : 'Found'}</dt><dd>${kinds.length === 0 ? nothingFound[kind] : kinds.join(', ')}</dd></dl>`
}

const nothingFound = { request: 'nothing that could be read', tunnel: 'nothing' } as const
