/** Promises about the machines of the office: who is met, what a person decides, what is kept, and for how long. */
import { randomBytes } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { openClients } from '../../gateway/clients/clients.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { createHealthBoard } from '../../gateway/ops/health.ts'
import { createLog } from '../../gateway/ops/log.ts'
import { openTokenOffice } from '../store/token-fixture.ts'
import { at, floodOf, office, one, phone, two, usual } from './tabled.ts'

test('IPv4 and IPv6 of one card are one machine, which waits for an answer', async () => {
  const { clients, codes } = await office([at('10.0.0.7', one), at('fd00::7', one)])
  expect(clients.list()).toMatchObject([
    { hardware: one, state: 'unknown', addresses: ['10.0.0.7', 'fd00::7'], decidedBy: null },
  ])
  expect(clients.standingOf('fd00::7')).toMatchObject({ state: 'unknown', groups: [] })
  expect(codes()).toEqual(['CLIENTS_WAITING'])
})

test('what is said of machines that wait is what the setting does to them, also when that changes', async () => {
  const { hints, set } = await office([at('10.0.0.7', one)])
  expect(hints()).toEqual([expect.stringContaining('passes unread')])
  set({ unknown: 'rules' })
  expect(hints()).toEqual([expect.stringContaining('their encrypted traffic is refused')])
})

test('what is decided counts at once, stands in the ledger without a name, and outlives a restart', async () => {
  const { clients, ledger, open, see, codes } = await office([at('10.0.0.7', one)])
  const changes: number[] = []
  clients.onChange(() => changes.push(1))
  clients.name('10.0.0.7', 'Till 1')
  clients.group('till 1', 'tills')
  const { id } = clients.quarantine(one)
  expect(clients.standingOf('10.0.0.7')).toEqual({ machine: id, state: 'quarantined', groups: ['tills'] })
  expect(changes.length).toBe(3)
  expect(codes()).toEqual([])
  const entries = ledger.list({ limit: 10 })
  expect(JSON.stringify(entries)).not.toMatch(/Till 1|10\.0\.0\.7|5e:00/)
  expect(entries.map(({ action }) => action).sort()).toEqual([
    ...['client.grouped', 'client.named', 'client.quarantined'],
  ])
  await clients[Symbol.asyncDispose]()
  // Before anybody has looked: where it was last counts.
  const again = open()
  expect(again.standingOf('10.0.0.7')).toMatchObject({ state: 'quarantined' })
  await see([at('10.0.0.9', one)], again)
  expect(again.release('10.0.0.9')).toMatchObject({ name: 'Till 1', group: 'tills', quarantinedAt: null })
  expect(() => again.release(id)).toThrow(expect.objectContaining({ code: 'CLIENT_STATE' }))
})

test('the same decision once more is none: nothing is noted, and it stays whose it was', async () => {
  const { clients, ledger, later } = await office([at('10.0.0.7', one)])
  const decisions = [
    () => clients.guest(one),
    () => clients.name(one, 'Till 1'),
    () => clients.group(one, 'tills'),
    () => clients.group(one, null),
  ]
  for (const decide of decisions) {
    const before = ledger.size
    const first = decide()
    later(1000)
    expect(decide()).toEqual(first)
    expect(ledger.size).toBe(before + 1)
  }
  // Of a device that nobody has decided about, the first word is one.
  expect(clients.group('device:till-1', null)).toMatchObject({ decidedAt: expect.any(Number) })
  expect(clients.list()).toHaveLength(2)
})

test('a renumbered machine stays the same one', async () => {
  const { clients, see, codes, later } = await office([at('10.0.0.7', one)])
  clients.name('10.0.0.7', 'Till 1')
  later(60_000)
  await see([at('10.0.0.7', one, false), at('10.0.0.8', one)])
  expect(clients.list()).toMatchObject([{ name: 'Till 1', addresses: ['10.0.0.7', '10.0.0.8'] }])
  await see([at('10.0.0.7', two), at('10.0.0.8', one)])
  expect(clients.list()[0]).toMatchObject({ addresses: ['10.0.0.8'], contested: [] })
  expect(codes()).not.toContain('CLIENTS_ADDRESS_TAKEN')
})

test('one that takes the address of another is told of, and what either may counts there no more', async () => {
  const { clients, see, codes, lines } = await office([at('10.0.0.7', one)])
  clients.group('10.0.0.7', 'tills')
  await see([at('10.0.0.7', two)])
  expect(clients.standingOf('10.0.0.7')).toMatchObject({ state: 'contested', groups: [] })
  expect(codes()).toContain('CLIENTS_ADDRESS_TAKEN')
  expect(() => clients.quarantine('10.0.0.7')).toThrow(expect.objectContaining({ code: 'CLIENT_AMBIGUOUS' }))
  // The log says that it happened, and neither where nor who.
  expect(lines.join('')).toContain('client.address-taken')
  expect(lines.join('')).not.toMatch(/10\.0\.0\.7|5e:00/)
  clients.quarantine(two)
  expect(clients.standingOf('10.0.0.7')).toMatchObject({ state: 'quarantined' })
})

test('two machines with one card address are told of, and what is decided counts for both', async () => {
  const { clients, codes } = await office([at('10.0.0.7', one), at('10.0.0.8', one)])
  expect(clients.list()).toMatchObject([{ isShared: true }])
  expect(codes()).toContain('CLIENTS_SHARED_CARD')
  clients.quarantine('10.0.0.8')
  expect(clients.standingOf('10.0.0.7')).toMatchObject({ state: 'quarantined' })
})

test('a card that makes up its address becomes a client by a person alone', async () => {
  const { clients, see, codes } = await office([at('10.0.0.7', phone)])
  expect(clients.list()).toEqual([])
  expect(codes()).toEqual([])
  expect(clients.standingOf('10.0.0.7')).toEqual({ machine: null, state: 'guest', groups: [] })
  const { id } = clients.quarantine('10.0.0.7')
  expect(clients.standingOf('10.0.0.7')).toEqual({ machine: id, state: 'quarantined', groups: [] })
  // Another made-up card is another machine, as far as anybody can tell.
  await see([at('10.0.0.8', '06:00:5e:00:53:04')])
  expect(clients.standingOf('10.0.0.8')).toMatchObject({ machine: null, state: 'guest' })
})

test('a group of the configuration takes machines by their cards', async () => {
  const { clients } = await office([at('10.0.0.7', one), at('10.0.0.8', two)])
  expect(clients.standingOf('10.0.0.8')).toMatchObject({ groups: ['cameras'] })
  expect(clients.standingOf('10.0.0.7')).toMatchObject({ groups: [] })
  expect(() => clients.group(one, 'nobody')).toThrow(
    expect.objectContaining({ code: 'CLIENT_GROUP_UNKNOWN' }),
  )
  expect(() => clients.group(one, '__proto__')).toThrow(
    expect.objectContaining({ code: 'CLIENT_GROUP_UNKNOWN' }),
  )
})

test('names are one for each, and nothing is found by what is no machine', async () => {
  const { clients } = await office([at('10.0.0.7', one), at('10.0.0.8', two)])
  clients.name(one, 'Till 1')
  expect(() => clients.name(two, 'TILL 1')).toThrow(expect.objectContaining({ code: 'CLIENT_NAME_TAKEN' }))
  expect(() => clients.name(two, '<script>')).toThrow(
    expect.objectContaining({ code: 'CLIENT_NAME_INVALID' }),
  )
  for (const none of ['10.9.9.9', 'nobody', '00:00:5e:00:53:99', '', "' OR 1=1 --"])
    expect(() => clients.quarantine(none)).toThrow(expect.objectContaining({ code: 'CLIENT_UNKNOWN' }))
})

test('machines behind other interfaces, and of networks that are not served, are nobody’s business', async () => {
  const lines = [at('10.0.0.7', one, true, 'wan0'), at('11.0.0.8', two)]
  const { clients } = await office(lines, { interfaces: ['lan0'] })
  expect(clients.list()).toEqual([])
})

test('switched off, nothing counts and nothing is decided; switched on, it is as it was', async () => {
  const { clients, set, see, codes } = await office([at('10.0.0.7', one)])
  clients.quarantine(one)
  set({ watch: false })
  expect(clients.standingOf('10.0.0.7')).toBeNull()
  expect(clients.standings()).toEqual([])
  expect(clients.lookFor('10.0.0.9')).toBeNull()
  expect(() => clients.release(one)).toThrow(expect.objectContaining({ code: 'CLIENTS_OFF' }))
  expect(codes()).toEqual([])
  set({ watch: true })
  await see([])
  expect(clients.standingOf('10.0.0.7')).toMatchObject({ state: 'quarantined' })
})

test('a flood of made-up makers’ cards is bounded, told of, and takes nothing from those who were there', async () => {
  const { clients, see, codes } = await office([at('10.0.0.7', one)])
  clients.name(one, 'Till 1')
  const flood = floodOf('00:16:3e')
  const began = performance.now()
  for (let look = 0; look < 3; look += 1) await see(flood)
  expect(performance.now() - began).toBeLessThan(20_000)
  expect(clients.list().length).toBeLessThanOrEqual(2000)
  expect(clients.standings().length).toBeLessThanOrEqual(8192)
  expect(codes()).toContain('CLIENTS_TOO_MANY')
  expect(clients.standingOf('10.0.0.7')).toMatchObject({ state: 'known' })
})

test('where the table cannot be read, that is told, and what was known counts on', async () => {
  const { clients, see, codes } = await office([at('10.0.0.7', one)])
  clients.quarantine(one)
  await see({ ok: false, why: 'failed' })
  expect(codes()).toContain('CLIENTS_UNSEEN')
  expect(clients.standingOf('10.0.0.7')).toMatchObject({ state: 'quarantined' })
  await see([])
  expect(codes()).not.toContain('CLIENTS_UNSEEN')
})

test('a thousand strangers at once share a look or two', async () => {
  let looks = 0
  const { database, ledger } = await openTokenOffice()
  const log = createLog({ level: 'error', stream: { write: () => {} } })
  const clients = openClients({
    ...{ database, ledger, log, random: randomBytes, everyMs: 1e9 },
    health: createHealthBoard({ now: () => 0, log }),
    clock: { now: () => 0, monotonic: () => performance.now() },
    settings: () => usual,
    isDevice: () => false,
    readTable: async () => {
      looks += 1
      return { ok: true, lines: [] }
    },
  })
  onTestFinished(() => clients[Symbol.asyncDispose]())
  await Promise.all(Array.from({ length: 1000 }, (_, n) => clients.lookFor(`10.0.${n >> 8}.${n & 255}`)))
  expect(looks).toBeLessThanOrEqual(3)
  expect(clients.lookFor('10.0.0.1')).toBeNull()
  // Who comes while it is looked for waits as well: a second connection is no way around.
  const first = clients.lookFor('10.9.0.1')
  expect(first).not.toBeNull()
  expect(clients.lookFor('10.9.0.1')).toBe(first)
  await first
})

test('a sweep takes those whom nobody has seen, by their day, and none in quarantine', async () => {
  const { clients, see, later } = await office([at('10.0.0.7', one), at('10.0.0.8', two)])
  clients.quarantine(two)
  const { id } = clients.find(one)
  later(2 * dayMs)
  await see([at('10.0.0.9', '00:00:5e:00:53:05')])
  const inventory = await clients.target.inventory()
  expect(inventory).toMatchObject([
    { class: 'client', period: '2026-01-10', items: 1 },
    { class: 'client', period: '2026-01-12', items: 1 },
  ])
  const [old] = inventory
  if (old === undefined) throw new Error('nothing')
  expect(await clients.target.readable(old)).not.toBeNull()
  expect(await clients.target.erase(old)).toBe(1)
  expect(await clients.target.erase(old)).toBe(0)
  expect(await clients.target.readable(old)).toBeNull()
  expect(clients.list().map(({ hardware }) => hardware)).not.toContain(one)
  expect(() => clients.find(id)).toThrow(expect.objectContaining({ code: 'CLIENT_UNKNOWN' }))
  expect(clients.find(two)).toMatchObject({ quarantinedAt: expect.any(Number) })
})

test('one that is forgotten is met anew, and one in quarantine is not forgotten', async () => {
  const { clients, see } = await office([at('10.0.0.7', one)])
  const { id } = clients.quarantine(one)
  expect(() => clients.forget(one)).toThrow(expect.objectContaining({ code: 'CLIENT_STATE' }))
  clients.release(one)
  clients.forget(one)
  await see([at('10.0.0.7', one)])
  expect(clients.find('10.0.0.7')).toMatchObject({ state: 'unknown' })
  expect(clients.find('10.0.0.7').id).not.toBe(id)
})
