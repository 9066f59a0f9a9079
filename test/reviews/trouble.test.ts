/** What whoever something does not work for can see and ask, and what nobody gets by asking for another's, too often, or for what may not be. */
import { expect, test } from 'vitest'
import { permitMs } from '../../gateway/core/review/review.ts'
import { latelyMs } from '../../gateway/core/trouble/lately.ts'
import { mostWaiting, ticketMs } from '../../gateway/reviews/waiting-room.ts'
import { finding } from '../store/records.ts'
import { address, openReviewRoom } from './room.ts'

const other = '192.168.1.8'

test('a tunnel is asked for, waits in the list of reviews, and is open for fifteen minutes', async () => {
  const room = await openReviewRoom()
  const { trouble, desk, window } = room.reviews
  const id = room.happened({ destination: 'shop.example', ruleId: 'all' })
  expect(await trouble.list(address)).toMatchObject({ rows: [{ id, host: 'shop.example' }] })
  expect(await trouble.look(id, address)).toMatchObject({ state: 'told', obstacle: null })
  const asked = await trouble.ask(id, address)
  const ticket = asked.state === 'asked' ? asked.ticket : ''
  expect(await window.look(ticket, address)).toMatchObject({ state: 'waiting', about: { kind: 'tunnel' } })
  expect(room.health.codes()).toContain('REVIEWS_WAIT')
  const [review] = desk.list({ limit: 10, waiting: true }).reviews
  expect(review).toMatchObject({ kind: 'tunnel', client: address, possible: ['15m', 'no'] })
  expect(room.reviews.tunnels()).toEqual([])
  await desk.answer(review?.id ?? '', '15m', 'box')
  expect(room.reviews.tunnels()).toMatchObject([
    { address, machine: null, destination: 'shop.example', port: 443, until: room.times.steady + permitMs },
  ])
  expect(room.reviews.permits()).toEqual([])
  expect(room.health.codes()).toEqual(['TUNNEL_ALLOWED'])
  expect(await window.look(ticket, address)).toMatchObject({ state: 'answered', leftMs: permitMs })
  expect(room.noted).toContainEqual(
    expect.objectContaining({
      action: 'review.answered',
      facts: { kind: 'tunnel', answer: '15m', reason: 'nothing-found' },
    }),
  )
})

test("another client's rows are none of anybody's, by list or by id", async () => {
  const room = await openReviewRoom()
  const { trouble } = room.reviews
  const id = room.happened({ client: other })
  const users = room.happened({ client: 'user:anna', from: other })
  expect(await trouble.list(address)).toEqual({ state: 'listed', rows: [], isShared: false })
  for (const each of [id, users, '', '../..', '0123456789ab-0123456789ab']) {
    expect(await trouble.look(each, address)).toEqual({ state: 'unknown' })
    expect(await trouble.ask(each, address)).toEqual({ state: 'unknown' })
  }
  expect(await trouble.look(users, other)).toMatchObject({ state: 'told' })
  room.times.steady += latelyMs
  expect(await trouble.ask(id, other)).toEqual({ state: 'unknown' })
})

test('where several users logged in at one machine, what they did is shown to nobody there', async () => {
  const room = await openReviewRoom()
  const { trouble } = room.reviews
  const plain = room.happened({ destination: 'plain.example' })
  const annas = room.happened({ client: 'user:anna', from: address, destination: 'anna.example' })
  expect(await trouble.list(address)).toMatchObject({ rows: [{ id: annas }, { id: plain }], isShared: false })
  const toms = room.happened({ client: 'user:tom', from: address, destination: 'tom.example' })
  expect(await trouble.list(address)).toMatchObject({ rows: [{ id: plain }], isShared: true })
  for (const each of [annas, toms]) {
    expect(await trouble.look(each, address)).toEqual({ state: 'unknown' })
    expect(await trouble.ask(each, address)).toEqual({ state: 'unknown' })
  }
})

test('what a device has done by its certificate is shown to nobody who merely has its address', async () => {
  const room = await openReviewRoom()
  const { trouble } = room.reviews
  const plain = room.happened({ destination: 'plain.example' })
  const byDevice = room.happened({ client: 'device:till-1', from: address, destination: 'till.example' })
  const onDevice = room.happened({
    ...{ client: 'user:anna', from: address, destination: 'anna.example', notes: ['device:till-1'] },
  })
  expect(await trouble.list(address)).toMatchObject({ rows: [{ id: plain }], isShared: true })
  for (const each of [byDevice, onDevice]) {
    expect(await trouble.look(each, address)).toEqual({ state: 'unknown' })
    expect(await trouble.ask(each, address)).toEqual({ state: 'unknown' })
  }
})

test('a machine that got the address of another sees nothing of it, nor where two claim it', async () => {
  const room = await openReviewRoom()
  const { trouble } = room.reviews
  const id = room.happened({ notes: ['machine:0a1b2c3d'] })
  room.becomes({ machine: '0a1b2c3d', mayAsk: true })
  expect(await trouble.look(id, address)).toMatchObject({ state: 'told' })
  room.becomes({ machine: 'ffffffff', mayAsk: true })
  expect(await trouble.look(id, address)).toEqual({ state: 'unknown' })
  expect(await trouble.list(address)).toEqual({ state: 'listed', rows: [], isShared: false })
  room.becomes('nobody')
  expect(await trouble.list(address)).toEqual({ state: 'unsure' })
  expect(await trouble.ask(id, address)).toEqual({ state: 'unknown' })
})

test('guests and machines in quarantine are told, and may ask for nothing', async () => {
  const room = await openReviewRoom()
  const { trouble, desk } = room.reviews
  const id = room.happened()
  room.becomes({ machine: null, mayAsk: false })
  expect(await trouble.look(id, address)).toMatchObject({ state: 'told', obstacle: 'machine' })
  expect(await trouble.ask(id, address)).toEqual({ state: 'barred', obstacle: 'machine' })
  expect(desk.list({ limit: 10 }).reviews).toEqual([])
})

test('what nobody may let out bars the tunnel when it is asked for, when it is answered, and in its time', async () => {
  const room = await openReviewRoom()
  const { trouble, desk } = room.reviews
  room.happened({ findings: [finding({ type: 'HEALTH' })], findingCounts: { HEALTH: 1 } })
  const id = room.happened()
  expect(await trouble.ask(id, address)).toEqual({ state: 'barred', obstacle: 'never' })
  // By the journal of the day, where the last minutes know nothing of it.
  const calm = room.happened({ destination: 'calm.example' })
  room.barred.add('HEALTH')
  expect(await trouble.ask(calm, address)).toEqual({ state: 'barred', obstacle: 'never' })
  room.barred.clear()
  expect(await trouble.ask(calm, address)).toMatchObject({ state: 'asked' })
  room.barred.add('HEALTH')
  const [review] = desk.list({ limit: 1 }).reviews
  await expect(desk.answer(review?.id ?? '', '15m', 'box')).rejects.toMatchObject({
    code: 'REVIEW_ANSWER',
    hint: expect.stringContaining('HEALTH'),
  })
  for (const answer of ['once', 'always', 'cleaned'] as const)
    await expect(desk.answer(review?.id ?? '', answer, 'box')).rejects.toMatchObject({
      code: 'REVIEW_ANSWER',
    })
  expect(room.reviews.tunnels()).toEqual([])
  await desk.answer(review?.id ?? '', 'no', 'box')
  const ai = room.happened({ destination: 'ai.example' })
  expect(await trouble.ask(ai, address)).toEqual({ state: 'barred', obstacle: 'always-read' })
})

test('a flood of requests is bounded, and one host is asked for once', async () => {
  const room = await openReviewRoom()
  const { trouble, desk } = room.reviews
  const first = room.happened({ destination: 'h.example' })
  expect(await trouble.ask(first, address)).toMatchObject({ state: 'asked' })
  expect(await trouble.ask(first, address)).toEqual({ state: 'waiting', host: 'h.example' })
  const ids = Array.from({ length: 30 }, (_, count) => room.happened({ destination: `h${count}.example` }))
  const states: string[] = []
  for (const id of ids) states.push((await trouble.ask(id, address)).state)
  expect(states.filter((state) => state === 'asked')).toHaveLength(mostWaiting.ofClient - 1)
  expect(states.filter((state) => state === 'full')).toHaveLength(31 - mostWaiting.ofClient)
  const [one, two] = ids
  const atOnce = await Promise.all([trouble.ask(one ?? '', address), trouble.ask(two ?? '', address)])
  expect(atOnce.map(({ state }) => state)).toContain('away')
  expect(await trouble.ask(room.happened({ client: other }), other)).toMatchObject({ state: 'asked' })
  expect(desk.list({ limit: 100 }).reviews).toHaveLength(mostWaiting.ofClient + 1)
})

test('who asked keeps neither another machine nor another client from asking, nor himself for longer than his ticket lives', async () => {
  const room = await openReviewRoom()
  const { trouble } = room.reviews
  expect(await trouble.ask(room.happened(), address)).toMatchObject({ state: 'asked' })
  const users = room.happened({ client: 'user:anna', from: address })
  expect(await trouble.ask(users, address)).toMatchObject({ state: 'asked' })
  room.becomes({ machine: '0a1b2c3d', mayAsk: true })
  const theirs = room.happened({ notes: ['machine:0a1b2c3d'] })
  expect(await trouble.ask(theirs, address)).toMatchObject({ state: 'asked' })
  expect(await trouble.ask(theirs, address)).toMatchObject({ state: 'waiting' })
  room.times.wall += ticketMs
  expect(await trouble.ask(theirs, address)).toMatchObject({ state: 'asked' })
})

test('an open tunnel outlives a restart of the gateway by its time, and a restart of the box not at all', async () => {
  const room = await openReviewRoom()
  await room.reviews.trouble.ask(room.happened(), address)
  const [review] = room.reviews.desk.list({ limit: 1 }).reviews
  await room.reviews.desk.answer(review?.id ?? '', '15m', 'box')
  room.times.steady += permitMs - 1
  // Whatever the wall clock is set to.
  room.times.wall -= permitMs
  room.restart()
  expect(room.reviews.tunnels()).toHaveLength(1)
  room.times.steady += 1
  room.restart()
  expect(room.reviews.tunnels()).toEqual([])
  room.times.steady -= permitMs
  room.times.boot = 'boot-2'
  room.restart()
  expect(room.reviews.tunnels()).toEqual([])
})

test('where the store is away the page says so', async () => {
  const room = await openReviewRoom()
  const id = room.happened()
  room.database.run((connection) => connection.exec('DROP TABLE review'))
  expect(await room.reviews.trouble.look(id, address)).toMatchObject({ state: 'told' })
  expect(await room.reviews.trouble.ask(id, address)).toEqual({ state: 'away' })
})
