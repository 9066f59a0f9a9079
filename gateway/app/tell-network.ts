/** Has the network's rules told which machines to hold back, whenever what is known of them changes. */
import { randomBytes } from 'node:crypto'
import type { Clients } from '../clients/clients.ts'
import { MachineTeller } from '../network/tell-machines.ts'
import { openBootClock } from '../ops/boot-clock.ts'
import type { WaysOptions } from './ways.ts'

type Parts = Pick<WaysOptions, 'kept' | 'inForce' | 'listening' | 'stops' | 'log'> & { clients: Clients }

/** The rules are not this process's to change. */
export function tellNetwork({ kept, inForce, listening, stops, log, clients }: Parts): MachineTeller {
  const told = new MachineTeller({
    files: kept.paths.networkMachines,
    isOn: () => inForce.config.network.mode !== 'off',
    machines: () => clients.held(),
    proxyPort: () => listening.proxy.port,
    ...{ bootClock: openBootClock(), health: kept.health, log, random: randomBytes },
  })
  clients.onChange(() => told.changed())
  stops.add('network told', async () => told[Symbol.asyncDispose]())
  return told
}
