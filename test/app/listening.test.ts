/** Promises about the addresses that people are shown: such as they can be used from another machine. */
import { expect, test } from 'vitest'
import { reachableAt } from '../../gateway/app/listening.ts'

test.each([
  ['127.0.0.1', '127.0.0.1:8080'],
  ['192.168.1.2', '192.168.1.2:8080'],
  ['fd12::2', '[fd12::2]:8080'],
  ['0.0.0.0', 'gatehouse.home.arpa:8080'],
  ['::', 'gatehouse.home.arpa:8080'],
])('who listens on %s is reached at %s', (host, shown) => {
  expect(reachableAt({ host, port: 8080 }, 'gatehouse.home.arpa')).toBe(shown)
})
