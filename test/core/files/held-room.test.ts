/** Promises about what one file takes in memory: counted while it is held, and never longer. */
import { expect, test } from 'vitest'
import type { FileOrders } from '../../../gateway/core/content/inspector.ts'
import { HeldRoom } from '../../../gateway/core/files/held-room.ts'

function roomOf(most: number) {
  let bytes = 0
  const room = {
    hold(more: number) {
      bytes += more
      return bytes <= most
    },
    letGo(less: number) {
      bytes -= less
    },
  }
  return { files: { room } as unknown as FileOrders, held: () => bytes }
}

test('what is held is given back once, however often it is let go of', () => {
  const { files, held } = roomOf(100)
  const room = new HeldRoom(files)
  room.takeUpTo(40)
  room.takeUpTo(60)
  expect(held()).toBe(60)
  room.letGo()
  room.letGo()
  expect(held()).toBe(0)
})

test('a file for which there is no room holds nothing any more', () => {
  const { files, held } = roomOf(100)
  const room = new HeldRoom(files)
  room.takeUpTo(80)
  expect(() => room.takeUpTo(120)).toThrow(expect.objectContaining({ code: 'CONTENT_LIMIT' }))
  expect(held()).toBe(0)
})
