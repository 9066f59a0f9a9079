/** Opens the port for WPAD alone, with the pages of an office, and talks to it in bytes. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { OwnPageFacts } from '../../gateway/core/pages/own-page-facts.ts'
import { type WpadRequest, wpadAnswer } from '../../gateway/core/pages/wpad-answer.ts'
import { createLog } from '../../gateway/ops/log.ts'
import { freePort } from '../../gateway/workers/free-port.ts'
import { openWpad } from '../../gateway/wpad/wpad.ts'

const root = { certificate: '', fingerprint: '' }

/** Clients of 127.0.0.3 may go out directly while the gateway is down. */
export const facts: OwnPageFacts = {
  officeName: 'Test & Sons',
  officeHost: 'gatehouse.home.arpa',
  contact: '',
  proxyPort: 8080,
  proxyTls: false,
  uiPort: 8443,
  reviewsAt: null,
  whenDown: { groups: [{ networks: ['127.0.0.3'], whenDown: 'open' }], others: 'closed' },
  bundle: '',
  interception: root,
  office: root,
}

export interface Scene {
  port: number
  /** Addresses that are served; may be changed. */
  served: Set<string>
  /** What was asked of the pages. */
  asked: WpadRequest[]
  close(): Promise<void>
}

export async function openScene(): Promise<Scene> {
  const port = await freePort({ host: '127.0.0.1', port: 0 })
  const served = new Set(['127.0.0.1', '127.0.0.2', '127.0.0.3'])
  const asked: WpadRequest[] = []
  const ending = new AbortController()
  const { close } = await openWpad({
    ...{ host: '127.0.0.1', port, signal: ending.signal },
    serves: (client) => served.has(client),
    answer(request) {
      asked.push(request)
      return wpadAnswer(facts, request)
    },
    log: createLog({ level: 'error' }),
  })
  onTestFinished(() => ending.abort())
  return { port, served, asked, close }
}

export interface Talk {
  socket: Socket
  /** Everything that came, when the other side has ended. */
  readonly answer: Promise<string>
}

/** Sends these bytes and no more; the socket stays open on this side. */
export async function talk(
  { port }: Pick<Scene, 'port'>,
  bytes = '',
  localAddress = '127.0.0.1',
): Promise<Talk> {
  const socket = connect({ host: '127.0.0.1', port, localAddress, allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  let heard = ''
  const { promise, resolve } = Promise.withResolvers<string>()
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    heard += chunk
  })
  socket.on('error', () => resolve(heard))
  socket.on('end', () => resolve(heard))
  socket.on('close', () => resolve(heard))
  await once(socket, 'connect').catch(() => resolve(heard))
  if (bytes !== '') socket.write(bytes, 'latin1')
  return { socket, answer: promise }
}
