/** Promises that a destination which speaks HTTP/2 is not asked for a whole handshake by each new connection. */
import { once } from 'node:events'
import type { TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import { startProxy } from '../setup.ts'
import { ask, http2Session } from './client.ts'
import { startHttp2Origin } from './origin.ts'

test('the next connection to a destination resumes the TLS session of the one before (RFC 8446 §2.2)', async () => {
  const origin = await startHttp2Origin()
  const resumed: boolean[] = []
  origin.server.on('secureConnection', (socket: TLSSocket) => {
    if (socket.alpnProtocol === 'h2') resumed.push(socket.isSessionReused())
  })
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  for (let round = 0; round < 3; round += 1) {
    expect((await ask(session, { ':path': `/${round}` })).status).toBe(200)
    const [open] = origin.sessions
    if (open === undefined) throw new Error('no session')
    const closed = once(open, 'close')
    open.destroy()
    await closed
  }
  expect(resumed).toEqual([false, true, true])
  expect(proxy.faults).toEqual([])
})
