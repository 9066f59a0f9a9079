/** Measures time as far as this process got to run, so that a promise about waiting is not broken by a busy machine. */
import { onTestFinished } from 'vitest'

const stepMs = 10

/**
 * Milliseconds since the call, without those in which the process stood still because others had the processor.
 * Waiting counts by steps of a timer that did run (a missed step is not made up for), work by the processor time it took:
 * the greater of the two is never more than what the clock on the wall says.
 */
export function startOwnTime(): () => number {
  const began = process.threadCpuUsage()
  let steps = 0
  const timer = setInterval(() => {
    steps += 1
  }, stepMs)
  onTestFinished(() => clearInterval(timer))
  return () => {
    const { user, system } = process.threadCpuUsage(began)
    return Math.max(steps * stepMs, (user + system) / 1000)
  }
}
