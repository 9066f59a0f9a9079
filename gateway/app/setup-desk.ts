/** Plays the desk that tells how clients are set up, with what the proxy's own pages say. */
import type { SetupDesk } from '../api/services/setup.ts'
import { canonicalAddress } from '../core/net/address.ts'
import { pacFor, setupFacts } from '../core/pages/own-page-facts.ts'
import { appleProfile } from '../core/setup/mobileconfig.ts'
import { wpadAdvice } from '../core/setup/wpad.ts'
import { reachableAt } from './listening.ts'
import { type OwnPagesOptions, ownPageFacts } from './own-pages.ts'
import { isServed } from './served.ts'

export function createSetupDesk(options: OwnPagesOptions): SetupDesk {
  const { inForce, listening } = options
  const own = () => ownPageFacts(options)
  const hostField = () => reachableAt(listening.proxy, inForce.config.office.host)
  const facts = () => setupFacts(own(), hostField())
  return {
    facts,
    wpad: () => wpadAdvice({ ...facts(), wpadPort: inForce.config.proxy.wpadPort }),
    pac(client) {
      const address = canonicalAddress(client)
      if (address === null || !isServed(address, inForce.config)) return null
      return pacFor(own(), { hostField: hostField(), client: address })
    },
    profile: () => appleProfile(own()),
  }
}
