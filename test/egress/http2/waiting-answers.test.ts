/** Promises about the bound on waiting answers: who holds much is stopped, who holds little never, and all go on in time. */
import { expect, test } from 'vitest'
import { KiB, MiB } from '../../../gateway/core/units.ts'
import { WaitingAnswers } from '../../../gateway/egress/http2/waiting-answers.ts'

function scene(maxClientHeldBytes = 8 * MiB) {
  const bound = { maxHeldBytes: MiB, maxClientHeldBytes }
  const answers = new WaitingAnswers(() => bound)
  const newSource = (client = 'a client') => {
    const told: string[] = []
    const flow = { stop: () => void told.push('stop'), go: () => void told.push('go') }
    return { source: answers.source(flow, client), told }
  }
  return { answers, bound, newSource }
}

test('a source is stopped with the byte that is too many, and goes on once enough was read', () => {
  const { answers, newSource } = scene()
  const { source, told } = newSource()
  source.count(MiB)
  expect(told).toEqual([])
  source.count(1)
  expect(told).toEqual(['stop'])
  expect(source.isStopped).toBe(true)
  source.count(-200 * KiB)
  expect(source.isStopped).toBe(true)
  source.count(-100 * KiB)
  expect(told).toEqual(['stop', 'go'])
  expect(answers.bytes).toBe(MiB + 1 - 300 * KiB)
})

test('a source of which little waits is never stopped, whatever waits of others', () => {
  const { newSource } = scene()
  newSource().source.count(2 * MiB)
  const quick = newSource()
  for (let i = 0; i < 100; i += 1) {
    quick.source.count(64 * KiB)
    quick.source.count(-64 * KiB)
  }
  expect(quick.told).toEqual([])
})

test('a stopped source goes on when its own is read, and all of them when there is room again', () => {
  const { newSource } = scene()
  const [one, two, three] = [newSource(), newSource(), newSource()]
  for (const { source } of [one, two, three]) source.count(600 * KiB)
  expect([one.told, two.told, three.told]).toEqual([[], ['stop'], ['stop']])
  two.source.count(-540 * KiB)
  expect(two.source.isStopped).toBe(false)
  expect(three.source.isStopped).toBe(true)
  one.source.count(-600 * KiB)
  expect(three.source.isStopped).toBe(false)
})

test('whoever is started behind its back is stopped anew by what comes then', () => {
  const { newSource } = scene()
  const { source, told } = newSource()
  source.count(2 * MiB)
  source.count(KiB)
  expect(told).toEqual(['stop', 'stop'])
})

test('a bound that a reload has raised counts at once', () => {
  const { bound, newSource } = scene()
  const { source } = newSource()
  source.count(2 * MiB)
  bound.maxHeldBytes = 4 * MiB
  source.count(-1)
  expect(source.isStopped).toBe(false)
})

test('one client takes its own part alone: beyond it, its sources stop, and those of others do not', () => {
  const { newSource } = scene(MiB / 2)
  const [slow, other] = [newSource('slow'), newSource('other')]
  slow.source.count(MiB / 2 + 1)
  expect(slow.told).toEqual(['stop'])
  other.source.count(400 * KiB)
  expect(other.told).toEqual([])
  other.source.count(-400 * KiB)
  expect(slow.source.isStopped).toBe(true)
  slow.source.count(-200 * KiB)
  expect(slow.told).toEqual(['stop', 'go'])
})
