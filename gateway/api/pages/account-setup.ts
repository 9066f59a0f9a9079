/** Leads whoever was given a one-time code to an account: a password, an authenticator app, recovery codes on paper. */
import type { SetUpView } from '../../accounts/set-up.ts'
import { minPasswordLength } from '../../accounts/set-up.ts'
import { roleWords } from '../../core/account/words.ts'
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import type { ProblemDetails } from '../schemas.ts'
import type { GatewayStatus } from '../services.ts'
import { signInPage } from './sign-in-frame.ts'

interface Options {
  status: GatewayStatus
  failed: ProblemDetails | null
}

export function setUpCodePage({ status, failed }: Options): Html {
  return signInPage({
    status,
    title: 'Set your account up',
    question: 'Which one-time code were you given?',
    meaning: 'It was shown on the box when your account was made, and counts once.',
    failed,
    form: html`<form method="post" action="/account/setup">
<label class="field" for="code">One-time code</label>
<input id="code" name="code" autocomplete="off" autocapitalize="characters" required maxlength="60" spellcheck="false">
<button>Go on</button>
</form>`,
  })
}

export function setUpPage({ status, failed, view }: Options & { view: SetUpView }): Html {
  const { ticket, name, role, seed, uri, secondFactorNeeded } = view
  const { besideCode, alone } = minPasswordLength
  return signInPage({
    status,
    title: 'Set your account up',
    question: `Choose how you sign in, ${name}.`,
    meaning: `Your role here: ${roleWords[role]}.`,
    failed,
    form: html`<form method="post" action="/account/setup/finish" class="prose">
<input type="hidden" name="ticket" value="${ticket}">
<h2>Your password</h2>
<p>At least ${besideCode} characters${secondFactorNeeded ? '' : html`, ${alone} without an app`}. Several words are good, and easier to keep in mind.</p>
<label class="field" for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="${besideCode}" maxlength="256">
<h2>Your app for codes</h2>
<p>Any authenticator app will do. Add an account in it by this key, or <a href="${uri}">open it in an app on this device</a>. ${secondFactorNeeded ? 'Your role asks for it.' : 'Your role does not ask for it: leave the code empty to go without.'}</p>
<dl class="facts"><dt>Key</dt><dd><code>${seed}</code></dd><dt>As an address</dt><dd><code>${uri}</code></dd></dl>
<label class="field" for="code">Code that the app shows now</label>
<input id="code" name="code" autocomplete="one-time-code" inputmode="numeric" ${secondFactorNeeded ? html`required ` : null}maxlength="10" spellcheck="false">
<button>Finish</button>
</form>`,
  })
}

export function setUpDonePage({
  status,
  recoveryCodes,
}: {
  status: GatewayStatus
  recoveryCodes: readonly string[]
}): Html {
  const codes = recoveryCodes.map((code) => html`<li><code>${code}</code></li>`)
  return signInPage({
    status,
    title: 'Your account is set up',
    question: 'Your account is set up, and you are signed in.',
    meaning:
      recoveryCodes.length === 0
        ? 'You sign in with your password alone.'
        : 'Write these recovery codes down now: they are shown this once, and kept nowhere as they are.',
    failed: null,
    form: html`<div class="prose after">${
      codes.length === 0
        ? null
        : html`<p>Each counts once, where a code of your app is asked for. Keep them apart from your telephone.</p><ol>${codes}</ol>`
    }<p><a href="/account">Go on to your account</a></p></div>`,
  })
}
