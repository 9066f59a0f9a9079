/** Shows how a client is set up: address, certificates with their fingerprints, steps for each system. */

import { fingerprintLines } from '../../core/pages/fingerprint.ts'
import type { Html } from '../../core/pages/html.ts'
import { html } from '../../core/pages/html.ts'
import { setupSteps } from '../../core/pages/setup-steps.ts'
import type { AuthorityKind, AuthorityStatus, GatewayStatus } from '../services.ts'
import { framedPage } from './frame.ts'
import { longDay } from './times.ts'

export interface SetupPageModel {
  status: GatewayStatus
  authorities: readonly AuthorityStatus[]
}

export function setupPage({ status, authorities }: SetupPageModel): Html {
  const steps = setupSteps({
    proxyAddress: status.addresses.proxy[0] ?? '',
    pacUrl: status.addresses.pac,
    interceptionUrl: certificateUrl('interception'),
    officeUrl: certificateUrl('office'),
    bundleUrl: bundleUrl,
  }).map(
    ({ id, title, body }) =>
      html`<details id="${id}"><summary>${title}</summary><div class="prose">${body}</div></details>`,
  )
  return framedPage({
    status,
    title: 'Set a client up',
    current: '/setup',
    main: html`<div class="lead"><h1>A client needs two things: the gateway's address, and its two certificates.</h1>
<p>Compare the fingerprint that the client shows with the one here before you trust a certificate.</p></div>
<section aria-labelledby="connect"><h2 id="connect">Address and certificates</h2>
${connectFacts(status, authorities)}</section>
<section aria-labelledby="steps"><h2 id="steps">Steps for each system</h2>${steps}</section>
<section aria-labelledby="works"><h2 id="works">See that it works</h2><div class="prose">
<p>On the client, open any page and look at who issued its certificate: it names this office's gateway. Then look at <a href="/">the last exchanges</a>: the request stands there.</p>
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
