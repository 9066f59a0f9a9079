/** A machine whose card is known is one, by whichever of its addresses it asks; nobody else gains anything by that. */
import { expect, test } from 'vitest'
import { address, openReviewRoom } from './room.ts'

const own = 'fd00::7'
const stranger = 'fd00::8'
const machine = '0a1b2c3d'
const notes = [`machine:${machine}`]
const unknown = { state: 'unknown' }

async function dualStack() {
  const room = await openReviewRoom()
  room.knows({ [machine]: [address, own], ffffffff: [stranger, '192.168.1.8'] })
  return room
}

test('what was stopped by one address of a card is asked about, and answered, by its other one', async () => {
  const room = await dualStack()
  const { window, desk } = room.reviews
  for (const [from, to] of [
    [own, address],
    [address, own],
  ] as const) {
    const { id, link } = room.stop({ client: from, notes }, from)
    expect(await window.look(link, to)).toMatchObject({ state: 'offered' })
    const asked = await window.ask(link, to)
    const ticket = asked.state === 'asked' ? asked.ticket : ''
    for (const at of [from, to])
      for (const each of [link, ticket])
        expect(await window.look(each, at)).toMatchObject({ state: 'waiting' })
    expect(desk.get(id)).toMatchObject({ client: from })
    await desk.answer(id, '15m', 'box')
    // For no more than what was stopped.
    expect(room.reviews.permits().map(({ client }) => client)).toContain(from)
    expect(await window.look(ticket, from)).toMatchObject({ state: 'answered' })
  }
})

test('neither link nor ticket opens for another machine, by whichever address, nor where no card is known', async () => {
  const room = await dualStack()
  const { window } = room.reviews
  const { link } = room.stop({ client: own, notes }, own)
  for (const at of [stranger, '192.168.1.8', '192.168.1.9']) {
    expect(await window.look(link, at)).toEqual(unknown)
    expect(await window.ask(link, at)).toEqual(unknown)
  }
  const asked = await window.ask(link, address)
  const ticket = asked.state === 'asked' ? asked.ticket : ''
  for (const each of [link, ticket])
    for (const at of [stranger, '192.168.1.8', '192.168.1.9'])
      expect(await window.look(each, at)).toEqual(unknown)
  room.knows({})
  for (const each of [link, ticket]) expect(await window.look(each, own)).toEqual(unknown)
  room.becomes('nobody')
  for (const each of [link, ticket]) expect(await window.look(each, own)).toEqual(unknown)
})

test('who has got an address of the machine that was stopped opens nothing by the other one', async () => {
  const room = await dualStack()
  const { window } = room.reviews
  const before = room.stop({ client: own, notes }, own)
  const nobodys = room.stop({ client: own, notes: [] }, own)
  room.knows({ ffffffff: ['192.168.1.8', own] })
  for (const { link } of [before, nobodys]) expect(await window.ask(link, '192.168.1.8')).toEqual(unknown)
})

test('the list for trouble has the rows of all addresses of the card, newest first, and of no other', async () => {
  const room = await dualStack()
  const { trouble } = room.reviews
  const first = room.happened({ destination: 'six.example', client: own, notes })
  room.times.steady += 1000
  const second = room.happened({ destination: 'four.example', notes })
  room.happened({ destination: 'others.example', client: stranger, notes: ['machine:ffffffff'] })
  // By a machine that had the address before.
  room.happened({ destination: 'before.example', client: own, notes: ['machine:ffffffff'] })
  for (const at of [address, own]) {
    const listed = await trouble.list(at)
    expect(listed).toMatchObject({ rows: [{ id: second }, { id: first }] })
    expect(await trouble.look(first, at)).toMatchObject({ state: 'told' })
  }
  expect(await trouble.look(first, stranger)).toEqual(unknown)
  expect(await trouble.ask(first, '192.168.1.8')).toEqual(unknown)
  room.knows({})
  expect(await trouble.list(address)).toMatchObject({ rows: [] })
})

test('a tunnel that is asked for by the other address is for where it happened, and its ticket shows the answer at both', async () => {
  const room = await dualStack()
  const { trouble, window, desk } = room.reviews
  const id = room.happened({ destination: 'six.example', client: own, notes, ruleId: 'all' })
  const asked = await trouble.ask(id, address)
  const ticket = asked.state === 'asked' ? asked.ticket : ''
  expect(await trouble.ask(id, own)).toMatchObject({ state: 'waiting' })
  for (const at of [address, own]) expect(await window.look(ticket, at)).toMatchObject({ state: 'waiting' })
  expect(await window.look(ticket, stranger)).toEqual(unknown)
  await desk.answer(desk.list({ limit: 1 }).reviews[0]?.id ?? '', '15m', 'box')
  expect(room.reviews.tunnels()).toMatchObject([{ client: own, address: own, machine }])
  expect(await window.look(ticket, address)).toMatchObject({ state: 'answered' })
})

test('users at one machine are kept apart by whichever address they came', async () => {
  const room = await dualStack()
  const plain = room.happened({ notes })
  room.happened({ client: 'user:anna', from: address, destination: 'anna.example', notes })
  room.happened({ client: 'user:tom', from: own, destination: 'tom.example', notes })
  for (const at of [address, own])
    expect(await room.reviews.trouble.list(at)).toMatchObject({ rows: [{ id: plain }], isShared: true })
})
