/** Tells somebody who is signed in that a page is not for their role, and where theirs are. */
import type { AccountRole } from '../../core/account/account.ts'
import { roleMeans } from '../../core/account/words.ts'
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import type { GatewayStatus } from '../services.ts'
import { framedPage } from './frame.ts'

export function forbiddenPage({ status, role }: { status: GatewayStatus; role: AccountRole }): Html {
  return framedPage({
    status,
    title: 'Not for your role',
    current: null,
    role,
    main: html`<div class="lead"><h1>This page is not for your role.</h1>
<p>${roleMeans[role]} <a href="/account">Your account</a> is a good place to go on. Whoever owns the gateway can give you another role, on the box itself.</p></div>`,
  })
}
