/** Start and stop: ports that are taken, a broker that is switched off, a stop under load, a certificate that is replaced. */

import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hourMs, minuteMs } from '../../gateway/core/units.ts'
import { checkTelemetry } from '../../gateway/ops/doctor/telemetry.ts'
import { certify } from '../support/openssl-ca.ts'
import { type DevicePapers, makePapers, openScene, stream, topic } from './office.ts'

let papers: Awaited<ReturnType<typeof makePapers>>
let till: DevicePapers
beforeAll(async () => {
  papers = await makePapers()
  till = await papers.device('till')
})
afterAll(() => papers.remove())

test('a stop under load ends in time, and what was said to be stored is there', async () => {
  const scene = await openScene(papers, [till], {
    settings: { messagesPerSecond: 10_000 },
    flushEveryMs: 100,
  })
  const client = await scene.connect(till)
  let stored = 0
  client.on('message', (_topic, payload) => {
    stored = Math.max(stored, JSON.parse(payload.toString()).seq)
  })
  await client.subscribeAsync(topic(till, 'stored'))
  let seq = 0
  const load = setInterval(() => {
    for (let count = 0; count < 20; count++)
      client.publish(
        topic(till, 'telemetry'),
        JSON.stringify({ stream, seq: ++seq, values: { a: seq } }),
        { qos: 1 },
        () => undefined,
      )
  }, 10)
  await expect.poll(() => stored).toBeGreaterThan(100)
  await scene.close()
  clearInterval(load)
  await expect.poll(() => client.connected).toBe(false)
  const again = await openScene(papers, [till], { data: scene.data })
  const now = Date.now()
  const answer = await again.telemetry.history('till', {
    from: now - hourMs,
    until: now + minuteMs,
    series: null,
    points: 500,
  })
  const points = answer?.series[0]?.points ?? []
  const count = points.reduce((sum, point) => sum + point.count, 0)
  expect(count).toBeGreaterThanOrEqual(stored)
  expect(Math.max(...points.map(({ max }) => max))).toBe(count)
})

test('a port that is taken is told as such, and nothing stays open', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await expect(openScene(papers, [till], { settings: { port } })).rejects.toThrow(
    expect.objectContaining({ code: 'PORT_IN_USE', details: { port } }),
  )
  server.close()
})

test('a broker that is switched off leaves what is stored to be read', async () => {
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  await client.publishAsync(topic(till, 'telemetry'), '{"values":{"a":1}}', { qos: 1 })
  await scene.close()
  const off = await openScene(papers, [till], { data: scene.data, isOff: true })
  expect(off.telemetry.port).toBe(0)
  const now = Date.now()
  const answer = await off.telemetry.history('till', {
    from: now - hourMs,
    until: now + minuteMs,
    series: null,
    points: 5,
  })
  expect(answer?.series).toHaveLength(1)
})

test('a new certificate of the listener counts for the next session, and the sessions that there are stay', async () => {
  const scene = await openScene(papers, [till])
  const client = await scene.connect(till)
  const other = await certify({
    directory: `${papers.folder}/other server`,
    issuer: papers.root,
    subject: '/CN=renewed',
    extensions: ['subjectAltName=DNS:localhost,IP:127.0.0.1', 'extendedKeyUsage=serverAuth'],
  })
  const { readFileSync } = await import('node:fs')
  writeFileSync(papers.server.certFile, readFileSync(other.certFile))
  writeFileSync(papers.server.keyFile, readFileSync(other.keyFile))
  scene.telemetry.renewCertificate()
  const second = await scene.connect(till, { clientId: 'till-2' })
  expect([client.connected, second.connected]).toEqual([true, true])
})

test('the doctor says whether readings are kept, and that somebody was refused', () => {
  const facts = { broker: { port: 8883, sessions: 3 }, isStoring: true, readings: 12_345, refused: 0 }
  expect(checkTelemetry(facts)).toMatchObject({ state: 'ok', found: expect.stringContaining('12,345') })
  expect(checkTelemetry({ ...facts, refused: 2 })).toMatchObject({ state: 'warn' })
  expect(checkTelemetry({ ...facts, isStoring: false })).toMatchObject({ state: 'fail' })
  expect(checkTelemetry({ ...facts, broker: null })).toMatchObject({ state: 'ok', todo: '' })
})
