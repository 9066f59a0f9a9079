/** Promises about which addresses count as one machine's: those of its card alone, and none where its card may be of several. */
import { expect, test } from 'vitest'
import { holdMs } from '../../gateway/core/client/held-addresses.ts'
import { at, office, one, phone, two } from './tabled.ts'

const both = [at('10.0.0.7', one), at('fd00::7', one), at('fd00::a7', one)]

test('IPv4 and IPv6 of one card stand beside each other, and no address of another card', async () => {
  const { clients, set } = await office([...both, at('10.0.0.8', two), at('fd00::8', two)])
  expect(clients.addressesBeside('10.0.0.7')).toEqual(['fd00::7', 'fd00::a7'])
  expect(clients.addressesBeside('fd00::8')).toEqual(['10.0.0.8'])
  expect(clients.addressesBeside('10.0.0.9')).toEqual([])
  set({ watch: false })
  expect(clients.addressesBeside('10.0.0.7')).toEqual([])
})

test('an address that two cards say to have stands beside nothing, and nothing beside it', async () => {
  const { clients, see } = await office([...both, at('fd00::8', two)])
  await see([...both, at('fd00::8', two), at('fd00::7', two)])
  expect(clients.addressesBeside('10.0.0.7')).toEqual(['fd00::a7'])
  expect(clients.addressesBeside('fd00::7')).toEqual([])
  expect(clients.addressesBeside('fd00::8')).toEqual([])
})

test('a card behind which several machines may be, at one moment or in turn, has no address beside another', async () => {
  const { clients, see, later } = await office(both)
  await see([...both, at('10.0.0.8', one)])
  expect(clients.addressesBeside('10.0.0.7')).toEqual([])
  // One after the other, as through a repeater of the wireless network.
  const inTurn = await office([at('10.0.0.7', one), at('fd00::7', one)])
  await inTurn.see([at('10.0.0.7', one, false), at('fd00::7', one), at('10.0.0.8', one)])
  expect(inTurn.clients.addressesBeside('10.0.0.8')).toEqual([])
  // A machine that has got another address is alone again once the old one was not heard of for so long.
  later(2 * holdMs)
  await see([at('10.0.0.8', one), at('fd00::7', one)])
  expect(clients.addressesBeside('fd00::7')).toContain('10.0.0.8')
})

test('a card that made itself up is none until a person names it', async () => {
  const { clients } = await office([at('10.0.0.9', phone), at('fd00::9', phone)])
  expect(clients.addressesBeside('10.0.0.9')).toEqual([])
  clients.name('10.0.0.9', 'Phone')
  expect(clients.addressesBeside('10.0.0.9')).toEqual(['fd00::9'])
})
