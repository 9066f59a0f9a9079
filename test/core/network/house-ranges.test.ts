/** Promises about what is not the internet's: private addresses, whatever clothes they wear, and all that was never given out. */
import { expect, test } from 'vitest'
import { houseRanges } from '../../../gateway/core/network/house-ranges.ts'
import { spanOf } from '../../../gateway/core/network/ranges.ts'

function isInHouse(address: string): boolean {
  const { family, first: value } = spanOf(address)
  return houseRanges().some(
    (range) =>
      range.family === family && spanOf(range.first).first <= value && value <= spanOf(range.last).first,
  )
}

test.each([
  ...['10.0.0.1', '172.31.255.255', '192.168.7.10', '100.64.0.1', '127.0.0.1', '169.254.1.1', '0.0.0.0'],
  ...['192.0.0.1', '192.88.99.1', '198.18.0.1', '224.0.0.251', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::192.168.7.10', '::ffff:192.168.7.10', '::ffff:8.8.8.8', '::ffff:0:192.168.7.10'],
  // What a translator makes of private addresses, and what is of a translator in the house (RFC 8215).
  ...['64:ff9b::10.0.0.1', '64:ff9b::192.168.7.10', '64:ff9b::127.0.0.1', '64:ff9b::169.254.169.254'],
  ...['64:ff9b::ffff:ffff', '64:ff9b:1::1', '64:ff9b:1:c0a8:7:a00::', '64:ff9b:0:0:0:1::'],
  // 6to4 and Teredo, which hide an IPv4 address.
  ...[
    '2002:c0a8:70a::1',
    '2002:a00:1::1',
    '2002:808:808::1',
    '2001::1',
    '2001:0:4136:e378:8000:63bf:3f57:f8f5',
  ],
  ...['fd00:7::10', 'fe80::1', 'febf::1', 'fec0::1', 'ff02::1', '4000::1', '5f00::1', '2001:20::1', '100::1'],
])('%s is none of the internet', (address) => {
  expect(isInHouse(address)).toBe(true)
})

test.each([
  ...['1.1.1.1', '8.8.8.8', '11.0.0.10', '172.32.0.1', '192.169.0.1', '223.255.255.255'],
  ...['2606:4700:4700::1111', '2001:4860:4860::8888', '2a00:1450::1', '2001:1::1', '2003::1', '3fff:ffff::1'],
  '64:ff9b::8.8.8.8',
])('%s is', (address) => {
  expect(isInHouse(address)).toBe(false)
})
