/** The page on the proxy's own port: what a machine in the office needs before its traffic can pass. */
import { fingerprintLines } from './fingerprint.ts'
import { type Html, html } from './html.ts'
import { pageLayout } from './layout.ts'
import { type SetupFacts, setupSteps } from './setup-steps.ts'
import { pageStyleHash } from './style.ts'

export interface OnboardingOptions extends SetupFacts {
  officeName: string
  /** Whom to ask; '' where nobody is named. */
  contact: string
  /** Upper-case hex pairs joined by colons; '' where the authority does not exist. */
  fingerprints: { interception: string; office: string }
  /** An HTTPS page of the gateway itself, which opens without a warning once the certificates are trusted. */
  checkUrl: string
}

/** Its headers: the page is served over plain HTTP to machines that trust nothing of ours yet. */
export const onboardingHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none';style-src '${pageStyleHash}';base-uri 'none';form-action 'none';frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** A whole document. */
export function onboardingPage(options: OnboardingOptions): string {
  const ask = options.contact === '' ? 'whoever looks after the network' : options.contact
  const steps = setupSteps(options).map(
    ({ id, title, body }) =>
      html`<details id="${id}"><summary>${title}</summary><div class="prose">${body}</div></details>`,
  )
  const page = pageLayout({
    title: 'Set this machine up',
    officeName: options.officeName,
    links: [],
    leave: null,
    foot: `Questions? Ask ${ask}.`,
    main: html`<div class="lead">
<h1>This machine can reach the gateway. Two steps are left: its address and its certificates.</h1>
<p>Web traffic of this office passes through here, so that personal data leaves only in the form that the office allows. The gateway reads the requests it inspects; banking and other private destinations can be left unread by rule.</p>
</div>
<section aria-labelledby="check-first"><h2 id="check-first">Compare before you trust</h2>
<div class="prose"><p>This page came over an unprotected connection. Compare the fingerprints that your system shows for each certificate with those that ${ask} can show you. If one differs, do not install it.</p></div>
<dl class="facts small"><dt>Web traffic</dt><dd>${shown(options.fingerprints.interception)}</dd>
<dt>This office</dt><dd>${shown(options.fingerprints.office)}</dd></dl>
</section>
<section aria-labelledby="steps"><h2 id="steps">Set it up</h2>${steps}</section>
<section aria-labelledby="works"><h2 id="works">See that it works</h2>
<div class="prose"><p>Open <a href="${options.checkUrl}">${options.checkUrl}</a>. If it opens without a warning, the certificates are trusted. Then open any page on the web and look at who issued its certificate: it names this office's gateway.</p></div>
</section>`,
  })
  return `<!doctype html>\n${page.text}`
}

function shown(fingerprint: string): Html {
  return fingerprint === '' ? html`not made yet` : fingerprintLines(fingerprint)
}
