/** Stops what was started, in reverse order, within a bounded time. */
import type { Log } from './log.ts'

export interface StopStack extends AsyncDisposable {
  /**
   * Remembers how to stop a part. `stop` is called once; its signal aborts when the drain is over, at which point
   * it should cut what is left.
   */
  add(part: string, stop: (cut: AbortSignal) => void | Promise<void>): void
  /** Stops everything; a second call waits for the first. Never throws. */
  stop(cause: string): Promise<StopOutcome>
}

export interface StopOutcome {
  durationMs: number
  /** Parts that were still busy a moment after they were cut. */
  unfinished: readonly string[]
}

export interface StopOptions {
  log: Log
  /** For all parts together. */
  drainMs: number
  monotonic(): number
}

/** What a part gets between being cut and being left behind. */
const graceMs = 500

/** An empty stack: the last part added is the first to stop, as it may use all those before it. */
export function createStopStack({ log, drainMs, monotonic }: StopOptions): StopStack {
  const parts: { part: string; stop: (cut: AbortSignal) => void | Promise<void> }[] = []
  let stopping: Promise<StopOutcome> | undefined

  async function stopAll(cause: string): Promise<StopOutcome> {
    const began = monotonic()
    log.event('gateway.stopping', { cause })
    const cut = AbortSignal.timeout(drainMs)
    const unfinished: string[] = []
    for (let next = parts.pop(); next; next = parts.pop()) {
      const partBegan = monotonic()
      try {
        if (await finishesInTime(next.stop, cut)) continue
        unfinished.push(next.part)
        log.event('stop.late', { part: next.part, durationMs: Math.round(monotonic() - partBegan) })
      } catch (error) {
        log.event('stop.failed', { part: next.part }, error)
      }
    }
    const durationMs = Math.round(monotonic() - began)
    log.event('gateway.stopped', { durationMs, unfinished: unfinished.length })
    return { durationMs, unfinished }
  }

  const stack: StopStack = {
    add: (part, stop) => void parts.push({ part, stop }),
    stop: (cause) => (stopping ??= stopAll(cause)),
    async [Symbol.asyncDispose]() {
      await stack.stop('disposed')
    },
  }
  return stack
}

/** False where the part is still busy a moment after the drain was over. */
async function finishesInTime(
  stop: (cut: AbortSignal) => void | Promise<void>,
  cut: AbortSignal,
): Promise<boolean> {
  const late = Promise.withResolvers<false>()
  let timer: NodeJS.Timeout | undefined
  const onCut = () => {
    timer = setTimeout(() => late.resolve(false), graceMs)
  }
  if (cut.aborted) onCut()
  else cut.addEventListener('abort', onCut, { once: true })
  try {
    const stopped = Promise.resolve(stop(cut)).then(() => true)
    return await Promise.race([stopped, late.promise])
  } finally {
    clearTimeout(timer)
    cut.removeEventListener('abort', onCut)
  }
}
