/** Promises that long bodies that arrive together do not keep everybody else waiting until the last of them is done. */
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { longTurn } from '../../gateway/egress/long-work.ts'

function busy(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end);
}

test('between two pieces of long work others have their turn', async () => {
  const events: string[] = []
  let others = true
  const serve = () => {
    events.push('other')
    if (others) setImmediate(serve)
  }
  setImmediate(serve)
  const works = Array.from({ length: 5 }, async () => {
    await longTurn()
    busy(5)
    events.push('work')
  })
  const read = readFile(import.meta.filename).then(() => events.push('read'))
  await Promise.all(works)
  others = false
  await read
  expect(events.filter((event) => event === 'work')).toHaveLength(5)
  expect(events.join(' ')).not.toContain('work work')
})
