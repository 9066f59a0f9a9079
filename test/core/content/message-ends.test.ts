/** Promises about following gRPC messages by their prefixes, however they are cut. */
import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MessageEnds, neededBytes, wholeMessages } from '../../../gateway/core/content/grpc-messages.ts'

const mostBytes = 40

function message(length: number, flag = 0): Buffer {
  const head = Buffer.alloc(5)
  head[0] = flag
  head.writeUInt32BE(length, 1)
  return Buffer.concat([head, Buffer.alloc(length, 0x61)])
}

const bodies = fc
  .array(fc.record({ length: fc.integer({ min: 0, max: 50 }), flag: fc.integer({ min: 0, max: 2 }) }))
  .map((messages) => Buffer.concat(messages.map(({ length, flag }) => message(length, flag))))

test('in pieces of any size they end where the body as a whole says they do', () => {
  fc.assert(
    fc.property(bodies, fc.array(fc.integer({ min: 1, max: 20 })), (body, sizes) => {
      const ends = new MessageEnds(mostBytes)
      for (let at = 0, i = 0; at < body.length; i += 1) {
        const size = sizes[i] ?? 1
        ends.push(body.subarray(at, at + size))
        at = Math.min(body.length, at + size)
        expect(ends.isAtEnd).toBe(wholeMessages(body.subarray(0, at), mostBytes) === at)
      }
    }),
  )
})

test('a message is whole with the bytes that its beginning asks for, and not before', () => {
  const whole = message(7)
  expect(neededBytes(whole.subarray(0, 4))).toBe(5)
  expect(neededBytes(whole.subarray(0, 5))).toBe(12)
  expect(wholeMessages(whole.subarray(0, 11), mostBytes)).toBe(0)
  expect(wholeMessages(whole, mostBytes)).toBe(12)
})
