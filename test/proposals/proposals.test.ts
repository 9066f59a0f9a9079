/** Promises of proposals: nothing changes before a person says so, each is asked once, and an answer is noted or not done. */
import { expect, test, vi } from 'vitest'
import { GatewayError, isGatewayError } from '../../gateway/core/errors.ts'
import { proposalWords } from '../../gateway/core/proposal/words.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { openRoom, pins, type Room } from './room.ts'

const [client, host] = ['10.0.0.7', 'app.test']

async function proposed(changes: Parameters<typeof openRoom>[0] = {}) {
  const room = await openRoom(changes)
  pins(room, client, host)
  const [proposal] = room.proposals.list('open')
  if (proposal === undefined) throw new Error('nothing was proposed')
  return { ...room, proposal }
}

const actionsOf = ({ ledger }: Pick<Room, 'ledger'>) => ledger.list({ limit: 10 }).map(({ action }) => action)

test('a program that pins is proposed once, with its numbers, and nothing is written until somebody answers', async () => {
  const room = await proposed()
  expect(room.proposals.list(null)).toHaveLength(1)
  expect(room.proposal).toMatchObject({
    ...{ kind: 'tunnel', client, host, why: 'pinned', refused: 3, left: 0, state: 'open', correction: null },
  })
  expect(room.corrections).toEqual([])
  expect(actionsOf(room)).toEqual([])
  expect(room.health.codes()).toEqual(['CERTIFICATE_REFUSED'])
})

test('accepting writes a correction for this client and host alone, and the ledger has who said so', async () => {
  const room = await proposed()
  const { proposal, inForce } = await room.proposals.accept(room.proposal.id, 'box')
  expect(inForce).toBe(true)
  expect(room.corrections).toEqual([
    {
      ...{ id: proposal.correction, effect: 'allow', of: 'connection', client, destination: host },
      reason: `proposal ${proposal.id}`,
    },
  ])
  expect(proposal).toMatchObject({ state: 'accepted', answeredAt: expect.any(Number) })
  expect(actionsOf(room)).toEqual(['proposal.accepted'])
  expect(room.ledger.list({ limit: 1, subject: proposal.id })[0]).toMatchObject({ actor: 'box' })
  expect(room.health.codes()).toEqual([])
})

test('dismissing changes nothing and keeps quiet, however long it goes on, restarts included', async () => {
  const room = await proposed()
  room.proposals.dismiss(room.proposal.id, 'box')
  room.proposals[Symbol.dispose]()
  const again = await openRoom({ file: room.file })
  for (let day = 0; day < 3; day += 1) {
    pins(again, client, host)
    again.pass(dayMs)
  }
  expect(again.proposals.list('open')).toEqual([])
  expect(again.proposals.list('dismissed')).toHaveLength(1)
  expect(again.corrections).toEqual([])
  expect(actionsOf(again)).toEqual(['proposal.dismissed'])
  expect(again.health.codes()).toEqual([])
})

test('an open one is there after a restart, and is answered then', async () => {
  const room = await proposed()
  room.proposals[Symbol.dispose]()
  const again = await openRoom({ file: room.file })
  expect(again.proposals.list('open')).toEqual([room.proposal])
  expect(again.health.codes()).toEqual(['CERTIFICATE_REFUSED'])
  await again.proposals.accept(room.proposal.id, 'box')
  expect(again.corrections).toHaveLength(1)
})

test('one that was accepted is asked again where somebody undid the correction', async () => {
  const room = await proposed()
  await room.proposals.accept(room.proposal.id, 'box')
  room.refused(client, host)
  expect(room.proposals.list('open')).toEqual([])
  room.used(client)
  for (let time = 0; time < 2; time += 1) room.refused(client, host)
  expect(room.proposals.list('open')).toMatchObject([{ host, correction: null }])
})

test('of two answers at one time the second is too late', async () => {
  const room = await proposed()
  const answers = await Promise.allSettled([
    room.proposals.accept(room.proposal.id, 'box'),
    room.proposals.accept(room.proposal.id, 'box'),
  ])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(room.corrections).toHaveLength(1)
  expect(() => room.proposals.dismiss(room.proposal.id, 'box')).toThrow('cannot be answered so')
})

test('dismissed while an acceptance is written: the ledger has one answer, and the correction is taken back', async () => {
  const room = await proposed()
  const accepted = room.proposals.accept(room.proposal.id, 'box')
  await Promise.resolve()
  expect(room.corrections).toHaveLength(1)
  room.proposals.dismiss(room.proposal.id, 'box')
  await expect(accepted).rejects.toThrow('cannot be answered so')
  expect(room.corrections).toEqual([])
  expect(actionsOf(room)).toEqual(['proposal.dismissed'])
  expect(room.proposals.list(null)).toMatchObject([{ state: 'dismissed', correction: null }])
})

test('what the ledger cannot note is not done: the correction is taken back', async () => {
  const room = await proposed()
  vi.spyOn(room.ledger, 'append').mockImplementation(() => {
    throw new Error('full')
  })
  await expect(room.proposals.accept(room.proposal.id, 'box')).rejects.toThrow('full')
  expect(() => room.proposals.dismiss(room.proposal.id, 'box')).toThrow('full')
  expect(room.corrections).toEqual([])
  expect(room.proposals.list('open')).toHaveLength(1)
})

test('an acceptance that the configuration keeps from counting says so', async () => {
  const corrections = { add: async () => undefined, remove: async () => undefined, reload: async () => false }
  const room = await proposed({ corrections })
  expect(await room.proposals.accept(room.proposal.id, 'box')).toMatchObject({ inForce: false })
})

test('a machine without the root is no proposal of tunnels, cannot be accepted, and is forgotten once it works', async () => {
  const room = await openRoom()
  for (let time = 0; time < 3; time += 1)
    for (const site of ['one.test', 'two.test', 'three.test']) room.refused(client, site)
  const [found, ...others] = room.proposals.list('open')
  expect(others).toEqual([])
  expect(found).toMatchObject({ kind: 'install-root', host: null, why: 'no-root' })
  expect(room.health.codes()).toEqual(['ROOT_NOT_INSTALLED'])
  const refused = await room.proposals.accept(found?.id ?? '', 'box').catch((error: unknown) => error)
  expect(isGatewayError(refused, 'PROPOSAL_STATE') && refused.hint).toContain("Install the office's root")
  room.used(client)
  expect(room.proposals.list(null)).toEqual([])
  expect(room.health.codes()).toEqual([])
})

test('a client that makes names up fills its own share, and others are heard still', async () => {
  const room = await openRoom()
  for (let number = 0; number < 60; number += 1) pins(room, '10.0.0.66', `made-up-${number}.test`)
  expect(room.proposals.list('open')).toHaveLength(20)
  pins(room, client, host)
  expect(room.proposals.list('open')[0]).toMatchObject({ client, host })
})

test('names that may hold somebody’s data, and connections that name nobody, are never written down', async () => {
  const room = await openRoom()
  pins(room, client, '{…}.files.test')
  pins(room, client, '')
  expect(room.proposals.list(null)).toEqual([])
})

test('one of which nothing was heard for as long as the journal is kept goes', async () => {
  const room = await proposed()
  room.proposals[Symbol.dispose]()
  const later = await openRoom({ file: room.file, keptDays: () => 0 })
  expect(later.proposals.list(null)).toHaveLength(1)
  later.proposals[Symbol.dispose]()
  const clock = { now: () => Date.UTC(2027, 10, 23), monotonic: () => 0 }
  const muchLater = await openRoom({ file: room.file, clock })
  expect(muchLater.proposals.list(null)).toEqual([])
})

test('a start with a clock far ahead lets none go, and one with the right clock finds them', async () => {
  const room = await proposed()
  room.trustedClock.observe()
  room.proposals[Symbol.dispose]()
  const ahead = { now: () => Date.UTC(2036, 10, 23), monotonic: () => 0 }
  const wrong = await openRoom({ file: room.file, clock: ahead })
  expect(wrong.proposals.list('open')).toEqual([room.proposal])
  wrong.proposals[Symbol.dispose]()
  const right = await openRoom({ file: room.file })
  expect(right.proposals.list('open')).toEqual([room.proposal])
  right.proposals[Symbol.dispose]()
  // A person vouches for it after all.
  wrong.trustedClock.confirm()
  const vouched = await openRoom({ file: room.file, clock: ahead })
  expect(vouched.proposals.list(null)).toEqual([])
})

test('a disk that is full keeps nobody from anything, and the log names neither client nor host', async () => {
  const full = new GatewayError('STORE_FULL', {}, { cause: new Error('full') })
  const room = await openRoom({
    register: new Proxy({} as never, {
      get: () => () => {
        throw full
      },
    }),
  })
  pins(room, client, host)
  expect(room.captured.text()).toContain('STORE_FULL')
  expect(room.captured.text()).not.toContain(host)
  expect(room.captured.text()).not.toContain(client)
})

test.each(['pinned', 'own-list', 'only-this', 'no-root'] as const)(
  'what is said of %s says what happened, what it means and what to do',
  async (why) => {
    const { proposal } = await proposed()
    const said = proposalWords({ ...proposal, why, host: why === 'no-root' ? null : host, left: 2 })
    expect(said.happened).toContain(`${client} `)
    expect(said.happened).toContain('3 times and left 2 times')
    expect(said.meaning).toMatch(/^\p{Lu}.*\.$/u)
    expect(said.todo).toContain(`gatehouse proposals dismiss ${proposal.id}`)
    expect(said.todo.includes('proposals accept')).toBe(why !== 'no-root')
  },
)
