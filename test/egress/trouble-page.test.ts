/** Who finds the page for trouble, and that no other page reads it or asks in anybody's name. */
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { card } from './planted.ts'
import { exchangeThrough } from './send.ts'
import { maskAll, startOrigin } from './setup.ts'
import { at, troubledProxy } from './troubled.ts'

test('a stopped request names the page for trouble to a person', async () => {
  const origin = await startOrigin()
  const { proxy } = await troubledProxy(origin, {
    policy: { ...maskAll, exchanges: [{ id: 'no', entities: { '*': 'refuse' } }] },
  })
  const stopped = await exchangeThrough(proxy, origin, {
    body: `card ${card}`,
    fields: { accept: 'text/html' },
  })
  expect(stopped.body.toString()).toContain(`<a href="${at}/trouble" rel="noreferrer">`)
})

function statusOf(
  { host, port }: { host: string; port: number },
  path: string,
  { method = 'GET', ...fields }: { method?: string; host?: string; origin?: string } = {},
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'gatehouse.test:8080', ...fields }
    const outgoing = request({ host, port, method, path, headers })
    outgoing.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject)
    outgoing.end()
  })
}

test('the page is found directly, through the proxy, and by the address of the gateway', async () => {
  const { proxy, asked } = await troubledProxy(await startOrigin())
  expect(await statusOf(proxy, '/trouble')).toBe(429)
  expect(await statusOf(proxy, '/trouble/some-id')).toBe(429)
  expect(await statusOf(proxy, `${at}/trouble/some-id`, { method: 'POST', origin: at })).toBe(429)
  const own = `127.0.0.1:${proxy.port}`
  expect(await statusOf(proxy, '/trouble', { host: own })).toBe(429)
  expect(await statusOf(proxy, `http://${own}/trouble`, { host: own })).toBe(429)
  expect(asked).toEqual([
    ['list', '127.0.0.1'],
    ['look', 'some-id', '127.0.0.1'],
    ['ask', 'some-id', '127.0.0.1'],
    ['list', '127.0.0.1'],
    ['list', '127.0.0.1'],
  ])
  expect(await statusOf(proxy, '/troubled')).toBe(404)
  expect(await statusOf(proxy, `/trouble/${'x'.repeat(200)}`)).toBe(404)
  expect(await statusOf(proxy, '/trouble', { method: 'DELETE' })).toBe(405)
  expect(asked).toHaveLength(5)
})

test('a name that was led to the gateway reads nothing (DNS rebinding), and no page of another address asks', async () => {
  const { proxy, asked } = await troubledProxy(await startOrigin())
  for (const host of [
    'evil.example',
    `evil.example:${proxy.port}`,
    'gatehouse.test:8081',
    'gatehouse.test.evil.example:8080',
  ])
    for (const method of ['GET', 'POST'])
      expect(await statusOf(proxy, '/trouble/some-id', { method, host }), host).toBe(421)
  const own = `127.0.0.1:${proxy.port}`
  for (const host of ['gatehouse.test:8080', own])
    for (const origin of ['http://evil.example', 'null', '', 'http://10.0.0.66:8080', `http://127.0.0.1`])
      expect(await statusOf(proxy, '/trouble/some-id', { method: 'POST', host, origin }), origin).toBe(403)
  expect(asked).toEqual([])
  expect(
    await statusOf(proxy, '/trouble/some-id', { method: 'POST', host: own, origin: `http://${own}` }),
  ).toBe(429)
})
