/** Promises that an answer which comes byte by byte takes no longer for each byte the longer it gets. */
import { expect, test } from 'vitest'
import { restorerFor } from '../../../gateway/core/restore/restorer.ts'

/** CPU time in µs of the quickest of a few rounds: others use the machine as well. */
function timeOf(type: string, beginning: string, bytes: number): number {
  const one = Buffer.from('x')
  const rounds = Array.from({ length: 3 }, () => {
    const restorer = restorerFor(type)
    restorer?.push(Buffer.from(beginning))
    const before = process.cpuUsage()
    for (let n = 0; n < bytes; n++) restorer?.push(one)
    return process.cpuUsage(before).user
  })
  return Math.min(...rounds)
}

test.each([
  ['text/event-stream', 'data: {"choices":[{"delta":{"content":"'],
  ['application/x-ndjson', '{"message":{"content":"'],
  ['application/json', '[{"candidates":[{"content":{"parts":[{"text":"'],
])('of %s, without an end', (type, beginning) => {
  timeOf(type, beginning, 20_000)
  const short = timeOf(type, beginning, 100_000)
  // Twice the linear factor; every byte copied with every chunk would be thirty-two times as long.
  expect(timeOf(type, beginning, 800_000)).toBeLessThan(16 * short + 50_000)
})
