/** Promise of healthy connections, a thousand or as many as GATEHOUSE_HEALTHY_CONNECTIONS says: clients cancel, wait, reset, preconnect and vanish, and nobody is taken for pinned. */
import { once } from 'node:events'
import { connect as connectTcp, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, type TLSSocket } from 'node:tls'
import { expect, test } from 'vitest'
import { signOf } from '../../gateway/core/pinning/sign.ts'
import { createPinningWatch, type PinningFinding } from '../../gateway/core/pinning/watch.ts'
import { type Origin, startOrigin, startProxy, type Proxy as TestProxy } from './setup.ts'

const connections = Number(process.env.GATEHOUSE_HEALTHY_CONNECTIONS ?? 1000)
const atOnce = 40

interface Visit {
  proxy: TestProxy
  origin: Origin
  /** Of the client, on this machine. */
  address: string
}

async function tunnel({ proxy, origin, address }: Visit): Promise<Socket> {
  const socket = connectTcp({ host: proxy.host, port: proxy.port, localAddress: address })
  socket.on('error', () => {})
  const target = `${origin.host}:${origin.port}`
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`)
  await once(socket, 'data')
  return socket
}

async function secured(visit: Visit): Promise<{ socket: Socket; secure: TLSSocket }> {
  const socket = await tunnel(visit)
  const secure = connect({ socket, servername: visit.origin.host, ca: visit.proxy.caPem })
  secure.on('error', () => {})
  await once(secure, 'secureConnect')
  return { socket, secure }
}

async function asks(visit: Visit): Promise<void> {
  const { secure } = await secured(visit)
  const { host, port } = visit.origin
  secure.write(`GET / HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`)
  for await (const _ of secure);
}

/** What healthy clients do, the frequent ones first. */
const ways: readonly ((visit: Visit) => Promise<void>)[] = [
  ...Array.from({ length: 6 }, () => asks),
  async function cancels(visit) {
    const { secure } = await secured(visit)
    secure.write(`GET / HTTP/1.1\r\nHost: ${visit.origin.host}\r\n`)
    secure.destroy()
  },
  async function opensASpareOne(visit) {
    const { secure } = await secured(visit)
    secure.end()
  },
  async function resets(visit) {
    const { socket } = await secured(visit)
    socket.resetAndDestroy()
  },
  async function givesUpInTheHandshake(visit) {
    const socket = await tunnel(visit)
    const secure = connect({ socket, servername: visit.origin.host, ca: visit.proxy.caPem })
    secure.on('error', () => {})
    secure.once('keylog', () => socket.destroy())
    await once(socket, 'close')
  },
  async function neverBegins(visit) {
    ;(await tunnel(visit)).end()
  },
]

test(`${connections} healthy connections propose nothing`, async () => {
  const origins = await Promise.all(
    Array.from({ length: 5 }, (_, at) => startOrigin({ host: `site${at}.test` })),
  )
  const watch = createPinningWatch()
  const findings: PinningFinding[] = []
  const signs = { used: 0, left: 0, refused: 0 }
  const proxy = await startProxy(origins, {
    ports: {
      journal: {
        record(record) {
          const sign = signOf(record)
          if (sign === null) return
          signs[sign.kind] += 1
          const finding = watch.take(sign)
          if (finding !== null) findings.push(finding)
        },
      },
    },
  })
  const visit = (number: number): Visit => ({
    proxy,
    origin: origins[number % origins.length] as Origin,
    address: `127.0.0.${2 + (number % 10)}`,
  })
  // A browser's spare connections, which it keeps for a while, and clients that lose the network: nothing more comes.
  const waiting = await Promise.all(Array.from({ length: 50 }, (_, number) => secured(visit(number))))
  for (let number = 0; number < connections; number += atOnce)
    await Promise.all(
      Array.from({ length: atOnce }, (_, at) => {
        const way = ways[(number / atOnce + at * 7) % ways.length] as (typeof ways)[number]
        return way(visit(number / atOnce + at))
      }),
    )
  for (const { secure } of waiting) secure.destroy()
  await sleep(500)
  expect(findings).toEqual([])
  expect(signs.refused).toBe(0)
  // The bad signs are there: they were weighed, not missed.
  expect(signs.used).toBeGreaterThan(connections / 3)
  expect(signs.left).toBeGreaterThan(connections / 20)
})
