/** Promises about addresses that clients choose themselves: which of them a name may be asked for at. */
import { expect, test } from 'vitest'
import type { UpstreamWay } from '../../gateway/egress/options.ts'
import { DestinationResolver } from '../../gateway/egress/resolve.ts'

const usual: UpstreamWay = {
  destinations: ['partner.test'],
  parent: null,
  from: null,
  identity: null,
  revoked: null,
  connections: null,
}

function resolver(ways: readonly Partial<UpstreamWay>[] = []): DestinationResolver {
  return new DestinationResolver({
    hosts: { 'partner.test': '11.0.0.1', 'inside.test': '10.0.0.5', 'parent.test': '11.0.0.9' },
    allowPrivate: ['inside.test', '10.7.0.0/16'],
    ownPorts: () => [3129],
    upstreams: ways.map((way) => ({ ...usual, ...way })),
    limits: { connectTimeoutMs: 1000 },
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
  })
}

const refused = { ok: false, reason: 'address-not-allowed' }
const found = (address: string) => ({ ok: true, addresses: [address] })

test('a public address is taken as the client chose it, whatever we would resolve', async () => {
  expect(await resolver().resolveAt('partner.test', 443, '11.0.0.77')).toEqual(found('11.0.0.77'))
  expect(await resolver().resolveAt('nobody.test', 443, '2a0f:1::7')).toEqual(found('2a0f:1::7'))
})

test('a private name helps to the address that we resolve for it alone; a private range to all in it', async () => {
  expect(await resolver().resolveAt('inside.test', 443, '10.0.0.5')).toEqual(found('10.0.0.5'))
  expect(await resolver().resolveAt('inside.test', 443, '10.0.0.6')).toEqual(refused)
  expect(await resolver().resolveAt('partner.test', 443, '10.0.0.5')).toEqual(refused)
  expect(await resolver().resolveAt('partner.test', 443, '10.7.1.2')).toEqual(found('10.7.1.2'))
})

test.each(['127.0.0.1', '::1', '169.254.1.1', 'fe80::1', '0.0.0.0', '64:ff9b::a00:1'])(
  'no name leads to %s',
  async (address) => {
    expect(await resolver().resolveAt('inside.test', 443, address)).toEqual(refused)
  },
)

test('whom a certificate of ours is shown to, we find ourselves', async () => {
  const ways = [{ identity: { certificate: '', key: '' } }]
  expect(await resolver(ways).resolveAt('partner.test', 443, '11.0.0.77')).toEqual(found('11.0.0.1'))
})

test('where another proxy stands on the way, it is gone to', async () => {
  const parent = { host: 'parent.test', port: 8080, tls: false, authorization: null }
  const ways = [{ parent }]
  expect(await resolver(ways).resolveAt('partner.test', 443, '11.0.0.77')).toEqual(found('11.0.0.9'))
})

test('a name says the same of an address the second time, and nothing of another one', async () => {
  const one = resolver()
  for (const address of ['10.0.0.6', '10.0.0.5', '10.0.0.6'])
    expect((await one.resolveAt('inside.test', 443, address)).ok).toBe(address === '10.0.0.5')
})
