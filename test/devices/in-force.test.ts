/** Promises about what the registry tells listeners elsewhere: which certificates count, at once after each change of that. */
import { expect, test } from 'vitest'
import { certificateRequest, newKey } from '../../agents/certificate-request.ts'
import { createProxyDevices } from '../../gateway/app/proxy-devices.ts'
import { exchange } from '../store/records.ts'
import { enrolled, openRoom } from './setup.ts'

async function place() {
  const room = await openRoom()
  const { authority, clock, devices } = room
  const told: string[][] = []
  const proxy = createProxyDevices(devices, { authority, now: clock.now })
  proxy.onChange(() => told.push(proxy.inForce().certificates.map(({ name }) => name)))
  return { room, proxy, told }
}

test('a certificate counts from its enrolment on, and no more when its device is revoked', async () => {
  const { room, proxy, told } = await place()
  expect(proxy.table.roots).toBeNull()
  room.devices.add('invited')
  const { fingerprint } = enrolled(room, 'till-1')
  const before = proxy.inForce()
  expect(before).toMatchObject({ certificates: [{ fingerprint, name: 'till-1' }] })
  expect(proxy.inForce()).toBe(before)
  const device = proxy.table.byFingerprint(fingerprint)
  expect(device).toMatchObject({ name: 'till-1' })
  expect(proxy.table.roots).toContain('BEGIN CERTIFICATE')
  room.devices.revoke('till-1')
  expect(proxy.table.byFingerprint(fingerprint)).toBeNull()
  expect(proxy.table.isIn(device?.id ?? '')).toBe(false)
  expect(proxy.table.roots).toBeNull()
  expect(told).toEqual([['till-1'], []])
})

test('it is out even where that cannot be written down', async () => {
  const { room, proxy } = await place()
  const { fingerprint } = enrolled(room, 'till-1')
  room.ledger.fault = new Error('the disk is full')
  expect(() => room.devices.revoke('till-1')).toThrow('the disk is full')
  expect(proxy.table.byFingerprint(fingerprint)).toBeNull()
})

test('a renewed certificate counts beside the one before, until it was shown', async () => {
  const { room, proxy } = await place()
  const { fingerprint } = enrolled(room, 'till-1')
  room.devices.byFingerprint(fingerprint)
  const identity = proxy.table.byFingerprint(fingerprint)
  if (identity === null) throw new Error('it is not known')
  await room.devices.renew(identity, certificateRequest(newKey()))
  const both = proxy.inForce().certificates.map((one) => one.fingerprint)
  expect(both).toHaveLength(2)
  room.devices.byFingerprint(both[1] ?? '')
  expect(proxy.inForce().certificates.map((one) => one.fingerprint)).toEqual([both[1]])
  expect(proxy.table.isIn(identity.id)).toBe(true)
})

test('a restart knows the same certificates', async () => {
  const { room } = await place()
  const { fingerprint } = enrolled(room, 'till-1')
  const again = await room.reopen()
  expect(again.certificatesInForce()).toMatchObject([{ fingerprint, name: 'till-1' }])
  expect(again.isInUse('till-1')).toBe(true)
  expect(again.isInUse('till-2')).toBe(false)
})

test('a session with the box itself is a sign of life; what a worker says of a device’s web traffic is none', async () => {
  const { room } = await place()
  const { fingerprint } = enrolled(room, 'till-1')
  room.events.publish('exchange.recorded', exchange({ client: 'device:till-1' }))
  expect(room.devices.find('till-1')).toMatchObject({ seenAt: null })
  room.devices.byFingerprint(fingerprint)
  const seenAt = room.clock.now()
  room.clock.forward(1)
  room.events.publish('exchange.recorded', exchange({ client: 'device:till-1' }))
  expect(room.devices.find('till-1')).toMatchObject({ seenAt })
})
