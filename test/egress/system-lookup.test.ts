/** Promises about the system's look-up: names of the house take two of the process's threads at most, in their turn. */
import { afterEach, expect, test, vi } from 'vitest'
import { searchName } from '../../gateway/egress/name-search.ts'
import { lookUpBySystem } from '../../gateway/egress/system-lookup.ts'
import { waitFor } from './raw.ts'

/** Look-ups that the system was asked for and has not answered. */
const asked = new Map<string, (found: { address: string }[]) => void>()
vi.mock('node:dns/promises', async (original) => ({
  ...(await original<typeof import('node:dns/promises')>()),
  lookup: (host: string) => new Promise((resolve) => asked.set(host, resolve)),
}))

function answer(host: string): void {
  asked.get(host)?.([{ address: '192.0.2.1' }])
  asked.delete(host)
}
afterEach(async () => {
  await waitFor(() => {
    for (const host of asked.keys()) answer(host)
    return asked.size === 0
  })
})

const never = new AbortController().signal

test('two are asked for at a time, and the others in the order they came', async () => {
  const found = ['a', 'b', 'c', 'd'].map((host) => lookUpBySystem(host, never))
  await waitFor(() => false, 20)
  expect([...asked.keys()]).toEqual(['a', 'b'])
  answer('b')
  expect(await found[1]).toEqual(['192.0.2.1'])
  await waitFor(() => asked.size === 2)
  expect([...asked.keys()]).toEqual(['a', 'c'])
  for (const host of ['a', 'c']) answer(host)
  await waitFor(() => asked.has('d'))
  answer('d')
  expect(await Promise.all(found)).toEqual(Array(4).fill(['192.0.2.1']))
})

test('who gave up is never asked for, and holds up nobody', async () => {
  const first = [lookUpBySystem('a', never), lookUpBySystem('b', never)]
  const late = searchName('printer.local', { withinMs: 30 })
  expect(await late.found).toEqual({ ok: false, reason: 'upstream-timeout' })
  await late.over
  const next = lookUpBySystem('c', never)
  for (const host of ['a', 'b']) answer(host)
  await Promise.all(first)
  await waitFor(() => asked.has('c'))
  expect([...asked.keys()]).toEqual(['c'])
  answer('c')
  expect(await next).toEqual(['192.0.2.1'])
})

test('a flood of names of the house leaves the threads to others', async () => {
  const searches = Array.from({ length: 50 }, (_, i) => searchName(`n${i}.local`, { withinMs: 40 }))
  await waitFor(() => false, 20)
  expect(asked.size).toBe(2)
  for (const { found } of searches) expect(await found).toEqual({ ok: false, reason: 'upstream-timeout' })
  expect(asked.size).toBe(2)
})
