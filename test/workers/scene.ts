/** A gateway with workers and clients that are in the midst of something: uploads, connections, questions. */
import { once } from 'node:events'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { RunningGateway } from '../../gateway/app.ts'
import type { WorkerStatus } from '../../gateway/workers/ports.ts'
import { askControl, type Office, openOffice, type Sections } from '../app/office.ts'

export interface Scene {
  office: Office
  gateway: RunningGateway
  proxy: { host: string; port: number }
  workers(): Promise<WorkerStatus[]>
}

/** Long enough for clients that wait on purpose. */
export const patient = {
  ...{ headersTimeoutMs: '10min', bodyGraceMs: '10min', bodyIdleTimeoutMs: '10min' },
  maxConnectionsPerClient: 5000,
}

/** In this process runs control alone; it ends with the test. */
export async function openScene(workers: number, more: Sections = {}): Promise<Scene> {
  const office = await openOffice()
  await office.writeConfig({ ...more, proxy: { workers, limits: patient, ...more.proxy } })
  const gateway = await office.start()
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  const [host = '', port = ''] = gateway.addresses.proxy.split(':')
  const scene = {
    office,
    gateway,
    proxy: { host, port: Number(port) },
    workers: () => workersOf(gateway),
  }
  await untilServing(scene, workers)
  return scene
}

export async function workersOf(gateway: { addresses: { control: string } }): Promise<WorkerStatus[]> {
  return ((await askControl(gateway, '/api/v1/status')) as { workerProcesses: WorkerStatus[] })
    .workerProcesses
}

/** All that are wanted accept traffic, with the settings in force. */
export async function untilServing(scene: Pick<Scene, 'workers'>, wanted: number): Promise<WorkerStatus[]> {
  for (;;) {
    const workers = await scene.workers()
    const serving = workers.filter(({ state, isCurrent }) => state === 'serving' && isCurrent)
    if (serving.length === wanted) return serving
    await wait(50)
  }
}

export interface Upload {
  /** The status of the answer; null where the connection was cut. */
  finish(): Promise<number | null>
}

/** A body that stops half way until it is told to go on. */
export async function beginUpload(proxy: Scene['proxy'], destination: string, mark: string): Promise<Upload> {
  const socket = connect({ ...proxy })
  let heard = ''
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => undefined)
  socket.setEncoding('latin1').on('data', (more: string) => {
    heard += more
  })
  await once(socket, 'connect')
  const body = JSON.stringify({ mark, text: 'x'.repeat(2000) })
  const half = body.slice(0, 1000)
  const head = [
    `POST ${destination}${mark} HTTP/1.1`,
    `Host: ${new URL(destination).host}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n${half}`)
  return {
    async finish() {
      socket.write(body.slice(half.length))
      await closed
      const status = /^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1]
      return status === undefined ? null : Number(status)
    },
  }
}

/** One exchange on a connection of its own; null where it came to no answer. */
export async function post(proxy: Scene['proxy'], url: string, body: string): Promise<number | null> {
  try {
    const outgoing = request({
      ...{ ...proxy, agent: false, method: 'POST', path: url },
      headers: { host: new URL(url).host, 'content-type': 'application/json', connection: 'close' },
    })
    outgoing.end(body)
    const [answer] = await once(outgoing, 'response')
    await text(answer)
    return answer.statusCode ?? null
  } catch {
    return null
  }
}

/** The status that CONNECT is answered with; null where the connection was cut instead. Has a leaf made for the host. */
export async function askToConnect(proxy: Scene['proxy'], host: string): Promise<number | null> {
  const socket = connect({ ...proxy })
  socket.on('error', () => undefined)
  try {
    socket.write(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    const heard = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [''])])
    const status = /^HTTP\/1\.1 (\d{3})/.exec(String(heard[0]))?.[1]
    return status === undefined ? null : Number(status)
  } finally {
    socket.destroy()
  }
}

/** A client that is connected and says nothing. */
export async function idle(proxy: Scene['proxy']): Promise<Socket> {
  const socket = connect({ ...proxy })
  socket.on('error', () => undefined)
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** Ends a process that a test is done with. */
export function kill({ processId }: Pick<WorkerStatus, 'processId'>, signal: NodeJS.Signals): void {
  if (processId !== null) process.kill(processId, signal)
}
