/** Gives a listener its next certificate before the present one ends: the page's and the one for devices alike. */
import { hourMs, minuteMs } from '../core/units.ts'

export interface Renewal<Certificate extends { renewAt: number }> {
  first: Certificate
  certificate(): Certificate | Promise<Certificate>
  apply(fresh: Certificate): void
  /** The old one stays. */
  failed(error: unknown): void
}

/** A timer that asks for the next certificate; a failure keeps the old one and tries again within the hour. */
export function keepFresh<Certificate extends { renewAt: number }>({
  first,
  certificate,
  apply,
  failed,
}: Renewal<Certificate>): { now(): Promise<void>; stop(): void } {
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
      const fresh = await certificate()
      if (stopped) return
      apply(fresh)
      plan(fresh.renewAt)
    } catch (error) {
      failed(error)
      plan(Date.now() + hourMs)
    }
  }
  plan(first.renewAt)
  const stop = () => {
    stopped = true
    clearTimeout(timer)
  }
  return { now, stop }
}
