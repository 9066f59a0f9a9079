/** Says on the first screen what came of lists of trackers and of taking their parameters out. */
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { countOf } from '../../core/pages/words.ts'
import type { TrackerStatus } from '../services/trackers.ts'
import { isoTime, shortTime } from './times.ts'

/** Nothing where nobody chose it. */
export function trackersSection(
  { state, since, refused, removedParameters, lists }: TrackerStatus,
  { now, timeZone }: { now: number; timeZone: string | null },
): Html | null {
  if (state === 'off') return null
  const hosts = lists.reduce((all, list) => all + list.hosts, 0)
  const from =
    since === null
      ? null
      : html`Since <time datetime="${isoTime(since)}">${shortTime(since, now, timeZone)}</time>: `
  const done =
    state === 'observe'
      ? html`The policy only watches, so nothing is done against trackers.`
      : html`${from}${countOf(refused, 'connection or request', 'connections or requests')} to ${countOf(hosts, 'listed host')} refused, ${countOf(removedParameters, 'tracking parameter')} taken out of addresses.`
  return html`<section aria-labelledby="trackers"><h2 id="trackers">Trackers</h2><p>${done}</p></section>`
}
