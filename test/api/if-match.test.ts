/** Promises to two people who work at once: nobody overwrites what they have not seen, and nobody is held up by what goes on by itself. */
import { expect, test } from 'vitest'
import { taggedIncident, taggedReview } from '../../gateway/api/etags.ts'
import { rights } from '../../gateway/api/rights.ts'
import type { Services } from '../../gateway/api/services.ts'
import type { ClientView } from '../../gateway/core/client/client.ts'
import type { IncidentView } from '../../gateway/core/incident/view.ts'
import type { ReviewView } from '../../gateway/core/review/view.ts'
import { at, office, phone } from '../clients/tabled.ts'
import { openChanges } from './change-scene.ts'

/** One machine, of which people decide and which is seen again and again. */
function oneMachine({ clients }: Services) {
  let machine: ClientView = {
    ...{ id: '0a1b2c3d', hardware: '02:00:00:00:00:07', name: null, group: null, state: 'unknown' },
    ...{ quarantinedAt: null, firstSeenAt: 1, seenAt: 1, decidedAt: null, decidedBy: null },
    ...{ isMadeUp: false, addresses: [], contested: [], isShared: false },
  }
  const find = () => {
    machine = { ...machine, seenAt: machine.seenAt + 1000, addresses: [`10.0.0.${machine.seenAt % 200}`] }
    return machine
  }
  const decide = (change: Partial<ClientView>) => {
    machine = { ...machine, ...change, decidedAt: 5 }
    return machine
  }
  return {
    clients: {
      ...clients,
      ...{ find, list: () => [find()] },
      name: (_machine: string, name: string) => decide({ name, state: 'known' }),
      quarantine: () => decide({ quarantinedAt: 5 }),
    },
  }
}

/** What a change begins, ends for good or asks without changing needs no state; each by its whole name, so that a new route is guarded or listed. */
const fresh = [
  '/api/v1/account/sessions/:id/end',
  '/api/v1/account/passkeys',
  '/api/v1/account/passkeys/challenge',
  '/api/v1/account/passkeys/:id/remove',
  '/api/v1/account/proof',
  '/api/v1/account/proof/challenge',
  '/api/v1/tokens/:code/lookup',
  '/api/v1/accounts/:name/revoke',
  '/api/v1/api-keys/:name/revoke',
  '/api/v1/sessions/:id/end',
  '/api/v1/clients/counted',
  '/api/v1/clients/find',
  '/api/v1/policy/check',
  '/api/v1/policy/test',
  '/api/v1/policy/replay',
  '/api/v1/devices/:name/revoke',
  '/api/v1/trackers/test',
  '/api/v1/reload',
  '/api/v1/holds',
  '/api/v1/sweeps',
]
const changing = rights.filter(
  ({ method, route, who }) => method !== 'GET' && /^\/api/.test(route) && Array.isArray(who),
)
const guarded = changing.filter(({ route }) => !fresh.includes(route))

interface Described {
  paths: Record<string, { post?: { responses?: Record<string, unknown> } }>
}

test('a change over the network that names no state is refused with 428 on every route of things that two may decide', async () => {
  const { api, done, signedIn } = await openChanges(oneMachine)
  const anna = await signedIn('anna', 'owner')
  expect([guarded.length, changing.length]).toEqual([17, 17 + fresh.length])
  const document = (await anna.ask('GET', '/api/v1/openapi.json')).json() as unknown as Described
  const told = Object.entries(document.paths).flatMap(([path, { post }]) =>
    post?.responses?.['428'] ? [path] : [],
  )
  expect(told.sort()).toEqual(guarded.map(({ route }) => route.replace(':id', '{id}')).sort())
  for (const { route } of guarded) {
    const isTimed = /incidents|reviews/.test(route)
    const id = isTimed ? '0123456789ab-0123456789ab' : route.includes('holds') ? '0123456789ab' : '0a1b2c3d'
    const bodies = { close: { outcome: 'no-breach' }, release: { reason: 'case' } }
    const last = (/\w+$/.exec(route)?.[0] ?? '') as keyof typeof bodies | 'answer'
    const isClient = route.startsWith('/api/v1/clients/')
    const isPolicy = route.startsWith('/api/v1/policy/')
    const path = `${route.replace(':id', isPolicy ? '1' : id)}${last === 'answer' ? '?answer=no' : ''}`
    const extra =
      last.toString() === 'name' ? { name: 'x' } : last.toString() === 'group' ? { group: null } : {}
    const written = { text: 'mode: observe', base: '0123456789ab' }
    const asked = isClient
      ? { machine: id, ...extra }
      : /publish|draft$/.test(route)
        ? written
        : last === 'answer'
          ? undefined
          : bodies[last]
    const body = asked === undefined ? {} : { body: asked }
    for (const more of [{}, { 'if-match': '*' }]) {
      const answer = await anna.ask('POST', path, { ...body, more })
      expect([path, answer.status, answer.json().code]).toEqual([path, 428, 'STATE_UNNAMED'])
    }
  }
  const bearer = await api.askAsOwner('/api/v1/clients/quarantine', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"machine":"0a1b2c3d"}',
  })
  expect(bearer.status).toBe(428)
  expect(done).toEqual([])
})

test('of two who decide about one machine the second is told to look again, and does nothing', async () => {
  const { done, signedIn } = await openChanges(oneMachine)
  const [anna, otto] = [await signedIn('anna', 'owner'), await signedIn('otto', 'contractor')]
  const seen = async (who: typeof anna) => (await who.ask('GET', '/api/v1/clients/0a1b2c3d')).headers.etag
  const [byAnna, byOtto] = [await seen(anna), await seen(otto)]
  expect(byAnna).toMatch(/^"[\w-]{22}"$/)
  // It was seen anew meanwhile, at another address: that is nobody's decision.
  expect(byOtto).toBe(byAnna)
  const listed = (await otto.ask('GET', '/api/v1/clients')).json().clients
  expect(listed).toMatchObject([{ etag: byAnna }])
  const name = (who: typeof anna, etag: string | undefined, called: string) =>
    who.ask('POST', '/api/v1/clients/name', {
      body: { machine: '0a1b2c3d', name: called },
      more: { 'if-match': etag },
    })
  const first = await name(anna, byAnna, 'Till 1')
  expect([first.status, first.json().name]).toEqual([200, 'Till 1'])
  for (const past of [byOtto, `W/${String(first.json().etag)}`, '"x", "y"']) {
    const second = await name(otto, past, 'Till 2')
    expect([second.status, second.headers['content-type'], second.json()]).toMatchObject([
      412,
      'application/problem+json; charset=utf-8',
      { code: 'CHANGED_MEANWHILE', title: 'It is another by now, so nothing was done.' },
    ])
  }
  expect(done).toHaveLength(1)
  expect((await name(otto, `"x", ${await seen(otto)}`, 'Till 2')).status).toBe(200)
})

test('a device or a card of which nothing was decided can be looked at, and cut off as it was seen', async () => {
  const { clients } = await office([at('10.0.0.9', phone)])
  const { signedIn } = await openChanges((office) => ({
    clients: {
      ...office.clients,
      find: (machine) => clients.find(machine),
      quarantine: (machine, actor) => clients.quarantine(machine, actor),
    },
  }))
  const anna = await signedIn('anna', 'owner')
  for (const machine of ['device:till-1', phone]) {
    const seen = await anna.ask('POST', '/api/v1/clients/find', { body: { machine } })
    expect([seen.status, seen.json().hardware]).toEqual([200, machine])
    const cutOff = () =>
      anna.ask('POST', '/api/v1/clients/quarantine', {
        body: { machine },
        more: { 'if-match': seen.headers.etag },
      })
    expect((await cutOff()).json()).toMatchObject({ hardware: machine, quarantinedAt: expect.any(Number) })
    expect(clients.find(machine).quarantinedAt).not.toBeNull()
    // What was seen is past from then on.
    expect((await cutOff()).status).toBe(412)
  }
  const stranger = await anna.ask('GET', '/api/v1/clients/device:till-9')
  expect([stranger.status, stranger.json().code]).toEqual([404, 'CLIENT_UNKNOWN'])
  expect((await anna.ask('GET', '/api/v1/clients/device:till-1')).headers.etag).toBe(
    (await anna.ask('POST', '/api/v1/clients/find', { body: { machine: 'till-1' } })).headers.etag,
  )
  // What is personal stays out of addresses, which logs and histories keep: a card as well.
  for (const name of [phone, '10.0.0.9', 'device:..', 'device:TILL-1', 'till-1'])
    expect((await anna.ask('GET', `/api/v1/clients/${name}`)).status).toBe(400)
  const auditor = await signedIn('tom', 'auditor')
  expect((await auditor.ask('POST', '/api/v1/clients/find', { body: { machine: phone } })).status).toBe(403)
})

test('what goes on by itself leaves the tag as it is; what somebody decides, or what grew worse, does not', () => {
  const still = { at: 1, correction: null, used: false, takenBack: false, leftMs: 900_000 }
  const answered = { answer: '15m', ...still } as const
  const review = { id: 'a', possible: [], answered } as unknown as ReviewView
  const tag = taggedReview(review).etag
  expect(taggedReview({ ...review, answered: { ...answered, leftMs: 1 } }).etag).toBe(tag)
  expect(taggedReview({ ...review, answered: { ...answered, takenBack: true } }).etag).not.toBe(tag)
  expect(taggedReview({ ...review, answered: null, possible: ['no'] }).etag).not.toBe(tag)
  const incident = { id: 'a', state: 'open', severity: 'note', signals: 1 } as unknown as IncidentView
  const before = taggedIncident(incident).etag
  expect(taggedIncident({ ...incident, signals: 2 }).etag).toBe(before)
  expect(taggedIncident({ ...incident, severity: 'act-now' }).etag).not.toBe(before)
})
