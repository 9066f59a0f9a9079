/** The first screen: what needs somebody, what left today, what happened last, and where clients connect. */
import type { AccountRole } from '../../core/account/account.ts'
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { mark } from '../../core/pages/marks.ts'
import type { HealthWarning, Severity } from '../../core/ports.ts'
import type { TrackerStatus } from '../services/trackers.ts'
import type { AuthorityStatus, GatewayStatus } from '../services.ts'
import { framedPage } from './frame.ts'
import { type History, historyFigures, historySection, type ShownAction } from './history.ts'
import { type NetworkModel, networkSection } from './network.ts'
import { type ProposalsModel, proposalsSection } from './proposals.ts'
import { daySentence, needSentence } from './sentence.ts'
import { connectFacts } from './setup.ts'
import { isoTime, shortTime } from './times.ts'
import { trackersSection } from './trackers.ts'
import { type WaysToday, waysSection } from './ways.ts'
import { workersSection } from './workers.ts'

export interface StatusPageModel {
  /** Milliseconds since 1970. */
  now: number
  status: GatewayStatus
  /** Of whoever sees it. */
  role: AccountRole
  warnings: readonly HealthWarning[]
  history: History
  ways: WaysToday
  proposals: ProposalsModel['open']
  /** What machines are called now, by their ids. */
  names: ReadonlyMap<string, string>
  show: ShownAction
  /** True where the page of exchanges is not the newest. */
  older: boolean
  authorities: readonly AuthorityStatus[]
  trackers: TrackerStatus
  network: Pick<NetworkModel, 'overview' | 'seen'>
}

export function statusPage(model: StatusPageModel): Html {
  const { history, status, role } = model
  const day =
    'failure' in history
      ? html`What left today cannot be said now: ${history.failure.message}`
      : daySentence(history.totals, status)
  return framedPage({
    status,
    role,
    title: 'Today',
    current: '/',
    main: html`<div class="lead"><h1>${needSentence(model.warnings)}</h1>
<p>${day}</p></div>
${tasks(model)}
${'failure' in history ? null : historyFigures(history.totals)}
${proposalsSection({ open: model.proposals, now: model.now, timeZone: status.timeZone })}
${waysSection({ ways: model.ways, now: model.now, timeZone: status.timeZone })}
${networkSection({ ...model.network, role, totals: 'failure' in history ? null : history.totals })}
${trackersSection(model.trackers, { now: model.now, timeZone: status.timeZone })}
${historySection(model)}
<section aria-labelledby="connect"><h2 id="connect">Where clients connect</h2>
${connectFacts(status, model.authorities)}
</section>
${workersSection(status)}`,
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
