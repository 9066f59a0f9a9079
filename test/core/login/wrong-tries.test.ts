/** Promises of the limit on wrong codes: guessing is slow, memory is bounded, and the owner's own address stays free. */
import { expect, test } from 'vitest'
import { createWrongTries } from '../../../gateway/core/login/wrong-tries.ts'

function limit() {
  let now = 0
  const codes = createWrongTries(() => now)
  return {
    ...codes,
    forward(ms: number) {
      now += ms
    },
  }
}

test('ten wrong codes in a minute make an address wait for the rest of it, and no other', () => {
  const codes = limit()
  const told = Array.from({ length: 10 }, () => codes.count('192.0.2.1'))
  expect(told).toEqual([...Array.from({ length: 9 }, () => false), true])
  codes.forward(20_000)
  expect(codes.secondsBlocked('192.0.2.1')).toBe(40)
  expect(codes.secondsBlocked('::ffff:192.0.2.1')).toBe(40)
  expect(codes.secondsBlocked('192.0.2.2')).toBe(0)
  codes.forward(40_000)
  expect(codes.secondsBlocked('192.0.2.1')).toBe(0)
})

test('a machine that changes its IPv6 address within its network is one machine', () => {
  const codes = limit()
  for (let n = 1; n <= 10; n++) codes.count(`2001:db8:0:7::${n.toString(16)}`)
  expect(codes.secondsBlocked('2001:db8:0:7:ffff::1')).toBe(60)
  expect(codes.secondsBlocked('2001:0db8::7:0:0:0:1')).toBe(60)
  expect(codes.secondsBlocked('2001:db8:0:8::1')).toBe(0)
})

test('under a flood from many addresses whoever was wrong once waits, and the owner, who was not, does not', () => {
  const codes = limit()
  for (let n = 0; n < 100; n++) codes.count(`192.0.2.${n}`)
  expect(codes.secondsBlocked('192.0.2.50')).toBe(60)
  expect(codes.secondsBlocked('198.51.100.1')).toBe(0)
  codes.forward(60_000)
  expect(codes.secondsBlocked('192.0.2.50')).toBe(0)
})

test('a flood from a million addresses takes no memory to speak of', () => {
  const codes = limit()
  const before = process.memoryUsage().heapUsed
  for (let n = 0; n < 1_000_000; n++) codes.count(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`)
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024)
  expect(codes.secondsBlocked('10.0.0.1')).toBe(0)
})
