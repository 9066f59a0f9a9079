/** Has the network looked at while the gateway runs, so that the first screen says what `network status` says, as far as it may look. */
import { networkSettings } from '../../config/sections/network.ts'
import { NetworkLookout } from '../network/lookout.ts'
import { openBootClock } from '../ops/boot-clock.ts'
import type { WaysOptions } from './ways.ts'

export function watchNetwork({
  kept,
  inForce,
  stops,
}: Pick<WaysOptions, 'kept' | 'inForce' | 'stops'>): NetworkLookout {
  const lookout = new NetworkLookout({
    settings: () => networkSettings(inForce.config),
    files: kept.paths.networkMachines,
    ...{ bootClock: openBootClock(), health: kept.health },
  })
  stops.add('network lookout', async () => lookout[Symbol.asyncDispose]())
  return lookout
}
