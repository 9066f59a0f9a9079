/** Promises of lists of people, keys and devices: bounded pages that join without a gap or a double, also while somebody adds and removes. */
import { expect, test } from 'vitest'
import { pageOf } from '../../gateway/api/paged.ts'
import { openChanges } from './change-scene.ts'

const names = Array.from({ length: 7 }, (_, at) => `user-${at}`)
const nameOf = (name: string) => name

test('pages join to the whole list, and the last one says so', () => {
  const joined: string[] = []
  let after: string | undefined
  do {
    const { page, next } = pageOf(names, { limit: 3, after }, nameOf)
    expect(page.length).toBeLessThanOrEqual(3)
    joined.push(...page)
    after = next ?? undefined
  } while (after !== undefined)
  expect(joined).toEqual(names)
  expect(pageOf(names, { limit: 7 }, nameOf).next).toBeNull()
  expect(pageOf([], { limit: 7 }, nameOf)).toEqual({ page: [], next: null })
})

test('a cursor holds no name, goes on after what it names, and is refused where that is gone', () => {
  const { next } = pageOf(names, { limit: 2 }, nameOf)
  expect(next).toMatch(/^[0-9a-f]{16}$/)
  const after = next ?? ''
  expect(pageOf(['another', ...names], { limit: 2, after }, nameOf).page).toEqual(['user-2', 'user-3'])
  expect(() => pageOf(['user-0', 'user-2'], { limit: 2, after }, nameOf)).toThrow(
    expect.objectContaining({ code: 'USAGE' }),
  )
})

test('over HTTPS accounts and keys come in pages, and nobody has more than twenty keys that count', async () => {
  const { room, signedIn } = await openChanges()
  const anna = await signedIn('anna', 'owner')
  for (let at = 0; at < 5; at++) room.accounts.desk.add(`staff-${at}`, { role: 'staff', until: null })
  const first = (await anna.ask('GET', '/api/v1/accounts?limit=4')).json()
  expect(first.accounts).toHaveLength(4)
  const second = (await anna.ask('GET', `/api/v1/accounts?limit=4&after=${first.next}`)).json()
  expect(second).toMatchObject({ accounts: [{ name: 'staff-3' }, { name: 'staff-4' }], next: null })

  const terms = { account: 'anna', scopes: ['metrics'], until: room.now() + 60_000 }
  for (let at = 10; at < 30; at++) room.accounts.apiKeys.add(`key-${at}`, terms)
  expect(() => room.accounts.apiKeys.add('one-more', terms)).toThrow(
    expect.objectContaining({ code: 'API_KEY_LIMIT' }),
  )
  room.accounts.apiKeys.revoke('key-10', 'box')
  expect(room.accounts.apiKeys.add('one-more', terms).text).toMatch(/^ghk_/)
  for (const path of ['/api/v1/api-keys', '/api/v1/account/api-keys']) {
    const page = (await anna.ask('GET', `${path}?limit=20`)).json()
    expect([page.keys, typeof page.next]).toMatchObject([{ length: 20 }, 'string'])
    const rest = (await anna.ask('GET', `${path}?limit=20&after=${page.next}`)).json()
    expect(rest).toMatchObject({ keys: [{ name: 'one-more' }], next: null })
  }
})

test.each(['accounts', 'api-keys', 'account/api-keys', 'devices', 'proxy/users', 'holds'])(
  'the list of %s takes no page that is none',
  async (list) => {
    const { signedIn } = await openChanges()
    const anna = await signedIn('anna', 'owner')
    for (const query of ['limit=0', 'limit=201', 'after=anna', 'after=0123456789abcdef', 'before=x'])
      expect([query, (await anna.ask('GET', `/api/v1/${list}?${query}`)).status]).toEqual([query, 400])
  },
)
