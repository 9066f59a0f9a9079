/** Keeps what the first screen must say: each warning once, since when, worst first. */
import type { HealthBoard, HealthWarning, Severity } from '../core/ports.ts'
import type { Log } from './log.ts'

export interface HealthOptions {
  now(): number
  log: Log
  /**
   * Which warnings are only consequences: `{ STORE_DEGRADED: ['DISK_FULL'] }` hides the first while any of the
   * second stands, so that an owner reads the cause and not its echo. Taken from tailscale's health package.
   */
  consequences?: Readonly<Record<string, readonly string[]>>
}

const order: Readonly<Record<Severity, number>> = { 'act-now': 0, 'act-by': 1, note: 2 }

/** Codes are our own, so this bound is never met; it keeps a mistake from growing without end. */
const maxWarnings = 200

/** An empty board. Raising the same code again keeps its `since` and takes the newer words. */
export function createHealthBoard({ now, log, consequences = {} }: HealthOptions): HealthBoard {
  const standing = new Map<string, HealthWarning>()
  return {
    raise(warning) {
      const before = standing.get(warning.code)
      if (!before && standing.size >= maxWarnings) return
      standing.set(warning.code, { ...warning, since: before?.since ?? now() })
      if (before?.severity !== warning.severity) {
        log.event('health.raised', { warning: warning.code, severity: warning.severity })
      }
    },
    clear(code) {
      if (standing.delete(code)) log.event('health.cleared', { warning: code })
    },
    warnings() {
      const shown = [...standing.values()].filter(
        ({ code }) => !(consequences[code] ?? []).some((cause) => standing.has(cause)),
      )
      return shown.sort((a, b) => order[a.severity] - order[b.severity] || a.since - b.since)
    },
  }
}

/** One word for machines: a note alone does not make a gateway degraded. */
export function healthState(warnings: readonly HealthWarning[]): 'ok' | 'degraded' {
  return warnings.some((warning) => warning.severity !== 'note') ? 'degraded' : 'ok'
}
