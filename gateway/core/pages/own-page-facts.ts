/** What the proxy's own pages are made of, and what of it one client is told. */
import { z } from 'zod'
import { parseAuthority } from '../http/authority.ts'
import { downChoices } from '../network/model.ts'
import { whenDownFor } from '../network/when-down.ts'
import { proxyAddress, type SetupFacts } from '../setup/recipe.ts'
import { pacFile } from './pac.ts'

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
  /** Where pages of reviews are reached, `http://gatehouse.home.arpa:8080`; null where nobody may ask for any. */
  reviewsAt: z.string().nullable(),
  /** Whose PAC file ends in `DIRECT`. */
  whenDown: z.strictObject({
    groups: z
      .array(z.strictObject({ networks: z.array(z.string()).readonly(), whenDown: z.enum(downChoices) }))
      .readonly(),
    others: z.enum(downChoices),
  }),
  /** PEM of every root that clients should trust. */
  bundle: z.string(),
  interception: rootSchema,
  office: rootSchema,
})
export type OwnPageFacts = z.infer<typeof ownPageFactsSchema>

/** The PAC file of one client, by its address. */
export function pacFor(facts: OwnPageFacts, asked: { hostField: string; client: string }): string {
  const { proxyHost: found, proxyPort } = reachedAs(facts, asked.hostField)
  // The certificate of the proxy's port has no such name: browsers would refuse it.
  const proxyHost = facts.proxyTls && /^wpad(?:\.|$)/.test(found) ? facts.officeHost : found
  return pacFile({
    proxyHost,
    proxyPort,
    tls: facts.proxyTls,
    directDomains: [facts.officeHost],
    onFailure: whenDownFor(asked.client, facts.whenDown) === 'open' ? 'direct' : 'refuse',
  })
}

/** What recipes are filled in with for whoever found the proxy under this Host. */
export function setupFacts(facts: OwnPageFacts, hostField: string): SetupFacts {
  const reached = reachedAs(facts, hostField)
  const own = (path: string) => `http://${proxyAddress(reached)}${path}`
  return {
    ...reached,
    officeHost: facts.officeHost,
    pacUrl: own('/proxy.pac'),
    interceptionUrl: own('/interception.der'),
    officeUrl: own('/office.der'),
    bundleUrl: own('/gatehouse-ca.pem'),
    profileUrl: own('/gatehouse.mobileconfig'),
    policiesUrl: own('/firefox-policies.json'),
    bundleCommandUrl: own('/gatehouse-ca.pem'),
  }
}

/** The name or address by which the client found the proxy: it is reachable by that, whatever else the box is called. */
function reachedAs(facts: OwnPageFacts, hostField: string): Pick<SetupFacts, 'proxyHost' | 'proxyPort'> {
  const asked = parseAuthority(hostField)
  return { proxyHost: asked?.host ?? facts.officeHost, proxyPort: asked?.port ?? facts.proxyPort }
}
