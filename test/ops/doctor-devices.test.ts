/** Promises of the doctor's look at devices: a certificate that ends unrenewed is told before, and after, it does. */
import { expect, test } from 'vitest'
import type { DeviceRecord } from '../../gateway/core/device/record.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { checkDevices } from '../../gateway/ops/doctor/devices.ts'

const now = Date.UTC(2026, 10, 22)

function device(
  name: string,
  daysLeft: number | null,
  state: DeviceRecord['state'] = 'active',
): DeviceRecord {
  const certificates =
    daysLeft === null
      ? []
      : [
          {
            fingerprint: 'AA',
            notBefore: now + (daysLeft - 31) * dayMs,
            notAfter: now + daysLeft * dayMs,
            issuedAt: now,
            seenAt: now,
          },
        ]
  const none = { enrolledAt: null, revokedAt: null, seenAt: null, inviteEndsAt: null, sshKeys: [] }
  return { id: '0', name, state, addedAt: now, ...none, certificates }
}

test.each([
  ['no device at all', [], 'ok', 'None has enrolled.'],
  ['devices that renew', [device('a', 30), device('b', 11)], 'ok', '2 enrolled'],
  [
    'an invited and a revoked one',
    [device('a', null, 'invited'), device('b', null, 'revoked')],
    'ok',
    'None has enrolled.',
  ],
  ['one that does not renew', [device('a', 30), device('camera', 4)], 'warn', 'camera end within 4 days'],
  ['one that ended', [device('camera', -1), device('b', 4)], 'fail', 'camera have ended'],
  ['many that ended', Array.from({ length: 9 }, (_, n) => device(`d${n}`, -2)), 'fail', 'd4 and 4 more'],
] as const)('%s', (_what, devices, state, found) => {
  const check = checkDevices(devices, now)
  expect([check.state, check.found]).toEqual([state, expect.stringContaining(found)])
  expect(check.todo === '').toBe(state === 'ok')
})

test('a register that cannot be read is no register without devices', () => {
  expect(checkDevices(null, now)).toMatchObject({ id: 'devices', state: 'fail' })
})

test('a device with a new certificate beside the old one counts by the new one', () => {
  const [old] = device('a', 2).certificates
  const [fresh] = device('a', 29).certificates
  const both = { ...device('a', null), certificates: [old, fresh].filter((each) => each !== undefined) }
  expect(checkDevices([both], now).state).toBe('ok')
})
