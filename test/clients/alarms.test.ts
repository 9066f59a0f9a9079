/** Promises about alarms that cut a machine off: at once and told, never a machine in doubt, never many, and let out by a person alone. */
import { expect, onTestFinished, test, vi } from 'vitest'
import { clientColumns, clientFacts } from '../../gateway/cli/client-words.ts'
import { quarantineByAlarms } from '../../gateway/clients/alarms.ts'
import type { ExchangeRecord } from '../../gateway/core/journal.ts'
import { day, hour, openRoom, type Room } from '../incidents/room.ts'
import { exchange, finding } from '../store/records.ts'
import { at, office, one, two } from './tabled.ts'

const till = '10.0.0.7'

/** Both rooms as they are, for alarms of card data; the detector has learnt enough of each client after half a minute. */
async function watchedOffice(table: ReturnType<typeof at>[], detectors: string[] = ['first-card-data']) {
  const machines = await office(table)
  const room = await openRoom({ hurried: true })
  const listening = quarantineByAlarms({
    ...{ bus: room.bus, clients: machines.clients, clock: room.clock },
    ...{ health: room.health, log: room.captured.log, detectors: () => detectors, retryMs: 20 },
  })
  onTestFinished(() => listening[Symbol.dispose]())
  const sends = (client: string, change: Partial<ExchangeRecord> = {}) =>
    room.bus.publish(
      'exchange.recorded',
      exchange({
        client,
        destination: 'shop.example',
        at: room.clock.now(),
        findings: [],
        findingCounts: {},
        ...change,
      }),
    )
  return {
    ...{ ...machines, room, sends },
    /** Requests without card data for a minute. */
    learn(...clients: string[]) {
      for (const client of ['10.9.9.9', ...clients]) sends(client)
      room.pass(60_000)
      for (const client of clients) for (let count = 0; count < 4; count += 1) sends(client)
    },
    sendsCard: (client: string, operator: 'keep' | 'mask' = 'keep') =>
      sends(client, {
        findings: [
          finding({ type: 'CREDIT_CARD', class: 'financial', operator, blindIndex: `card-${operator}` }),
        ],
        findingCounts: { CREDIT_CARD: 1 },
        ...(operator === 'mask' ? { action: 'transform', reason: 'rule' } : {}),
      }),
    stateOf: (address: string) => machines.clients.standingOf(address)?.state,
  }
}

const open = (room: Room) => room.incidents.list({ limit: 10, state: 'open' }).incidents.length
const words = (room: Room) =>
  room.health.warnings().find(({ code }) => code === 'ALARM_CUT_NOBODY_OFF')?.title
const hindered = (room: Room) => room.health.codes().includes('ALARM_CUT_NOBODY_OFF')

test('a machine that sends card data for the first time is cut off, which is noted, told, and ended by a person alone', async () => {
  const {
    clients,
    ledger,
    codes,
    room,
    learn,
    sendsCard,
    stateOf,
    open: restart,
  } = await watchedOffice([at(till, one)])
  clients.name(one, 'Till 1')
  learn(till)
  sendsCard(till)
  expect(stateOf(till)).toBe('quarantined')
  expect(clients.find('Till 1')).toMatchObject({ decidedBy: 'gateway', quarantinedAt: expect.any(Number) })
  expect(codes()).toContain('CLIENTS_CUT_OFF')
  expect(clientColumns(clients.find(till)).join(' ')).toContain('cut off by an alarm')
  expect(clientFacts(clients.find(till)).flat().join(' ')).toContain('by an alarm (gatehouse incident list)')
  const [entry] = ledger.list({ limit: 1 })
  expect(entry).toMatchObject({
    ...{ action: 'client.quarantined', actor: 'gateway', facts: { alarm: 'first-card-data' } },
  })
  const [incident] = room.incidents.list({ limit: 1 }).incidents
  room.incidents.close(incident?.id ?? '', { outcome: 'no-breach', note: '' }, 'box')
  room.pass(3 * day, hour)
  expect(stateOf(till)).toBe('quarantined')
  await clients[Symbol.asyncDispose]()
  const again = restart()
  expect(again.standingOf(till)).toMatchObject({ state: 'quarantined' })
  expect(again.release('Till 1')).toMatchObject({ quarantinedAt: null, decidedBy: 'box', name: 'Till 1' })
  expect(codes()).not.toContain('CLIENTS_CUT_OFF')
})

test('who was let out is not cut off again by more of the same alarm', async () => {
  const { clients, room, learn, later, sendsCard, stateOf } = await watchedOffice([at(till, one)])
  learn(till)
  sendsCard(till, 'mask')
  sendsCard(till)
  expect(stateOf(till)).toBe('quarantined')
  later(room.clock.now())
  clients.release(till)
  sendsCard(till)
  room.pass(day + hour, 14_000)
  expect(room.signals.length).toBeGreaterThan(2)
  expect(stateOf(till)).not.toBe('quarantined')
})

test('what did not leave as it was is an alarm and cuts nobody off; what leaves afterwards does', async () => {
  const { room, learn, sendsCard, stateOf } = await watchedOffice([at(till, one)])
  learn(till)
  sendsCard(till, 'mask')
  expect(open(room)).toBe(1)
  expect(stateOf(till)).toBe('unknown')
  sendsCard(till)
  expect(open(room)).toBe(1)
  expect(stateOf(till)).toBe('quarantined')
})

test('an alarm that nobody chose for it cuts nobody off', async () => {
  const { room, learn, sendsCard, stateOf } = await watchedOffice([at(till, one)], [])
  learn(till)
  sendsCard(till)
  expect(open(room)).toBe(1)
  expect(stateOf(till)).toBe('unknown')
  expect(hindered(room)).toBe(false)
})

test('a machine in doubt is cut off by nobody but a person, who is told', async () => {
  const { clients, room, see, learn, sendsCard, stateOf } = await watchedOffice([at(till, one)])
  await see([at(till, two)])
  learn(till, 'user:anna', '10.0.0.99')
  // Two machines say to have the address: one may want the other cut off.
  sendsCard(till)
  expect(stateOf(till)).toBe('contested')
  expect(words(room)).toContain('two machines say to have its address')
  // A user may sit anywhere, and of this address no machine is known.
  for (const client of ['user:anna', '10.0.0.99']) sendsCard(client)
  expect(clients.list().every(({ quarantinedAt }) => quarantinedAt === null)).toBe(true)
  expect(words(room)).toContain('3 alarms were')
  for (const { id } of room.incidents.list({ limit: 10 }).incidents) room.incidents.acknowledge(id, 'box')
  expect(hindered(room)).toBe(false)
})

test('an alarm that is told late cuts nobody off: another machine may have the address by now', async () => {
  const { room, learn, sendsCard, stateOf } = await watchedOffice([at(till, one)])
  learn(till)
  sendsCard(till, 'mask')
  const [incident] = room.changes
  if (incident === undefined) throw new Error('no incident was opened')
  const signalAt = room.clock.now() - 61_000
  room.bus.publish('incident.changed', { ...incident, severity: 'act-now', signalAt })
  expect(stateOf(till)).toBe('unknown')
  expect(words(room)).toContain('more than a minute ago')
  room.bus.publish('incident.changed', {
    ...incident,
    severity: 'act-now',
    signalAt: room.clock.now() - 59_000,
  })
  expect(stateOf(till)).toBe('quarantined')
})

test('what cannot be noted holds the machine back all the same, is told so, and is noted as soon as the disk can', async () => {
  const { clients, database, ledger, room, learn, sendsCard, stateOf } = await watchedOffice([at(till, one)])
  const unnoted = () => room.health.codes().includes('ALARM_CUT_OFF_UNNOTED')
  learn(till)
  sendsCard(till, 'mask')
  database.run((db) => db.pragma('query_only = 1'))
  sendsCard(till)
  expect(stateOf(till)).toBe('quarantined')
  expect(clients.find(till).decidedBy).toBe('gateway')
  expect(unnoted()).toBe(true)
  expect(hindered(room)).toBe(false)
  const [incident] = room.incidents.list({ limit: 1 }).incidents
  room.incidents.acknowledge(incident?.id ?? '', 'box')
  expect(unnoted()).toBe(true)
  database.run((db) => db.pragma('query_only = 0'))
  await vi.waitFor(() => expect(unnoted()).toBe(false))
  expect(ledger.list({ limit: 1 })[0]).toMatchObject({
    ...{ action: 'client.quarantined', actor: 'gateway', facts: { alarm: 'first-card-data' } },
  })
  expect(stateOf(till)).toBe('quarantined')
})

test('several machines behind one card are not cut off for one of them', async () => {
  const { room, learn, sendsCard, stateOf } = await watchedOffice([at(till, one), at('10.0.0.8', one)])
  learn(till)
  sendsCard(till)
  expect(stateOf(till)).toBe('unknown')
  expect(hindered(room)).toBe(true)
})

test('three machines within an hour and no more: a wave of alarms does not cut the office off', async () => {
  const all = Array.from({ length: 8 }, (_, index) => at(`10.0.1.${index + 1}`, `00:00:5e:00:54:0${index}`))
  const { clients, room, learn, sendsCard } = await watchedOffice(all)
  const addresses = all.map(({ address }) => address)
  learn(...addresses)
  const cutOff = () => clients.list().filter(({ quarantinedAt }) => quarantinedAt !== null).length
  for (const address of addresses.slice(0, 5)) sendsCard(address)
  expect(cutOff()).toBe(3)
  expect(hindered(room)).toBe(true)
  room.pass(hour + 60_000, 60_000)
  for (const address of addresses.slice(5)) sendsCard(address)
  expect(cutOff()).toBe(6)
})

test('a device that has shown its certificate is cut off by its name, wherever it is by now, and nobody else at that address', async () => {
  const { clients, room, learn, sendsCard, stateOf } = await watchedOffice([at(till, one)])
  learn('device:till-1')
  sendsCard('device:till-1')
  await vi.waitFor(() => expect(stateOf('device:till-1')).toBe('quarantined'))
  expect(stateOf(till)).toBe('unknown')
  expect(clients.find('device:till-1')).toMatchObject({ decidedBy: 'gateway' })
  expect(hindered(room)).toBe(false)
})
