/** Promises of workers at work: each is replaced when it fails, costs its own connections alone, and follows each reload. */

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { encodeFrame } from '../../gateway/core/worker/frame.ts'
import { askControl } from '../app/office.ts'
import { beginUpload, idle, kill, openScene, post, type Scene, untilServing } from './scene.ts'

/** Who fills the places, once somebody else does. */
async function untilReplaced({ workers }: Scene, former: readonly (number | null)[]) {
  await expect
    .poll(async () => (await workers()).filter(({ processId }) => former.includes(processId)).length, {
      timeout: 120_000,
    })
    .toBe(0)
}

test('a worker that is killed during 200 uploads costs its own alone, and another takes its place', async () => {
  const scene = await openScene(2)
  const { office, proxy } = scene
  const uploads = await Promise.all(
    Array.from({ length: 200 }, (_, i) => beginUpload(proxy, office.destination, `upload-${i}`)),
  )
  const total = async () => (await scene.workers()).reduce((sum, { connections }) => sum + connections, 0)
  await expect.poll(total, { timeout: 60_000 }).toBe(200)
  const [victim, other] = await scene.workers()
  if (victim === undefined || other === undefined) throw new Error('two workers are expected')
  expect(Math.min(victim.connections, other.connections)).toBeGreaterThan(0)
  kill(victim, 'SIGKILL')
  const statuses = await Promise.all(uploads.map((upload) => upload.finish()))
  expect(statuses.filter((status) => status === 200)).toHaveLength(other.connections)
  expect(statuses.filter((status) => status === null)).toHaveLength(victim.connections)
  expect(office.received).toHaveLength(other.connections)
  await untilReplaced(scene, [victim.processId])
  await untilServing(scene, 2)
  const after = await Promise.all(Array.from({ length: 20 }, () => post(proxy, office.destination, '{}')))
  expect(new Set(after)).toEqual(new Set([200]))
  expect((await scene.workers()).map(({ replaced }) => replaced)).toEqual([1, 0])
})

test('a worker that hangs is killed and replaced; the other one serves all the while', async () => {
  const scene = await openScene(2)
  const [hung, other] = await scene.workers()
  if (hung === undefined || other === undefined) throw new Error('two workers are expected')
  const sockets = await Promise.all(Array.from({ length: 40 }, () => idle(scene.proxy)))
  const counted = async () => (await scene.workers()).map(({ connections }) => connections)
  await expect
    .poll(async () => (await counted()).reduce((sum, one) => sum + one, 0), { timeout: 60_000 })
    .toBe(40)
  const [hungHas = 0, otherHas = 0] = await counted()
  expect(Math.min(hungHas, otherHas)).toBeGreaterThan(0)
  kill(hung, 'SIGSTOP')
  await untilReplaced(scene, [hung.processId])
  await untilServing(scene, 2)
  expect((await scene.workers())[1]?.processId).toBe(other.processId)
  // The kernel ends those of a dead process one after the other; nobody else's.
  await expect
    .poll(() => sockets.filter(({ destroyed }) => destroyed).length, { timeout: 60_000 })
    .toBe(hungHas)
  expect((await counted())[1]).toBe(otherHas)
})

test('a reload reaches every worker before it says that it is done', async () => {
  const scene = await openScene(2)
  const { office, gateway, proxy } = scene
  const body = JSON.stringify({ note: 'card 4111 1111 1111 1111' })
  const ask = () => Promise.all(Array.from({ length: 24 }, () => post(proxy, office.destination, body)))
  expect(new Set(await ask())).toEqual(new Set([200]))
  await office.writePolicy('refuse')
  expect(await gateway.reload()).toMatchObject({ ok: true })
  expect(new Set(await ask())).toEqual(new Set([403]))
  await office.writePolicy('mask')
  expect(await gateway.reload()).toMatchObject({ ok: true })
  expect(new Set(await ask())).toEqual(new Set([200]))
  expect(office.received.some((received) => received.includes('4111 1111'))).toBe(false)
})

test('two workers share a thousand connections out so that each has 40 to 60 of a hundred', async () => {
  const scene = await openScene(2)
  for (let i = 0; i < 10; i += 1) await Promise.all(Array.from({ length: 100 }, () => idle(scene.proxy)))
  const connections = async () => (await scene.workers()).map((worker) => worker.connections)
  await expect
    .poll(async () => (await connections()).reduce((sum, one) => sum + one, 0), { timeout: 60_000 })
    .toBe(1000)
  for (const share of await connections()) {
    expect(share).toBeGreaterThanOrEqual(400)
    expect(share).toBeLessThanOrEqual(600)
  }
})

test('persons are counted over all workers: what one let through, the other knows', async () => {
  const scene = await openScene(2)
  const { office, gateway, proxy } = scene
  await writeFile(
    office.policyFile,
    'connections: [{ id: all, action: intercept }]\nexchanges: [{ id: few, maxPersons: 10, entities: { "*": keep } }]\n',
  )
  expect(await gateway.reload()).toMatchObject({ ok: true })
  const statuses: (number | null)[] = []
  for (let i = 0; i < 24; i += 1) {
    statuses.push(
      await post(proxy, office.destination, JSON.stringify({ to: `person.${i}@customer.example` })),
    )
    // What is counted is told at the end of the turn, and takes the way over control.
    await wait(100)
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(10)
  expect(statuses.slice(10)).toEqual(Array(14).fill(403))
})

test('what was recorded longer than a moment ago outlives the death of all workers', async () => {
  const scene = await openScene(2)
  const { office, proxy, gateway } = scene
  const statuses = await Promise.all(Array.from({ length: 50 }, () => post(proxy, office.destination, '{}')))
  expect(new Set(statuses)).toEqual(new Set([200]))
  // Records are handed over within a tenth of a second; this machine may be slow.
  await wait(1000)
  const former = await scene.workers()
  for (const worker of former) kill(worker, 'SIGKILL')
  await untilReplaced(
    scene,
    former.map(({ processId }) => processId),
  )
  const page = (await askControl(gateway, '/api/v1/journal?limit=100')) as { records: { status: number }[] }
  expect(page.records.filter(({ status }) => status === 200)).toHaveLength(50)
})

test('a worker runs as nobody, without new rights, and has nothing of its secret in arguments or environment', async () => {
  const scene = await openScene(1, { keyring: { root: { source: 'file' } } })
  const [worker] = await scene.workers()
  const read = (file: string) => readFileSync(`/proc/${worker?.processId}/${file}`, 'latin1')
  const status = read('status')
  expect(status).toMatch(/^NoNewPrivs:\s*1$/m)
  if (process.getuid?.() === 0) {
    expect(status).toMatch(/^Uid:\s*65534\s/m)
    expect(status).toMatch(/^Groups:\s*$/m)
  }
  expect(status).toMatch(/^CapEff:\s*0+$/m)
  const environment = read('environ')
    .split('\0')
    .map((entry) => entry.split('=')[0])
  const allowed = [
    'PATH',
    'TZ',
    'LANG',
    'NODE_EXTRA_CA_CERTS',
    'SSL_CERT_FILE',
    'SSL_CERT_DIR',
    '',
    'MALLOC_ARENA_MAX',
  ]
  expect(environment.filter((name) => !allowed.includes(name ?? ''))).toEqual([])
})

test('a stranger at the socket of a running gateway is cut off, and the workers go on', async () => {
  const scene = await openScene(1)
  const before = await scene.workers()
  const path = join(scene.office.folder, 'data/run/workers/s')
  const secret = Buffer.alloc(32).toString('base64')
  const listening = { host: '127.0.0.1', port: scene.proxy.port }
  for (const bytes of [
    encodeFrame({
      kind: 'hello',
      protocol: 1,
      worker: 'worker-1',
      secret,
      processId: process.pid,
      listening,
    }),
    Buffer.from('GET /api/v1/status HTTP/1.1\r\n\r\n'),
  ]) {
    const socket = connect(path)
    const heard: Buffer[] = []
    socket.on('error', () => undefined).on('data', (chunk) => heard.push(chunk))
    socket.write(bytes)
    await once(socket, 'close')
    expect(heard).toEqual([])
  }
  expect(await post(scene.proxy, scene.office.destination, '{}')).toBe(200)
  expect((await scene.workers()).map(({ processId }) => processId)).toEqual(
    before.map(({ processId }) => processId),
  )
})
