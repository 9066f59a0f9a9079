/** Promises of the registry: who a certificate stands for, what survives a restart, and what a revoked device may not. */
import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { certificateRequest, newKey } from '../../agents/certificate-request.ts'
import { certificatesIn } from '../../agents/identity.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import { dayMs, hourMs, minuteMs } from '../../gateway/core/units.ts'
import { createDeviceRegister } from '../../gateway/store/device-register.ts'
import { enrolled, openRoom, type Room } from './setup.ts'

const csr = () => certificateRequest(newKey())

function enrol({ devices }: Room, code: string, address = '192.0.2.7') {
  return devices.enrol({ code, csr: csr() }, address)
}

function codeOf(work: () => unknown): string {
  try {
    work()
    return 'done'
  } catch (error) {
    return error instanceof GatewayError ? error.code : String(error)
  }
}

test('a device is invited, enrols, and is then known by its certificate, also after a restart', async () => {
  const room = await openRoom()
  const added = room.heard('device.added')
  const { device } = room.devices.add('camera')
  expect(device.id).toMatch(/^[0-9a-f]{16}$/)
  expect(room.devices.find('camera')).toMatchObject({ state: 'invited', certificates: [], seenAt: null })
  const { fingerprint } = enrolled(room)
  expect(room.devices.find('camera')).toMatchObject({ state: 'active', id: device.id, inviteEndsAt: null })
  expect(room.devices.byFingerprint(fingerprint)).toEqual(device)
  const again = await room.reopen()
  expect(again.byFingerprint(fingerprint)).toEqual(device)
  expect(again.find('camera')).toMatchObject({ state: 'active' })
  expect(added).toEqual([device])
  expect(room.notes.map(({ action, facts }) => [action, facts])).toEqual([
    ['device.added', { again: false }],
    ['device.added', { again: true }],
    ['device.enrolled', {}],
  ])
})

test('nobody is known by a fingerprint that was never given, cut, or of other case', async () => {
  const room = await openRoom()
  const { fingerprint } = enrolled(room)
  for (const foreign of [
    '',
    fingerprint.toLowerCase(),
    fingerprint.slice(3),
    fingerprint.replaceAll(':', ''),
    '__proto__',
  ])
    expect(room.devices.byFingerprint(foreign)).toBeNull()
})

test('a certificate counts no more when its time is over, whatever TLS thought of it', async () => {
  const room = await openRoom()
  const { fingerprint } = enrolled(room)
  room.clock.forward(31)
  expect(room.devices.byFingerprint(fingerprint)).toBeNull()
})

test('a code counts once, ends in time, and a newer one takes its place', async () => {
  const room = await openRoom()
  const old = room.devices.add('camera').code
  const code = room.devices.add('camera').code
  expect(enrol(room, old)).toMatchObject({ ok: false, error: { details: { why: 'unknown' } } })
  expect(enrol(room, code)).toMatchObject({ ok: true })
  expect(enrol(room, code)).toMatchObject({ ok: false, error: { details: { why: 'used' } } })
  const late = room.devices.add('printer').code
  room.clock.set(room.clock.now() + room.settings.inviteMs)
  expect(enrol(room, late)).toMatchObject({ ok: false, error: { details: { why: 'ended' } } })
})

test('a clock that was set back gives an ended code no second life', async () => {
  const room = await openRoom()
  const { code } = room.devices.add('camera')
  room.clock.set(room.clock.now() - hourMs)
  expect(enrol(room, code)).toMatchObject({ ok: false, error: { details: { why: 'ended' } } })
})

test('a used code stays used after a restart', async () => {
  const room = await openRoom()
  const { code } = room.devices.add('camera')
  expect(enrol(room, code).ok).toBe(true)
  await room.reopen()
  expect(enrol(room, code)).toMatchObject({ ok: false, error: { details: { why: 'used' } } })
})

test('neither the code nor its secret is in the store, the log or the list', async () => {
  const room = await openRoom()
  const { code } = room.devices.add('camera')
  enrolled(room)
  const register = createDeviceRegister(room.store)
  const kept = JSON.stringify([register.load(), room.devices.list(), room.notes]) + room.captured.text()
  register[Symbol.dispose]()
  for (const group of code.split('-')) expect(kept).not.toContain(group)
})

test('a bad request does not use the code up', async () => {
  const room = await openRoom()
  const { code } = room.devices.add('camera')
  const bad = room.devices.enrol({ code, csr: 'rubbish' }, '192.0.2.7')
  expect(bad).toMatchObject({ ok: false, error: { code: 'CERTIFICATE_REQUEST_INVALID' } })
  expect(enrol(room, code).ok).toBe(true)
})

test.each(['', 'Camera', 'a'.repeat(41), '-a', 'a-', 'a/b', '../etc', 'a b', 'a+', '#', 'ä', 'a\n'])(
  'a name that could be mistaken for a path, a topic or a wildcard is refused: %j',
  async (name) => {
    const room = await openRoom()
    expect(codeOf(() => room.devices.add(name))).toBe('DEVICE_NAME_INVALID')
    expect(room.notes).toEqual([])
  },
)

test('the name of an enrolled device is taken, until it was revoked', async () => {
  const room = await openRoom()
  const first = enrolled(room)
  expect(codeOf(() => room.devices.add('camera'))).toBe('DEVICE_EXISTS')
  const { id } = room.devices.revoke('camera')
  const second = enrolled(room)
  expect(room.devices.find('camera')).toMatchObject({ state: 'active' })
  expect(room.devices.find('camera')?.id).not.toBe(id)
  expect(room.devices.byFingerprint(first.fingerprint)).toBeNull()
  expect(room.devices.byFingerprint(second.fingerprint)?.id).not.toBe(id)
  expect(
    room.devices
      .list()
      .map(({ state }) => state)
      .sort(),
  ).toEqual(['active', 'revoked'])
})

test('a revoked device is out at once, for good, and everybody hears of it', async () => {
  const room = await openRoom()
  const { fingerprint } = enrolled(room)
  const identity = room.devices.byFingerprint(fingerprint)
  const heard = room.heard('device.revoked')
  expect(room.devices.revoke('camera')).toMatchObject({ state: 'revoked', certificates: [] })
  expect(heard).toEqual([identity])
  expect(room.devices.byFingerprint(fingerprint)).toBeNull()
  if (identity)
    await expect(room.devices.renew(identity, csr())).rejects.toMatchObject({ code: 'DEVICE_UNKNOWN' })
  expect(codeOf(() => room.devices.revoke('camera'))).toBe('DEVICE_UNKNOWN')
  const again = await room.reopen()
  expect(again.byFingerprint(fingerprint)).toBeNull()
  expect(room.notes.at(-1)).toMatchObject({ action: 'device.revoked', actor: 'box', subject: 'camera' })
})

test('where a revocation cannot be written, the device is out all the same, and the owner is told to try again', async () => {
  const room = await openRoom()
  const { fingerprint } = enrolled(room)
  const identity = room.devices.byFingerprint(fingerprint)
  const heard = room.heard('device.revoked')
  room.ledger.fault = new GatewayError('STORE_FULL')
  expect(codeOf(() => room.devices.revoke('camera'))).toBe('STORE_FULL')
  expect([heard.length, room.devices.byFingerprint(fingerprint)]).toEqual([1, null])
  if (identity)
    await expect(room.devices.renew(identity, csr())).rejects.toMatchObject({ code: 'DEVICE_UNKNOWN' })
  expect(room.captured.lines().at(-1)).toMatchObject({ event: 'device.revoked', durable: false })
  room.ledger.fault = null
  expect(room.devices.revoke('camera').state).toBe('revoked')
  expect((await room.reopen()).byFingerprint(fingerprint)).toBeNull()
})

test('a code of a device that was revoked before it enrolled counts no more', async () => {
  const room = await openRoom()
  const { code } = room.devices.add('camera')
  room.devices.revoke('camera')
  expect(enrol(room, code)).toMatchObject({ ok: false, error: { details: { why: 'unknown' } } })
})

test('what cannot be noted in the ledger is not done, and the code still counts', async () => {
  const room = await openRoom()
  const { code } = room.devices.add('camera')
  room.ledger.fault = new GatewayError('STORE_FULL')
  expect(codeOf(() => enrol(room, code))).toBe('STORE_FULL')
  expect(codeOf(() => room.devices.add('printer'))).toBe('STORE_FULL')
  room.ledger.fault = null
  expect(room.devices.list()).toHaveLength(1)
  expect(enrol(room, code).ok).toBe(true)
})

test('a renewed certificate and the old one both count, until the new one is shown', async () => {
  const room = await openRoom()
  const { fingerprint: old } = enrolled(room)
  const device = room.devices.byFingerprint(old)
  if (device === null) throw new Error('not known')
  const [own, ...roots] = certificatesIn(await room.devices.renew(device, csr()))
  expect(own?.subject).toBe('CN=camera')
  expect(roots.map((root) => own?.checkIssued(root))).toEqual([true])
  const fresh = own?.fingerprint256 ?? ''
  expect(room.devices.byFingerprint(old)).toEqual(device)
  expect((await room.reopen()).byFingerprint(old)).toEqual(device)
  expect(room.devices.byFingerprint(fresh)).toEqual(device)
  expect(room.devices.byFingerprint(old)).toBeNull()
  const again = await room.reopen()
  expect([again.byFingerprint(old), again.byFingerprint(fresh)]).toEqual([null, device])
})

test('a renewal whose answer was lost can be asked for again; certificates do not pile up', async () => {
  const room = await openRoom()
  const { fingerprint } = enrolled(room)
  const device = room.devices.byFingerprint(fingerprint)
  if (device === null) throw new Error('not known')
  const given: string[] = []
  for (let turn = 0; turn < 10; turn++)
    given.push(certificatesIn(await room.devices.renew(device, csr()))[0]?.fingerprint256 ?? '')
  expect(room.devices.find('camera')?.certificates.map((each) => each.fingerprint)).toEqual([
    fingerprint,
    ...given.slice(-2),
  ])
  await expect(room.devices.renew(device, csr())).rejects.toMatchObject({ code: 'RENEWAL_TOO_OFTEN' })
  room.clock.forward(1)
  await expect(room.devices.renew(device, csr())).resolves.toContain('BEGIN CERTIFICATE')
  expect(room.devices.byFingerprint(fingerprint)).toEqual(device)
})

test('a renewal hands out the waiting root too, so that a roll-over finds every device prepared', async () => {
  const room = await openRoom()
  const { fingerprint } = enrolled(room)
  const device = room.devices.byFingerprint(fingerprint)
  if (device === null) throw new Error('not known')
  await room.authority.rotate('after-overlap')
  const [own, ...roots] = certificatesIn(await room.devices.renew(device, csr()))
  expect(roots.map((root) => own?.checkIssued(root))).toEqual([true, false])
  expect(roots[1]?.fingerprint256).toBe(room.authority.roles().next?.certificate.fingerprint256)
})

test('when a device was last seen is known to the minute, and outlives a restart', async () => {
  const room = await openRoom()
  const { fingerprint } = enrolled(room)
  const device = room.devices.byFingerprint(fingerprint)
  if (device === null) throw new Error('not known')
  const first = room.devices.find('camera')?.seenAt
  expect(first).toBe(room.clock.now())
  room.clock.set(room.clock.now() + 30_000)
  room.events.publish('device.online', { device, at: room.clock.now() })
  expect(room.devices.find('camera')?.seenAt).toBe(first)
  room.clock.set(room.clock.now() + minuteMs)
  room.events.publish('reading.received', {
    device,
    reading: { v: 1, values: { a: 1 } },
    at: room.clock.now(),
  })
  expect(room.devices.find('camera')?.seenAt).toBe(room.clock.now())
  expect((await room.reopen()).find('camera')?.seenAt).toBe(room.clock.now())
})

test('lookups go on without the disk: the database may be gone', async () => {
  const room = await openRoom()
  const { fingerprint } = enrolled(room)
  for (const ending of ['', '-wal', '-shm']) rmSync(`${room.store.file}${ending}`, { force: true })
  expect(room.devices.byFingerprint(fingerprint)?.name).toBe('camera')
})

test('without its store every device is a stranger, and nothing is promised', async () => {
  const room = await openRoom()
  const { fingerprint } = enrolled(room)
  const failure = new GatewayError('STORE_CORRUPT')
  Object.defineProperty(room.store, 'failure', { get: () => failure })
  const devices = await room.reopen()
  expect(devices.byFingerprint(fingerprint)).toBeNull()
  for (const work of [() => devices.list(), () => devices.add('x'), () => devices.revoke('camera')])
    expect(codeOf(work)).toBe('STORE_CORRUPT')
})

test('certificates last as long as the configuration in force says', async () => {
  const room = await openRoom()
  room.settings.certificateDays = 7
  enrolled(room)
  const [certificate] = room.devices.find('camera')?.certificates ?? []
  expect((certificate?.notAfter ?? 0) - room.clock.now()).toBeLessThanOrEqual(7 * dayMs)
})
