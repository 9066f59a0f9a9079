/** Promises about the words for a gateway that is down: they follow what the network and the set-up script really do. */
import { expect, test } from 'vitest'
import { whileDown } from '../../../gateway/core/network/while-down.ts'
import { settingsWith } from './settings.ts'

const [desks] = settingsWith().groups
if (desks === undefined) throw new Error('no group')
const others = { web: 'tunnel', whenDown: 'closed', refuse: [] } as const
const chosen = { groups: { rooms: { whenDown: 'open' } }, others: { whenDown: 'closed' } } as const
const settings = {
  groups: [
    desks,
    { ...desks, name: 'tills', whenDown: 'open' as const },
    { ...desks, name: 'guests', web: 'guest' as const, whenDown: 'open' as const },
  ],
  others,
}

test('what is taken follows the choice of its group; what is not taken goes on', () => {
  expect(whileDown({ settings, chosen, rulesAreGone: false })).toEqual([
    { name: 'desks', fate: 'none' },
    { name: 'tills', fate: 'unread' },
    { name: 'guests', fate: 'as-always' },
    { name: null, fate: 'as-always' },
  ])
})

test('where the rules are gone nobody is told that nothing leaves unread', () => {
  const fates = whileDown({ settings, chosen, rulesAreGone: true }).map(({ fate }) => fate)
  expect(fates).toEqual(['not-taken', 'not-taken', 'as-always', 'as-always'])
})

test('where this box forwards nothing, the set-up script decides', () => {
  expect(whileDown({ settings: null, chosen, rulesAreGone: false })).toEqual([
    { name: 'rooms', fate: 'by-script' },
    { name: null, fate: 'none' },
  ])
})
