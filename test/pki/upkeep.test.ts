/** Promises about looking after authorities: at once, again and again, through failures, and not after the end. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { GatewayError } from '../../gateway/core/errors.ts'
import { keepUp } from '../../gateway/pki/upkeep.ts'

test('it looks at once, goes on after a failure, and ends with the signal', async () => {
  const stop = new AbortController()
  const problems: unknown[] = []
  let looks = 0
  const authorities = [
    {
      maintain: async () => {
        looks += 1
        if (looks === 1) throw new GatewayError('AUTHORITY_UNWRITABLE')
        return false
      },
    },
  ]
  let refreshed = 0
  const certificates = [
    {
      refresh: () => {
        refreshed += 1
        return true
      },
    },
  ]
  const kept = keepUp(
    { authorities, certificates, intervalMs: 5, onProblem: (error) => problems.push(error) },
    stop.signal,
  )
  while (looks < 3) await sleep(5)
  stop.abort()
  await kept
  const after = { looks, refreshed }
  expect(problems).toEqual([expect.objectContaining({ code: 'AUTHORITY_UNWRITABLE' })])
  expect(refreshed).toBe(looks)
  await sleep(30)
  expect({ looks, refreshed }).toEqual(after)
})
