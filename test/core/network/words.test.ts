/** Promises about what people are told: the price of each choice, the card for the day the box dies, and the ways in. */
import { describe, expect, test } from 'vitest'
import { breakGlassCard } from '../../../gateway/core/network/card.ts'
import { waysIn } from '../../../gateway/core/network/ways.ts'
import { consequenceOf, consequences, doubts, nobodyListens } from '../../../gateway/core/network/words.ts'
import { settingsWith } from './settings.ts'

const chosen = { groups: { rooms: { whenDown: 'open' } }, others: { whenDown: 'closed' } } as const
const office = { office: 'Dental practice', contact: 'Anna, 0123', host: 'gatehouse.home.arpa', chosen }

test('each choice says what it costs while the gateway is down', () => {
  const [desks] = settingsWith().groups
  if (desks === undefined) throw new Error('no group')
  const groups = [desks, { ...desks, name: 'tills', whenDown: 'open' as const }]
  const says = consequences(settingsWith({ groups })).map((one) => one.says)
  expect(says[0]).toContain('have NO web')
  expect(says[0]).toContain('Refused besides: ssh')
  expect(says[1]).toContain('leaves UNREAD')
  expect(says[2]).toContain('pass unread')
})

test('a group that is intercepted over one family alone is doubted, unless everybody else is intercepted too', () => {
  expect(doubts(settingsWith()).map(({ path }) => path)).toEqual(['network.groups.desks'])
  expect(doubts(settingsWith({ others: { web: 'intercept', whenDown: 'closed', refuse: [] } }))).toEqual([])
  expect(doubts(settingsWith({ way: 'router-assisted', groups: [] })).map(({ path }) => path)).toEqual([
    'network.masquerade',
  ])
})

describe('the card', () => {
  test.each([
    ['two-port', settingsWith(), 'Pull both out of the box'],
    ['router-assisted', settingsWith({ way: 'router-assisted' }), '"Default gateway"'],
    ['off', null, 'switch off "use a proxy"'],
  ])('says in plain words how to get online without the box: %s', (_name, network, words) => {
    const card = breakGlassCard({ ...office, network }).join('\n')
    expect(card).toContain('DENTAL PRACTICE')
    expect(card).toContain('Anna, 0123')
    expect(card).toContain(words)
    expect(card).toContain('nothing is inspected')
    for (const line of card.split('\n')) expect(line.length, line).toBeLessThanOrEqual(130)
  })

  test('does not advise to take away what leads clients out', () => {
    const lines = (masquerade: boolean) =>
      breakGlassCard({ ...office, network: settingsWith({ masquerade }) }).join('\n')
    expect(lines(false)).toContain('run `sudo gatehouse network down`')
    expect(lines(true)).toContain('Do not take the rules of the network away')
  })

  test('says who has web while only the program is down', () => {
    const card = breakGlassCard({ ...office, network: settingsWith() })
    expect(card).toContain('  desks: no web')
    expect(card).toContain('  guests: web, as always')
    expect(card.join(' ')).toContain('Without power of the box nobody')
  })

  test('says it of machines that know the proxy, by what was chosen for their scripts', () => {
    const card = breakGlassCard({ ...office, network: null })
    expect(card).toContain(
      '  rooms: web, unread, with the set-up script; no web where the proxy was typed in',
    )
    expect(card).toContain('  everybody else: no web')
  })
})

test('the three ways are explained, each with a picture and how to do without the box', () => {
  const text = waysIn.join('\n')
  for (const way of ['two-port', 'network.mode: off', 'router-assisted']) expect(text).toContain(way)
  expect(text.match(/Without the box:/g)).toHaveLength(3)
})

test('nobody has to listen where no web traffic is taken', () => {
  const desks = settingsWith().groups
  expect(nobodyListens(settingsWith())).toMatchObject([{ path: 'proxy.transparent' }])
  expect(nobodyListens(settingsWith({ groups: desks.filter(({ web }) => web !== 'intercept') }))).toEqual([])
  const others = { web: 'intercept', whenDown: 'closed', refuse: [] } as const
  expect(nobodyListens(settingsWith({ groups: [], others }))).toHaveLength(1)
})

test('a group that passes unread and refuses QUIC is not told that QUIC passes', () => {
  const [group] = settingsWith().groups
  if (group === undefined) throw new Error('no group')
  const says = (refuse: typeof group.refuse) => consequenceOf({ ...group, web: 'tunnel', refuse })
  expect(says([])).toContain('and QUIC pass unread')
  expect(says(['quic'])).not.toContain('QUIC pass')
  expect(says(['quic'])).toContain('Refused besides: quic')
  expect(consequenceOf({ ...group, web: 'intercept', refuse: ['quic'] })).not.toContain('Refused besides')
})
