/** Shows how a client is set up: address, certificates with their fingerprints, steps for each system. */

import type { AccountRole } from '../../core/account/account.ts'
import { fingerprintLines } from '../../core/pages/fingerprint.ts'
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { recipeSections } from '../../core/pages/recipes.ts'
import type { SetupFacts } from '../../core/setup/recipe.ts'
import { setupRecipes } from '../../core/setup/recipes.ts'
import type { AuthorityKind, AuthorityStatus, GatewayStatus } from '../services.ts'
import { framedPage } from './frame.ts'
import { longDay } from './times.ts'

export interface SetupPageModel {
  status: GatewayStatus
  /** Of whoever sees it. */
  role: AccountRole
  authorities: readonly AuthorityStatus[]
  facts: SetupFacts
}

export function setupPage({ status, role, authorities, facts }: SetupPageModel): Html {
  // A page that came over HTTPS may not offer downloads that do not.
  const recipes = setupRecipes({
    ...facts,
    interceptionUrl: certificateUrl('interception'),
    officeUrl: certificateUrl('office'),
    bundleUrl,
    profileUrl: '/api/v1/setup/gatehouse.mobileconfig',
    policiesUrl: '/api/v1/setup/firefox-policies.json',
  })
  const checkUrl = new URL('/check', facts.pacUrl).href
  return framedPage({
    status,
    role,
    title: 'Set a client up',
    current: '/setup',
    main: html`<div class="lead"><h1>A client needs two things: the gateway's address, and its two certificates.</h1>
<p>Compare the fingerprint that the client shows with the one here before you trust a certificate.</p></div>
<section aria-labelledby="connect"><h2 id="connect">Address and certificates</h2>
${connectFacts(status, authorities)}</section>
${recipeSections(recipes)}
<section aria-labelledby="works"><h2 id="works">See that it works</h2><div class="prose">
<p>On the client, open <code>${checkUrl}</code>: the page says what is missing. Then look at <a href="/">the last exchanges</a>: the request stands there.</p>
</div></section>`,
  })
}

/** Proxy address, page address and both certificates, for the first screen and the set-up page alike. */
export function connectFacts(status: GatewayStatus, authorities: readonly AuthorityStatus[]): Html {
  const proxies = status.addresses.proxy.map(
    (address, at) => html`${at === 0 ? '' : ', '}<code>${address}</code>`,
  )
  const certificates = authorities.map((authority) => certificateFact(authority, status.timeZone))
  return html`<dl class="facts"><dt>Proxy</dt><dd>${proxies}</dd>
${certificates}<dt>Both in one file</dt><dd><a href="${bundleUrl}">gatehouse-roots.pem</a></dd></dl>`
}

const bundleUrl = '/api/v1/authorities/bundle.pem'

function certificateUrl(kind: AuthorityKind): string {
  return `/api/v1/authorities/${kind}.der`
}

const purposes: Readonly<Record<AuthorityKind, string>> = {
  interception: 'Certificate for web traffic',
  office: 'Certificate for this office',
}

function certificateFact(authority: AuthorityStatus, timeZone: string | null): Html {
  const name = purposes[authority.kind]
  const next =
    authority.successor === null
      ? null
      : html`<div class="small">From ${longDay(authority.successor.takesOverAt, timeZone)} its successor takes over:</div>${fingerprintLines(authority.successor.fingerprint)}`
  return html`<dt>${name}</dt><dd><a href="${certificateUrl(authority.kind)}">gatehouse-${authority.kind}.crt</a>, ${validity(authority, timeZone)}
${fingerprintLines(authority.fingerprint)}${next}</dd>
`
}

function validity({ state, notBefore, notAfter }: AuthorityStatus, timeZone: string | null): Html {
  switch (state) {
    case 'ready':
    case 'overlapping':
      return html`valid until ${longDay(notAfter, timeZone)}`
    case 'not-yet-valid':
      return html`<strong>not valid before ${longDay(notBefore, timeZone)}</strong>: is the clock of the gateway right?`
    case 'expired':
      return html`<strong>ended on ${longDay(notAfter, timeZone)}</strong>: clients refuse what it signs`
  }
}
