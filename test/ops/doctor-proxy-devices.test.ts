/** Promises that the doctor says where nobody can show a certificate that is needed, and where a device is named that there is not. */
import { expect, test } from 'vitest'
import { checkProxyDevices, type ProxyDeviceFacts } from '../../gateway/ops/doctor/proxy-devices.ts'

const usual: ProxyDeviceFacts = { mode: 'accept', certificates: 2, named: ['till-1'], unknown: [] }

for (const [what, facts, state] of [
  ['devices that there are', {}, 'ok'],
  ['a register that cannot be read', { unknown: null }, 'ok'],
  ['a device that is none', { unknown: ['till-9'] }, 'warn'],
  ['rules for devices whose certificates count for nothing', { mode: 'off' }, 'warn'],
  ['certificates required of devices that are none', { mode: 'require', certificates: 0 }, 'fail'],
] as const satisfies readonly [string, Partial<ProxyDeviceFacts>, string][])
  test(`${what}: ${state}`, () => {
    expect(checkProxyDevices({ ...usual, ...facts })).toMatchObject([{ id: 'proxy-devices', state }])
  })

test('where no device is spoken of there is nothing to say', () => {
  expect(checkProxyDevices({ ...usual, certificates: 0, named: [] })).toEqual([])
  expect(checkProxyDevices({ ...usual, mode: 'off', named: [] })).toEqual([])
})
