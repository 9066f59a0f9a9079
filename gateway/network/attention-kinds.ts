/** One thing of the network that a person should know, and how it is settled. */
import type { Severity } from '../core/ports.ts'

export interface Attention {
  code: string
  /** act-now: somebody has to do something. note: an office may have it like that, and the words say when. */
  severity: Extract<Severity, 'act-now' | 'note'>
  says: string
  todo: string
}

export function actNow(code: string, says: string, todo: string): Attention {
  return { code, severity: 'act-now', says, todo }
}

export function note(code: string, says: string, todo: string): Attention {
  return { code, severity: 'note', says, todo }
}
