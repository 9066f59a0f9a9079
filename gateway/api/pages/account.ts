/** Shows somebody their own account without a script, where the screens are not built or not allowed: who they are, and where signed in. */
import type { Session } from '../../accounts/sessions.ts'
import type { AccountView } from '../../core/account/account.ts'
import { roleMeans, roleWords } from '../../core/account/words.ts'
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import type { Asker } from '../access.ts'
import type { GatewayStatus } from '../services.ts'
import { framedPage } from './frame.ts'
import { isoTime, longDay, shortTime } from './times.ts'

export interface AccountPageOptions {
  status: GatewayStatus
  now: number
  asker: Asker
  /** Null for the access token, and while accounts cannot be read. */
  account: AccountView | null
  /** Their own alone, newest first. */
  sessions: readonly Session[]
  /** They asked for the end of one that is not there any more. */
  isEnded: boolean
}

export function accountPage({ status, now, asker, account, sessions, isEnded }: AccountPageOptions): Html {
  const { role } = asker
  const zone = status.timeZone
  return framedPage({
    status,
    title: 'Your account',
    current: '/account',
    role,
    main: html`<div class="lead"><h1>${
      asker.name === null ? 'You came in by the access token.' : `You are signed in as ${asker.name}.`
    }</h1>
<p>${asker.name === null ? 'It counts as an owner. People have accounts of their own: gatehouse user add, on the box.' : roleMeans[role]}</p></div>
${isEnded ? html`<p class="prose" role="status">That session had ended already. Nothing is left to do; those below still go on.</p>` : null}
${account === null ? null : facts(account, zone)}
<section><h2>Where you are signed in</h2>
<ul class="checks">${sessions.map((session) => line(session, { now, zone, isThis: session.id === asker.session }))}</ul>
${sessions.length === 0 ? html`<p class="quiet">Nowhere by a browser.</p>` : null}
</section>`,
  })
}

function facts(account: AccountView, zone: string | null): Html {
  const { role, expiresAt, secondFactor, recoveryCodesLeft, passkeys } = account
  const alone = passkeys === 0 ? 'none: your password alone' : 'passkeys'
  return html`<section><dl class="facts">
<dt>Role</dt><dd>${roleWords[role]}</dd>
<dt>Ends</dt><dd>${expiresAt === null ? 'when it is revoked' : longDay(expiresAt, zone)}</dd>
<dt>Second factor</dt><dd>${secondFactor ? `codes of an app, and ${recoveryCodesLeft} recovery codes left` : alone}</dd>
<dt>Passkeys</dt><dd>${passkeys}; <a href="/app/account">add and remove them</a></dd>
</dl></section>`
}

function line(
  { id, address, openedAt, seenAt }: Session,
  { now, zone, isThis }: { now: number; zone: string | null; isThis: boolean },
): Html {
  const time = (at: number) => html`<time datetime="${isoTime(at)}">${shortTime(at, now, zone)}</time>`
  return html`<li><h3>${isThis ? 'This browser' : html`A browser at <span class="mono">${address}</span>`}</h3>
<p class="quiet">Since ${time(openedAt)}, last used ${time(seenAt)}.</p>
<form method="post" action="/account/sessions/end"><input type="hidden" name="id" value="${id}"><button class="plain">End this session</button></form></li>`
}
