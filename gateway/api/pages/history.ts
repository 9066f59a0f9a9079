/** Shows what happened: the day's figures, and the exchanges, narrowed and turned page by page. */
import type { GatewayError } from '../../core/errors.ts'
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { figure } from '../../core/pages/words.ts'
import type { GatewayStatus, JournalPage, JournalTotals } from '../services.ts'
import { exchangeTable, verdictWords } from './exchanges.ts'

/** What the table can be narrowed to: one verdict, or all. */
export const shownActions = [
  'all',
  'transform',
  'refuse',
  'refused-midstream',
  'fail',
  'tunnel',
  'pass',
] as const
export type ShownAction = (typeof shownActions)[number]

/** Sums since midnight and one page; or why the journal cannot be read. */
export type History = { totals: JournalTotals; page: JournalPage } | { failure: GatewayError }

export interface HistoryModel {
  now: number
  status: GatewayStatus
  history: History
  /** What machines are called now, by their ids. */
  names: ReadonlyMap<string, string>
  show: ShownAction
  older: boolean
}

/** Four figures, each a link to its list; none on a day without traffic. */
export function historyFigures(totals: JournalTotals): Html | null {
  if (totals.exchanges === 0) return null
  const { transform, refuse, fail } = totals.byAction
  const stopped = refuse + totals.byAction['refused-midstream']
  const cells = [
    { count: totals.exchanges, name: 'exchanges today', show: 'all' },
    { count: transform, name: 'cleaned', show: 'transform' },
    { count: stopped, name: 'stopped', show: refuse === 0 && stopped > 0 ? 'refused-midstream' : 'refuse' },
    { count: fail, name: 'failed', show: 'fail' },
  ].map(
    ({ count, name, show }) =>
      html`<div><dt>${name}</dt><dd><a href="/?show=${show}#exchanges">${figure(count)}</a></dd></div>`,
  )
  return html`<dl class="figures">${cells}</dl>`
}

export function historySection(model: HistoryModel): Html {
  return html`<section aria-labelledby="exchanges"><h2 id="exchanges">${model.older ? 'Earlier exchanges' : 'Last exchanges'}</h2>
${'failure' in model.history ? unreadable(model.history.failure) : readable(model, model.history.page)}
</section>`
}

function readable(model: HistoryModel, page: JournalPage): Html {
  const { show, older, now, status, names } = model
  const { records } = page
  // Before the first exchange ever there is nothing to narrow yet.
  if (records.length === 0 && page.next === null && show === 'all' && !older) return emptyOffice(status)
  const table = records.length === 0 ? nothingHere(page) : exchangeTable({ records, now, status, names })
  return html`${filter(show)}${table}${pager(model, page)}`
}

/** The filter as a sentence whose words are links. */
function filter(show: ShownAction): Html {
  const choices = shownActions.map((action, at) => {
    const text = action === 'all' ? 'everything' : verdictWords[action].word.toLowerCase()
    const current = action === show ? html` aria-current="true"` : null
    return html`${at === 0 ? '' : ', '}<a href="/?show=${action}#exchanges"${current}>${text}</a>`
  })
  return html`<p class="filter small">Show ${choices}</p>`
}

function pager({ show, older }: HistoryModel, page: JournalPage): Html | null {
  const next =
    page.next === null
      ? null
      : html`<a href="/?show=${show}&amp;before=${page.next}#exchanges">Earlier ones</a>`
  const newest = older ? html`<a href="/?show=${show}#exchanges">Back to the newest</a>` : null
  return next === null && newest === null ? null : html`<p class="pager small">${newest}${next}</p>`
}

/** A search stops after a while, so that it holds nothing up: an empty page with a cursor means "go on". */
function nothingHere(page: JournalPage): Html {
  return page.next === null
    ? html`<div class="empty"><p>There is none of this kind.</p></div>`
    : html`<div class="empty"><p>None of this kind so far. There are earlier ones to look through.</p></div>`
}

function emptyOffice(status: GatewayStatus): Html {
  const proxy = status.addresses.proxy[0] ?? ''
  return html`<div class="empty"><p>Nothing has come through yet. Try it with one request from this office:</p>
<pre tabindex="0"><code>curl --proxy http://${proxy} http://example.com/</code></pre>
<p>Then <a href="/setup">set a client up</a> for encrypted traffic, too.</p></div>`
}

function unreadable(failure: GatewayError): Html {
  return html`<div class="empty"><p>${failure.message}</p>${failure.hint === undefined ? null : html`<p>${failure.hint}</p>`}</div>`
}
