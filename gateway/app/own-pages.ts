/** Gathers what the proxy's own pages say, as it is now. */
import { whenDownChoices } from '../../config/sections/network.ts'
import type { OwnPageFacts } from '../core/pages/own-page-facts.ts'
import { caStatus, currentRoot } from '../pki/bundle.ts'
import type { Authorities } from './authorities.ts'
import type { InForce } from './in-force.ts'
import { type Listening, reachableAt } from './listening.ts'

export interface OwnPagesOptions {
  inForce: InForce
  authorities: Authorities
  listening: Listening
  now: () => number
}

export function ownPageFacts({ inForce, authorities, listening, now }: OwnPagesOptions): OwnPageFacts {
  const { office, proxy } = inForce.config
  const root = (authority: Authorities['office']) => ({
    certificate: currentRoot(authority, now()).toString('base64'),
    fingerprint: caStatus(authority, now()).fingerprint,
  })
  return {
    officeName: office.name,
    officeHost: office.host,
    contact: office.contact,
    proxyPort: listening.proxy.port,
    // Where a password counts over TLS alone, or a certificate is needed, browsers are told the way on which it does.
    proxyTls:
      (proxy.authentication.mode !== 'off' && proxy.authentication.overTlsOnly) ||
      proxy.deviceCertificates.mode === 'require',
    uiPort: listening.ui.port,
    reviewsAt: proxy.reviews ? `http://${reachableAt(listening.proxy, office.host)}` : null,
    whenDown: whenDownChoices(inForce.config),
    bundle: authorities.bundle(),
    interception: root(authorities.interception),
    office: root(authorities.office),
  }
}
