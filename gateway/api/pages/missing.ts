/** Tells a browser that nothing is at the address it asked for, and where to go on. */
import type { AccountRole } from '../../core/account/account.ts'
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { mayAsk } from '../rights.ts'
import type { GatewayStatus } from '../services.ts'
import { framedPage } from './frame.ts'

/** The address itself is not repeated: it came from outside. */
export function missingPage({ status, role }: { status: GatewayStatus; role: AccountRole }): Html {
  const goOn = mayAsk(role, 'GET', '/')
    ? html`<a href="/">What happened today</a>`
    : html`<a href="/account">Your account</a>`
  return framedPage({
    status,
    role,
    title: 'Nothing here',
    current: null,
    main: html`<div class="lead"><h1>There is nothing at this address.</h1>
<p>Perhaps it was typed wrongly, or an older version had a page here. ${goOn} is a good place to go on.</p></div>`,
  })
}
