/** A promise about destinations whose answers' heads and bodies arrive together, as they do under load. */
import { once } from 'node:events'
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { startProxy } from '../setup.ts'
import { ask, http2Session } from './client.ts'
import { startHttp2Origin } from './origin.ts'

/** Hands on what the destination sends in few large pieces. */
async function inLargePieces(port: number): Promise<number> {
  const sockets = new Set<Socket>()
  const relay = createServer((near) => {
    const far = connectTcp({ host: '127.0.0.1', port })
    for (const socket of [near, far]) sockets.add(socket.on('error', () => near.destroy()))
    near.pipe(far)
    let gathered: Buffer[] = []
    far.on('data', (chunk: Buffer) => {
      if (gathered.length === 0)
        setTimeout(() => {
          near.write(Buffer.concat(gathered))
          gathered = []
        }, 2)
      gathered.push(chunk)
    })
    far.on('close', () => near.destroy())
  })
  relay.listen(0, '127.0.0.1')
  await once(relay, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    relay.close()
  })
  return (relay.address() as AddressInfo).port
}

test('under load the body of no answer goes ahead of its head', async () => {
  const origin = await startHttp2Origin({
    answer: (stream, { headers }) => {
      stream.respond({ ':status': 203, 'x-path': String(headers[':path']) })
      for (let part = 0; part < 5; part += 1) stream.write(`part ${part} of ${headers[':path']};`)
      stream.end()
    },
  })
  const behind = { ...origin, port: await inLargePieces(origin.port) }
  const proxy = await startProxy([behind])
  const session = await http2Session(proxy, behind)
  // Node hands both on in the wrong order where a session is read while it writes: about once in some hundred exchanges.
  const body = JSON.stringify({ note: 'x'.repeat(2000) })
  let next = 0
  const askOn = async () => {
    while (next < 2000) {
      const path = `/${next}`
      next += 1
      const post = { ':method': 'POST', ':path': path, 'content-type': 'application/json' }
      const answer = await ask(session, post, body)
      expect(answer.status).toBe(203)
      expect(answer.headers['x-path']).toBe(path)
      expect(answer.body.toString().match(/part \d of [^;]+/g)).toHaveLength(5)
    }
  }
  await Promise.all(Array.from({ length: 20 }, askOn))
  expect(proxy.faults).toEqual([])
})
