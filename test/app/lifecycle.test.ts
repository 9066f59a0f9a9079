/** Promises about starting, reloading and stopping the whole gateway within one process. */
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { isGatewayError } from '../../gateway/core/errors.ts'
import { freePort } from '../../scripts/free-port.ts'
import { askControl, card, clientOf, openOffice } from './office.ts'

test('twenty starts and stops leave no handle, no descriptor and no warning behind', async () => {
  const office = await openOffice()
  const warnings: Error[] = []
  const onWarning = (warning: Error) => warnings.push(warning)
  process.on('warning', onWarning)
  onTestFinished(() => void process.off('warning', onWarning))

  const cycle = async () => {
    await using gateway = await office.start()
    using client = clientOf(gateway.addresses.proxy, office)
    expect(await client.post()).toBe(200)
  }
  // The first rounds load what is loaded once: modules, the thread pool.
  for (let round = 0; round < 3; round++) await cycle()
  const before = await settledHandles()
  for (let round = 0; round < 17; round++) await cycle()
  const after = await settledHandles(before)
  expect(after.resources).toBeLessThanOrEqual(before.resources)
  expect(after.descriptors).toBeLessThanOrEqual(before.descriptors)
  expect(warnings).toEqual([])
  expect(office.received).toHaveLength(20)
  expect(office.received.join()).not.toContain(card)
})

/**
 * What keeps the process alive or costs a descriptor: the least that is seen until it has not become less for half a
 * second of looks, and it is at most `limit`.
 */
async function settledHandles(limit = { resources: Infinity, descriptors: Infinity }) {
  const least = { resources: Infinity, descriptors: Infinity }
  for (let looks = 0, unchanged = 0; looks < 400; looks++) {
    const resources = process.getActiveResourcesInfo().length
    const descriptors = readdirSync('/proc/self/fd').length
    unchanged = resources < least.resources || descriptors < least.descriptors ? 0 : unchanged + 1
    least.resources = Math.min(least.resources, resources)
    least.descriptors = Math.min(least.descriptors, descriptors)
    const fits = least.resources <= limit.resources && least.descriptors <= limit.descriptors
    if (fits && unchanged >= 10) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return least
}

test.each([
  ['proxy', 'proxy.port'],
  ['ui', 'ui.port'],
] as const)(
  'a taken %s port is named, and what was opened before is closed again',
  async (which, key) => {
    const office = await openOffice()
    const squatter = createServer().listen(0, '127.0.0.1')
    await once(squatter, 'listening')
    const { port } = squatter.address() as AddressInfo
    const free = await freePort()
    // The other listener gets a port that can be asked for afterwards.
    await office.writeConfig({ proxy: { port: free }, ui: { port: free }, [which]: { port } })

    const failed = await office.start().then(
      () => null,
      (error: unknown) => error,
    )
    expect(isGatewayError(failed, 'PORT_IN_USE')).toBe(true)
    expect(isGatewayError(failed) ? failed.hint : '').toContain(key)
    expect(await canListen(free)).toBe(true)

    squatter.close()
    await once(squatter, 'close')
    // The lock, the database and the keyring were given back, too.
    await using gateway = await office.start()
    expect(gateway.addresses.proxy).toContain('127.0.0.1:')
  },
  60_000,
)

async function canListen(port: number): Promise<boolean> {
  const server = createServer()
  const { promise, resolve } = Promise.withResolvers<boolean>()
  server.once('error', () => resolve(false))
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  return promise
}

test('a key that counts after a restart is named at every reload until then, and its old value stays in force', async () => {
  const office = await openOffice()
  await using gateway = await office.start()
  const ui = gateway.addresses.ui
  await office.writeConfig({
    ui: { port: 9 },
    office: { host: 'other.home.arpa', name: 'New name' },
    log: { level: 'info' },
  })
  expect(await gateway.reload()).toEqual({
    ok: true,
    changed: ['office.name', 'office.host', 'ui.port', 'log.level'],
    needsRestart: ['office.host', 'ui.port', 'log.level'],
  })
  expect(await gateway.reload()).toEqual({
    ok: true,
    changed: [],
    needsRestart: ['office.host', 'ui.port', 'log.level'],
  })
  expect(await askControl(gateway, '/api/v1/status')).toMatchObject({
    officeName: 'New name',
    officeHost: 'gatehouse.home.arpa',
    addresses: { ui: [`https://${ui}`] },
  })
  expect(await askControl(gateway, '/api/v1/health')).toEqual({
    status: 'ok',
    warnings: [
      expect.objectContaining({
        code: 'CONFIG_NEEDS_RESTART',
        severity: 'note',
        title: 'These settings count after a restart: office.host, ui.port, log.level.',
      }),
    ],
  })

  await office.writeConfig({})
  expect(await gateway.reload()).toMatchObject({ ok: true, needsRestart: [] })
  expect(await askControl(gateway, '/api/v1/health')).toEqual({ status: 'ok', warnings: [] })
})
