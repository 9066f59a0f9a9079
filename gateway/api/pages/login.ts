/** Asks a browser who is there: by an account's name and password, then its code, or by the access token. */
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import type { ProblemDetails } from '../schemas.ts'
import type { GatewayStatus } from '../services.ts'
import { signInPage } from './sign-in-frame.ts'

export interface LoginOptions {
  status: GatewayStatus
  /** Why the last try was refused. */
  failed: ProblemDetails | null
  /** Whether anybody has an account: where nobody has, the token alone is asked for. */
  hasAccounts: boolean
}

export function loginPage({ status, failed, hasAccounts }: LoginOptions): Html {
  const common = { status, title: 'Access', question: 'Who is asking?', failed }
  if (!hasAccounts)
    return signInPage({
      ...common,
      meaning: 'Show the access token that was printed when the gateway started.',
      form: tokenForm,
    })
  return signInPage({
    ...common,
    meaning: 'Sign in with your account. Whoever runs the gateway has it made on the box.',
    form: html`<form method="post" action="/login/account">
<label class="field" for="name">Name</label>
<input id="name" name="name" autocomplete="username" autocapitalize="none" required maxlength="40" spellcheck="false">
<label class="field" for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256">
<button>Go on</button>
</form>
<p class="quiet small prose after">You were given a one-time code? <a href="/account/setup">Set your account up</a> first.</p>
<div class="after"><details><summary>Use the access token instead</summary>
${tokenForm}
</details></div>`,
  })
}

const tokenForm = html`<form method="post" action="/login">
<label class="field" for="token">Access token</label>
<input id="token" name="token" type="password" autocomplete="off" required maxlength="512" spellcheck="false">
<button>Open</button>
</form>
<p class="quiet small prose after">It stands in the file <code>access-token</code> in the data folder, too. The browser stays known for twelve hours.</p>`

export interface CodeOptions {
  status: GatewayStatus
  failed: ProblemDetails | null
  /** Proves that the password was right. */
  ticket: string
}

export function codePage({ status, failed, ticket }: CodeOptions): Html {
  return signInPage({
    status,
    title: 'Code',
    question: 'Which code does your app show?',
    meaning: 'The password is right. Your account asks for a second sign that it is you.',
    failed,
    form: html`<form method="post" action="/login/code">
<input type="hidden" name="ticket" value="${ticket}">
<label class="field" for="code">Code</label>
<input id="code" name="code" autocomplete="one-time-code" inputmode="text" required maxlength="40" spellcheck="false" autofocus>
<button>Sign in</button>
</form>
<p class="quiet small prose after">Six digits, a new one every 30 seconds; each counts once. Without your telephone, type one of your recovery codes: it counts once, too. With neither, somebody at the box runs <code>gatehouse user reset</code>.</p>`,
  })
}
