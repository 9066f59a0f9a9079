/** The page that tests whether a machine is set up right: the gateway answers each question itself, or the page says what is missing. */
import { type SetupCheck, setupChecks } from '../setup/checks.ts'
import type { SetupFacts } from '../setup/recipe.ts'
import { type Html, html } from './html.ts'
import { pageLayout } from './layout.ts'
import { pageStyleHash } from './style.ts'

export interface CheckPageOptions {
  officeName: string
  contact: string
  facts: SetupFacts
  /** The gateway's clock, milliseconds since 1970. */
  now: number
}

/**
 * Answers come from other addresses than the page, in the clear and not: schemes alone can name them, as CSP knows no IPv6 address.
 * Chromium takes a picture in an `object` for a frame as well.
 */
export const checkPageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none';style-src '${pageStyleHash}';script-src 'self';object-src http: https:;frame-src http: https:;connect-src http: https:;base-uri 'none';form-action 'none';frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** A whole document. Where an answer cannot be had a browser shows what stands inside of `object`, with or without scripts. */
export function checkPage({ officeName, contact, facts, now }: CheckPageOptions): string {
  const ask = contact === '' ? 'whoever looks after the network' : contact
  const page = pageLayout({
    title: 'Is this machine set up?',
    officeName,
    links: [],
    leave: null,
    foot: `Questions? Ask ${ask}.`,
    main: html`<div class="lead"><h1 id="sum" aria-live="polite">Is this machine set up?</h1>
<p>The gateway answers each question below. Where it cannot, the page says what is missing; that may take some seconds.</p></div>
<section aria-labelledby="answers"><h2 id="answers">What works</h2>
<ul class="checks">${setupChecks(facts).map(row)}${clockRow(now)}</ul></section>
<section aria-labelledby="next"><h2 id="next">And now?</h2>
<div class="prose"><p>The steps for each system are on <a href="/">the page that sets a machine up</a>. Other browsers and programs on this machine may have settings of their own: open this page in each.</p></div></section>
<script src="/check.js" defer></script>`,
  })
  return `<!doctype html>\n${page.text}`
}

function row({ id, question, url, missing }: SetupCheck): Html {
  return html`<li data-check="${id}" data-url="${url}" data-missing="${missing}"><h3>${question}</h3>
<div class="answer"><object type="image/svg+xml" data="${url}" aria-label="The answer of the gateway"><p class="no">${missing}</p></object></div></li>
`
}

function clockRow(now: number): Html {
  const time = new Date(now).toISOString()
  const shown = `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`
  const missing = `No. The gateway's clock says ${shown}, and this machine's is more than a minute away from it. Certificates are refused where the clock is wrong: set it to be set by itself.`
  return html`<li data-check="clock" data-now="${time}" data-missing="${missing}"><h3>Is the clock right?</h3>
<div class="answer"><p>The gateway's clock says <time datetime="${time}">${shown}</time>. If this machine's differs by more than a minute, set it.</p></div></li>
`
}
