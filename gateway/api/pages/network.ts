/** Says on the first screen what holds for each group, how far the network was looked into today, and where the rest is told. */
import type { AccountRole } from '../../core/account/account.ts'
import type { NetworkOverview } from '../../core/network/overview.ts'
import { fateWords } from '../../core/network/while-down.ts'
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { countOf } from '../../core/pages/words.ts'
import type { SeenNetwork } from '../../network/lookout.ts'
import { mayAsk } from '../rights.ts'
import type { JournalTotals } from '../services.ts'

export interface NetworkModel {
  overview: NetworkOverview
  seen: SeenNetwork | null
  role: AccountRole
  /** Null where they cannot be said now. */
  totals: JournalTotals | null
}

export function networkSection({ overview, seen, role, totals }: NetworkModel): Html | null {
  if (!mayAsk(role, 'GET', '/api/v1/network')) return null
  const isOn = overview.way !== null
  return html`<section aria-labelledby="network"><h2 id="network">The network</h2>
<dl class="facts"><dt>Rules</dt><dd>${isOn ? rulesWords[seen?.rules ?? 'unseen'] : off}</dd>
${isOn ? groups(overview) : null}
<dt>Not web</dt><dd>${notWeb(overview)}</dd>
<dt>Looked into</dt><dd>${totals === null ? html`Cannot be said now.` : share(totals)} What does not come through the gateway is in no number. <code>gatehouse journal coverage</code> says it by clients and bytes, <code>gatehouse policy replay</code> what other rules would have done.</dd>
<dt>Never read</dt><dd>Banks, health and programs that take no other certificate than their own, by a list with sources: <code>gatehouse policy catalogue</code>. A program that turns up is asked about here, never let through by itself.</dd>
<dt>Stopped wrongly</dt><dd>Who was stopped asks on the page that says so; <code>gatehouse reviews list</code> shows who waits for your answer.</dd>
<dt>While the gateway is down</dt><dd>${fates(overview)}</dd>
<dt>When the box dies</dt><dd>Without its power nobody behind it has anything. <code>gatehouse network card</code> prints the card that says how to get online without it. Print it before it is needed.</dd>
<dt>Ways in</dt><dd>${overview.way === null ? '' : `${wayWords[overview.way]} `}<code>gatehouse network ways</code> draws all three. A change that nobody confirms in time is taken back.</dd>
</dl></section>`
}

const off = html`Switched off: only what is set up to use the proxy comes here. <code>gatehouse network ways</code> says how everything would.`

const rulesWords: Readonly<Record<SeenNetwork['rules'], Html>> = {
  'in-force': html`In force, as far as is seen without a right; <code>sudo gatehouse network status</code> looks into them and counts.`,
  'not-in-force': html`<strong>Not in force: what clients send through this box passes unread.</strong>`,
  off,
  unseen: html`Not seen yet. <code>sudo gatehouse network status</code> looks.`,
}

const wayWords = {
  'two-port': 'Two ports: everything passes through the box.',
  'router-assisted': 'One port: the router’s clients have the box as their way out.',
}

function groups(overview: NetworkOverview): Html[] {
  return overview.groups.map(
    ({ name, says }) => html`<dt>${name === null ? 'Everybody else' : `Group ${name}`}</dt><dd>${says}</dd>`,
  )
}

function fates({ way, whileDown }: NetworkOverview): string {
  const said = whileDown.map(({ name, fate }) => `${name ?? 'everybody else'}: ${fateWords[fate]}`).join('. ')
  return way === null ? `Machines that are set to the proxy. ${said}.` : `${said}.`
}

/** How much there was of it stands in the kernel, where the gateway may not look. */
function notWeb({ way, groups: all }: NetworkOverview): Html {
  const table = html`<code>gatehouse network protocols</code> lists mail, calls, VPNs and the rest`
  if (way === null) return html`Nothing of it is seen. ${table}.`
  const refusing = all.filter(({ refuse }) => refuse.length > 0)
  const refused =
    refusing.length === 0
      ? 'No group refuses any of it'
      : `${countOf(refusing.length, 'group refuses', 'groups refuse')} some of it`
  return html`${refused}; all else is let through, counted and not read. ${table}; how much there was: <code>sudo gatehouse network status</code>.`
}

function share({ exchanges, byAction }: JournalTotals): Html {
  if (exchanges === 0) return html`Nothing came through today.`
  return html`${countOf(byAction.tunnel, 'exchange')} of ${countOf(exchanges, 'today', 'today')} passed unread (${Math.round((100 * byAction.tunnel) / exchanges)} %).`
}
