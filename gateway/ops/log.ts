/** Writes the log: named events with allowed facts only, so that personal data has no way in. */
import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino'
import { isGatewayError } from '../core/errors.ts'
import { type LogEventName, type LogFields, logEvents } from './events.ts'
import type { FieldKind, LogLevel } from './log-events/shape.ts'

/** What rooms log with. `error` says why it happened; how much of it is written depends on the level. */
export interface Log {
  event<E extends LogEventName>(name: E, fields?: LogFields<E>, error?: unknown): void
  /** Writes out what is buffered; call before the process ends. */
  flush(): void
}

export interface LogOptions {
  level: LogLevel
  /** Where JSON lines go; standard error by default. Tests pass a stream. */
  stream?: DestinationStream
}

/**
 * One JSON object a line: `level`, `time`, `event`, `message`, the event's fields, and `error`.
 * Fields that the event does not list are dropped, values that do not fit their kind are written as `[unfit]`.
 * Messages and causes of foreign errors may quote input (JSON.parse does), so they appear at level debug only.
 */
export function createLog({ level, stream }: LogOptions): Log {
  const sink = stream ?? destination({ dest: 2, sync: true })
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    sink,
  )
  const withMessages = level === 'debug'
  return {
    event(name, fields, error) {
      const shape = logEvents[name]
      if (!logger.isLevelEnabled(shape.level)) return
      const line: Record<string, unknown> = { event: name, ...allowed(shape.fields, fields ?? {}) }
      if (error !== undefined) line.error = describeError(error, withMessages)
      logger[shape.level](line, shape.message)
    },
    flush: () => logger.flush(),
  }
}

/** A log that writes nothing, for tests of other things. */
export const silentLog: Log = { event: () => undefined, flush: () => undefined }

function allowed(
  kinds: Readonly<Record<string, FieldKind>>,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [name, kind] of Object.entries(kinds)) {
    const value = fields[name]
    if (value !== undefined) kept[name] = fits(kind, value) ? value : '[unfit]'
  }
  return kept
}

function fits(kind: FieldKind, value: unknown): boolean {
  switch (kind) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case 'flag':
      return typeof value === 'boolean'
    case 'word':
      return typeof value === 'string' && /^[\w.:-]{1,64}$/.test(value)
    case 'path':
      return typeof value === 'string' && value.length <= 256 && !hasControlCharacter(value)
  }
}

function hasControlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x20 || code === 0x7f) return true
  }
  return false
}

/** What may be written of an error. */
function describeError(error: unknown, withMessages: boolean): Record<string, unknown> {
  if (isGatewayError(error)) {
    const shown: Record<string, unknown> = { ...error.toJSON() }
    if (error.cause !== undefined) shown.cause = describeError(error.cause, withMessages)
    return shown
  }
  if (!(error instanceof Error)) return { name: typeof error }
  const code = 'code' in error ? String(error.code) : ''
  return {
    name: /^\w{1,64}$/.test(error.name) ? error.name : 'Error',
    ...(/^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? { code } : {}),
    at: frames(error),
    ...(withMessages ? { text: error.message } : {}),
    ...(withMessages && error.cause !== undefined ? { cause: describeError(error.cause, true) } : {}),
  }
}

/** Where it happened: the frames alone, since the first lines of a stack repeat the message. */
function frames(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n')
  return lines
    .filter((line) => /^ {4}at [^\n]*(:\d+:\d+\)?|<anonymous>\)?)$/.test(line))
    .slice(-10)
    .slice(0, 5)
    .map((line) => line.trim().slice(0, 200))
}
