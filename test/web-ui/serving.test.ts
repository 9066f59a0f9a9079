/** Promises of serving the web interface: its own files and no others, compressed once, kept for ever where their name changes. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { readAppFiles } from '../../gateway/app/app-files.ts'
import { type RunningApi, runApi } from '../api/running-api.ts'
import { standIn } from '../api/stand-in.ts'

const appFiles = await readAppFiles()
const script = [...(appFiles?.keys() ?? [])].find((name) => /^assets\/index-.*\.js$/.test(name)) ?? 'none'

async function running(files = appFiles): Promise<RunningApi> {
  const api = await runApi(standIn(), { requestsPerMinute: 100_000, appFiles: files })
  onTestFinished(() => api[Symbol.asyncDispose]())
  return api
}

/** Bytes as they came, of a path as it is written here. */
async function fetched(api: RunningApi, path: string, headers: Record<string, string> = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number
    headers: Record<string, unknown>
    body: Buffer
  }>()
  const asking = request(
    {
      ...{ host: '127.0.0.1', port: api.server.port, ca: api.certificate.ca, agent: false, path },
      servername: 'gatehouse.home.arpa',
      headers: { host: 'gatehouse.home.arpa', ...headers },
    },
    async (response) =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) }),
  )
  asking.on('error', reject)
  asking.end()
  return promise
}

test('the first page is asked for anew each time, and a file named by its content never again', async () => {
  const api = await running()
  const page = await fetched(api, '/app/')
  expect(page.status).toBe(200)
  expect(page.headers['cache-control']).toBe('no-cache')
  const again = await fetched(api, '/app/', { 'if-none-match': String(page.headers.etag) })
  expect([again.status, again.body.length]).toEqual([304, 0])
  const file = await fetched(api, `/app/${script}`)
  expect(file.status).toBe(200)
  expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable')
})

test('a browser gets the smallest form that it takes, and all of them are the same file', async () => {
  const api = await running()
  const plain = await fetched(api, `/app/${script}`)
  expect(plain.headers['content-encoding']).toBeUndefined()
  const br = await fetched(api, `/app/${script}`, { 'accept-encoding': 'gzip, deflate, br' })
  expect(br.headers['content-encoding']).toBe('br')
  expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true)
  const gzip = await fetched(api, `/app/${script}`, { 'accept-encoding': 'gzip, br;q=0' })
  expect(gzip.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true)
  expect(br.body.length).toBeLessThan(gzip.body.length)
  expect(br.headers.vary).toBe('accept-encoding')
})

test('the content security policy lets nothing inline run, and nothing of others', async () => {
  const api = await running()
  const page = await fetched(api, '/app/live')
  const policy = String(page.headers['content-security-policy'])
  expect(policy).toMatch(/^default-src 'none';script-src 'self';style-src 'self';/)
  expect(policy).not.toMatch(/unsafe|https?:|\*|data:|blob:/)
  expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
  expect(page.body.toString()).not.toMatch(/<script(?![^>]* src=)|<style| style="| on\w+="/)
})

const ways = [
  '/app/../package.json',
  '/app/..%2fpackage.json',
  '/app/%2e%2e/%2e%2e/package.json',
  '/app/assets/../../package.json',
  '/app/assets/..%5c..%5cpackage.json',
  '/app//etc/passwd',
  '/app/%2fetc%2fpasswd',
  '/app/index.html%00.js',
  '/app/.built-from',
  '/app/manifest.json',
  '/app/index.html.br',
  '/app/assets',
  '/app/assets/',
  '/app/__proto__.js',
]

test.each(ways)('%s leads to no file', async (path) => {
  const api = await running()
  const { status, headers, body } = await fetched(api, path)
  const text = body.toString()
  expect(text).not.toMatch(/"dependencies"|root:x:0/)
  // An address that could be a screen's is answered with the first page, which says that there is none.
  if (status === 200) expect(String(headers['content-type'])).toContain('text/html')
  else expect([400, 401, 404]).toContain(status)
})

test('a link in the folder is not followed, and what is no part of the interface is not read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-app-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'notes.txt'), 'not for browsers')
  await symlink('/etc/passwd', join(folder, 'assets', 'users.js'))
  expect([...((await readAppFiles(folder)) ?? [])].map(([name]) => name)).toEqual(['index.html'])
  expect(await readAppFiles(join(folder, 'assets'))).toBeNull()
  expect(await readAppFiles(join(folder, 'none'))).toBeNull()
})

test('where it was not built the gateway says so, and its plain pages go on', async () => {
  const api = await running(null)
  const { status, body } = await fetched(api, '/app/')
  expect(status).toBe(503)
  expect(body.toString()).toContain('sh scripts/setup')
  const plain = await api.askAsOwner('/')
  expect(plain.status).toBe(200)
  expect(plain.text).toContain('<a href="/app/">Screens</a>')
})
