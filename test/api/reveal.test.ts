/** Promises of revealing over the network: for whom it was given, for a reason, with a fresh second factor of that very session, and noted. */
import { expect, test } from 'vitest'
import type { RevealReason } from '../../gateway/core/account/reveal.ts'
import { isGatewayError } from '../../gateway/core/errors.ts'
import type { LedgerActor } from '../../gateway/core/ledger/entry.ts'
import { openRoom } from '../accounts/room.ts'
import { runApi, tokenText } from './running-api.ts'
import { signIn } from './sign-in-scene.ts'
import { standIn, standInNow } from './stand-in.ts'

const code = '222222222222'
const view = { code, type: 'PERSON', destinationGroup: 'ai', period: '2026-11', issuedAt: standInNow }

async function atGateway() {
  const room = await openRoom()
  const office = standIn()
  const looked: { actor: LedgerActor; why: RevealReason | null }[] = []
  const tokens = {
    ...office.services.tokens,
    lookup(_code: string, actor: LedgerActor, why: RevealReason | null = null) {
      looked.push({ actor, why })
      return { ...view, value: 'Anna Example' }
    },
  }
  const services = { ...office.services, tokens, accounts: room.accounts }
  const api = await runApi({ ...office, services }, { requestsPerMinute: 1_000_000 })
  const origin = `https://gatehouse.home.arpa:${api.server.port}`
  const post = (path: string, body: object, headers: Record<string, string>) =>
    api.ask(`/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, 'gatehouse-change': '1', ...headers },
      body: JSON.stringify(body),
    })
  async function lookup(headers: Record<string, string>, body: object = { why: 'incident' }) {
    const answer = await post(`tokens/${code}/lookup`, body, headers)
    return [answer.status, answer.json().code ?? '']
  }
  return {
    ...{ room, api, looked, post, lookup },
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  }
}

test('a value is shown for the right, a reason and a fresh second factor alone, and noted with them', async () => {
  await using scene = await atGateway()
  const { room, api, looked, post, lookup } = scene
  const { uri } = await room.member('anna', 'owner')
  const cookie = await signIn({ room, api }, 'anna', uri)
  expect(await lookup({ cookie })).toEqual([403, 'REVEAL_NOT_GIVEN'])
  expect(room.accounts.desk.setReveals('anna', true).reveals).toBe(true)
  expect(await lookup({ cookie }, {})).toEqual([428, 'REVEAL_REASON_MISSING'])
  expect(await lookup({ cookie }, { why: 'curious' })).toEqual([400, ''])
  expect(await lookup({ cookie })).toEqual([428, 'FRESH_FACTOR_NEEDED'])
  room.pass(30_000)
  const proof = { code: room.codeOf(uri) }
  expect((await post('account/proof', proof, { cookie })).status).toBe(200)
  expect(looked).toEqual([])
  expect(await lookup({ cookie })).toEqual([200, code])
  expect(looked).toEqual([{ actor: expect.stringMatching(/^account:[0-9a-f]{16}$/), why: 'incident' }])
  expect(api.captured.text()).not.toContain('Anna Example')
  // The same code again proves nothing, and another session of the same person is not fresh.
  expect((await post('account/proof', proof, { cookie })).json().code).toBe('FACTOR_WRONG')
  room.pass(30_000)
  const other = await signIn({ room, api }, 'anna', uri)
  expect(await lookup({ cookie: other })).toEqual([428, 'FRESH_FACTOR_NEEDED'])
  expect(await lookup({ cookie })).toEqual([200, code])
  room.pass(5 * 60_000)
  expect(await lookup({ cookie })).toEqual([428, 'FRESH_FACTOR_NEEDED'])
})

test('a right that was taken counts in no session any more', async () => {
  await using scene = await atGateway()
  const { room, api, looked, post, lookup } = scene
  const { uri } = await room.member('petra', 'privacy-lead')
  room.accounts.desk.setReveals('petra', true)
  const cookie = await signIn({ room, api }, 'petra', uri)
  room.pass(30_000)
  await post('account/proof', { code: room.codeOf(uri) }, { cookie })
  expect(await lookup({ cookie })).toEqual([200, code])
  room.accounts.desk.setReveals('petra', false)
  expect(await lookup({ cookie })).toEqual([403, 'REVEAL_NOT_GIVEN'])
  expect(looked.length).toBe(1)
  expect(room.noted.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['account.reveal-given', 'account.reveal-withdrawn']),
  )
})

test('neither the access token nor a role that may not see what is kept of people reveals anything', async () => {
  await using scene = await atGateway()
  const { room, api, looked, lookup } = scene
  expect(await lookup({ authorization: `Bearer ${tokenText}` })).toEqual([409, 'ACCOUNT_NEEDED'])
  for (const role of ['contractor', 'auditor'] as const) {
    const { uri } = await room.member(role, role)
    const cookie = await signIn({ room, api }, role, uri)
    expect((await lookup({ cookie }))[0]).toBe(403)
    expect(refusalOf(() => room.accounts.desk.setReveals(role, true))).toBe('REVEAL_ROLE')
  }
  expect(refusalOf(() => room.accounts.desk.add('x', { role: 'staff', until: null, reveals: true }))).toBe(
    'REVEAL_ROLE',
  )
  expect(looked).toEqual([])
})

test('another role by a reset takes the right where that role cannot have it, a new start keeps it', async () => {
  const room = await openRoom()
  room.accounts.desk.add('anna', { role: 'owner', until: null, reveals: true })
  expect(room.accounts.desk.reset('anna', { role: null, until: null }).account.reveals).toBe(true)
  expect(room.accounts.desk.reset('anna', { role: 'auditor', until: null }).account.reveals).toBe(false)
  expect(room.accounts.desk.reset('anna', { role: 'owner', until: null }).account.reveals).toBe(false)
})

function refusalOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (isGatewayError(error)) return error.code
    throw error
  }
  return ''
}
