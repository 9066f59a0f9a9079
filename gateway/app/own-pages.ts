/** Serves the proxy's own pages: the PAC file, the certificates, and the page that sets a machine up. */
import { parseAuthority } from '../core/http/authority.ts'
import { onboardingHeaders, onboardingPage } from '../core/pages/onboarding.ts'
import { pacContentType, pacFile } from '../core/pages/pac.ts'
import type { EgressPorts, OwnPage } from '../egress/options.ts'
import { caStatus, currentRoot } from '../pki/bundle.ts'
import type { Authorities } from './authorities.ts'
import type { InForce } from './in-force.ts'
import { type HostPort, hostPort, type Listening } from './listening.ts'

export interface OwnPagesOptions {
  inForce: InForce
  authorities: Authorities
  listening: Listening
  now: () => number
}

/** A function from path and the Host that was asked to a page; null where there is none. */
export function createOwnPages(options: OwnPagesOptions): EgressPorts['ownPage'] {
  const { authorities, now } = options
  return (path, hostField) => {
    switch (path) {
      case '/':
        return onboarding(options, hostField)
      case '/proxy.pac':
      case '/wpad.dat':
        return pac(options, hostField)
      case '/gatehouse-ca.pem':
        return page('application/x-pem-file', authorities.bundle())
      case '/interception.der':
        return page('application/x-x509-ca-cert', currentRoot(authorities.interception, now()))
      case '/office.der':
        return page('application/x-x509-ca-cert', currentRoot(authorities.office, now()))
      default:
        return null
    }
  }
}

function page(contentType: string, body: string | Buffer): OwnPage {
  return {
    headers: {
      'content-type': contentType,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
    body,
  }
}

function pac(options: OwnPagesOptions, hostField: string): OwnPage {
  const proxy = reachedAs(options, hostField)
  return page(
    pacContentType,
    pacFile({
      proxyHost: proxy.host,
      proxyPort: proxy.port,
      tls: false,
      directDomains: [options.inForce.config.office.host],
      onFailure: 'refuse',
    }),
  )
}

function onboarding(options: OwnPagesOptions, hostField: string): OwnPage {
  const { authorities, now } = options
  const { office } = options.inForce.config
  const proxy = reachedAs(options, hostField)
  const address = hostPort(proxy)
  const body = onboardingPage({
    officeName: office.name,
    contact: office.contact,
    proxyAddress: address,
    pacUrl: `http://${address}/proxy.pac`,
    interceptionUrl: `http://${address}/interception.der`,
    officeUrl: `http://${address}/office.der`,
    bundleUrl: `http://${address}/gatehouse-ca.pem`,
    fingerprints: {
      interception: caStatus(authorities.interception, now()).fingerprint,
      office: caStatus(authorities.office, now()).fingerprint,
    },
    checkUrl: `https://${hostPort({ host: proxy.host, port: options.listening.ui.port })}/healthz`,
  })
  return { headers: onboardingHeaders, body }
}

/** The name or address by which the client found the proxy: it is reachable by that, whatever else the box is called. */
function reachedAs(options: OwnPagesOptions, hostField: string): HostPort {
  const asked = parseAuthority(hostField)
  return {
    host: asked?.host ?? options.inForce.config.office.host,
    port: asked?.port ?? options.listening.proxy.port,
  }
}
