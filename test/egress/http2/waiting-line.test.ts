/** Promises about the line in which requests wait: in their order by kind, and nobody for ever. */
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { WaitingLine } from '../../../gateway/egress/http2/waiting-line.ts'

/** Lets `room` of them go at each look, and remembers who went and whose time was up. */
function made() {
  const seen: string[] = []
  const state = { room: 0 }
  const line = new WaitingLine<string>({
    kindOf: (order) => order[0] ?? '',
    mustWait: () => state.room === 0,
    go(order) {
      state.room -= 1
      seen.push(order)
    },
    timeIsUp: (order) => void seen.push(`late ${order}`),
  })
  return { line, state, seen }
}

test('they go in their order, as many as there is room for, and who comes then stands behind them', async () => {
  const { line, state, seen } = made()
  for (const order of ['a1', 'a2', 'a3']) line.join(order, 60_000)
  expect([line.isBehind('a4'), line.isBehind('b1'), line.isEmpty]).toEqual([true, false, false])
  state.room = 2
  line.wake()
  line.wake()
  expect(seen).toEqual([])
  await turn()
  expect(seen).toEqual(['a1', 'a2'])
  state.room = 1
  line.wake()
  await turn()
  expect([seen, line.isEmpty, line.isBehind('a4')]).toEqual([['a1', 'a2', 'a3'], true, false])
})

test('whose time is up is told so, and is let go no more', async () => {
  const { line, state, seen } = made()
  line.join('a1', 1)
  await wait(30)
  state.room = 1
  line.wake()
  await turn()
  expect([seen, line.isEmpty]).toEqual([['late a1'], true])
})

test('for moments after a client has left nobody goes, whoever else wakes the line, and then they go in their order', async () => {
  const { line, state, seen } = made()
  for (const order of ['a1', 'a2']) line.join(order, 60_000)
  line.wake()
  line.wake({ isLeft: true })
  state.room = 2
  await turn()
  line.wake()
  await turn()
  expect(seen).toEqual([])
  await expect.poll(() => seen).toEqual(['a1', 'a2'])
})
