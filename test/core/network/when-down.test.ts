/** Promises about who goes on unread while the gateway is down: nobody who did not choose it, whatever the address looks like. */
import { expect, test } from 'vitest'
import { type DownChoices, whenDownFor } from '../../../gateway/core/network/when-down.ts'

const office: DownChoices = {
  groups: [
    { networks: ['192.168.0.0/16', 'fd00:7::/64'], whenDown: 'closed' },
    { networks: ['192.168.9.0/24'], whenDown: 'open' },
    { networks: ['192.168.9.40'], whenDown: 'closed' },
  ],
  others: 'closed',
}

test.each([
  ['192.168.7.20', 'closed'],
  ['192.168.9.20', 'open'],
  ['192.168.9.40', 'closed'],
  ['192.168.10.1', 'closed'],
  ['fd00:7::20', 'closed'],
  ['10.0.0.1', 'closed'],
])('the narrowest network that has %s decides: %s', (address, expected) =>
  expect(whenDownFor(address, office)).toBe(expected),
)

test('who is in no group follows the others', () => {
  const open: DownChoices = { ...office, others: 'open' }
  expect(whenDownFor('10.0.0.1', open)).toBe('open')
  expect(whenDownFor('fd00:8::1', open)).toBe('open')
  expect(whenDownFor('192.168.7.20', open)).toBe('closed')
})

test.each(['', 'nobody', '192.168.9', '0xc0a80914', '192.168.9.20/24x', 'fe80::1%eth0'])(
  'what is no address (%j) never gets a way around',
  (address) => expect(whenDownFor(address, { ...office, others: 'open' })).toBe('closed'),
)
