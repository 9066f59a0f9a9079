/** Says on which of one client's sessions with a destination an exchange goes. */
import type { ClientHttp2Session } from 'node:http2'
import type { AnswerSource } from './waiting-answers.ts'

export interface Open {
  session: ClientHttp2Session
  source: AnswerSource
  running: number
  /** True while it is one exchange's own. */
  isKept: boolean
  /** The last stream that the destination looks at, as it said when it said goodbye (RFC 9113 §6.8). */
  lastTaken: number
}

interface Asked {
  /** True where nothing else may be asked on its session before its answer begins. */
  alone: boolean
  /** Connections that are being made. */
  underWay: number
  /** So many sessions may be open, and as many again beside those that are not read. */
  bound: number
}

/** More at the same time on one session is not tried, whatever the destination says it would take. */
const mostRunning = 100

/** `wait`: until one has room or is nobody's own any more, or a connection was made or failed. */
export function chooseSession(open: ReadonlySet<Open>, asked: Asked): Open | 'connect' | 'wait' {
  const usable = [...open].filter(({ session }) => !session.closed && !session.destroyed)
  const shared = usable.filter(({ isKept }) => !isKept)
  const best = leastBusy(shared)
  if (best !== null && !asked.alone && !isFull(best)) return best
  const stopped = usable.filter(({ source }) => source.isStopped).length
  const taken = open.size + asked.underWay
  // Also before one that has nothing to do: that may be about to end. What is not read answers nobody: up to as many again may
  // stand beside those.
  if (taken - stopped < asked.bound && taken < 2 * asked.bound) return 'connect'
  const mayBeFree = asked.underWay > 0 || shared.length < usable.length
  // Nobody waits for what somebody else is thought about: that may take as long as an answer may.
  if (best === null && asked.underWay === 0 && !asked.alone) return leastBusy(usable) ?? 'connect'
  if (best === null) return mayBeFree ? 'wait' : 'connect'
  // Not in the session: there it would be asked as soon as another is reset, also where its own client has left with that.
  if (hasNoRoom(best)) return 'wait'
  return asked.alone && best.running > 0 && mayBeFree ? 'wait' : best
}

function leastBusy(open: readonly Open[]): Open | null {
  return open.reduce<Open | null>(
    (least, one) => (least === null || rank(one) < rank(least) ? one : least),
    null,
  )
}

function isFull(one: Open): boolean {
  return hasNoRoom(one) || one.source.isStopped
}

function hasNoRoom({ session, running }: Open): boolean {
  return running >= Math.min(session.remoteSettings.maxConcurrentStreams ?? mostRunning, mostRunning)
}

/** One that is not read, since too much of it waits already, comes behind all that are. */
function rank({ running, source }: Open): number {
  return source.isStopped ? Number.MAX_SAFE_INTEGER : running
}
