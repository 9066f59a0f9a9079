/** Promises of what egress takes of undici: the same objects that everybody gets, and little else is loaded. */
import { execFile, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as whole from 'undici'
import { expect, test } from 'vitest'
import { undici } from '../../gateway/egress/undici-parts.ts'

test('pool, connector and errors are those of the package, so that an error is told by its class everywhere', () => {
  expect(undici.Pool).toBe(whole.Pool)
  expect(undici.buildConnector).toBe(whole.buildConnector)
  expect(undici.errors).toBe(whole.errors)
})

test('a pool can be asked where nobody loaded the whole package', async () => {
  const parts = join(import.meta.dirname, '../../gateway/egress/undici-parts.ts')
  const program = `const { undici, requestBy } = await import(${JSON.stringify(parts)})
    const { createServer } = await import('node:http')
    const server = createServer((_request, response) => response.writeHead(201).end('made')).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const pool = new undici.Pool('http://127.0.0.1:' + server.address().port)
    const answer = await requestBy(pool, { method: 'POST', path: '/', body: 'x' })
    console.log(answer.statusCode, await answer.body.text())
    await pool.destroy()
    server.close()`
  const said = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program])
  expect(said.stdout).toBe('201 made\n')
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
