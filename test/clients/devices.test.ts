/** Promises about devices among the machines: what is decided of one holds for its certificate, and for its card where that is called so. */
import { expect, test } from 'vitest'
import { countedClient } from '../../gateway/core/client/joined-standing.ts'
import type { Standing } from '../../gateway/core/client/standing.ts'
import { office } from './tabled.ts'

const card = '00:00:5e:00:53:01'
const at = '10.0.0.7'
const here = [{ address: at, hardware: card, device: 'lan0', isFresh: true }]
const till = 'device:till-1'

test('a quarantine of a device by its name holds for its certificate, wherever it comes from, and survives a restart', async () => {
  const { clients, ledger, open } = await office(here)
  expect(clients.standingOf(till)).toBeNull()
  const view = clients.quarantine('till-1')
  expect(view).toMatchObject({ hardware: till, state: 'known', name: null, addresses: [] })
  expect(clients.standingOf(till)).toMatchObject({ state: 'quarantined', machine: view.id })
  expect(open().standingOf(till)).toMatchObject({ state: 'quarantined' })
  expect(ledger.list({ limit: 1 })).toMatchObject([{ action: 'client.quarantined' }])
  // The network's rules know cards and addresses, and no device.
  expect(JSON.stringify(clients.held())).not.toContain('device')
  clients.release(till)
  expect(clients.standingOf(till)).toMatchObject({ state: 'known' })
})

test('a machine that a person calls as a device is called is that device: cut off by either name, both are', async () => {
  const { clients } = await office(here)
  clients.name(at, 'till-1')
  clients.quarantine(till)
  for (const one of [at, till]) expect(clients.standingOf(one)).toMatchObject({ state: 'quarantined' })
  expect(clients.held()?.quarantined.cards).toEqual([card])
  expect(clients.list()).toHaveLength(1)
  // To call it otherwise would let its certificate in again.
  expect(() => clients.name(at, 'something else')).toThrow(expect.objectContaining({ code: 'CLIENT_STATE' }))
  clients.release('till-1')
  clients.name(at, 'something else')
  expect(clients.standingOf(till)).toBeNull()
})

test('what was decided of a device counts for the machine that is called so later', async () => {
  const { clients, ledger } = await office(here)
  clients.group(till, 'tills')
  clients.quarantine(till)
  expect(clients.name(at, 'till-1')).toMatchObject({ hardware: card, group: 'tills' })
  expect(clients.standingOf(at)).toMatchObject({ state: 'quarantined', groups: ['tills'] })
  // Of the card as well: it is another subject.
  expect(ledger.list({ limit: 10 }).filter(({ action }) => action === 'client.quarantined')).toHaveLength(2)
  expect(clients.list()).toHaveLength(1)
})

test('where a disk fills up between, the machine is not that device yet: nothing is named, noted or let go by half', async () => {
  const { clients, ledger, database, open } = await office(here)
  clients.quarantine(till)
  const noted = ledger.size
  const triggers = [
    `BEFORE INSERT ON ledger_entry WHEN NEW.seq > ${noted + 1}`,
    `BEFORE INSERT ON ledger_entry WHEN NEW.seq > ${noted + 2}`,
    'BEFORE DELETE ON client',
  ]
  for (const trigger of triggers) {
    database.run((db) =>
      db.exec(`CREATE TEMP TRIGGER full ${trigger} BEGIN SELECT RAISE(ABORT, 'full'); END`),
    )
    expect(() => clients.name(at, 'till-1')).toThrow()
    database.run((db) => db.exec('DROP TRIGGER IF EXISTS full'))
    expect(ledger.size).toBe(noted)
    for (const each of [clients, open()]) {
      expect(each.find(at)).toMatchObject({ name: null, quarantinedAt: null })
      expect(each.standingOf(till)).toMatchObject({ state: 'quarantined' })
      expect(each.list()).toHaveLength(2)
    }
  }
  clients.name(at, 'till-1')
  expect(ledger.list({ limit: 3 }).map(({ action }) => action)).toEqual([
    ...['client.forgotten', 'client.quarantined', 'client.named'],
  ])
  expect(open().standingOf(at)).toMatchObject({ state: 'quarantined' })
})

test('nobody is a device by a name that no device has, a device is no guest, and none takes the name of another', async () => {
  const { clients } = await office(here)
  for (const none of ['device:till-9', 'till-9', 'device:', 'device:Till-1', 'device:../etc'])
    expect(() => clients.quarantine(none)).toThrow(expect.objectContaining({ code: 'CLIENT_UNKNOWN' }))
  expect(() => clients.guest(till)).toThrow(expect.objectContaining({ code: 'CLIENT_STATE' }))
  expect(() => clients.name(till, 'till-2')).toThrow(expect.objectContaining({ code: 'CLIENT_NAME_TAKEN' }))
  expect(clients.list().map(({ hardware }) => hardware)).toEqual([card])
})

const one = (state: Standing['state'], groups: string[] = [], machine: string | null = '0a1b2c3d') => ({
  ...{ machine, state, groups },
})

test.each([
  ['a quarantined address', one('quarantined'), null, 'quarantined'],
  ['a quarantined device', one('known'), one('quarantined'), 'quarantined'],
  ['a quarantined device at the address of a guest', one('guest'), one('quarantined'), 'quarantined'],
  ['the address of a card that a person called a guest’s', one('guest'), one('known'), 'guest'],
  ['a card that made its address up', one('guest', [], null), null, 'known'],
  ['a card that nobody decided about', one('unknown'), null, 'known'],
  ['an address that two cards claim', one('contested'), null, 'known'],
  ['an address of nobody', null, null, 'known'],
] as const)('a certificate shown at %s counts as it should', (_what, atAddress, ofDevice, state) => {
  const clients = { standingOf: (asked: string) => (asked === till ? ofDevice : atAddress) }
  expect(countedClient(`${till}@${at}`, clients).state).toBe(state)
})

test('with a certificate, groups of the address and of the device count, each once', () => {
  const clients = {
    standingOf: (asked: string) =>
      asked === till ? one('known', ['tills', 'both']) : one('known', ['floor-1', 'both']),
  }
  expect(countedClient(`${till}@${at}`, clients).client).toBe(`${till}@${at}#floor-1#both#tills`)
  expect(countedClient(at, clients).client).toBe(`${at}#floor-1#both`)
  expect(countedClient(till, clients).client).toBe(`${till}#tills#both`)
})
