/** The first screen: what needs somebody, what left today, what happened last, and where clients connect. */
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { mark } from '../../core/pages/marks.ts'
import { figure } from '../../core/pages/words.ts'
import type { HealthWarning, Severity } from '../../core/ports.ts'
import type { AuthorityStatus, GatewayStatus, JournalPage, JournalTotals } from '../services.ts'
import { exchangeTable, verdictWords } from './exchanges.ts'
import { framedPage } from './frame.ts'
import { daySentence, needSentence } from './sentence.ts'
import { connectFacts } from './setup.ts'
import { isoTime, shortTime } from './times.ts'

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

export interface StatusPageModel {
  /** Milliseconds since 1970. */
  now: number
  status: GatewayStatus
  warnings: readonly HealthWarning[]
  /** Since midnight. */
  totals: JournalTotals
  page: JournalPage
  show: ShownAction
  /** True where the page is not the newest. */
  older: boolean
  authorities: readonly AuthorityStatus[]
}

export function statusPage(model: StatusPageModel): Html {
  return framedPage({
    status: model.status,
    title: 'Today',
    current: '/',
    main: html`<div class="lead"><h1>${needSentence(model.warnings)}</h1>
<p>${daySentence(model.totals, model.status)}</p></div>
${tasks(model)}
${model.totals.exchanges === 0 ? null : figures(model.totals)}
<section aria-labelledby="exchanges"><h2 id="exchanges">${model.older ? 'Earlier exchanges' : 'Last exchanges'}</h2>
${untouched(model) ? null : filter(model)}
${exchanges(model)}
</section>
<section aria-labelledby="connect"><h2 id="connect">Where clients connect</h2>
${connectFacts(model.status, model.authorities)}
</section>`,
  })
}

const severityWords: Readonly<Record<Severity, { word: string; mark: 'now' | 'soon' | 'note' }>> = {
  'act-now': { word: 'Now', mark: 'now' },
  'act-by': { word: 'Soon', mark: 'soon' },
  note: { word: 'To know', mark: 'note' },
}

/** What, why, by when; nothing where there is nothing, as an empty list of worries is a worry of its own. */
function tasks({ warnings, now, status }: StatusPageModel): Html | null {
  if (warnings.length === 0) return null
  const items = warnings.map((warning) => {
    const { word, mark: markName } = severityWords[warning.severity]
    return html`<li>${mark(markName)}<div><h3>${warning.title}</h3>
<p>${warning.hint}</p>
<p class="small quiet"><span class="when ${markName}">${word}</span>, since <time datetime="${isoTime(warning.since)}">${shortTime(warning.since, now, status.timeZone)}</time></p></div></li>`
  })
  return html`<section aria-labelledby="tasks"><h2 id="tasks">What to do</h2><ol class="tasks">${items}</ol></section>`
}

/** Four figures, each a link to its list. */
function figures(totals: JournalTotals): Html {
  const { transform, refuse, fail } = totals.byAction
  const stopped = refuse + totals.byAction['refused-midstream']
  const cells = [
    { count: totals.exchanges, name: 'exchanges today', show: 'all' },
    { count: transform, name: 'cleaned', show: 'transform' },
    { count: stopped, name: 'stopped', show: refuse === 0 && stopped > 0 ? 'refused-midstream' : 'refuse' },
    { count: fail, name: 'failed', show: 'fail' },
  ].map(
    ({ count, name, show }) =>
      html`<div><div class="wrap"><dt>${name}</dt><dd><a href="/?show=${show}#exchanges">${figure(count)}</a></dd></div></div>`,
  )
  return html`<dl class="figures">${cells}</dl>`
}

/** The filter as a sentence whose words are links. */
function filter({ show }: StatusPageModel): Html {
  const choices = shownActions.map((action) => {
    const text = action === 'all' ? 'everything' : verdictWords[action].word.toLowerCase()
    const current = action === show ? html` aria-current="true"` : null
    return html`<a href="/?show=${action}#exchanges"${current}>${text}</a>`
  })
  const list = choices.map((choice, at) => html`${at === 0 ? '' : ', '}${choice}`)
  return html`<p class="filter small">Show ${list}</p>`
}

function exchanges({ page, now, status, show, older }: StatusPageModel): Html {
  if (page.records.length === 0)
    return untouched({ page, show, older }) ? emptyOffice(status) : nothingOfThis()
  const next =
    page.next === null
      ? null
      : html`<a href="/?show=${show}&amp;before=${page.next}#exchanges">Earlier ones</a>`
  const newest = older ? html`<a href="/?show=${show}#exchanges">Back to the newest</a>` : null
  const pager = next === null && newest === null ? null : html`<p class="pager small">${newest}${next}</p>`
  return html`${exchangeTable({ records: page.records, now, status })}${pager}`
}

/** True before the first exchange ever: there is nothing to count or to narrow yet. */
function untouched({ page, show, older }: Pick<StatusPageModel, 'page' | 'show' | 'older'>): boolean {
  return page.records.length === 0 && show === 'all' && !older
}

function nothingOfThis(): Html {
  return html`<div class="empty"><p>There is none of this kind.</p><p><a href="/#exchanges">Show everything</a></p></div>`
}

function emptyOffice(status: GatewayStatus): Html {
  const proxy = status.addresses.proxy[0] ?? ''
  return html`<div class="empty"><p>Nothing has come through yet. Try it with one request from this office:</p>
<pre tabindex="0"><code>curl --proxy http://${proxy} http://example.com/</code></pre>
<p>Then <a href="/setup">set a client up</a> for encrypted traffic, too.</p></div>`
}
