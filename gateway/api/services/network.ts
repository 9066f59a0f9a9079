/** What routes and pages may ask of the network's rules, which the gateway itself may not look at. */
import type { NetworkOverview } from '../../core/network/overview.ts'
import type { SeenNetwork } from '../../network/lookout.ts'
import type { ToldFacts } from '../../network/tell-machines.ts'

export interface NetworkServices {
  readonly network: {
    /** Null where the network part is off and its rules are gone, or there was never a machine to hold back. */
    told(): ToldFacts | null
    /** What it is set to do. */
    overview(): NetworkOverview
    /** What is seen of it without a right; null before the first look. */
    seen(): SeenNetwork | null
  }
}
