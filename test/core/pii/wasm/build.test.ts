/** Promises that the vector code that runs is the one whose source stands in the repository. */
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { expect, test } from 'vitest'
import { assembleAll } from '../../../../scripts/wasm/build.ts'

test('assembling the sources gives the committed binaries, byte for byte', async () => {
  const modules = await assembleAll()
  expect(modules.size).toBeGreaterThan(0)
  for (const [path, content] of modules) {
    expect(await readFile(path, 'utf8'), `${relative(process.cwd(), path)}: run scripts/wasm/build.ts`).toBe(
      content,
    )
  }
})
