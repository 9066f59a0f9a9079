/** The blind index: the same value looks the same within its month and group, and nowhere else. */
import { expect, test } from 'vitest'
import type { EntityType } from '../../gateway/core/pii/entity.ts'
import type { HealthWarning } from '../../gateway/core/ports.ts'
import { createBlindIndex } from '../../gateway/keyring/blind-index.ts'
import { dataFolder, open } from './data-folder.ts'

const value = Buffer.from('ada@example.com')

function clockAt(start: number) {
  const clock = { at: start, monotonicMs: 0, now: () => clock.at, monotonic: () => clock.monotonicMs }
  return clock
}

test('the same value has the same index in one month and group, after a restart too, and never says the value', async () => {
  const folder = dataFolder()
  const clock = clockAt(Date.UTC(2026, 10, 22))
  const first = createBlindIndex(await open(folder), { enabled: true, clock }).index('EMAIL', 'ai', value)
  expect(first).toMatch(/^[\w-]{22}$/)
  const again = createBlindIndex(await open(folder), { enabled: true, clock })
  expect(again.index('EMAIL', 'ai', value)).toBe(first)
  expect(again.index('EMAIL', 'ai', Buffer.from('ada@example.org'))).not.toBe(first)
})

test('type, group and month each change the index', async () => {
  const clock = clockAt(Date.UTC(2026, 10, 30, 23, 59, 59, 999))
  const blindIndex = createBlindIndex(await open(dataFolder()), { enabled: true, clock })
  const of = (type: EntityType, group: string) => blindIndex.index(type, group, value)
  const indexes = [of('EMAIL', 'ai'), of('PHONE', 'ai'), of('EMAIL', 'crm')]
  clock.at++
  indexes.push(of('EMAIL', 'ai'))
  expect(new Set(indexes).size).toBe(4)
})

test('once a key is destroyed its values can no longer be told again', async () => {
  const clock = clockAt(Date.UTC(2026, 10, 22))
  const keyring = await open(dataFolder())
  const blindIndex = createBlindIndex(keyring, { enabled: true, clock })
  const before = blindIndex.index('EMAIL', 'ai', value)
  keyring.destroy(keyring.places().map(({ place }) => place))
  expect(blindIndex.index('EMAIL', 'ai', value)).not.toBe(before)
})

test('switched off there is no index and no key', async () => {
  const keyring = await open(dataFolder())
  const blindIndex = createBlindIndex(keyring, { enabled: false, clock: clockAt(0) })
  expect(blindIndex.index('EMAIL', 'ai', value)).toBeNull()
  expect(keyring.places()).toEqual([])
})

test('however many hosts clients name, the keyring is written once a month and names none of them', async () => {
  const clock = clockAt(Date.UTC(2026, 10, 22))
  const keyring = await open(dataFolder())
  const ensure = keyring.ensure.bind(keyring)
  let writes = 0
  keyring.ensure = (places) => {
    writes++
    ensure(places)
  }
  const blindIndex = createBlindIndex(keyring, { enabled: true, clock })
  const first = blindIndex.index('EMAIL', 'host-0.example', value)
  const all = new Set([first])
  for (let host = 1; host < 6000; host++) all.add(blindIndex.index('EMAIL', `host-${host}.example`, value))
  expect(all.size).toBe(6000)
  expect(writes).toBe(1)
  expect(keyring.places().map(({ place }) => place)).toEqual([
    { kind: 'hmac', purpose: 'blind-index', scope: 'all', period: '2026-11' },
  ])
  expect(blindIndex.index('EMAIL', 'host-0.example', value), 'also once its key was let go').toBe(first)
})

test('when a key cannot be made the answer is null and a warning, and it heals by itself', async () => {
  const clock = clockAt(Date.UTC(2026, 10, 22))
  const keyring = await open(dataFolder())
  const ensure = keyring.ensure.bind(keyring)
  const raised = new Map<string, Omit<HealthWarning, 'since'>>()
  const health = {
    raise: (warning: Omit<HealthWarning, 'since'>) => void raised.set(warning.code, warning),
    clear: (code: string) => void raised.delete(code),
    warnings: () => [],
  }
  const blindIndex = createBlindIndex(keyring, { enabled: true, clock, health })
  let attempts = 0
  keyring.ensure = () => {
    attempts++
    throw new Error('disk full')
  }
  expect(blindIndex.index('EMAIL', 'ai', value)).toBeNull()
  expect(blindIndex.index('EMAIL', 'ai', value)).toBeNull()
  expect(attempts, 'a full disk is not asked again for every value').toBe(1)
  expect([...raised.keys()]).toEqual(['BLIND_INDEX_PAUSED'])
  keyring.ensure = ensure
  clock.monotonicMs += 60_000
  expect(blindIndex.index('EMAIL', 'ai', value)).not.toBeNull()
  expect(raised.size).toBe(0)
})
