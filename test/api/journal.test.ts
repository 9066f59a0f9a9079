/** Promises of the API's answers: what is described is what is sent, page by page, without a value too many. */
import { afterAll, expect, test } from 'vitest'
import { entityTypeNames } from '../../gateway/core/pii/entity.ts'
import { runApi } from './running-api.ts'
import { exchange, standIn } from './stand-in.ts'

const records = Array.from({ length: 120 }, (_, n) =>
  exchange({ n: n + 1, action: n % 2 ? 'transform' : 'pass' }),
)
const api = await runApi(standIn(records), { requestsPerMinute: 100_000 })
afterAll(() => api[Symbol.asyncDispose]())

test('following the cursor reads every record once, newest first', async () => {
  const seen: string[] = []
  let cursor = ''
  do {
    const page = (await api.askAsOwner(`/api/v1/journal?limit=50${cursor}`)).json() as {
      records: { id: string }[]
      next: string | null
    }
    seen.push(...page.records.map((record) => record.id))
    cursor = page.next === null ? '' : `&before=${page.next}`
  } while (cursor !== '')
  expect(seen).toEqual(
    records
      .map((record) => record.id)
      .sort()
      .reverse(),
  )
})

test('one record is sent as it is kept, and one that is none is a 404', async () => {
  const [record] = records
  expect((await api.askAsOwner(`/api/v1/journal/${record?.id}`)).json()).toEqual(record)
  expect((await api.askAsOwner('/api/v1/journal/000000000000-000000000000')).status).toBe(404)
})

test('a field that is not in the schema does not leave, whatever a later store may add to a row', async () => {
  const leaky = { ...exchange({ n: 5000 }), body: 'anna@example.com' }
  const alone = await runApi(standIn([leaky]))
  for (const path of ['/api/v1/journal', `/api/v1/journal/${leaky.id}`]) {
    expect((await alone.askAsOwner(path)).text).not.toContain('anna')
  }
  await alone[Symbol.asyncDispose]()
})

test('sums count by verdict', async () => {
  expect((await api.askAsOwner('/api/v1/journal/totals?since=0')).json()).toMatchObject({
    exchanges: 120,
    byAction: { pass: 60, transform: 60, refuse: 0 },
  })
})

test('the description lists every route with its parameters and what each answer looks like', async () => {
  const document = (await api.askAsOwner('/api/v1/openapi.json')).json() as {
    openapi: string
    paths: Record<
      string,
      Record<string, { parameters: { name: string; in: string; schema: object }[]; security?: [] }>
    >
  }
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document.paths).sort()).toEqual([
    '/api/v1/account',
    '/api/v1/account/api-keys',
    '/api/v1/account/passkeys',
    '/api/v1/account/passkeys/challenge',
    '/api/v1/account/passkeys/{id}/remove',
    '/api/v1/account/proof',
    '/api/v1/account/proof/challenge',
    '/api/v1/account/sessions',
    '/api/v1/account/sessions/{id}/end',
    '/api/v1/accounts',
    '/api/v1/accounts/{name}',
    '/api/v1/accounts/{name}/reset',
    '/api/v1/accounts/{name}/reveal',
    '/api/v1/accounts/{name}/revoke',
    '/api/v1/api-keys',
    '/api/v1/api-keys/{name}',
    '/api/v1/api-keys/{name}/revoke',
    '/api/v1/authorities',
    '/api/v1/authorities/bundle.pem',
    '/api/v1/authorities/interception.der',
    '/api/v1/authorities/office.der',
    '/api/v1/authorities/{kind}/rotate',
    '/api/v1/clients',
    '/api/v1/clients/counted',
    '/api/v1/clients/find',
    '/api/v1/clients/forget',
    '/api/v1/clients/group',
    '/api/v1/clients/guest',
    '/api/v1/clients/name',
    '/api/v1/clients/quarantine',
    '/api/v1/clients/release',
    '/api/v1/clients/{id}',
    '/api/v1/coverage',
    '/api/v1/devices',
    '/api/v1/devices/{name}',
    '/api/v1/devices/{name}/keys',
    '/api/v1/devices/{name}/revoke',
    '/api/v1/devices/{name}/telemetry',
    '/api/v1/doctor',
    '/api/v1/enrolment',
    '/api/v1/health',
    '/api/v1/holds',
    '/api/v1/holds/{id}',
    '/api/v1/holds/{id}/release',
    '/api/v1/incidents',
    '/api/v1/incidents/test-webhook',
    '/api/v1/incidents/{id}',
    '/api/v1/incidents/{id}/acknowledge',
    '/api/v1/incidents/{id}/close',
    '/api/v1/journal',
    '/api/v1/journal/stream',
    '/api/v1/journal/totals',
    '/api/v1/journal/{id}',
    '/api/v1/ledger',
    '/api/v1/ledger/checkpoint',
    '/api/v1/ledger/export',
    '/api/v1/ledger/key',
    '/api/v1/ledger/verify',
    '/api/v1/network',
    '/api/v1/network/protocols',
    '/api/v1/openapi.json',
    '/api/v1/originals',
    '/api/v1/originals/purge',
    '/api/v1/originals/{id}',
    '/api/v1/originals/{id}/resend',
    '/api/v1/originals/{id}/take',
    '/api/v1/policy',
    '/api/v1/policy/check',
    '/api/v1/policy/draft',
    '/api/v1/policy/draft/discard',
    '/api/v1/policy/history',
    '/api/v1/policy/history/{id}',
    '/api/v1/policy/history/{id}/restore',
    '/api/v1/policy/publish',
    '/api/v1/policy/replay',
    '/api/v1/policy/test',
    '/api/v1/proposals',
    '/api/v1/proposals/{id}',
    '/api/v1/proposals/{id}/accept',
    '/api/v1/proposals/{id}/dismiss',
    '/api/v1/proxy/users',
    '/api/v1/proxy/users/{name}',
    '/api/v1/proxy/users/{name}/password',
    '/api/v1/proxy/users/{name}/remove',
    '/api/v1/reload',
    '/api/v1/reviews',
    '/api/v1/reviews/{id}',
    '/api/v1/reviews/{id}/answer',
    '/api/v1/reviews/{id}/end',
    '/api/v1/session',
    '/api/v1/session/code',
    '/api/v1/session/passkey',
    '/api/v1/session/passkey/challenge',
    '/api/v1/session/token',
    '/api/v1/sessions',
    '/api/v1/sessions/{id}/end',
    '/api/v1/setup/checks',
    '/api/v1/setup/firefox-policies.json',
    '/api/v1/setup/gatehouse.mobileconfig',
    '/api/v1/setup/pac',
    '/api/v1/setup/recipes',
    '/api/v1/setup/wpad',
    '/api/v1/status',
    '/api/v1/sweeps',
    '/api/v1/sweeps/plan',
    '/api/v1/sweeps/{id}',
    '/api/v1/sweeps/{id}/proof',
    '/api/v1/telemetry',
    '/api/v1/tokens',
    '/api/v1/tokens/purge',
    '/api/v1/tokens/trace',
    '/api/v1/tokens/{code}/lookup',
    '/api/v1/trackers',
    '/api/v1/trackers/test',
    '/api/v1/vault',
    '/api/v1/vault/totals',
    '/api/v1/vault/{id}/content',
    '/api/v1/vault/{id}/export',
    '/healthz',
    '/metrics',
  ])
  const list = document.paths['/api/v1/journal']?.get
  expect(list?.parameters.map(({ name }) => name)).toContain('before')
  expect(list?.parameters.find(({ name }) => name === 'entity')?.schema).toMatchObject({
    enum: entityTypeNames,
  })
  expect(document.paths['/api/v1/authorities/{kind}/rotate']?.post?.parameters[0]).toMatchObject({
    name: 'kind',
    in: 'path',
    required: true,
  })
  expect(document.paths['/healthz']?.get?.security).toEqual([])
  expect(JSON.stringify(document)).not.toContain('undefined')
})

test('neither query, headers, cookies, bodies nor the path of a request reach the log, at level debug either', async () => {
  const planted = ['anna.schmidt@example.com', '4111111111111111', 'DE89370400440532013000']
  await api.askAsOwner(`/api/v1/journal?destination=${planted[0]}&${planted[1]}=1`)
  await api.askAsOwner(`/api/v1/journal/${planted[1]}`)
  await api.ask(`/${planted[2]}/x?mail=${planted[0]}`, {
    headers: { accept: 'text/html', 'user-agent': planted[0] },
  })
  await api.ask('/login', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      cookie: `a=${planted[1]}`,
      referer: `https://x/${planted[0]}`,
    },
    body: `token=${planted[2]}`,
  })
  await api.ask('/metrics', { headers: { authorization: `Bearer ${planted[1]}` } })
  await api.ask('/', { host: `${planted[2]}.example` })
  const text = api.captured.text()
  expect(text).toContain('"event":"api.request"')
  for (const value of planted) expect(text).not.toContain(value)
  expect(text).not.toMatch(/user-agent|cookie|authorization|127\.0\.0\.1/i)
})
