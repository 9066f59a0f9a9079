/** Opens the routes of devices over real HTTPS, with the certificate that the office authority gives the gateway's page. */

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer as createPlainServer } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { onTestFinished } from 'vitest'
import { buildApi, serverLimits } from '../../gateway/api/api.ts'
import type { DeviceServices } from '../../gateway/api/services/devices.ts'
import { AccessToken } from '../../gateway/ops/token.ts'
import type { Authority } from '../../gateway/pki/authority.ts'
import { trustBundle } from '../../gateway/pki/bundle.ts'
import { serverCertificate } from '../../gateway/pki/office.ts'
import { tokenText } from '../api/running-api.ts'
import { standIn } from '../api/stand-in.ts'
import { openRoom, type Room } from './setup.ts'

export interface EnrolmentServer {
  room: Room
  port: number
  url: URL
  /** Roots of the office, PEM. */
  roots: string
  ports: { broker: number; files: number }
}

export async function startEnrolment(room?: Room): Promise<EnrolmentServer> {
  const own = room ?? (await openRoom())
  const ports = { broker: 8883, files: 8444 }
  const server = createServer({ ...serverLimits, ...contextOf(own) })
  const services = { ...standIn().services, ...servicesOf(own, ports) }
  const { api } = await buildApi({
    services,
    log: own.captured.log,
    face: {
      kind: 'network',
      token: new AccessToken(tokenText),
      names: () => [officeHost],
      requestsPerMinute: 100_000,
    },
    server: (handler) => server.on('request', handler),
    monotonic: own.clock.monotonic,
  })
  await api.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    server.closeAllConnections()
    await api.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    room: own,
    port,
    ports,
    url: new URL(`https://127.0.0.1:${port}`),
    roots: trustBundle([own.authority], own.clock.now()),
  }
}

export const officeHost = 'gatehouse.home.arpa'

/** The same routes on a socket, as the command reaches them. */
export async function startControlSocket(room: Room, path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const server = createPlainServer(serverLimits)
  const services = { ...standIn().services, ...servicesOf(room, { broker: 8883, files: 8444 }) }
  const { api } = await buildApi({
    services,
    log: room.captured.log,
    face: { kind: 'control' },
    server: (handler) => server.on('request', handler),
  })
  await api.ready()
  server.listen(path)
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    await api.close()
  })
}

/** What a listener of the gateway shows: a certificate for its names, then the root. */
export function contextOf({ authority, clock }: { authority: Authority; clock: Room['clock'] }) {
  const names = () => [officeHost, 'localhost', '127.0.0.1']
  const certificate = serverCertificate({ authority, clock, random: randomBytes, names })
  const { certificateChain: cert, privateKey: key } = certificate.current()
  return { cert, key }
}

function servicesOf(room: Room, ports: EnrolmentServer['ports']): DeviceServices {
  return {
    // Asked each time, so that a test can open the registry again.
    devices: {
      list: () => room.devices.list(),
      find: (name) => room.devices.find(name),
      add: (name) => room.devices.add(name),
      addSshKey: (name, line) => room.devices.addSshKey(name, line),
      revoke: (name) => room.devices.revoke(name),
      enrol: (request, address) => room.devices.enrol(request, address),
    },
    devicePorts: () => ports,
  }
}
