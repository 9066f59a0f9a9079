/** The box's clock: the time of day, and one that only grows. */
import type { Clock } from '../core/ports.ts'

export const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }
