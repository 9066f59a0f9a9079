/** Asks a browser for the access token. */
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { pageLayout } from '../../core/pages/layout.ts'
import { mark } from '../../core/pages/marks.ts'
import type { ProblemDetails } from '../schemas.ts'
import type { GatewayStatus } from '../services.ts'

export interface LoginOptions {
  status: GatewayStatus
  /** Why the last try was refused. */
  failed: ProblemDetails | null
}

export function loginPage({ status, failed }: LoginOptions): Html {
  const wrong =
    failed === null
      ? null
      : html`<p class="wrong now" role="alert">${mark('now')}<span>${failed.detail ?? failed.title} ${failed.hint ?? ''}</span></p>`
  return pageLayout({
    title: 'Access',
    officeName: status.officeName,
    links: [],
    leave: null,
    foot: 'Gatehouse',
    main: html`<div class="lead"><h1>Who is asking?</h1>
<p>Show the access token that was printed when the gateway started.</p></div>
${wrong}
<form method="post" action="/login">
<label class="field" for="token">Access token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required maxlength="512" spellcheck="false">
<button>Open</button>
</form>
<p class="quiet small prose after">It stands in the file <code>access-token</code> in the data folder, too. The browser stays known for twelve hours.</p>`,
  })
}
