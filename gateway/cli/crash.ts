/** Writes down a fault that nobody caught, without its words, which may quote traffic, and ends the process. */
import type { Log } from '../ops/log.ts'
import { exitCodes } from './exit-codes.ts'

/**
 * Until it is disposed. Node itself would print the error's message and its source line. Going on is no choice: nobody
 * knows what state the fault left behind (nodejs.org/api/process.html#warning-using-uncaughtexception-correctly).
 * Unhandled rejections come here too.
 */
export function endOnCrash(log: Log): Disposable {
  const onCrash = (error: unknown) => {
    log.event('gateway.crashed', {}, error)
    process.exit(exitCodes.failed)
  }
  process.on('uncaughtException', onCrash)
  return { [Symbol.dispose]: () => void process.off('uncaughtException', onCrash) }
}
