/** Promises that a destination which cannot be reached from the first moment costs no worker. */
import { expect, test } from 'vitest'
import { openScene, post } from './scene.ts'

// An address for documentation (RFC 5737), which no box has: connecting from it fails within the call.
const upstreams = [
  {
    destinations: ['*'],
    from: '192.0.2.7',
    parent: { host: 'parent.example.test', port: 9, tls: true },
  },
]

test('connections from an address that the box does not have are told to the client, and the workers go on', async () => {
  const hosts = { 'parent.example.test': '127.0.0.1' }
  const scene = await openScene(2, { proxy: { upstreams, hosts } })
  const before = await scene.workers()
  const statuses = await Promise.all(
    Array.from({ length: 20 }, () => post(scene.proxy, scene.office.destination, '{}')),
  )
  expect(new Set(statuses)).toEqual(new Set([502]))
  expect(scene.office.received).toEqual([])
  const after = await scene.workers()
  expect(after.map(({ processId }) => processId)).toEqual(before.map(({ processId }) => processId))
})
