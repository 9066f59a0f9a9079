/** What the doctor says of originals: that files are missing comes before that more cannot be kept. */
import { expect, test } from 'vitest'
import { checkOriginals } from '../../gateway/ops/doctor/originals.ts'

const fine = { isOn: true, kept: 2, missing: 0, until: 2, now: 1, isPaused: false }

test('originals that are missing on the disk are a warning that says what to do, also where it is switched off since', () => {
  expect(checkOriginals(fine)).toMatchObject([{ state: 'ok' }])
  for (const changes of [
    { missing: 1 },
    { missing: 1, isPaused: true },
    { missing: 1, kept: 0, isOn: false },
  ])
    expect(checkOriginals({ ...fine, ...changes })).toMatchObject([
      {
        state: 'warn',
        found: '1 original of changed requests is missing: the files are not on the disk any more.',
        todo: expect.stringContaining('gatehouse originals list'),
      },
    ])
  expect(checkOriginals({ ...fine, kept: 0, until: null, isOn: false })).toEqual([])
})
