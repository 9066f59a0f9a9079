/** Promises to readers of the room: its files build on each other in one direction. */
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { readSourceTree } from '../support/architecture/modules.ts'

test('no file of the outbound way imports, over others, itself', async () => {
  const files = await readSourceTree(dirname(dirname(import.meta.dirname)), ['gateway/egress'])
  const imports = new Map(files.map(({ path, imports }) => [path, imports.map(({ target }) => target ?? '')]))
  expect(imports.size).toBeGreaterThan(30)
  const isFree = new Set<string>()
  const circles: string[] = []
  const follow = (file: string, way: readonly string[]): void => {
    if (isFree.has(file)) return
    const before = way.indexOf(file)
    if (before !== -1) {
      circles.push([...way.slice(before), file].join(' → '))
      return
    }
    for (const target of imports.get(file) ?? []) follow(target, [...way, file])
    isFree.add(file)
  }
  for (const file of imports.keys()) follow(file, [])
  expect(isFree).toContain('gateway/egress/body-stream.ts')
  expect(circles).toEqual([])
})
