/** The devices of the MQTT bench, a process of its own: so many sessions over real TLS, one reading a second each, at QoS 1. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { connect, createSecureContext, type TLSSocket } from 'node:tls'
import { createHost, type MadeUpHost } from './host.ts'
import { acknowledged, connectPacket, publishPacket } from './packets.ts'
import type { Papers } from './papers.ts'

/** Handed over as the only argument, in JSON. */
export interface LoadOrder {
  papersFile: string
  port: number
  devices: number
  seconds: number
}

export interface LoadResult {
  sent: number
  /** Messages at QoS 1 that were answered by a PUBACK. */
  acknowledged: number
  seconds: number
}

interface Device {
  name: string
  socket: TLSSocket
  host: MadeUpHost
}

const order: LoadOrder = JSON.parse(process.argv[2] ?? '{}')
const papers: Papers = JSON.parse(readFileSync(order.papersFile, 'utf8'))
let sent = 0
let answered = 0

const devices: Device[] = []
for (const { name, cert } of papers.devices.slice(0, order.devices)) {
  devices.push(await open(name, cert, devices.length))
}
await send(2)
console.log(JSON.stringify({ ready: true }))
await once(process.stdin, 'data')
await untilAnswered()
sent = 0
answered = 0
const began = performance.now()
await send(order.seconds)
await untilAnswered()
const result: LoadResult = { sent, acknowledged: answered, seconds: (performance.now() - began) / 1000 }
console.log(JSON.stringify(result))
await once(process.stdin, 'data')
for (const { socket } of devices) socket.destroy()
process.exit(0)

async function open(name: string, cert: string, seed: number): Promise<Device> {
  const secureContext = createSecureContext({ ca: papers.root, cert, key: papers.deviceKey })
  const socket = connect({ host: '127.0.0.1', port: order.port, secureContext })
  await once(socket, 'secureConnect')
  socket.write(connectPacket(name))
  await once(socket, 'data')
  socket.on('data', (chunk: Buffer) => {
    answered += acknowledged(chunk)
  })
  return { name, socket, host: createHost(seed) }
}

/** Spread over each second, as devices are. */
async function send(seconds: number): Promise<void> {
  const steps = 50
  const start = performance.now()
  for (let step = 0; step < seconds * steps; step++) {
    for (let index = step % steps; index < devices.length; index += steps) {
      const { name, socket, host } = devices[index] as Device
      sent++
      const payload = JSON.stringify({ at: Date.now(), values: host.next() })
      socket.write(publishPacket(`gatehouse/v1/${name}/telemetry`, payload, (sent % 65_535) + 1))
    }
    await wait(Math.max(0, start + ((step + 1) * 1000) / steps - performance.now()))
  }
}

async function untilAnswered(): Promise<void> {
  for (let attempt = 0; attempt < 200 && answered < sent; attempt++) await wait(50)
}
