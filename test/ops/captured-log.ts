/** A real log whose lines a test can read. */

import { createLog, type Log } from '../../gateway/ops/log.ts'
import type { LogLevel } from '../../gateway/ops/log-events/shape.ts'

export interface CapturedLog {
  log: Log
  text(): string
  lines(): Record<string, unknown>[]
}

export function capturedLog(level: LogLevel = 'info'): CapturedLog {
  let text = ''
  const append = (line: string): void => {
    text += line
  }
  const log = createLog({ level, stream: { write: append } })
  return {
    log,
    text: () => text,
    lines: () =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  }
}
