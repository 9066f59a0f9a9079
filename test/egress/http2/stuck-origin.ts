/** A destination as a process of its own, so that it can be killed: takes nothing of what is sent to it. */
import { createSecureServer } from 'node:http2'
import type { AddressInfo } from 'node:net'

/** Handed over as the only argument, in JSON. It writes its port, and a line once it is stuck. */
export interface StuckOriginOrder {
  cert: string
  key: string
}

const order: StuckOriginOrder = JSON.parse(process.argv[2] ?? '{}')
const window = 2 ** 31 - 1
const server = createSecureServer({ ...order, settings: { initialWindowSize: window } })
server.on('session', (session) => session.setLocalWindowSize(window))
server.on('stream', (stream) => {
  stream.once('data', () => {
    process.stdout.write('stuck\n', () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    })
  })
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
