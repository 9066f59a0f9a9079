/** Gives the devices' listener its next certificate before the present one ends. */
import { hourMs, minuteMs } from '../core/units.ts'
import type { IngestParts } from './ingest.ts'
import type { IngestCertificate } from './options.ts'

/** A timer that asks for the next certificate; a failure keeps the old one and tries again within the hour. */
export function keepCertificateFresh(
  first: IngestCertificate,
  { certificate, log }: IngestParts,
  apply: (next: IngestCertificate) => void,
): { now(): Promise<void>; stop(): void } {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const plan = (renewAt: number) => {
    clearTimeout(timer)
    if (stopped) return
    // Looked at once an hour at least, so that a clock that was set is noticed; never more than once a minute.
    const wait = Math.min(hourMs, Math.max(minuteMs, renewAt - Date.now()))
    timer = setTimeout(() => void (Date.now() >= renewAt ? now() : plan(renewAt)), wait)
    timer.unref()
  }
  const now = async () => {
    try {
      const next = await certificate()
      if (stopped) return
      apply(next)
      plan(next.renewAt)
    } catch (error) {
      log.event('ingest.certificate-failed', {}, error)
      plan(Date.now() + hourMs)
    }
  }
  plan(first.renewAt)
  return {
    now,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
