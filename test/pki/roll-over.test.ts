/** Promises about when a root is replaced, and which roots clients are told to trust meanwhile. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayMs } from '../../gateway/core/units.ts'
import type { Generation } from '../../gateway/pki/generation.ts'
import { defaultRollOverTimes, rolesAt, successorDue, trustedAt } from '../../gateway/pki/roll-over.ts'

/** A root that is valid from `from` to `to` and issues from `issuesFrom`, in days. */
function root(
  number: number,
  [from, to, issuesFrom]: [number, number, number],
  withdrawn = false,
): Generation {
  const certificate = null as unknown as Generation['certificate']
  const [notBefore, notAfter] = [from * dayMs, to * dayMs]
  return { number, certificate, notBefore, notAfter, issuesFrom: issuesFrom * dayMs, withdrawn, excluded: [] }
}

const first = root(1, [0, 730, 0])
const second = root(2, [550, 1280, 640])
const numbers = (generations: Generation[]) => generations.map((one) => one.number)
const due = (generations: Generation[], day: number) => {
  const at = successorDue(generations, day * dayMs, defaultRollOverTimes)
  return at === null ? null : at / dayMs
}

describe('who issues', () => {
  test('the successor waits through the overlap, then takes over, and the old root leaves the bundle 90 days later', () => {
    const both = [first, second]
    expect(rolesAt(both, 600 * dayMs)).toEqual({ current: first, next: second, previous: null })
    expect(numbers(trustedAt(both, 600 * dayMs))).toEqual([1, 2])
    expect(rolesAt(both, 640 * dayMs)).toEqual({ current: second, next: null, previous: first })
    expect(numbers(trustedAt(both, 640 * dayMs))).toEqual([2, 1])
    expect(numbers(trustedAt(both, 730 * dayMs))).toEqual([2])
  })

  test('a withdrawn root neither issues nor is trusted', () => {
    const replaced = [root(1, [0, 730, 0], true), root(2, [100, 830, 100])]
    expect(numbers(trustedAt(replaced, 100 * dayMs))).toEqual([2])
    expect(rolesAt([first, root(2, [550, 1280, 640], true)], 700 * dayMs).current).toBe(first)
  })

  test('a clock that jumped ahead and came back finds the old root in office again', () => {
    const both = [first, second]
    expect(rolesAt(both, 5000 * dayMs).current).toBe(second)
    expect(rolesAt(both, 600 * dayMs).current).toBe(first)
  })

  test('a clock before everything still names a root', () => {
    expect(rolesAt([root(1, [10, 20, 10], true), root(2, [15, 40, 15])], 0).current.number).toBe(2)
  })
})

describe('when a successor is made', () => {
  test('half a year before the end, to issue after 90 days', () => {
    expect(due([first], 549)).toBeNull()
    expect(due([first], 550)).toBe(640)
    expect(due([first, second], 560)).toBeNull()
    expect(due([first, second], 800)).toBeNull()
  })

  test('a box that slept shortens the overlap, and one that slept too long replaces at once', () => {
    expect(due([first], 700)).toBe(723)
    expect(due([first], 728)).toBe(728)
    expect(due([first], 730)).toBe(730)
    expect(due([first], 2000)).toBe(2000)
  })

  test('a successor made while the clock stood wrong does not keep a useful one from being made', () => {
    expect(due([first, root(2, [3000, 3730, 3090])], 600)).toBe(690)
  })

  test('at any time there is a root to issue that has not ended, once what is due was made', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 60 }), (pauses) => {
        const generations = [first]
        let day = 0
        for (const pause of pauses) {
          day += pause
          const at = due(generations, day)
          if (at !== null) generations.push(root(generations.length + 1, [day - 2, day + 730, at]))
          const { current } = rolesAt(generations, day * dayMs)
          expect(current.notAfter).toBeGreaterThan(day * dayMs)
        }
        expect(generations.length).toBeLessThanOrEqual(2 + day / 500)
      }),
    )
  })
})
