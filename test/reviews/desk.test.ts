/** What an owner says counts once, for as long as was said, whoever else answers and whatever clock is set. */
import { expect, test } from 'vitest'
import { permitMs } from '../../gateway/core/review/review.ts'
import { dayMs } from '../../gateway/core/units.ts'
import { finding } from '../store/records.ts'
import { address, openReviewRoom } from './room.ts'

test('each answer stands in the ledger, and on the first screen as long as it is missing', async () => {
  const room = await openReviewRoom()
  const { id } = await room.ask()
  expect(room.health.warnings()).toMatchObject([
    { code: 'REVIEWS_WAIT', title: expect.stringContaining('1 review waits') },
  ])
  await room.reviews.desk.answer(id, 'no', 'box')
  expect(room.health.codes()).toEqual([])
  expect(room.noted).toEqual([
    {
      action: 'review.answered',
      actor: 'box',
      subject: id,
      facts: { answer: 'no', reason: 'entity-refused' },
    },
  ])
  expect(room.reviews.permits()).toEqual([])
})

test('of two persons who answer at once the second is told, and the first counts', async () => {
  const room = await openReviewRoom()
  const { id } = await room.ask()
  const { desk } = room.reviews
  room.gate.waits = new Promise((resolve) => {
    room.gate.open = resolve
  })
  const first = desk.answer(id, 'always', 'box')
  await expect(desk.answer(id, '15m', 'box')).rejects.toMatchObject({ code: 'REVIEW_ANSWERED' })
  room.gate.open()
  expect(await first).toMatchObject({ answered: { answer: 'always', correction: 'abcd1234' } })
  await expect(desk.answer(id, 'no', 'box')).rejects.toMatchObject({
    code: 'REVIEW_ANSWERED',
    hint: expect.stringContaining('always'),
  })
  expect(room.noted).toHaveLength(1)
  expect(room.allowed).toEqual(['api.example.com'])
})

test('what the policy never lets out as it is can be cleaned, and nothing else can be answered', async () => {
  const room = await openReviewRoom()
  const { id } = await room.ask({
    findings: [finding({ type: 'HEALTH', operator: 'refuse' })],
    findingCounts: { HEALTH: 1 },
  })
  for (const answer of ['once', '15m', 'always'] as const)
    await expect(room.reviews.desk.answer(id, answer, 'box')).rejects.toMatchObject({ code: 'REVIEW_ANSWER' })
  expect(room.reviews.desk.get(id)).toMatchObject({ possible: ['cleaned', 'no'], answered: null })
  expect(await room.reviews.desk.answer(id, 'cleaned', 'box')).toMatchObject({
    answered: { answer: 'cleaned' },
  })
})

test('a correction that cannot be written leaves the review as it was', async () => {
  const room = await openReviewRoom()
  const { id } = await room.ask()
  room.gate.waits = Promise.reject(new Error('full disk'))
  await expect(room.reviews.desk.answer(id, 'always', 'box')).rejects.toThrow('full disk')
  room.gate.waits = Promise.resolve()
  expect(room.reviews.desk.get(id)).toMatchObject({ answered: null })
  expect(await room.reviews.desk.answer(id, 'always', 'box')).toMatchObject({
    answered: { answer: 'always' },
  })
})

test.each(['15m', 'always'] as const)(
  'what cannot be noted in the ledger is not done: %s',
  async (answer) => {
    const room = await openReviewRoom()
    const { id } = await room.ask()
    room.noted.push = () => {
      throw new Error('no ledger')
    }
    await expect(room.reviews.desk.answer(id, answer, 'box')).rejects.toThrow('no ledger')
    expect(room.reviews.desk.get(id)).toMatchObject({ answered: null })
    expect(room.reviews.permits()).toEqual([])
    expect(room.allowed).toEqual([])
  },
)

test('a clock that is set forward or back neither ends an answer nor makes it last', async () => {
  const room = await openReviewRoom()
  const { id, ticket } = await room.ask()
  await room.reviews.desk.answer(id, '15m', 'box')
  const [permit] = room.reviews.permits()
  expect(permit?.until).toBe(room.times.steady + permitMs)
  room.times.wall -= dayMs / 2
  room.restart()
  expect(room.reviews.permits()).toEqual([permit])
  room.times.wall += dayMs
  room.restart()
  expect(room.reviews.permits()).toEqual([permit])
  room.times.steady += permitMs
  room.restart()
  expect(room.reviews.permits()).toEqual([])
  expect(await room.reviews.window.look(ticket, address)).toMatchObject({ state: 'answered', leftMs: 0 })
})

test('after a restart of the gateway an answer counts for the rest of its time, after one of the box no more', async () => {
  const room = await openReviewRoom()
  const { id } = await room.ask()
  await room.reviews.desk.answer(id, 'cleaned', 'box')
  room.times.steady += permitMs - 1
  room.restart()
  expect(room.reviews.permits()).toMatchObject([{ review: id, answer: 'cleaned', types: ['CREDIT_CARD'] }])
  // Its clock begins anew, and is behind.
  room.times.boot = 'boot-2'
  room.times.steady = 10
  room.restart()
  expect(room.reviews.permits()).toEqual([])
})

test('a single passage is taken once, and not after a restart either', async () => {
  const room = await openReviewRoom()
  const { id } = await room.ask()
  await room.reviews.desk.answer(id, 'once', 'box')
  const claims = await Promise.all([1, 2].map(() => room.reviews.window.claim(id)))
  expect(claims).toEqual([true, false])
  room.restart()
  expect(room.reviews.permits()).toEqual([])
  expect(await room.reviews.window.claim(id)).toBe(false)
  const other = await room.ask()
  await room.reviews.desk.answer(other.id, '15m', 'box')
  expect(await room.reviews.window.claim(other.id)).toBe(false)
})

test('what an answer lets through can be ended once, and one that no clock ends as well', async () => {
  const room = await openReviewRoom()
  const { desk } = room.reviews
  for (const answer of ['once', '15m', 'cleaned'] as const) {
    const { id } = await room.ask()
    await desk.answer(id, answer, 'box')
    expect(room.reviews.permits()).toHaveLength(1)
    expect(await desk.end(id, 'box')).toMatchObject({ answered: { answer, leftMs: 0, takenBack: true } })
    expect(room.reviews.permits()).toEqual([])
    expect(await room.reviews.window.claim(id)).toBe(false)
    await expect(desk.end(id, 'box')).rejects.toMatchObject({ code: 'REVIEW_OVER' })
    expect(room.noted.at(-1)).toEqual({ action: 'review.ended', actor: 'box', subject: id, facts: {} })
  }
  const { id } = await room.ask()
  await desk.answer(id, 'always', 'box')
  expect(room.allowed).toHaveLength(1)
  expect(await desk.end(id, 'box')).toMatchObject({
    answered: { answer: 'always', leftMs: 0, takenBack: true },
  })
  expect(room.allowed).toEqual([])
  expect(room.noted.at(-1)).toEqual({ action: 'review.ended', actor: 'box', subject: id, facts: {} })
  await expect(desk.end(id, 'box')).rejects.toMatchObject({ code: 'REVIEW_OVER' })
  await expect(desk.end('0123456789ab-0123456789ab', 'box')).rejects.toMatchObject({ code: 'REVIEW_UNKNOWN' })
  room.restart()
  expect(room.reviews.permits()).toEqual([])
})

test('what was always allowed and cannot be noted as ended is closed all the same, and noted when asked again', async () => {
  const room = await openReviewRoom()
  const { desk, window } = room.reviews
  const { id, link } = await room.ask()
  await desk.answer(id, 'always', 'box')
  const { push } = room.noted
  room.noted.push = () => {
    throw new Error('no ledger')
  }
  await expect(desk.end(id, 'box')).rejects.toThrow('no ledger')
  expect(room.allowed).toEqual([])
  room.noted.push = push
  await desk.end(id, 'box')
  expect(room.noted.at(-1)).toMatchObject({ action: 'review.ended', subject: id })
  expect(await window.look(link, address)).toEqual({ state: 'unknown' })
})

test('what was stopped and nobody asked about is answered as well, once, and by the link its answer is read', async () => {
  const room = await openReviewRoom()
  const { desk, window } = room.reviews
  const { id, link } = room.stop()
  expect(desk.get(id)).toBeNull()
  expect(await desk.unasked(id)).toMatchObject({ id, isAsked: false, answered: null })
  expect(desk.list({ limit: 9 }).reviews).toEqual([])
  const both = await Promise.allSettled([desk.answer(id, '15m', 'box'), desk.answer(id, 'no', 'token')])
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(room.reviews.permits()).toMatchObject([{ review: id, answer: '15m' }])
  expect(await window.look(link, address)).toMatchObject({ state: 'answered', answer: '15m' })
  expect(await window.look(link, '192.168.1.8')).toEqual({ state: 'unknown' })
  expect(room.noted).toMatchObject([{ action: 'review.answered', subject: id }])
})

test('what nobody may be asked about is not answered either: passed, watched alone, of a hidden name, or swept', async () => {
  const room = await openReviewRoom()
  const { desk } = room.reviews
  const ids = [
    room.stop({ action: 'pass', reason: 'nothing-found', findings: [] }).id,
    room.stop({ observed: true }).id,
    room.stop({ reason: 'destination-refused' as never }).id,
    '0123456789ab-0123456789ab',
  ]
  for (const id of ids) {
    expect(await desk.unasked(id)).toBeNull()
    await expect(desk.answer(id, 'once', 'box')).rejects.toMatchObject({ code: 'REVIEW_UNKNOWN' })
  }
  expect(room.reviews.permits()).toEqual([])
})

test('what cannot be noted as ended goes on', async () => {
  const room = await openReviewRoom()
  const { id } = await room.ask()
  await room.reviews.desk.answer(id, '15m', 'box')
  room.noted.push = () => {
    throw new Error('no ledger')
  }
  await expect(room.reviews.desk.end(id, 'box')).rejects.toThrow('no ledger')
  expect(room.reviews.permits()).toHaveLength(1)
})

test('workers are told when an answer comes and when it is over', async () => {
  const room = await openReviewRoom()
  const told: number[] = []
  room.reviews.onChange(() => told.push(room.reviews.permits().length))
  const { id } = await room.ask()
  await room.reviews.desk.answer(id, '15m', 'box')
  room.times.steady += permitMs
  await expect.poll(() => told, { timeout: 5000 }).toEqual([1, 0])
})

test('reviews are listed a page at a time, the newest first', async () => {
  const room = await openReviewRoom()
  const ids: string[] = []
  for (let count = 0; count < 5; count += 1) {
    room.times.wall += 1000
    ids.unshift((await room.ask()).id)
  }
  const { desk } = room.reviews
  const first = desk.list({ limit: 3 })
  expect(first.reviews.map(({ id }) => id)).toEqual(ids.slice(0, 3))
  const rest = desk.list({ limit: 3, before: first.next ?? '' })
  expect([rest.reviews.map(({ id }) => id), rest.next]).toEqual([ids.slice(3), null])
  expect(desk.get('0123456789ab-0123456789ab')).toBe(null)
  await expect(desk.answer('0123456789ab-0123456789ab', 'no', 'box')).rejects.toMatchObject({
    code: 'REVIEW_UNKNOWN',
  })
})
