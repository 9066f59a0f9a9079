/** Promises of stopping: reverse order, a bound in time, no part can hold the others up. */
import { expect, test } from 'vitest'
import { createStopStack } from '../../gateway/ops/stop.ts'
import { startOwnTime } from '../support/own-time.ts'
import { capturedLog } from './captured-log.ts'

const monotonic = () => performance.now()

test('parts stop in the reverse order of their start, one after the other', async () => {
  const stopped: string[] = []
  const stack = createStopStack({ log: capturedLog().log, drainMs: 1000, monotonic })
  for (const part of ['store', 'egress', 'api']) {
    stack.add(part, async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      stopped.push(part)
    })
  }
  expect((await stack.stop('test')).unfinished).toEqual([])
  expect(stopped).toEqual(['api', 'egress', 'store'])
})

test('a part that never stops is cut, left behind by name, and the rest still stops within the bound', async () => {
  const { log, lines } = capturedLog()
  const stack = createStopStack({ log, drainMs: 100, monotonic: startOwnTime() })
  let cut = false
  let lastStopped = false
  stack.add('store', () => {
    lastStopped = true
  })
  stack.add('stuck', (signal) => {
    signal.addEventListener('abort', () => {
      cut = true
    })
    return new Promise(() => undefined)
  })
  const outcome = await stack.stop('test')
  expect(outcome.unfinished).toEqual(['stuck'])
  expect(outcome.durationMs).toBeLessThan(1500)
  expect([cut, lastStopped]).toEqual([true, true])
  expect(lines().find((line) => line.event === 'stop.late')).toMatchObject({ part: 'stuck' })
})

test('a part that fails while stopping does not keep the others from stopping', async () => {
  const { log, lines } = capturedLog()
  const stack = createStopStack({ log, drainMs: 1000, monotonic })
  let stopped = false
  stack.add('store', () => {
    stopped = true
  })
  stack.add('broken', () => {
    throw new Error('x')
  })
  expect((await stack.stop('test')).unfinished).toEqual([])
  expect(stopped).toBe(true)
  expect(lines().map((line) => line.event)).toContain('stop.failed')
})

test('a second stop waits for the first and stops nothing twice', async () => {
  let times = 0
  const stack = createStopStack({ log: capturedLog().log, drainMs: 1000, monotonic })
  stack.add('part', async () => {
    times++
    await new Promise((resolve) => setTimeout(resolve, 20))
  })
  const [first, second] = await Promise.all([stack.stop('a'), stack.stop('b')])
  expect(first).toBe(second)
  expect(times).toBe(1)
})
