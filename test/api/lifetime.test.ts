/** Promises of the server's life: it stops under load within its drain, renews its certificate, and names a taken port. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { requireClient, testWith } from '../support/clients.ts'
import { startOwnTime } from '../support/own-time.ts'
import { makeOfficeCertificate } from './office-certificate.ts'
import { runApi, tokenText } from './running-api.ts'
import { exchange, standIn } from './stand-in.ts'

const run = promisify(execFile)

test('under load, with open streams and stuck handshakes, it stops within its drain', async () => {
  const api = await runApi(standIn(Array.from({ length: 500 }, (_, n) => exchange({ n }))), {
    requestsPerMinute: 1_000_000,
    drainMs: 700,
  })
  onTestFinished(() => api[Symbol.asyncDispose]())
  const stuck = (await import('node:net')).connect(api.server.port, '127.0.0.1')
  stuck.on('error', () => undefined)
  const half = await api.rawSocket()
  half.on('error', () => undefined)
  half.write('POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf')
  let answered = 0
  let stopping = false
  const clients = Array.from({ length: 8 }, async () => {
    while (!stopping) {
      const answer = await api.askAsOwner('/api/v1/journal?limit=100').catch(() => null)
      if (answer?.status === 200) answered++
    }
  })
  while (answered < 20) await new Promise((resolve) => setTimeout(resolve, 10))
  const elapsed = startOwnTime()
  await api.server.close()
  const took = elapsed()
  stopping = true
  await Promise.all(clients)
  expect(took).toBeLessThan(2500)
  await expect(api.ask('/healthz')).rejects.toThrow()
  stuck.destroy()
})

test('a request that is under way when the stop begins still gets its answer', async () => {
  const office = standIn()
  const gate = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  office.services.doctor = async () => {
    asked.resolve()
    await gate.promise
    return []
  }
  const controller = new AbortController()
  const api = await runApi(office, { signal: controller.signal, drainMs: 5000 })
  onTestFinished(() => api[Symbol.asyncDispose]())
  const answer = api.askAsOwner('/api/v1/doctor')
  await asked.promise
  controller.abort()
  gate.resolve()
  expect((await answer).status).toBe(200)
  await api.server.close()
})

test('a port that another program holds is named by a catalogue error with a hint', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const { port } = other.address() as AddressInfo
  await expect(runApi(standIn(), { port })).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    details: { port },
    hint: expect.stringContaining('ui.port'),
  })
})

test('a renewed certificate is shown to the next connection, without closing the others', async () => {
  const second = await makeOfficeCertificate()
  onTestFinished(() => second.remove())
  const certificates = [await makeOfficeCertificate(), second]
  onTestFinished(() => certificates[0]?.remove())
  let asked = 0
  const api = await runApi(standIn(), {
    certificate: async () => ({
      context: certificates[Math.min(asked++, 1)]!,
      renewAt: Date.now() + 86_400_000,
    }),
  })
  onTestFinished(() => api[Symbol.asyncDispose]())
  const open = connect({
    host: '127.0.0.1',
    port: api.server.port,
    ca: certificates[0]?.ca ?? '',
    servername: 'localhost',
  })
  await once(open, 'secureConnect')
  await api.server.renew()
  const next = connect({ host: '127.0.0.1', port: api.server.port, ca: second.ca, servername: 'localhost' })
  await once(next, 'secureConnect')
  expect(next.authorized).toBe(true)
  open.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  const [first] = (await once(open, 'data')) as [Buffer]
  expect(first.toString()).toContain('200 OK')
  next.destroy()
})

test('when no new certificate can be had the old one stays, and the log says so', async () => {
  let asked = 0
  const certificate = await makeOfficeCertificate()
  onTestFinished(() => certificate.remove())
  const api = await runApi(standIn(), {
    certificate: async () => {
      if (asked++ > 0) throw new Error('no')
      return { context: certificate, renewAt: Date.now() + 86_400_000 }
    },
  })
  onTestFinished(() => api[Symbol.asyncDispose]())
  await api.server.renew()
  const still = connect({
    host: '127.0.0.1',
    port: api.server.port,
    ca: certificate.ca,
    servername: 'localhost',
  })
  await once(still, 'secureConnect')
  still.destroy()
  expect(api.captured.lines().map((line) => line.event)).toContain('api.certificate-failed')
})

test('a client that asks for TLS 1.1 gets none', async () => {
  const api = await runApi()
  onTestFinished(() => api[Symbol.asyncDispose]())
  const old = connect({
    host: '127.0.0.1',
    port: api.server.port,
    ca: api.certificate.ca,
    servername: 'localhost',
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
  })
  await expect(once(old, 'secureConnect')).rejects.toThrow()
})

testWith('curl', 'curl that trusts the office authority reads the journal with the token', async () => {
  const api = await runApi(standIn([exchange()]))
  onTestFinished(() => api[Symbol.asyncDispose]())
  const { stdout } = await run(requireClient('curl') as string, [
    '--silent',
    '--fail',
    '--cacert',
    api.certificate.caFile,
    '--header',
    `Authorization: Bearer ${tokenText}`,
    `https://localhost:${api.server.port}/api/v1/journal`,
  ])
  expect(JSON.parse(stdout)).toMatchObject({ records: [{ destination: 'api.example.com' }], next: null })
})
