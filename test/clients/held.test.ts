/** Promises about whom the network is to hold back: by cards and addresses, as long as it counts, and never without end. */
import { expect, test } from 'vitest'
import { holdMs } from '../../gateway/core/client/held-addresses.ts'
import { mostHeld } from '../../gateway/core/network/machine-note.ts'
import { at, floodOf, office, one, phone, two } from './tabled.ts'

test('whom the network is to hold back: quarantine by cards and addresses, guests by cards, however many come', async () => {
  const { clients, see, set } = await office([
    at('10.0.0.7', one),
    at('10.0.0.8', two),
    at('10.0.0.9', phone),
  ])
  expect(clients.held()).toEqual({ quarantined: { cards: [], addresses: [] }, guests: [phone] })
  const changes: number[] = []
  clients.onChange(() => changes.push(1))
  clients.quarantine(one)
  clients.guest(two)
  expect(clients.held()).toEqual({
    quarantined: { cards: [one], addresses: ['10.0.0.7'] },
    guests: [two, phone],
  })
  clients.release(one)
  await see(floodOf('02:16:3e'))
  const guests = clients.held()?.guests ?? []
  expect([guests.length <= mostHeld, guests.includes(two), guests.includes(phone)]).toEqual([
    true,
    true,
    true,
  ])
  set({ watch: false })
  expect(clients.held()).toEqual({ quarantined: { cards: [], addresses: [] }, guests: [] })
  expect(changes.length).toBeGreaterThanOrEqual(5)
})

test('a machine in quarantine that says to have the address of another cuts nobody else off; its own stays', async () => {
  const { clients, see } = await office([at('10.0.0.7', one), at('10.0.0.8', two)])
  clients.quarantine(one)
  await see([at('10.0.0.7', one), at('10.0.0.8', two), at('10.0.0.8', one)])
  expect(clients.held()?.quarantined).toEqual({ cards: [one], addresses: ['10.0.0.7'] })
  // Nor does it get out where another card, its own maybe, says to have what it has.
  await see([at('10.0.0.7', one), at('10.0.0.8', two), at('10.0.0.7', phone)])
  expect(clients.held()).toEqual({ quarantined: { cards: [one], addresses: ['10.0.0.7'] }, guests: [phone] })
})

test('guests are no more than can be told of where a flood says to have the addresses of a flood', async () => {
  const { clients, see, later } = await office([at('10.0.0.7', one)])
  clients.guest(one)
  later(2 * holdMs)
  // Without an address, and a guest all the same.
  await see([at('10.0.0.7', phone)])
  await see(floodOf('02:16:3e'))
  await see([at('10.0.0.7', '06:16:3e:ff:ff:ff'), ...floodOf('06:16:3e')])
  const guests = clients.held()?.guests ?? []
  expect([guests.length, guests.includes(one), guests.includes(phone)]).toEqual([mostHeld, true, true])
})
