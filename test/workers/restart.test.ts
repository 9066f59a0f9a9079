/** Promises of workers whose control is killed: what runs goes on, what needs control is refused, and no record is lost. */
import { expect, onTestFinished, test } from 'vitest'
import { identityOf } from '../../gateway/workers/process-identity.ts'
import { freePort } from '../../scripts/free-port.ts'
import { askControl, type Office, openOffice, type Sections } from '../app/office.ts'
import { placeIn } from '../cli/gatehouse.ts'
import { endAll, exitOf, type Started, startedGateway } from '../cli/started.ts'
import { startOwnTime } from '../support/own-time.ts'
import { askToConnect, beginUpload, kill, patient, post, untilServing, workersOf } from './scene.ts'

interface Restartable {
  office: Office
  proxy: { host: string; port: number }
  gateway: Started
  start(): Promise<Started>
  workers(): ReturnType<typeof workersOf>
  journal(): Promise<string[]>
}

/** How long what needs control waits for it here: a restart takes longer on a busy machine, and is not waited for. */
const controlWaitMs = '1s'

/** Control as a process of its own; its port is the same at each start. */
async function openRestartable(workers: number, more: Sections = {}): Promise<Restartable> {
  const office = await openOffice()
  const { port: destination } = new URL(office.destination)
  const write = (proxy: object) =>
    office.writeConfig({
      ...more,
      proxy: { workers, limits: patient, connectPorts: [Number(destination)], controlWaitMs, ...proxy },
    })
  await write({})
  const place = placeIn(office.folder)
  const children: Started['child'][] = []
  onTestFinished(async () => {
    // Its workers end with it where it is told to end; where it was killed, the last one ends them.
    for (const child of children) child.kill('SIGTERM')
    await Promise.all(children.map(exitOf))
    await endAll(children)
  })
  const scene: Restartable = {
    office,
    proxy: { host: '', port: 0 },
    gateway: await startedGateway(place),
    async start() {
      scene.gateway = await startedGateway(place)
      children.push(scene.gateway.child)
      return scene.gateway
    },
    workers: () => workersOf(scene.gateway.ready),
    async journal() {
      const page = (await askControl(scene.gateway.ready, '/api/v1/journal?limit=500')) as {
        records: { pathTemplate: string | null; status: number | null }[]
      }
      return page.records.flatMap(({ pathTemplate, status }) =>
        pathTemplate !== null && status === 200 ? [pathTemplate] : [],
      )
    },
  }
  children.push(scene.gateway.child)
  const [host = '', port = ''] = scene.gateway.ready.addresses.proxy.split(':')
  scene.proxy = { host, port: Number(port) }
  await write({ port: scene.proxy.port })
  await untilServing(scene, workers)
  return scene
}

async function killControl({ gateway }: Restartable): Promise<void> {
  gateway.child.kill('SIGKILL')
  await exitOf(gateway.child)
}

test('killing and restarting control ends no running exchange, and the same workers go on', async () => {
  const scene = await openRestartable(2)
  const before = await scene.workers()
  const uploads = await Promise.all(
    Array.from({ length: 20 }, (_, i) => beginUpload(scene.proxy, scene.office.destination, `upload-${i}`)),
  )
  await killControl(scene)
  const early = await Promise.all(uploads.slice(0, 10).map((upload) => upload.finish()))
  expect(new Set(early)).toEqual(new Set([200]))
  await scene.start()
  await untilServing(scene, 2)
  const late = await Promise.all(uploads.slice(10).map((upload) => upload.finish()))
  expect(new Set(late)).toEqual(new Set([200]))
  const after = await scene.workers()
  expect(after.map(({ processId }) => processId)).toEqual(before.map(({ processId }) => processId))
  expect(await post(scene.proxy, scene.office.destination, '{}')).toBe(200)
  await expect.poll(async () => (await scene.journal()).length, { timeout: 30_000 }).toBe(21)
})

test('without control a worker serves what it knows, refuses what needs control, and hands its records over later', async () => {
  const scene = await openRestartable(1)
  const known = new URL(scene.office.destination).host
  const unknown = known.replace('127.0.0.1', 'localhost')
  expect(await askToConnect(scene.proxy, known)).toBe(200)
  await killControl(scene)
  expect(await post(scene.proxy, scene.office.destination, '{"card":"4111 1111 1111 1111"}')).toBe(200)
  expect(scene.office.received.join()).not.toContain('4111 1111')
  expect(await askToConnect(scene.proxy, known)).toBe(200)
  expect(await askToConnect(scene.proxy, unknown)).toBe(503)
  const waiting = askToConnect(scene.proxy, unknown)
  await scene.start()
  await untilServing(scene, 1)
  // 200 where the new control was there in time.
  expect([200, 503]).toContain(await waiting)
  expect(await askToConnect(scene.proxy, unknown)).toBe(200)
  await expect.poll(async () => (await scene.journal()).length, { timeout: 30_000 }).toBe(1)
})

test('records that control took and had not yet written when it was killed are handed over again, each once', async () => {
  const scene = await openRestartable(2)
  for (let round = 0; round < 3; round += 1) {
    const statuses = await Promise.all(
      Array.from({ length: 40 }, () => post(scene.proxy, scene.office.destination, '{}')),
    )
    expect(new Set(statuses)).toEqual(new Set([200]))
    await killControl(scene)
    await scene.start()
    await untilServing(scene, 2)
    await expect.poll(async () => (await scene.journal()).length, { timeout: 30_000 }).toBe((round + 1) * 40)
  }
})

test('a control that is told to end ends its workers, and one that needs none ends those of the one before', async () => {
  const scene = await openRestartable(2)
  const first = await scene.workers()
  const [one] = first
  if (one !== undefined) expect(isThere(one.processId)).toBe(true)
  scene.gateway.child.kill('SIGTERM')
  expect(await exitOf(scene.gateway.child)).toBe(0)
  expect(first.map(({ processId }) => isThere(processId))).toEqual([false, false])

  await scene.start()
  const second = await untilServing(scene, 2)
  await killControl(scene)
  await scene.office.writeConfig({ proxy: { workers: 0, port: scene.proxy.port } })
  await scene.start()
  expect(second.map(({ processId }) => isThere(processId))).toEqual([false, false])
  expect(await post(scene.proxy, scene.office.destination, '{}')).toBe(200)
})

test('a port that was changed while control was away counts from its next start on', async () => {
  const scene = await openRestartable(1)
  const former = await scene.workers()
  await killControl(scene)
  await scene.office.writeConfig({ proxy: { workers: 1, port: await freePort() } })
  const { addresses } = (await scene.start()).ready
  const [host = '', port = ''] = addresses.proxy.split(':')
  expect(Number(port)).not.toBe(scene.proxy.port)
  expect(await post({ host, port: Number(port) }, scene.office.destination, '{}')).toBe(200)
  expect(former.map(({ processId }) => isThere(processId))).toEqual([false])
})

test('a worker that hangs while control is away is replaced by the next control', async () => {
  const scene = await openRestartable(2)
  const [hung] = await scene.workers()
  await killControl(scene)
  if (hung !== undefined) kill(hung, 'SIGSTOP')
  await scene.start()
  const elapsed = startOwnTime()
  await expect
    .poll(async () => (await scene.workers()).some(({ processId }) => processId === hung?.processId), {
      timeout: 180_000,
    })
    .toBe(false)
  // It has nothing to start: it is missed as a heartbeat is, after ten seconds, and not as a start would be, after sixty.
  expect(elapsed()).toBeLessThan(50_000)
  await untilServing(scene, 2)
})

/** One that has ended may wait for whoever collects it. */
function isThere(processId: number | null): boolean {
  return processId !== null && identityOf(processId) !== null
}
