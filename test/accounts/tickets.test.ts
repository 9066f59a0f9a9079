/** Promises of what one step of a sign-in proved for the next: it is kept for its owner, and in bounded number. */
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { Tickets } from '../../gateway/accounts/tickets.ts'

function issued(addresses: readonly string[]) {
  const tickets = new Tickets<number>(randomBytes, () => 0)
  const all = addresses.map((address, at) => tickets.issue({ account: 'a1', address }, at))
  return all.flatMap((ticket) => tickets.find(ticket) ?? [])
}

test('an address has four of an account at most, and the oldest goes', () => {
  expect(issued(Array.from({ length: 6 }, () => '10.0.0.1'))).toEqual([2, 3, 4, 5])
})

test('an account has sixteen at most, and who has most loses one', () => {
  const crowd = Array.from({ length: 40 }, (_, at) => `10.0.0.${at % 5}`)
  const left = issued(['192.168.1.20', ...crowd])
  expect(left).toHaveLength(16)
  expect(left[0]).toBe(0)
})

test('a machine with many IPv6 addresses counts as one', () => {
  expect(issued(Array.from({ length: 40 }, (_, at) => `fd00:1:2:3::${at}`))).toHaveLength(4)
})
