/** Who may see and ask at an address: the machine that surely has it, and no guest or machine in quarantine asks. */
import { expect, test } from 'vitest'
import { defaultConfig } from '../../config/schema.ts'
import { askerAt } from '../../gateway/app/asker.ts'
import type { Standing } from '../../gateway/core/client/standing.ts'

const address = '192.168.1.7'
const others = ['fd00::7']

function asked(state: Standing['state'] | null, machine: string | null = '0a1b2c3d', guests: string[] = []) {
  const { clients } = defaultConfig()
  const standing = state === null ? null : { machine, state, groups: [] }
  return askerAt(address, {
    clients: { standingOf: () => standing, addressesBeside: () => others },
    config: { clients: { ...clients, guests } },
  })
}

test('a known machine asks, and one of which nothing is known goes by its address', () => {
  expect(asked('known')).toEqual({ address, machine: '0a1b2c3d', others, mayAsk: true })
  expect(asked(null)).toEqual({ address, machine: null, others: [], mayAsk: true })
})

test('guests, machines in quarantine and undecided ones see what was done, and ask for nothing', () => {
  for (const state of ['guest', 'quarantined', 'unknown'] as const)
    expect(asked(state)).toEqual({ address, machine: '0a1b2c3d', others, mayAsk: false })
  expect(asked('known', '0a1b2c3d', ['192.168.1.0/24'])).toMatchObject({ mayAsk: false })
  expect(asked(null, null, ['192.168.1.0/24'])).toMatchObject({ mayAsk: false })
})

test('where two cards claim the address, or the card made its own up, nobody sees anything', () => {
  expect(asked('contested')).toBe(null)
  expect(asked('known', null)).toBe(null)
  expect(asked('guest', null)).toBe(null)
})
