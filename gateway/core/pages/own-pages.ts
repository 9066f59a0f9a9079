/** Makes the proxy's own pages: the PAC file, the certificates, and the page that sets a machine up. */
import { Buffer } from 'node:buffer'
import { z } from 'zod'
import { parseAuthority } from '../http/authority.ts'
import { onboardingHeaders, onboardingPage } from './onboarding.ts'
import { pacContentType, pacFile } from './pac.ts'

const rootSchema = z.strictObject({
  /** DER in Base64. */
  certificate: z.string(),
  fingerprint: z.string(),
})

/** All that the pages say. Nothing of it is secret: anybody in the office may read them. */
export const ownPageFactsSchema = z.strictObject({
  officeName: z.string(),
  /** The name under which the box is reached where a client does not say one. */
  officeHost: z.string(),
  contact: z.string(),
  proxyPort: z.int(),
  /** Whether browsers should speak TLS to the proxy itself. */
  proxyTls: z.boolean(),
  uiPort: z.int(),
  /** PEM of every root that clients should trust. */
  bundle: z.string(),
  interception: rootSchema,
  office: rootSchema,
})
export type OwnPageFacts = z.infer<typeof ownPageFactsSchema>

interface Page {
  headers: Readonly<Record<string, string>>
  body: string | Buffer
}

/** The page at a path, for the Host that was asked; null where there is none. */
export function ownPage(facts: OwnPageFacts, path: string, hostField: string): Page | null {
  switch (path) {
    case '/':
      return onboarding(facts, hostField)
    case '/proxy.pac':
    case '/wpad.dat':
      return pac(facts, hostField)
    case '/gatehouse-ca.pem':
      return page('application/x-pem-file', facts.bundle)
    case '/interception.der':
      return certificate(facts.interception)
    case '/office.der':
      return certificate(facts.office)
    default:
      return null
  }
}

function certificate({ certificate: der }: OwnPageFacts['office']): Page {
  return page('application/x-x509-ca-cert', Buffer.from(der, 'base64'))
}

function page(contentType: string, body: string | Buffer): Page {
  return {
    headers: {
      'content-type': contentType,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
    body,
  }
}

function pac(facts: OwnPageFacts, hostField: string): Page {
  const proxy = reachedAs(facts, hostField)
  return page(
    pacContentType,
    pacFile({
      proxyHost: proxy.host,
      proxyPort: proxy.port,
      tls: facts.proxyTls,
      directDomains: [facts.officeHost],
      onFailure: 'refuse',
    }),
  )
}

function onboarding(facts: OwnPageFacts, hostField: string): Page {
  const proxy = reachedAs(facts, hostField)
  const address = hostPort(proxy)
  const body = onboardingPage({
    officeName: facts.officeName,
    contact: facts.contact,
    proxyAddress: address,
    pacUrl: `http://${address}/proxy.pac`,
    interceptionUrl: `http://${address}/interception.der`,
    officeUrl: `http://${address}/office.der`,
    bundleUrl: `http://${address}/gatehouse-ca.pem`,
    fingerprints: { interception: facts.interception.fingerprint, office: facts.office.fingerprint },
    checkUrl: `https://${hostPort({ host: proxy.host, port: facts.uiPort })}/healthz`,
  })
  return { headers: onboardingHeaders, body }
}

/** The name or address by which the client found the proxy: it is reachable by that, whatever else the box is called. */
function reachedAs(facts: OwnPageFacts, hostField: string): HostPort {
  const asked = parseAuthority(hostField)
  return { host: asked?.host ?? facts.officeHost, port: asked?.port ?? facts.proxyPort }
}

interface HostPort {
  host: string
  port: number
}

/** IPv6 in brackets (RFC 3986 §3.2.2). */
function hostPort({ host, port }: HostPort): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
