/** Promises of the register on the disk: what it says is done is durable, and a full disk loses no device. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../gateway/store/database.ts'
import { createDeviceRegister, type StoredInvite } from '../../gateway/store/device-register.ts'
import { openStore } from '../../gateway/store/store.ts'
import { clock, folder, watchedHealth } from './fixture.ts'
import { key } from './records.ts'
import { testOnSmallDisk } from './small-disk.ts'

const invite: StoredInvite = { secretHash: Buffer.alloc(32, 1), beginsAt: 10, endsAt: 20, usedAt: null }
const certificate = (fingerprint: string, issuedAt = 15) => ({
  fingerprint,
  notBefore: 1,
  notAfter: 99,
  issuedAt,
  seenAt: null,
})
const till = { id: '0000000000000001', name: 'till' }

async function openRegister(directory: string) {
  const file = join(directory, 'gatehouse.db')
  const store = await openStore({ file, key, clock, health: watchedHealth() })
  return { file, store, register: createDeviceRegister(store) }
}

test('a device, its code, certificates and keys come back as they were written', async () => {
  const { store, register } = await openRegister(folder())
  register.invite(till, invite, 5)
  register.enrol(till.id, certificate('AA'))
  register.addCertificate(till.id, certificate('BB', 12), [])
  register.addSshKey(till.id, { fingerprint: 'SHA256:x', type: 'ssh-ed25519', key: 'AAAA', addedAt: 16 })
  register.seen({
    devices: [{ id: till.id, seenAt: 30 }],
    certificates: [{ fingerprint: 'BB', seenAt: 30 }],
    replaced: ['AA'],
  })
  expect(register.load()).toEqual([
    {
      ...till,
      state: 'active',
      addedAt: 5,
      enrolledAt: 15,
      revokedAt: null,
      seenAt: 30,
      inviteEndsAt: null,
      certificates: [{ ...certificate('BB', 12), seenAt: 30 }],
      sshKeys: [{ fingerprint: 'SHA256:x', type: 'ssh-ed25519', key: 'AAAA', addedAt: 16 }],
      invite: { ...invite, usedAt: 15 },
    },
  ])
  register.revoke(till.id, 40)
  expect(register.load()).toMatchObject([
    { state: 'revoked', revokedAt: 40, certificates: [], sshKeys: [], invite: null },
  ])
  register[Symbol.dispose]()
  await store[Symbol.asyncDispose]()
})

test('certificates come in the order of their issue, however the clock was set', async () => {
  const { store, register } = await openRegister(folder())
  register.invite(till, invite, 5)
  register.enrol(till.id, certificate('CC', 50))
  for (const [fingerprint, at] of [
    ['BB', 40],
    ['DD', 40],
    ['AA', 60],
  ] as const)
    register.addCertificate(till.id, certificate(fingerprint, at), [])
  expect(register.load()[0]?.certificates.map((each) => each.fingerprint)).toEqual(['CC', 'BB', 'DD', 'AA'])
  register[Symbol.dispose]()
  await store[Symbol.asyncDispose]()
})

test('two devices never share a name while both may come in, and a failed write changes nothing', async () => {
  const { store, register } = await openRegister(folder())
  register.invite(till, invite, 5)
  expect(() => register.invite({ id: '0000000000000002', name: 'till' }, invite, 6)).toThrow()
  expect(() => register.enrol('0000000000000009', certificate('AA'))).toThrow()
  expect(register.load()).toMatchObject([{ id: till.id, state: 'invited', certificates: [] }])
  register.revoke(till.id, 7)
  register.invite({ id: '0000000000000002', name: 'till' }, invite, 8)
  expect(register.load().map(({ state }) => state)).toEqual(['revoked', 'invited'])
  register[Symbol.dispose]()
  await store[Symbol.asyncDispose]()
})

test('what is kept of devices is unreadable without the key', async () => {
  const { file, store, register } = await openRegister(folder())
  register.invite({ ...till, name: 'till-of-the-shop' }, invite, 5)
  register[Symbol.dispose]()
  await store[Symbol.asyncDispose]()
  const { readFileSync } = await import('node:fs')
  expect(readFileSync(file).includes('till-of-the-shop')).toBe(false)
})

testOnSmallDisk(
  'on a full disk a revocation is refused whole, and goes through once there is room',
  2,
  async (disk) => {
    const { file, store, register } = await openRegister(disk.path)
    register.invite(till, invite, 5)
    register.enrol(till.id, certificate('AA'))
    disk.fill()
    let refusal: unknown
    // A write-ahead log that has room left takes a few more.
    for (let n = 0; n < 2000 && refusal === undefined; n++) {
      try {
        register.invite({ id: n.toString(16).padStart(16, 'f'), name: `d${n}` }, invite, n)
      } catch (error) {
        refusal = error
      }
    }
    expect(refusal).toMatchObject({ code: 'STORE_FULL' })
    expect(() => register.revoke(till.id, 9)).toThrow(expect.objectContaining({ code: 'STORE_FULL' }))
    expect(register.load().find(({ id }) => id === till.id)?.state).toBe('active')
    disk.free()
    register.revoke(till.id, 10)
    register[Symbol.dispose]()
    await store[Symbol.asyncDispose]()
    const database = openDatabase(file, key)
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    database.close()
  },
)
