/** Promises of what `gatehouse doctor` says, with the whole gateway, of setting machines up: it tries it as a machine does. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { found } from '../../gateway/app/onboarding-facts.ts'
import type { DoctorCheck } from '../../gateway/ops/doctor.ts'
import { freePort } from '../../scripts/free-port.ts'
import { untilServing, workersOf } from '../workers/scene.ts'
import { type Office, openOffice } from './office.ts'
import { gatehouse } from './own-command.ts'

async function running(proxy: object) {
  const office = await openOffice()
  await office.writeConfig({ proxy: { ...proxy } })
  const gateway = await office.start()
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  return { office, gateway }
}

async function started(proxy: object): Promise<Office> {
  return (await running(proxy)).office
}

async function checked(office: Office, id: string): Promise<DoctorCheck | undefined> {
  const { lines } = await gatehouse(office, 'doctor', '--json')
  return (JSON.parse(lines.join('')) as { checks: DoctorCheck[] }).checks.find((one) => one.id === id)
}

for (const workers of [0, 1])
  test(`certificates, PAC file and WPAD are found as they are given out, workers: ${workers}`, async () => {
    const wpadPort = await freePort()
    const office = await started({ clients: ['127.0.0.0/8'], workers, wpadPort })
    await expect
      .poll(() => checked(office, 'onboarding'), { timeout: 30_000 })
      .toMatchObject({
        ...{ state: 'ok', found: expect.stringContaining(`and for WPAD at port ${wpadPort}`) },
        meaning: expect.stringContaining('To this box alone'),
      })
    expect(await checked(office, 'proposals')).toMatchObject({ state: 'ok' })
  })

test('logins are no reason not to be set up', async () => {
  const office = await started({ authentication: { mode: 'require' } })
  expect(await checked(office, 'onboarding')).toMatchObject({ state: 'ok' })
})

test('a box that is not served itself does not claim what it cannot try', async () => {
  const office = await started({ clients: ['192.168.7.0/24'] })
  expect(await checked(office, 'onboarding')).toMatchObject({ found: expect.stringContaining('Not tried') })
})

test('a worker that hangs is nobody who answers', async () => {
  const { office, gateway } = await running({ workers: 1 })
  const [worker] = await untilServing({ workers: () => workersOf(gateway) }, 1)
  const processId = worker?.processId ?? Number.NaN
  expect(await checked(office, 'onboarding')).toMatchObject({ state: 'ok' })
  process.kill(processId, 'SIGSTOP')
  try {
    expect(await checked(office, 'onboarding')).toMatchObject({
      ...{ state: 'warn', found: expect.stringContaining('Nobody answers') },
    })
  } finally {
    process.kill(processId, 'SIGCONT')
  }
})

async function serving(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

test.each<[string, RequestListener, string]>([
  ['what was wanted', (_, response) => response.end('file'), 'right'],
  ['something else', (_, response) => response.end('another file'), 'wrong'],
  ['the same as an error', (_, response) => response.writeHead(503).end('file'), 'wrong'],
  ['a way on', (_, response) => response.writeHead(302, { location: '/file' }).end('file'), 'wrong'],
  ['far too much', (_, response) => void flood(response), 'silent'],
  ['nothing, ever', () => {}, 'silent'],
])('who answers with %s is told apart', async (_what, listener, is) => {
  const port = await serving(listener)
  expect(await found({ here: '127.0.0.1', port, path: '/file' }, 'file')).toBe(is)
})

test('where nobody listens, nobody answers', async () => {
  expect(await found({ here: '127.0.0.1', port: await freePort(), path: '/file' }, 'file')).toBe('silent')
})

function flood(response: Parameters<RequestListener>[1]): void {
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
    if (!response.destroyed) response.once('drain', more)
  }
  more()
}
