/** The page for whoever something does not work for: picks from this machine's last minutes, says what was done, and offers to ask for a tunnel. */
import { lengthOfTime } from '../detection/words.ts'
import type { TroubleNotice } from '../trouble/notice.ts'
import { obstacleWords, troubleWords } from '../trouble/words.ts'
import { type AskedPage, type AskedPageFacts, contactIn, goOn, shownPage, tooManyWait } from './asked-page.ts'
import { type Html, html } from './html.ts'

export const troublePath = '/trouble'

/** `path`: of this page, which its form posts to. */
export function troublePage(facts: AskedPageFacts, path: string, notice: TroubleNotice): AskedPage {
  const contact = contactIn(facts)
  switch (notice.state) {
    case 'listed':
      return shownPage(facts, 200, { title: 'Something does not work?', main: list(notice, contact) })
    case 'told':
      return told(facts, path, notice)
    case 'asked':
      return goOn(`/review/${notice.ticket}`)
    case 'barred':
      return shownPage(facts, 403, {
        title: 'This cannot be asked for',
        main: html`<p>${obstacleWords(notice.obstacle) ?? 'A tunnel would not help with this.'} Speak to ${contact}.</p>${back}`,
      })
    case 'waiting':
      return shownPage(facts, 200, {
        title: 'Somebody asked already',
        main: html`<p>It was asked at this machine within the last day whether ${notice.host} may pass unread, and there is no answer yet. Speak to ${contact} if it is urgent.</p>${back}`,
      })
    case 'full':
      return tooManyWait(facts)
    case 'away':
      return shownPage(facts, 503, {
        title: 'The gateway cannot tell now',
        main: html`<p>Try this page again in a minute; if that does not help, speak to ${contact}.</p>`,
      })
    case 'unsure':
      return shownPage(facts, 200, {
        title: 'The gateway cannot tell which machine this is',
        main: html`<p>Two machines claim its address, or it changes the address of its network card. So nothing is shown that may be another’s. Speak to ${contact}.</p>`,
      })
    case 'unknown':
      return shownPage(facts, 404, {
        title: 'Nothing is known of this any more',
        main: html`<p>The gateway remembers the last five minutes of this machine. Do again what did not work, then pick it from the list.</p>${back}`,
      })
  }
}

const back = html`<p><a href="${troublePath}">The last five minutes of this machine</a></p>`

type Listed = Extract<TroubleNotice, { state: 'listed' }>
type Told = Extract<TroubleNotice, { state: 'told' }>

function list({ rows, isShared }: Listed, contact: string): Html {
  const leftOut = isShared
    ? html`<p>Several people logged in to the gateway from this machine in the last five minutes, or a device used it with a certificate of its own. What was done so is left out: this page cannot tell who is asking. If it is missing here, speak to ${contact}.</p>
`
    : null
  if (rows.length === 0 && leftOut !== null) return leftOut
  if (rows.length === 0)
    return html`<p>In the last five minutes nothing of this machine came through the gateway, so it has neither changed nor stopped anything. Do again what does not work, then open this page anew. If it stays empty, the fault is elsewhere, or this machine is not set up: <a href="/check">check it</a>, or speak to ${contact}.</p>`
  const items = rows.map(
    ({ id, host, agoMs }) =>
      html`<li><a href="${troublePath}/${id}">${host}</a>, ${ago(agoMs)}</li>
`,
  )
  return html`<p>Pick where it should have gone. These are the last five minutes of this machine: whoever else uses this machine sees the same, and other machines see none of it. If it is missing, do it again and open this page anew.</p>
${leftOut}<ul>${items}</ul>`
}

function told(facts: AskedPageFacts, path: string, { happened, agoMs, times, obstacle }: Told): AskedPage {
  const contact = contactIn(facts)
  const { title, happened: words, changes, next } = troubleWords(happened, contact)
  const done = changes.map((change) => html`<li>${change}</li>`)
  const main = html`<p>${words}</p>
${done.length === 0 ? null : html`<ul>${done}</ul>`}<p>${next}</p>
<dl class="facts"><dt>Destination</dt><dd>${happened.host}${happened.port === 443 || happened.port === 80 ? '' : `, port ${happened.port}`}</dd>
${happened.rule === null ? null : html`<dt>Rule</dt><dd>${happened.rule}</dd>`}
<dt>When</dt><dd>${ago(agoMs)}${times > 1 ? `, and ${times - 1} more alike in the last minutes` : ''}</dd>
<dt>Number</dt><dd>${happened.id}</dd></dl>
${obstacle === null ? offer(path, happened.host, contact) : without(obstacleWords(obstacle))}${back}`
  const policy = obstacle === null ? { 'referrer-policy': 'same-origin' } : {}
  return shownPage(facts, 200, { title, main }, policy)
}

/** Fetch, "append a request `Origin` header": under no-referrer the form would say "null", as a foreign page can. */
function offer(path: string, host: string, contact: string): Html {
  return html`<h2>If it works without the gateway</h2>
<p>${contact} can let everything between this machine and ${host} pass unread for fifteen minutes. Until then nothing changes. What you send there in that time is not looked into: send nothing that should not leave.</p>
<form method="post" action="${path}"><button type="submit">Ask for fifteen minutes</button></form>
`
}

function without(words: string | null): Html | null {
  return words === null ? null : html`<p class="quiet">${words}</p>`
}

function ago(ms: number): string {
  return `${lengthOfTime(ms)} ago`
}
