/** Promises of what pages and API say of the network: each bullet has a place, empty states included, and nothing is changed by reading. */
import { expect, test } from 'vitest'
import { networkOverview } from '../../gateway/core/network/overview.ts'
import { protocolLines } from '../../gateway/core/network/protocols.ts'
import { InspectedShareTally } from '../../gateway/core/policy/inspected-share.ts'
import { settingsWith } from '../core/network/settings.ts'
import { typicalOffice } from './page-states.ts'
import { runApi } from './running-api.ts'
import { type StandIn, standIn } from './stand-in.ts'

const settings = settingsWith()
const chosen = { groups: {}, others: { whenDown: 'closed' } } as const
const overviewWith = (rules: 'in-force' | 'not-in-force') =>
  networkOverview({ settings, chosen, rulesAreGone: rules === 'not-in-force' })

function officeWith(rules: 'in-force' | 'not-in-force', office: StandIn = typicalOffice()): StandIn {
  const network = {
    ...office.services.network,
    overview: () => overviewWith(rules),
    seen: () => ({ rules, bridged: [] }),
  }
  return { ...office, services: { ...office.services, network } }
}

async function asked(office: StandIn, path: string): Promise<{ status: number; text: string }> {
  await using api = await runApi(office)
  const { status, text } = await api.askAsOwner(path)
  return { status, text }
}

const plain = (page: string) => page.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

test('the first screen says for each group what holds while the gateway runs and while it does not', async () => {
  const text = plain((await asked(officeWith('in-force'), '/')).text)
  expect(text).toContain('Rules In force, as far as is seen without a right')
  for (const { says } of overviewWith('in-force').groups) expect(text).toContain(says)
  for (const command of ['protocols', 'card', 'ways', 'status'])
    expect(text).toContain(`gatehouse network ${command}`)
  for (const command of ['policy catalogue', 'reviews list', 'journal coverage'])
    expect(text).toContain(`gatehouse ${command}`)
  expect(text).toContain('gatehouse policy replay')
  expect(text).toMatch(/[\d,]+ exchanges? of [\d,]+ today passed unread \(\d+ %\)/)
  expect(text).toContain('desks: no web. guests: web, as always')
  const gone = plain((await asked(officeWith('not-in-force'), '/')).text)
  expect(gone).toContain('Not in force')
  expect(gone).toContain('desks: web, unread, now as well: the rules are not in force')
})

test('an office without the network part, and without traffic, is told so', async () => {
  const text = plain((await asked(standIn(), '/')).text)
  expect(text).toContain('Rules Switched off')
  expect(text).toContain('Machines that are set to the proxy. everybody else: no web.')
  expect(text).toContain('Nothing came through today.')
})

test('programs read the same: groups, whether the rules are there, and the table of protocols', async () => {
  const { text, status } = await asked(officeWith('not-in-force'), '/api/v1/network')
  expect(status).toBe(200)
  expect(JSON.parse(text)).toEqual({
    ...JSON.parse(JSON.stringify(overviewWith('not-in-force'))),
    ...{ rules: 'not-in-force', bridged: [] },
  })
  const table = JSON.parse((await asked(standIn(), '/api/v1/network/protocols')).text)
  expect(table.protocols.map(({ line }: { line: string }) => line)).toEqual([...protocolLines])
})

test('coverage is asked of a time that is not too long, by one at a time', async () => {
  const office = standIn()
  const gate = Promise.withResolvers<void>()
  const questions: unknown[] = []
  const services = {
    ...office.services,
    coverage: async ({
      since,
      until,
      client,
      limit,
    }: {
      since: number
      until: number
      client: string | null
      limit: number
    }) => {
      questions.push({ since, until, client, limit })
      await gate.promise
      return { since, until, missing: [], ...new InspectedShareTally().share(limit) }
    },
  }
  await using api = await runApi({ ...office, services })
  for (const wrong of [
    '',
    '?since=x',
    '?since=5&until=4',
    '?since=0&until=99999999999999',
    '?since=1&until=2&limit=0',
  ])
    expect((await api.askAsOwner(`/api/v1/coverage${wrong}`)).status).toBe(400)
  const first = api.askAsOwner('/api/v1/coverage?since=1&until=2&client=user:anna')
  await expect.poll(() => questions).toEqual([{ since: 1, until: 2, client: 'user:anna', limit: 20 }])
  expect((await api.askAsOwner('/api/v1/coverage?since=1&until=2')).status).toBe(503)
  gate.resolve()
  expect((await first).status).toBe(200)
  expect((await api.askAsOwner('/api/v1/coverage?since=1&until=2')).status).toBe(200)
})
