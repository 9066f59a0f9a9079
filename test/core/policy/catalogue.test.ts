/** Promises of the catalogue: every host has a source or says that it has none, and old lists are told. */
import { expect, test } from 'vitest'
import { catalogueSchema, wholeCatalogue } from '../../../gateway/core/policy/catalogue.ts'
import { checkCatalogue, countSourced, viewCatalogue } from '../../../gateway/core/policy/catalogue-view.ts'
import { shippedCatalogue } from '../../policy/shipped.ts'

const day = (text: string) => Date.parse(`${text}T12:00:00Z`)
const source = { title: 'Hosts of A', url: 'https://a.example/hosts', read: '2026-01-10' }
const group = { title: 'A', kind: 'other', asOf: '2026-11-01' }
const written = (more: object) => ({ groups: { a: { ...group, ...more } } })
const whole = (more: object) => wholeCatalogue(catalogueSchema.parse(written(more)))

test('each shipped host has a source, or stands in a list that says what it rests on instead', () => {
  const groups = viewCatalogue(shippedCatalogue, day('2026-11-23'))
  const lists = groups.flatMap((each) => each.lists)
  expect(lists.filter((list) => list.source === 'none' && list.restsOn === null)).toEqual([])
  expect(lists.filter((list) => list.source !== 'none').length).toBeGreaterThanOrEqual(9)
  expect(checkCatalogue(shippedCatalogue, day('2026-11-23'))).toEqual([])
})

test('each shipped source is a public page, read on a day that has been, and names some host', () => {
  for (const { name, lists } of viewCatalogue(shippedCatalogue, Date.now()))
    for (const { source: told, hosts } of lists) {
      expect(hosts.length, name).toBeGreaterThan(0)
      if (told === 'none') continue
      const { protocol, hostname, username, port } = new URL(told.url)
      expect({ protocol, username, port }, told.url).toEqual({ protocol: 'https:', username: '', port: '' })
      expect(hostname, told.url).toMatch(
        /^(?!.*(?:localhost|example|\.local|\.arpa|\.test)$)[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/,
      )
      expect(told.read, told.url).toMatch(/^2026-\d\d-\d\d$/)
      expect(Date.parse(told.read), told.url).toBeLessThanOrEqual(Date.now())
      // A file of a repository changes under the same address, unless it names the version.
      const [, , , kind, version = ''] = new URL(told.url).pathname.split('/')
      if (hostname === 'github.com')
        expect([kind, version]).toEqual(['blob', expect.stringMatching(/^[0-9a-f]{40}$/)])
    }
})

test('shipped sources are in the order of their titles with none behind them, hosts in the order of their names', () => {
  const inOrder = (host: string) => (host.startsWith('*.') ? `${host.slice(2)} *` : host)
  for (const { name, lists } of viewCatalogue(shippedCatalogue, Date.now())) {
    const titles = lists.map(({ source: told }) => (told === 'none' ? '~' : told.title.toLowerCase()))
    expect(titles, name).toEqual(titles.toSorted())
    for (const { hosts } of lists) {
      const names = hosts.map(inOrder)
      expect(names, name).toEqual(names.toSorted())
    }
  }
})

test('it is counted how many hosts have a source', () => {
  const lists = [
    { source, hosts: ['a.example', '*.a.example'] },
    { source: 'none', restsOn: 'its name', hosts: ['b.example'] },
  ]
  const shown = viewCatalogue(whole({ hosts: ['old.example'], lists }), day('2026-11-23'))
  expect(countSourced(shown)).toEqual({ hosts: 4, sourced: 2 })
  expect(countSourced([])).toEqual({ hosts: 0, sourced: 0 })
  const { hosts, sourced } = countSourced(viewCatalogue(shippedCatalogue, day('2026-11-23')))
  expect(hosts).toBeGreaterThan(300)
  expect(sourced).toBeGreaterThanOrEqual(233)
})

test('hosts of lists are hosts of the group, each once', () => {
  const lists = [{ source, hosts: ['a.example', '*.a.example'] }]
  expect(whole({ hosts: ['a.example', 'old.example'], lists }).groups.a?.hosts).toEqual([
    ...['a.example', 'old.example', '*.a.example'],
  ])
})

test('a group without lists is taken as before, and shown as without a source', () => {
  const [shown] = viewCatalogue(whole({ hosts: ['a.example'] }), day('2026-11-23'))
  expect(shown?.lists).toEqual([{ source: 'none', restsOn: null, hosts: ['a.example'] }])
})

test('what nobody has looked at for a year is told, group and source each with its place', () => {
  const catalogue = whole({ lists: [{ source, hosts: ['a.example'] }] })
  expect(checkCatalogue(catalogue, day('2027-01-09'))).toEqual([])
  expect(checkCatalogue(catalogue, day('2027-01-12')).map(({ path }) => path.join('.'))).toEqual([
    'groups.a.lists.0.source.read',
  ])
  expect(checkCatalogue(catalogue, day('2028-01-01')).map(({ path }) => path.join('.'))).toEqual([
    'groups.a.asOf',
    'groups.a.lists.0.source.read',
  ])
  expect(checkCatalogue(catalogue, day('2026-10-01'))[0]?.message).toContain('yet to come')
})

test.each([
  ['no source and no word of what it rests on', [{ source: 'none', hosts: ['a.example'] }]],
  ['a source without a day', [{ source: { title: 'A', url: source.url }, hosts: [] }]],
  ['an address without TLS', [{ source: { ...source, url: 'http://a.example' }, hosts: [] }]],
  ['a program instead of an address', [{ source: { ...source, url: 'javascript:alert(1)' }, hosts: [] }]],
  ['no host', [{ source, hosts: ['a b'] }]],
  ['a key that nobody knows', [{ source, hosts: [], from: 'x' }]],
])('a list with %s is refused', (_, lists) => {
  expect(catalogueSchema.safeParse(written({ lists })).success).toBe(false)
  expect(catalogueSchema.safeParse(written({ lists: [{ source, hosts: ['a.example'] }] })).success).toBe(true)
})
