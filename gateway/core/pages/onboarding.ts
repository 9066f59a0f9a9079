/** The page on the proxy's own port: what a machine in the office needs before its traffic can pass. */
import type { SetupFacts } from '../setup/recipe.ts'
import { setupRecipes } from '../setup/recipes.ts'
import { fingerprintLines } from './fingerprint.ts'
import { type Html, html } from './html.ts'
import { pageLayout } from './layout.ts'
import { recipeSections } from './recipes.ts'
import { pageStyleHash } from './style.ts'

export interface OnboardingOptions {
  officeName: string
  /** Whom to ask; '' where nobody is named. */
  contact: string
  facts: SetupFacts
  /** Whether there is a page that says what was done with this machine's last minutes. */
  hasTroublePage: boolean
  /** Upper-case hex pairs joined by colons; '' where the authority does not exist. */
  fingerprints: { interception: string; office: string }
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
${recipeSections(setupRecipes(options.facts))}
<section aria-labelledby="works"><h2 id="works">See that it works</h2>
<div class="prose"><p>Open <a href="/check">the page that checks this machine</a>: it asks whether traffic comes through, which certificates are trusted, and says what is missing.</p>
${options.hasTroublePage ? html`<p>Something does not work, and you wonder whether it is the gateway? <a href="/trouble">It says what it did</a> with the last five minutes of this machine.</p>` : null}</div>
</section>`,
  })
  return `<!doctype html>\n${page.text}`
}

function shown(fingerprint: string): Html {
  return fingerprint === '' ? html`not made yet` : fingerprintLines(fingerprint)
}
