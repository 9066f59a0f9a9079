/** What whoever was stopped can ask and see, and what nobody gets by forging, repeating, waiting or asking too often. */
import { expect, test } from 'vitest'
import { permitMs } from '../../gateway/core/review/review.ts'
import { dayMs, hourMs } from '../../gateway/core/units.ts'
import { mostWaiting } from '../../gateway/reviews/waiting-room.ts'
import { address, openReviewRoom } from './room.ts'

const unknown = { state: 'unknown' }

test('a review is offered, asked for once, waits, and is answered where it was asked', async () => {
  const room = await openReviewRoom()
  const { window, desk } = room.reviews
  const { id, link } = room.stop()
  expect(await window.look(link, address)).toMatchObject({ state: 'offered', about: { rule: 'cards' } })
  const asked = await window.ask(link, address)
  const ticket = asked.state === 'asked' ? asked.ticket : ''
  expect(await window.look(ticket, address)).toMatchObject({ state: 'waiting' })
  await desk.answer(id, '15m', 'box')
  expect(await window.look(ticket, address)).toMatchObject({
    state: 'answered',
    answer: '15m',
    leftMs: permitMs,
  })
})

test('forged, expired, foreign and swept links get the same answer, word for word', async () => {
  const room = await openReviewRoom()
  const { window } = room.reviews
  const swept = room.stop()
  room.journal.delete(swept.id)
  const late = room.stop({ at: room.times.wall - hourMs })
  const passed = room.stop({ action: 'pass', reason: 'nothing-found' })
  const fresh = room.stop()
  const forged = `${fresh.link.slice(0, -3)}AAA`
  const anothers = room.stop({}, '192.168.1.8')
  for (const { link } of [swept, late, passed, { link: forged }, anothers, { link: '' }, { link: '../..' }]) {
    expect(await window.look(link, address)).toEqual(unknown)
    expect(await window.ask(link, address)).toEqual(unknown)
  }
  expect(await window.ask(fresh.link, address)).toMatchObject({ state: 'asked' })
})

test('a link that was used shows its review, on its machine, until the answer is over, and makes no second one', async () => {
  const room = await openReviewRoom()
  const { window, desk } = room.reviews
  const { id, link } = await room.ask()
  const seen = async () => [await window.ask(link, address), await window.look(link, address)]
  const both = (notice: object) => [expect.objectContaining(notice), expect.objectContaining(notice)]
  expect(await seen()).toEqual(both({ state: 'waiting' }))
  expect(await window.ask(link, '192.168.1.8')).toEqual(unknown)
  expect(await window.look(link, '192.168.1.8')).toEqual(unknown)
  await desk.answer(id, '15m', 'box')
  expect(await seen()).toEqual(both({ state: 'answered', answer: '15m' }))
  room.times.steady += permitMs
  expect(await seen()).toEqual([unknown, unknown])
  expect(desk.list({ limit: 10 }).reviews).toHaveLength(1)
  const other = await room.ask()
  room.times.wall += hourMs
  expect(await window.look(other.link, address)).toEqual(unknown)
})

test('of two that use one link at the same moment one is taken', async () => {
  const room = await openReviewRoom()
  const { link } = room.stop()
  const notices = await Promise.all([1, 2, 3].map(() => room.reviews.window.ask(link, address)))
  expect(notices.map(({ state }) => state).sort()).toEqual(['asked', 'waiting', 'waiting'])
  expect(room.reviews.desk.list({ limit: 10 }).reviews).toHaveLength(1)
})

test('a ticket shows nothing to another machine, nor after a day, whichever way the clock was set', async () => {
  const room = await openReviewRoom()
  const { ticket } = await room.ask()
  const { window } = room.reviews
  expect(await window.look(ticket, '192.168.1.8')).toEqual(unknown)
  expect(await window.look(`${ticket.slice(0, -2)}AA`, address)).toEqual(unknown)
  const { wall } = room.times
  for (const moved of [dayMs, -dayMs]) {
    room.times.wall = wall + moved
    expect(await window.look(ticket, address)).toEqual(unknown)
  }
  room.times.wall = wall + dayMs - 1
  expect(await window.look(ticket, address)).toMatchObject({ state: 'waiting' })
})

test('a flood of reviews of one client is bounded, and keeps nobody else from asking', async () => {
  const room = await openReviewRoom()
  const { window } = room.reviews
  for (let count = 0; count < mostWaiting.ofClient; count += 1) await room.ask()
  expect(await window.ask(room.stop().link, address)).toEqual({ state: 'full' })
  const other = '192.168.1.8'
  const { link } = room.stop({ client: other }, other)
  expect(await window.ask(link, other)).toMatchObject({ state: 'asked' })
  // One that was not taken can be asked for again once there is room.
  const again = room.stop().link
  const [first] = room.reviews.desk.list({ limit: 1, waiting: true }).reviews
  await room.reviews.desk.answer(first?.id ?? '', 'no', 'box')
  for (const { id } of room.reviews.desk.list({ limit: 1, waiting: true }).reviews)
    await room.reviews.desk.answer(id, 'no', 'box')
  expect(await window.ask(again, address)).toMatchObject({ state: 'asked' })
})

test('what nobody answered within a day takes no place of its client any more', async () => {
  const room = await openReviewRoom()
  const { window } = room.reviews
  for (let count = 0; count < mostWaiting.ofClient; count += 1) await room.ask()
  room.times.wall += dayMs - 1
  expect(await window.ask(room.stop().link, address)).toEqual({ state: 'full' })
  room.times.wall += 1
  expect(await window.ask(room.stop().link, address)).toMatchObject({ state: 'asked' })
})

test('the reviews of all clients together are bounded', async () => {
  const room = await openReviewRoom()
  for (let count = 0; count < mostWaiting.ofAll; count += 1)
    await room.ask({ client: `10.0.${Math.floor(count / mostWaiting.ofClient)}.1` })
  expect(await room.reviews.window.ask(room.stop().link, address)).toEqual({ state: 'full' })
  // They can read no answer any more: what nobody looks at must not end reviews for the whole office.
  room.times.wall += dayMs
  expect(await room.reviews.window.ask(room.stop().link, address)).toMatchObject({ state: 'asked' })
})

test('where the store is away the page says so, and nothing passes', async () => {
  const room = await openReviewRoom()
  const { link } = room.stop()
  room.database.run((connection) => connection.exec('DROP TABLE review'))
  expect(await room.reviews.window.ask(link, address)).toEqual({ state: 'away' })
  expect(await room.reviews.window.claim('0123456789ab-0123456789ab')).toBe(false)
})

test('no value of the exchange is kept, and neither link nor ticket', async () => {
  const room = await openReviewRoom()
  const { link, ticket } = await room.ask()
  const rows = room.database.run((connection) =>
    JSON.stringify(connection.prepare('SELECT * FROM review').all()),
  )
  for (const secret of [link, ticket, link.split('.')[2] ?? '']) expect(rows).not.toContain(secret)
})
