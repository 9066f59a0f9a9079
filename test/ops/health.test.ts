/** Promises of the health board: each warning once, worst first, causes before their echoes. */
import { expect, test } from 'vitest'
import { createHealthBoard, healthState } from '../../gateway/ops/health.ts'
import { capturedLog } from './captured-log.ts'

function board(consequences?: Record<string, string[]>) {
  let time = 1000
  const { log, lines } = capturedLog()
  const health = createHealthBoard({ now: () => time++, log, ...(consequences ? { consequences } : {}) })
  return { health, lines }
}

const warning = (code: string, severity: 'act-now' | 'act-by' | 'note', title = code) => ({
  code,
  title,
  hint: 'Do it.',
  severity,
})

test('a warning that is raised again keeps the time it began and takes the newer words', () => {
  const { health } = board()
  health.raise(warning('DISK', 'act-by', 'first'))
  health.raise(warning('DISK', 'act-by', 'second'))
  expect(health.warnings()).toEqual([{ ...warning('DISK', 'act-by', 'second'), since: 1000 }])
})

test('the worst stands first, and of equals the older', () => {
  const { health } = board()
  health.raise(warning('A', 'note'))
  health.raise(warning('B', 'act-by'))
  health.raise(warning('C', 'act-now'))
  health.raise(warning('D', 'act-by'))
  expect(health.warnings().map(({ code }) => code)).toEqual(['C', 'B', 'D', 'A'])
})

test('a consequence is hidden while its cause stands, and shown when it outlives it', () => {
  const { health } = board({ STORE: ['DISK'] })
  health.raise(warning('STORE', 'act-now'))
  health.raise(warning('DISK', 'act-now'))
  expect(health.warnings().map(({ code }) => code)).toEqual(['DISK'])
  health.clear('DISK')
  expect(health.warnings().map(({ code }) => code)).toEqual(['STORE'])
})

test('the log hears of a warning once, and of its end', () => {
  const { health, lines } = board()
  health.raise(warning('DISK', 'act-by'))
  health.raise(warning('DISK', 'act-by'))
  health.clear('DISK')
  health.clear('DISK')
  expect(lines().map((line) => line.event)).toEqual(['health.raised', 'health.cleared'])
})

test('a note alone does not make a gateway degraded', () => {
  const { health } = board()
  health.raise(warning('A', 'note'))
  expect(healthState(health.warnings())).toBe('ok')
  health.raise(warning('B', 'act-by'))
  expect(healthState(health.warnings())).toBe('degraded')
})
