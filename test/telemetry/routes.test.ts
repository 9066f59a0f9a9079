/** The routes of telemetry over a real room: answers, bounds, and problems in the usual form. */
import { fastify } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Api } from '../../gateway/api/api.ts'
import { errorHandler } from '../../gateway/api/problem.ts'
import { telemetryRoutes } from '../../gateway/api/routes/telemetry.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { type DevicePapers, makePapers, openScene, publishReadings } from './office.ts'

let papers: Awaited<ReturnType<typeof makePapers>>
let till: DevicePapers
beforeAll(async () => {
  papers = await makePapers()
  till = await papers.device('till')
})
afterAll(() => papers.remove())

test('what a device reported is answered, the minute that is not stored yet included', async () => {
  const { scene, ask } = await serve()
  const client = await scene.connect(till)
  await publishReadings(client, till, [
    { values: { 'cpu.load': 1, other: 2 } },
    { values: { 'cpu.load': 2 } },
  ])
  const answer = await ask('/api/v1/devices/till/telemetry?series=cpu.load&points=1')
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({
    source: 'readings',
    omitted: 0,
    lost: 0,
    series: [{ name: 'cpu.load', points: [{ min: 1, mean: 1.5, max: 2, count: 2 }] }],
  })
  const status = await ask('/api/v1/telemetry')
  expect(status.json()).toMatchObject({
    port: scene.port,
    sessions: 1,
    isStoring: true,
    counts: { taken: 2 },
  })
})

test('what is no question, or of no device, is answered by a problem', async () => {
  const { ask } = await serve()
  for (const [path, status] of [
    ['/api/v1/devices/nobody/telemetry', 404],
    ['/api/v1/devices/No%20Name/telemetry', 400],
    ['/api/v1/devices/till/telemetry?points=100000', 400],
    ['/api/v1/devices/till/telemetry?series=../../etc', 400],
    ['/api/v1/devices/till/telemetry?from=5&until=5', 400],
    ['/api/v1/devices/till/telemetry?from=1e99', 400],
    // Billions of hours that would be looked through one by one.
    [`/api/v1/devices/till/telemetry?until=${Number.MAX_SAFE_INTEGER}`, 400],
  ] as const) {
    const answer = await ask(path)
    expect(answer.statusCode, path).toBe(status)
    expect(answer.headers['content-type']).toMatch(/problem\+json/)
  }
})

test('the longest question there is is answered in time', async () => {
  const { scene, ask } = await serve()
  const client = await scene.connect(till)
  await publishReadings(client, till, [{ values: { 'cpu.load': 1 } }])
  await scene.telemetry.flush()
  const began = performance.now()
  const answer = await ask(`/api/v1/devices/till/telemetry?from=0&until=${Date.UTC(2097, 0)}&points=500`)
  expect(answer.statusCode).toBe(200)
  expect(performance.now() - began).toBeLessThan(20_000)
})

async function serve() {
  const scene = await openScene(papers, [till])
  const api = fastify() as unknown as Api
  api.setValidatorCompiler(validatorCompiler)
  api.setSerializerCompiler(serializerCompiler)
  api.setErrorHandler(errorHandler(silentLog))
  telemetryRoutes(api, { telemetry: scene.telemetry })
  onTestFinished(() => void api.close())
  return { scene, ask: (url: string) => api.inject({ method: 'GET', url }) }
}
