/** Opens the port for WPAD where the configuration names one, and answers there with what the proxy's own pages say. */
import { wpadAnswer } from '../core/pages/wpad-answer.ts'
import type { Log } from '../ops/log.ts'
import { openWpad, type WpadListener } from '../wpad/wpad.ts'
import { type OwnPagesOptions, ownPageFacts } from './own-pages.ts'
import { isServed } from './served.ts'

export interface WpadParts extends OwnPagesOptions {
  log: Log
  /** Aborts: closes. */
  signal: AbortSignal
}

/** To be called when the proxy's port is known. Null where there is no such port. Throws PORT_IN_USE or PORT_FORBIDDEN. */
export async function openWpadPort({ log, signal, ...pages }: WpadParts): Promise<WpadListener | null> {
  const { inForce, listening } = pages
  if (listening.wpad.port === 0) return null
  return await openWpad({
    ...listening.wpad,
    serves: (client) => isServed(client, inForce.config),
    answer: (asked) => wpadAnswer(ownPageFacts(pages), asked),
    log,
    signal,
  })
}
