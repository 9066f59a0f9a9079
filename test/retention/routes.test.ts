/** The routes of sweeps and ledger under bad input, and who may change what. */
import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { buildApi } from '../../gateway/api/api.ts'
import { ledgerDesk } from '../../gateway/app/ledger.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { runApi } from '../api/running-api.ts'
import { standIn } from '../api/stand-in.ts'
import { stoppedDesk } from './desk.ts'
import { openScene } from './scene.ts'

async function faces() {
  const { folder } = await stoppedDesk()
  const scene = await openScene(folder)
  const retention = await scene.open()
  onTestFinished(async () => {
    await retention[Symbol.asyncDispose]()
    await scene.close()
  })
  const office = standIn()
  const desks = { sweeps: retention, ledger: ledgerDesk(scene.ledger, scene.database) }
  const services = { ...office.services, ...desks }
  const server = createServer()
  const { api } = await buildApi({
    ...{ services, log: silentLog, face: { kind: 'control' } },
    server: (handler) => server.on('request', handler),
  })
  await api.ready()
  const https = await runApi({ ...office, services })
  onTestFinished(async () => {
    await api.close()
    await https[Symbol.asyncDispose]()
  })
  return {
    scene,
    retention,
    control: (method: 'GET' | 'POST', url: string, body?: object) =>
      api.inject({ method, url, ...(body === undefined ? {} : { payload: body }) }),
    network: (method: string, url: string, body?: object) =>
      https.askAsOwner(url, {
        method,
        ...(body === undefined
          ? {}
          : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      }),
  }
}

const views = [
  '/api/v1/sweeps',
  '/api/v1/sweeps/plan',
  '/api/v1/holds',
  '/api/v1/ledger',
  '/api/v1/ledger/verify',
]

test('over the network sweeps and holds are asked for and noted as by whom; a checkpoint is made on the box alone', async () => {
  const { network, scene, retention } = await faces()
  for (const url of views) expect([url, (await network('GET', url)).status]).toEqual([url, 200])
  expect((await network('POST', '/api/v1/ledger/checkpoint')).status).toBe(403)
  expect(scene.ledger.checkpoints()).toEqual([])
  expect((await network('POST', '/api/v1/holds', { device: 'camera-1', reason: 'case' })).status).toBe(200)
  expect((await network('POST', '/api/v1/sweeps')).status).toBe(200)
  const asked = scene.ledger.list({ limit: 10 }).filter(({ actor }) => actor === 'token')
  expect(asked.map(({ action }) => action)).toEqual(['sweep.asked', 'hold.set'])
  expect(retention.list(10)).toHaveLength(1)
})

test('pages of sweeps and ledger join without a gap or a double, and the last one says so', async () => {
  const { network, scene, retention } = await faces()
  for (let turn = 0; turn < 3; turn++)
    await (await retention.start({ clockIsRight: false, actor: 'box' })).finished
  for (const [path, list, key] of [
    ['/api/v1/sweeps', 'sweeps', 'id'],
    ['/api/v1/ledger', 'entries', 'seq'],
  ] as const) {
    const whole = (await network('GET', `${path}?limit=100`)).json()
    expect(whole.next).toBeNull()
    const ids = (answer: Record<string, unknown>) =>
      (answer[list] as Record<string, unknown>[]).map((one) => one[key])
    const joined: unknown[] = []
    let cursor = ''
    do {
      const page = (await network('GET', `${path}?limit=2${cursor}`)).json()
      expect(ids(page).length).toBeLessThanOrEqual(2)
      joined.push(...ids(page))
      cursor = page.next === null ? '' : `&before=${String(page.next)}`
    } while (cursor !== '')
    expect(joined).toEqual(ids(whole))
  }
  expect(scene.ledger.size).toBeGreaterThan(4)
})

const bad: readonly [method: 'GET' | 'POST', url: string, body?: object][] = [
  ['GET', '/api/v1/sweeps?limit=0'],
  ['GET', '/api/v1/sweeps?limit=1e9'],
  ['GET', '/api/v1/sweeps?before=%27'],
  ['GET', '/api/v1/sweeps/..%2f..%2fetc'],
  ['GET', '/api/v1/sweeps/x/proof'],
  ['POST', '/api/v1/sweeps?clockIsRight=perhaps'],
  ['POST', '/api/v1/holds'],
  ['POST', '/api/v1/holds', { reason: 'nothing named' }],
  ['POST', '/api/v1/holds', { device: 'camera-1' }],
  ['POST', '/api/v1/holds', { device: '../x', reason: 'case' }],
  ['POST', '/api/v1/holds', { device: 'camera-1', period: '2026-11', reason: 'case' }],
  ['POST', '/api/v1/holds', { class: 'recording', reason: 'two\nlines' }],
  ['POST', '/api/v1/holds', { class: 'recording', reason: 'x'.repeat(301) }],
  ['POST', '/api/v1/holds', { class: 'recording', reason: 'case', more: 1 }],
  // What people write may name people, and addresses are written down in many places.
  ['POST', '/api/v1/holds?class=recording&reason=case'],
  ['POST', '/api/v1/holds/0123456789ab/release?reason=case'],
  ['GET', '/api/v1/holds?limit=201'],
  ['GET', '/api/v1/holds?after=x'],
  ['GET', '/api/v1/holds?after=0123456789abcdef'],
  ['POST', '/api/v1/holds/x/release', { reason: 'case' }],
  ['GET', '/api/v1/ledger?limit=501'],
  ['GET', '/api/v1/ledger?before=-1'],
  ['GET', `/api/v1/ledger/verify?checkpoint=${'x'.repeat(4001)}`],
]

test('what is not understood is refused as such, and nothing is noted', async () => {
  const { control, scene } = await faces()
  const entries = scene.ledger.size
  for (const [method, url, body] of bad)
    expect([url, body, (await control(method, url, body)).statusCode]).toEqual([url, body, 400])
  expect(scene.ledger.size).toBe(entries)
  for (const url of [
    '/api/v1/sweeps/0123456789ab-0123456789ab',
    '/api/v1/sweeps/0123456789ab-0123456789ab/proof',
  ])
    expect((await control('GET', url)).statusCode).toBe(404)
})

test('a proof comes as it was signed, byte by byte', async () => {
  const { control, retention } = await faces()
  const { id, finished } = await retention.start({ clockIsRight: false, actor: 'box' })
  await finished
  const answer = await control('GET', `/api/v1/sweeps/${id}/proof`)
  expect(answer.headers['content-type']).toMatch(/^application\/json/)
  expect(answer.body).toBe(retention.proof(id))
})
