/** Asks the system for a name's addresses, and never for so many at a time that it keeps others from their work. */
import { lookup } from 'node:dns/promises'

/**
 * Each look-up occupies one of the four threads that compression and files need as well, for as long as a silent
 * server of names likes. The threads are the process's, and so is this bound.
 */
const maxAtOnce = 2
const waiting = new Set<() => void>()
let running = 0

/** None where there are none, and for whoever gave up before its turn came. Never rejects. */
export async function lookUpBySystem(host: string, givenUp: AbortSignal): Promise<readonly string[]> {
  if (!(await itsTurn(givenUp))) return []
  try {
    const entries = await lookup(host, { all: true, order: 'verbatim' })
    return entries.map((entry) => entry.address)
  } catch {
    // Whatever it says, there is no address.
    return []
  } finally {
    handOn()
  }
}

function itsTurn(givenUp: AbortSignal): Promise<boolean> | boolean {
  if (givenUp.aborted) return false
  if (running < maxAtOnce) {
    running += 1
    return true
  }
  return new Promise((resolve) => {
    const begin = () => {
      givenUp.removeEventListener('abort', leave)
      resolve(true)
    }
    const leave = () => {
      waiting.delete(begin)
      resolve(false)
    }
    waiting.add(begin)
    givenUp.addEventListener('abort', leave, { once: true })
  })
}

function handOn(): void {
  const next = waiting.values().next()
  if (next.done) {
    running -= 1
    return
  }
  waiting.delete(next.value)
  next.value()
}
