/** Promises of programs that trust only their own maker's certificates: each is recognised, and nobody else is. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { signOf } from '../../gateway/core/pinning/sign.ts'
import { createPinningWatch, type PinningFinding } from '../../gateway/core/pinning/watch.ts'
import { pinnedClients } from './pinned-clients.ts'
import { startOrigin, startProxy, tunnelTo } from './setup.ts'

test('pinned programs of fifteen kinds are recognised, and the host that works is not spoken of', async () => {
  const clients = pinnedClients()
  const origins = await Promise.all(clients.map(({ name }) => startOrigin({ host: `${name}.test` })))
  const healthy = await startOrigin({ host: 'healthy.test' })
  const watch = createPinningWatch()
  const findings: PinningFinding[] = []
  const proxy = await startProxy([...origins, healthy], {
    ports: {
      journal: {
        record(record) {
          const sign = signOf(record)
          const finding = sign === null ? null : watch.take(sign)
          if (finding !== null) findings.push(finding)
        },
      },
    },
  })
  const works = async () => {
    const secure = await tunnelTo(proxy, healthy)
    secure.end(`GET / HTTP/1.1\r\nHost: ${healthy.host}:${healthy.port}\r\nConnection: close\r\n\r\n`)
    for await (const _ of secure);
  }
  await works()
  for (let round = 0; round < 6; round += 1) {
    await Promise.all(clients.map(({ attempt }, index) => attempt(proxy, origins[index] ?? healthy)))
    await works()
    await sleep(1000)
  }
  const recognised = findings.map((each) => (each.kind === 'tunnel' ? `${each.why} ${each.host}` : each.kind))
  expect(recognised.sort()).toEqual(origins.map(({ host }) => `pinned ${host}`).sort())
  expect(origins.length).toBeGreaterThanOrEqual(process.env.GATEHOUSE_REQUIRE_CLIENTS === '1' ? 15 : 6)
})

test.each([
  ['curl-pin', { reason: 'client-left-unused', notes: [] }],
  ['openssl-13', { reason: 'client-tls-failed', notes: ['alert:unknown_ca'] }],
  ['halfway', { reason: 'client-tls-failed', notes: ['hung-up'] }],
] as const)('the journal says how %s refused the certificate', async (name, expected) => {
  const client = pinnedClients().find((each) => each.name === name)
  if (client === undefined) return
  const origin = await startOrigin({ host: `${name}.test` })
  const proxy = await startProxy([origin])
  await client.attempt(proxy, origin)
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', destination: `${name}.test`, ...expected })
  expect(origin.received).toEqual([])
})

test('a connection that waits without a word, and one that the gateway ends, say nothing', async () => {
  const origin = await startOrigin()
  const proxy = await startProxy([origin], { limits: { headersTimeoutMs: 1000 } })
  const spare = await tunnelTo(proxy, origin)
  const closed = await tunnelTo(proxy, origin)
  onTestFinished(() => void closed.destroy())
  closed.resume()
  await sleep(2500)
  spare.end()
  await sleep(500)
  expect(proxy.records).toEqual([])
})
