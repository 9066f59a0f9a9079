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
    control: (method: 'GET' | 'POST', url: string) => api.inject({ method, url }),
    network: (method: string, url: string) => https.askAsOwner(url, { method }),
  }
}

const changes = [
  '/api/v1/sweeps',
  '/api/v1/holds?device=camera-1&reason=case',
  '/api/v1/holds/0123456789ab/release?reason=case',
  '/api/v1/ledger/checkpoint',
]
const views = [
  '/api/v1/sweeps',
  '/api/v1/sweeps/plan',
  '/api/v1/holds',
  '/api/v1/ledger',
  '/api/v1/ledger/verify',
]

test('the network may look but not touch: sweeps, holds and checkpoints are made on the box alone', async () => {
  const { network, scene, retention } = await faces()
  for (const url of views) expect([url, (await network('GET', url)).status]).toEqual([url, 200])
  const entries = scene.ledger.size
  for (const url of changes) expect([url, (await network('POST', url)).status]).toEqual([url, 403])
  expect(scene.ledger.size).toBe(entries)
  expect(retention.list(10)).toEqual([])
})

const bad: readonly [method: 'GET' | 'POST', url: string][] = [
  ['GET', '/api/v1/sweeps?limit=0'],
  ['GET', '/api/v1/sweeps?limit=1e9'],
  ['GET', '/api/v1/sweeps?before=%27'],
  ['GET', '/api/v1/sweeps/..%2f..%2fetc'],
  ['GET', '/api/v1/sweeps/x/proof'],
  ['POST', '/api/v1/sweeps?clockIsRight=perhaps'],
  ['POST', '/api/v1/holds'],
  ['POST', '/api/v1/holds?reason=nothing+named'],
  ['POST', '/api/v1/holds?device=camera-1'],
  ['POST', '/api/v1/holds?device=..%2Fx&reason=case'],
  ['POST', '/api/v1/holds?device=camera-1&period=2026-11&reason=case'],
  ['POST', '/api/v1/holds?class=recording&reason=two%0Alines'],
  ['POST', `/api/v1/holds?class=recording&reason=${'x'.repeat(301)}`],
  ['POST', '/api/v1/holds?class=recording&reason=case&more=1'],
  ['POST', '/api/v1/holds/x/release?reason=case'],
  ['GET', '/api/v1/ledger?limit=501'],
  ['GET', '/api/v1/ledger?before=-1'],
  ['GET', `/api/v1/ledger/verify?checkpoint=${'x'.repeat(4001)}`],
]

test('what is not understood is refused as such, and nothing is noted', async () => {
  const { control, scene } = await faces()
  const entries = scene.ledger.size
  for (const [method, url] of bad) expect([url, (await control(method, url)).statusCode]).toEqual([url, 400])
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
