/** Checks that the addresses connections are to leave from are this box's own. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import type { DoctorCheck } from '../doctor.ts'

export interface OwnAddress {
  /** The key that names it. */
  path: string
  address: string
  /** False where nothing can leave from it now. */
  isHere: boolean
}

/** None where nothing is configured. A warning at most: an address may come later, with DHCP or a network that is down. */
export function checkOwnAddresses(addresses: readonly OwnAddress[]): DoctorCheck[] {
  if (addresses.length === 0) return []
  const base = { id: 'own-addresses', title: 'Addresses of ways out' }
  const absent = addresses.filter(({ isHere }) => !isHere)
  if (absent.length === 0)
    return [
      {
        ...base,
        state: 'ok',
        found: `This box has every address that connections are to leave from (${addresses.length}).`,
        meaning: 'Their destinations can be reached from them.',
        todo: '',
      },
    ]
  return [
    {
      ...base,
      state: 'warn',
      found: absent.map(({ path, address }) => `This box has no address ${address} (${path}).`).join(' '),
      meaning: 'What would leave from there is answered with 502, until the box has the address.',
      todo: 'Compare it with `ip address`; where the network is to give it later, nothing is to be done.',
    },
  ]
}

/**
 * Interfaces are no answer: all of 127.0.0.0/8 is here without being listed, and so is what routes say (ip-route(8),
 * type local). So each is tried as a connection would, by a socket that sends nothing.
 */
export function lookForAddresses(named: readonly Omit<OwnAddress, 'isHere'>[]): Promise<OwnAddress[]> {
  return Promise.all(named.map(async (one) => ({ ...one, isHere: await isHere(one.address) })))
}

async function isHere(address: string): Promise<boolean> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
  try {
    socket.bind({ address, port: 0, exclusive: true })
    await once(socket, 'listening')
    return true
  } catch {
    return false
  } finally {
    socket.close()
  }
}
