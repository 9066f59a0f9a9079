/** Promises to readers of the room: the steps of an exchange build on each other in one direction. */
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { readSourceTree } from '../support/architecture/modules.ts'

/** Has the room's shared state as a type, and starts what works on it: the one file that everybody may look back to. */
const shared = 'gateway/egress/egress.ts'

test('no step of an exchange or of a handshake imports, over others, itself', async () => {
  const files = await readSourceTree(dirname(dirname(import.meta.dirname)), ['gateway/egress'])
  const imports = new Map(files.map(({ path, imports }) => [path, imports.map(({ target }) => target ?? '')]))
  expect(imports.size).toBeGreaterThan(30)
  const isFree = new Set([shared])
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
  for (const way of ['exchange', 'upgrade']) follow(`gateway/egress/${way}.ts`, [])
  expect(isFree).toContain('gateway/egress/body-stream.ts')
  expect(circles).toEqual([])
})
