/** Promises of what egress takes of undici: the same objects that everybody gets, and little else is loaded. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import * as whole from 'undici'
import { expect, test } from 'vitest'
import { undici } from '../../gateway/egress/undici-parts.ts'

test('pool, connector and errors are those of the package, so that an error is told by its class everywhere', () => {
  expect(undici.Pool).toBe(whole.Pool)
  expect(undici.buildConnector).toBe(whole.buildConnector)
  expect(undici.errors).toBe(whole.errors)
})

test('neither fetch nor WebSocket is loaded with them', () => {
  const file = join(import.meta.dirname, '../../gateway/egress/undici-parts.ts')
  const program = `await import(${JSON.stringify(file)})
    const { createRequire } = await import('node:module')
    console.log(JSON.stringify(Object.keys(createRequire(import.meta.url).cache)))`
  const loaded: string[] = JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }),
  )
  expect(loaded.some((path) => path.endsWith('undici/lib/dispatcher/pool.js'))).toBe(true)
  expect(loaded.filter((path) => /undici\/lib\/(web|mock|cache)\//.test(path))).toEqual([])
})
