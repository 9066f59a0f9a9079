/** Tells a browser that nothing is at the address it asked for, and where to go on. */
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import type { GatewayStatus } from '../services.ts'
import { framedPage } from './frame.ts'

/** The address itself is not repeated: it came from outside. */
export function missingPage(status: GatewayStatus): Html {
  return framedPage({
    status,
    title: 'Nothing here',
    current: null,
    main: html`<div class="lead"><h1>There is nothing at this address.</h1>
<p>Perhaps it was typed wrongly, or an older version had a page here. <a href="/">What happened today</a> is a good place to go on.</p></div>`,
  })
}
