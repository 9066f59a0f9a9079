/** What a dictionary keeps of names that strangers make up stays small. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { Remembered } from '../../../../gateway/core/pii/fields/remembered.ts'
import { fieldsAnalyzer } from '../../../support/analysis.ts'

const { fields, names } = fieldsAnalyzer
const MiB = 1024 * 1024

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function heapUsed(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

/** Bytes that stay in memory of a hundred answers, the first ones left out. */
function keptOf(ask: (round: number) => void): number {
  for (let round = 0; round < 10; round++) ask(round)
  const before = heapUsed()
  for (let round = 10; round < 110; round++) ask(round)
  return heapUsed() - before
}

test('names of a megabyte leave nothing behind', () => {
  const kept = keptOf((round) => {
    const name = Buffer.from(`${String(round).padStart(6, 'x').repeat(100_000)}_name`)
    expect(names.tells(name, 0, name.length)).toBe(false)
    expect(fields.meaningAt(name.toString())).toBeNull()
  })
  expect(kept).toBeLessThan(2 * MiB)
})

test('long paths leave nothing behind, nor do short names at their ends', () => {
  const kept = keptOf((round) => {
    const outer = `${'n'.repeat(250)}.`.repeat(400)
    expect(fields.meaningAt(`${outer}customer.name`)).toEqual(fields.meaningAt('customer.name'))
    fields.meaningAt(`${outer}some_unknown_name_${round}`)
  })
  expect(kept).toBeLessThan(2 * MiB)
})

test('an answer is remembered by its text, and null is one', () => {
  const remembered = new Remembered<number | null>()
  expect(remembered.get('a')).toBeUndefined()
  remembered.set('a', null)
  remembered.set('\ud800', 1)
  expect(remembered.get('a')).toBeNull()
  expect(remembered.get('\ud800')).toBe(1)
})
