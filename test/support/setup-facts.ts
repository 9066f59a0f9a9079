/** What recipes are filled in with, for tests: a gateway at one address, with its own pages at the port of the proxy. */
import { proxyAddress, type SetupFacts } from '../../gateway/core/setup/recipe.ts'

export function setupFactsOf(proxyHost: string, proxyPort = 8080): SetupFacts {
  const own = (path: string) => `http://${proxyAddress({ proxyHost, proxyPort })}${path}`
  return {
    ...{ proxyHost, proxyPort, officeHost: 'gatehouse.home.arpa' },
    pacUrl: own('/proxy.pac'),
    interceptionUrl: own('/interception.der'),
    officeUrl: own('/office.der'),
    bundleUrl: own('/gatehouse-ca.pem'),
    profileUrl: own('/gatehouse.mobileconfig'),
    policiesUrl: own('/firefox-policies.json'),
    bundleCommandUrl: own('/gatehouse-ca.pem'),
  }
}
