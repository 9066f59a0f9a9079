/** Promises about cards, addresses and who holds them: what is read, what is followed, and what is not. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isClientName } from '../../../gateway/core/client/client.ts'
import { isMadeUp, readHardware } from '../../../gateway/core/client/hardware.ts'
import { HeldAddresses, holdMs, mostAddresses } from '../../../gateway/core/client/held-addresses.ts'
import { type Neighbour, readNeighbours } from '../../../gateway/core/client/neighbours.ts'
import { contestedState, stateOf } from '../../../gateway/core/client/standing.ts'
import { clientInRules, readClient, writtenClient } from '../../../gateway/core/login/client-name.ts'

const one = '00:00:5e:00:53:01'
const two = '00:00:5e:00:53:02'

function at(address: string, hardware: string, isFresh = true): Neighbour {
  return { address, hardware, device: 'lan0', isFresh }
}

describe('a card', () => {
  test('has one spelling, and groups and nobody are none', () => {
    expect(readHardware(' 00-00-5E-00-53-01 ')).toBe(one)
    for (const none of ['', '00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff', '01:00:5e:00:00:01', '0:0:5e:0:53:1'])
      expect(readHardware(none)).toBeNull()
  })

  test('is made up where its second bit says so, as phones and virtual machines have it', () => {
    for (const made of ['02:00:5e:00:53:01', 'da:a1:19:00:00:01', '52:54:00:12:34:56'])
      expect(isMadeUp(made)).toBe(true)
    expect(isMadeUp(one)).toBe(false)
  })
})

describe('the neighbour table', () => {
  test('is read line by line, and what is no neighbour is left out', () => {
    const lines = [
      { dst: '192.168.1.7', dev: 'lan0', lladdr: '00:00:5E:00:53:01', state: ['REACHABLE'] },
      { dst: 'fd00:0:0::7', dev: 'lan0', lladdr: one, state: ['STALE'] },
      { dst: '192.168.1.8', dev: 'lan0', state: ['FAILED'] },
      { dst: 'no address', dev: 'lan0', lladdr: one, state: ['REACHABLE'] },
      { dst: '192.168.1.9', dev: 7, lladdr: one, state: 'REACHABLE' },
      null,
      [],
    ]
    expect(readNeighbours(JSON.stringify(lines))).toEqual([at('192.168.1.7', one), at('fd00::7', one, false)])
    expect(readNeighbours('')).toEqual([])
    for (const none of ['{', '{}', '7', '"x"']) expect(readNeighbours(none)).toBeNull()
  })

  test('whatever else it holds, reading it never throws', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        readNeighbours(text)
      }),
    )
  })
})

describe('who has an address', () => {
  test('follows a machine that was renumbered, and gives its old address to the next', () => {
    const held = new HeldAddresses()
    held.see([at('10.0.0.7', one)], 0)
    expect(held.see([at('10.0.0.9', one)], 1000)).toEqual([])
    expect(held.see([at('10.0.0.7', two), at('10.0.0.9', one)], 2000)).toEqual([])
    expect(held.holderOf('10.0.0.7')).toMatchObject({ hardware: two, rival: null })
    expect(held.addressesOf(one)).toEqual(['10.0.0.9'])
  })

  test('does not follow a card that takes an address whose holder went nowhere, and tells it once', () => {
    const held = new HeldAddresses()
    held.see([at('10.0.0.7', one)], 0)
    const taking = { address: '10.0.0.7', from: one, by: two }
    expect(held.see([at('10.0.0.7', two)], 1000)).toEqual([taking])
    expect(held.see([at('10.0.0.7', two)], 2000)).toEqual([])
    expect(held.holderOf('10.0.0.7')).toMatchObject({ hardware: one, rival: { hardware: two } })
  })

  test('a holder with a second address of old is no less robbed', () => {
    const held = new HeldAddresses()
    held.see([at('10.0.0.7', one), at('10.0.0.8', one)], 0)
    expect(held.see([at('10.0.0.7', two), at('10.0.0.8', one)], 1000)).toHaveLength(1)
  })

  test('a rival that leaves is forgotten after an hour, one that stays when the holder left has the address', () => {
    const held = new HeldAddresses()
    held.see([at('10.0.0.7', one)], 0)
    held.see([at('10.0.0.7', two)], 1000)
    held.see([at('10.0.0.7', one)], holdMs + 2000)
    expect(held.holderOf('10.0.0.7')).toMatchObject({ hardware: one, rival: null })
    const other = new HeldAddresses()
    other.see([at('10.0.0.7', one)], 0)
    other.see([at('10.0.0.7', two)], holdMs - 1000)
    other.see([at('10.0.0.7', two)], holdMs + 2000)
    expect(other.holderOf('10.0.0.7')).toMatchObject({ hardware: two, rival: null })
  })

  test('of IPv6 a machine has many, the stalest of which makes room', () => {
    const held = new HeldAddresses()
    for (let n = 0; n < 100; n += 1) held.see([at(`fd00::${n + 1}`, one)], n)
    expect(held.addressesOf(one)).toHaveLength(24)
    expect(held.holderOf('fd00::100')).not.toBeNull()
    expect(held.holderOf('fd00::1')).toBeNull()
  })

  test('a flood fills no memory, and those who were there keep what they have', () => {
    const held = new HeldAddresses()
    held.see([at('192.168.1.7', one)], 0)
    const flood = Array.from({ length: 50_000 }, (_, n) => {
      const hex = (n + 0x10000).toString(16).padStart(6, '0').match(/../g) ?? []
      return at(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, ['00', '16', '3e', ...hex].join(':'))
    })
    held.see(flood, 1000)
    expect(held.size).toBe(mostAddresses)
    expect(held.holderOf('192.168.1.7')).toMatchObject({ hardware: one })
  })
})

describe('what a machine counts as', () => {
  const settings = { unknown: 'tunnel', madeUp: 'guest' } as const
  const kept = (state: 'unknown' | 'known' | 'guest', quarantinedAt: number | null = null) => ({
    state,
    quarantinedAt,
  })

  test.each([
    [null, false, 'unknown'],
    [null, true, 'guest'],
    [kept('unknown'), false, 'unknown'],
    [kept('known'), true, 'known'],
    [kept('guest'), false, 'guest'],
    [kept('known', 1), false, 'quarantined'],
    [kept('guest', 1), true, 'quarantined'],
  ] as const)('%j, made up %s: %s', (client, madeUp, state) => {
    expect(stateOf(client, madeUp, settings)).toBe(state)
  })

  test('as any client where the office chose that', () => {
    const rules = { unknown: 'rules', madeUp: 'rules' } as const
    expect([stateOf(null, false, rules), stateOf(null, true, rules)]).toEqual(['known', 'known'])
    expect(stateOf(kept('known', 1), false, rules)).toBe('quarantined')
  })

  test('two at one address count as the worse, and as neither of the better', () => {
    expect(contestedState(['known', 'guest'])).toBe('contested')
    expect(contestedState(['known', 'quarantined'])).toBe('quarantined')
  })
})

test('a client in rules has its user, its address and its groups, and nobody writes groups by hand', () => {
  const asking = { user: 'user:anna', device: null, address: '10.0.0.7', groups: ['tills', 'floor-1'] }
  expect(readClient(clientInRules(asking))).toEqual(asking)
  const nobody = { ...asking, user: null, groups: ['tills'] }
  expect(readClient(clientInRules(nobody))).toEqual(nobody)
  expect(writtenClient('10.0.0.7#tills')).toBeNull()
})

test('a name is no address, no id and no more than a line', () => {
  for (const name of ['Till 1', "Anna's phone", 'Büro (2. Stock)', 'a']) expect(isClientName(name)).toBe(true)
  for (const none of ['', '10.0.0.7', 'fd00::7', one, '0a1b2c3d', ' x', 'a\nb', '<b>x</b>', 'x'.repeat(61)])
    expect(isClientName(none)).toBe(false)
})
