/** Promises about what a client is called, and that the name of a user is never read as an address or the other way round. */
import { expect, test } from 'vitest'
import {
  clientInRules,
  clientOfUser,
  isClientName,
  isUserClient,
  isUserName,
  readClient,
  writtenClient,
} from '../../../gateway/core/login/client-name.ts'

test('a client in rules is its address, or a user and the address it came from', () => {
  expect(clientInRules('192.168.1.7', '192.168.1.7')).toBe('192.168.1.7')
  expect(readClient('192.168.1.7')).toEqual({ user: null, address: '192.168.1.7' })
  const anna = clientOfUser('anna')
  for (const address of ['192.168.1.7', 'fd00::7'])
    expect(readClient(clientInRules(anna, address))).toEqual({ user: 'user:anna', address })
  expect(readClient(anna)).toEqual({ user: 'user:anna', address: null })
})

test('what a person writes for a client is an address, a user, or a user at an address', () => {
  expect(writtenClient('FD00::0:7')).toBe('fd00::7')
  expect(writtenClient('user:anna')).toBe('user:anna')
  expect(writtenClient('user:anna@FD00::0:7')).toBe('user:anna@fd00::7')
  for (const text of ['', 'anna', 'user:', 'user:Anna', 'user:anna@', 'user:anna@host'])
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
