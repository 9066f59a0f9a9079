/** Promises of the headers: a browser may do the least with every answer, pages, errors and files alike. */
import { createHash } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { type Answer, runApi } from './running-api.ts'

const api = await runApi()
afterAll(() => api[Symbol.asyncDispose]())

function hashOfStyle(page: string): string {
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? ''
  return createHash('sha256').update(style).digest('base64')
}

const paths = [
  '/',
  '/setup',
  '/healthz',
  '/metrics',
  '/api/v1/journal',
  '/api/v1/authorities/bundle.pem',
  '/none',
  '/%E0',
]

test.each(paths)('%s carries every protective header, with and without the token', async (path) => {
  for (const answer of [await api.ask(path), await api.askAsOwner(path)]) {
    expect(answer.headers).toMatchObject(
      path === '/%E0' ? { 'cache-control': 'no-store' } : protective(answer),
    )
    expect(answer.headers['strict-transport-security']).toBeUndefined()
    expect(answer.headers['x-powered-by']).toBeUndefined()
    expect(answer.headers.server).toBeUndefined()
  }
})

test('the content security policy is exactly this, and names the one style sheet that the page has', async () => {
  const page = await api.askAsOwner('/')
  expect(page.headers['content-security-policy']).toBe(
    `default-src 'none';style-src 'sha256-${hashOfStyle(page.text)}';form-action 'self';base-uri 'none';frame-ancestors 'none'`,
  )
  expect(page.text.match(/<style/g)).toHaveLength(1)
  expect(page.text).not.toMatch(/<script|style="| on\w+="|javascript:|<link|<img|<iframe/i)
})

test.each([
  ['POST', '/api/v1/session', 401],
  ['DELETE', '/api/v1/session', 200],
  ['POST', '/api/v1/clients/quarantine', 428],
  ['POST', '/api/v1/accounts/anna', 403],
] as const)('%s %s carries them as well, answered %i', async (method, path, status) => {
  const body = path.endsWith('session') ? { name: 'anna', password: 'not it' } : { machine: '0a1b2c3d' }
  const hasBody = method === 'POST'
  const answer = await api.askAsOwner(path, {
    method,
    ...(hasBody ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  })
  expect([answer.status, answer.headers]).toMatchObject([status, protective(answer)])
  const cookies = answer.headers['set-cookie'] ?? []
  expect(cookies.every((cookie) => /; HttpOnly; Secure; SameSite=Strict; Max-Age=0$/.test(cookie))).toBe(true)
  expect(cookies).toHaveLength(method === 'DELETE' ? 1 : 0)
})

test('a certificate is offered as a download of its own type', async () => {
  const der = await api.askAsOwner('/api/v1/authorities/interception.der')
  expect(der.headers['content-type']).toBe('application/x-x509-ca-cert')
  expect(der.headers['content-disposition']).toBe('attachment; filename="gatehouse-interception.crt"')
  expect(der.text).toBe('der of interception')
  const pem = await api.askAsOwner('/api/v1/authorities/bundle.pem')
  expect(pem.headers['content-type']).toContain('application/x-pem-file')
  expect(pem.text).toContain('-----BEGIN CERTIFICATE-----')
})

function protective(answer: Answer) {
  return {
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
    'cache-control': 'no-store',
    'content-type': answer.headers['content-type'],
  }
}
