/** Promises about devices that come from the address of others: quarantine of either holds, and no certificate opens what an address may not. */
import { expect, test } from 'vitest'
import type { Standing } from '../../gateway/core/client/standing.ts'
import { createReviewFace } from '../../gateway/core/review/face.ts'
import type { Permit } from '../../gateway/core/review/permit.ts'
import { minuteMs } from '../../gateway/core/units.ts'
import { testWith } from '../support/clients.ts'
import { deviceScene, madeDevice } from './device-scene.ts'
import { maskAll, type ProxyChanges, startOrigin } from './setup.ts'

const till = 'device:till-1'
const [here, elsewhere] = ['127.0.0.1', '127.0.0.9']

function counts(state: Standing['state'], groups: readonly string[] = []): Standing {
  return { machine: '0a1b2c3d', state, groups }
}

async function place(standings: Readonly<Record<string, Standing>>, changes: ProxyChanges = {}) {
  const origin = await startOrigin()
  const known = { ...standings }
  const clients = { standingOf: (at: string) => known[at] ?? null, lookFor: () => null }
  const scene = await deviceScene([origin], { ...changes, ports: { clients, ...changes.ports } })
  const device = madeDevice(scene.office, 'till-1')
  scene.count(device)
  const url = `https://${origin.host}:${origin.port}/`
  const ask = (from: string, shows = true) =>
    scene.ask(url, shows ? device : null, ['--interface', from, '-H', 'accept: text/html'])
  return { origin, scene, device, known, ask }
}

testWith(
  'curl',
  'a device in quarantine is refused from whatever address it comes, and others there are not',
  async () => {
    const { ask, scene, origin } = await place({ [till]: counts('quarantined') })
    for (const from of [here, elsewhere]) {
      const { status, body } = await ask(from)
      expect(status).toBe('200 403')
      expect(body).toContain('This machine is in quarantine')
    }
    expect(origin.connections).toBe(0)
    expect(await scene.proxy.recordAt(0)).toMatchObject({ client: till, reason: 'client-quarantined' })
    expect((await ask(elsewhere, false)).status).toBe('200 200')
  },
)

testWith('curl', "the certificate of one device is no way out of another's quarantine", async () => {
  const { ask, origin } = await place({ [here]: counts('quarantined') })
  expect((await ask(here)).status).toBe('200 403')
  expect(origin.connections).toBe(0)
  expect((await ask(elsewhere)).status).toBe('200 200')
})

test('what a device has open ends when it is put into quarantine', async () => {
  const { scene, device, known } = await place({})
  const socket = scene.connect(device)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await new Promise((resolve) => socket.once('secureConnect', resolve))
  known[till] = counts('quarantined')
  await expect
    .poll(() => {
      scene.proxy.egress.clientsChanged()
      return socket.destroyed
    })
    .toBe(true)
  await closed
})

testWith(
  'curl',
  'in a network of guests a certificate opens nothing: unread, the internet alone, not written down',
  async () => {
    const { ask, scene, origin } = await place({}, { options: { guests: [`${elsewhere}/32`] } })
    // The destination is in the office: guests do not get there, known devices do.
    expect((await ask(elsewhere)).status).toBe('200 000')
    expect(origin.connections).toBe(0)
    expect((await ask(here)).status).toBe('200 200')
    expect(await scene.proxy.recordAt(0)).toMatchObject({ client: till, from: here })
  },
)

testWith('curl', 'what nobody has decided of a card does not keep its device from being known', async () => {
  const unknown = counts('unknown')
  const { ask, scene } = await place({ [here]: unknown })
  expect((await ask(here)).status).toBe('200 200')
  expect(await scene.proxy.recordAt(0)).toMatchObject({
    ...{ action: 'pass', client: till, notes: ['machine:0a1b2c3d'] },
  })
})

testWith(
  'curl',
  'what a person lets a device send holds for its certificate alone, wherever it is',
  async () => {
    const permit = (port: number): Permit => ({
      ...{ review: 'r1', answer: '15m', client: till, destination: 'origin.example.test', port },
      ...{ rule: 'no-cards', reason: 'entity-refused', isList: false, types: ['CREDIT_CARD'], request: null },
      until: minuteMs,
    })
    const permits: Permit[] = []
    const nobody = { list: never, look: never, ask: never }
    const reviews = createReviewFace({
      facts: () => null,
      signer: () => null,
      permits: () => permits,
      tunnels: () => [],
      trouble: nobody,
      window: { look: never, ask: never, claim: async () => true },
      steadyMs: () => 0,
    })
    const rule = { ...maskAll.exchanges[0], id: 'no-cards', entities: { '*': 'keep', CREDIT_CARD: 'refuse' } }
    const { scene, origin, device } = await place(
      {},
      { policy: { ...maskAll, exchanges: [rule, ...maskAll.exchanges] }, ports: { reviews } },
    )
    const url = `https://${origin.host}:${origin.port}/`
    const send = (from: string, shows: boolean) =>
      scene.ask(url, shows ? device : null, [
        ...['--interface', from, '-H', 'content-type: text/plain', '--data', 'card 4111 1111 1111 1111'],
      ])
    expect((await send(here, true)).status).toBe('200 403')
    permits.push(permit(origin.port))
    for (const from of [here, elsewhere]) expect((await send(from, true)).status).toBe('200 200')
    expect((await send(here, false)).status).toBe('200 403')
  },
)

function never(): never {
  throw new Error('nobody asks')
}
