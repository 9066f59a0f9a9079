/** Promises about what a client is called, and that the name of a user is never read as an address or the other way round. */
import { expect, test } from 'vitest'
import {
  clientInRules,
  clientOfDevice,
  clientOfUser,
  isClientName,
  isUserClient,
  isUserName,
  readClient,
  writtenClient,
} from '../../../gateway/core/login/client-name.ts'

test('a client in rules is its address, with the user and the device that it came as', () => {
  const nobody = { user: null, device: null, groups: [] }
  expect(clientInRules({ ...nobody, address: '192.168.1.7' })).toBe('192.168.1.7')
  expect(readClient('192.168.1.7')).toEqual({ ...nobody, address: '192.168.1.7' })
  const anna = clientOfUser('anna')
  for (const address of ['192.168.1.7', 'fd00::7'])
    for (const device of [null, clientOfDevice('till-1')])
      for (const user of [null, anna]) {
        const asking = { user, device, address, groups: ['floor-1'] }
        expect(readClient(clientInRules(asking))).toEqual(asking)
      }
  expect(readClient(anna)).toEqual({ ...nobody, user: 'user:anna', address: null })
})

test('what a person writes for a client is an address, a user, a device, or some of them together', () => {
  expect(writtenClient('FD00::0:7')).toBe('fd00::7')
  expect(writtenClient('user:anna')).toBe('user:anna')
  expect(writtenClient('user:anna@FD00::0:7')).toBe('user:anna@fd00::7')
  expect(writtenClient('device:till-1')).toBe('device:till-1')
  expect(writtenClient('user:anna@device:till-1@FD00::0:7')).toBe('user:anna@device:till-1@fd00::7')
  const wrong = ['', 'anna', 'user:', 'user:Anna', 'user:anna@', 'user:anna@host', 'device:Till', 'device:']
  for (const text of [...wrong, 'device:a@user:b', 'device:a@', 'device:a#tills', '10.0.0.7@device:a'])
    expect(writtenClient(text)).toBeNull()
})

test('names of users are short, plain and in lower case', () => {
  for (const name of ['a', 'anna', 'anna.k', 'till-3', 'x_y', '7']) expect(isUserName(name)).toBe(true)
  for (const name of ['', 'Anna', '.a', 'a-', 'a b', 'a@b', 'a:b', 'ä', 'a'.repeat(41)]) {
    expect(isUserName(name)).toBe(false)
    expect(isUserClient(`user:${name}`)).toBe(false)
  }
})

test('records name clients by address or user, and by nothing else', () => {
  for (const name of ['192.168.1.7', 'fd00::7', 'user:anna']) expect(isClientName(name)).toBe(true)
  for (const name of ['', 'anna', 'user:', 'user:anna@192.168.1.7', 'host.example'])
    expect(isClientName(name)).toBe(false)
})
