/** Takes what workers sealed to the owner, and keeps it while there is room; the exchange goes on. */
import {
  couldBeNow,
  mayBeKept,
  mostSealedBytes,
  type OriginalFacts,
  type OriginalKeeper,
  type SealedOriginal,
  type WhyNone,
  type WhyNotKept,
} from '../core/original/original.ts'
import { shareOf } from '../core/original/share.ts'
import { hourOf } from '../core/retention/period.ts'
import { MiB } from '../core/units.ts'
import { lockBytes } from '../core/vault/locked.ts'
import { type Handing, makeRoom, shortenList } from './make-room.ts'
import { pausedCode, showPaused, whyUnwritten } from './paused.ts'
import type { OriginalParts } from './room.ts'

export interface Keeping {
  /** Whoever asks has its part of the room from then on. */
  keeperFor(worker: string): OriginalKeeper
  /** One thing after the other; never rejects for what went before. */
  alone<Result>(work: () => Promise<Result>): Promise<Result>
}

/** What waits for the disk is held in memory; of one worker no more than its share, or one original. */
const mostWaitingBytes = 16 * MiB
const mostWaiting = 1000

class Waiting {
  bytes = 0
  count = 0
}

/** `changed`: told after each change of what is kept. */
export function createKeeping(parts: OriginalParts, changed: () => void): Keeping {
  const { register, settings } = parts
  let turn: Promise<unknown> = Promise.resolve()
  const all = new Waiting()
  const ofWorkers = new Map<string, Waiting>()
  const handing = (worker: string): Handing => ({ worker, workers: [...ofWorkers.keys()] })

  function alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const next = turn.then(work)
    turn = next.catch(() => undefined)
    return next
  }

  /** Whether more of a worker may wait; none keeps out what others hand over. */
  function mayWait({ bytes, count }: Waiting, more: number): boolean {
    if (all.bytes + more > mostWaitingBytes || all.count >= mostWaiting) return false
    const share = Math.max(shareOf(mostWaitingBytes, ofWorkers.size), mostSealedBytes)
    return bytes + more <= share && count < shareOf(mostWaiting, ofWorkers.size)
  }

  /** False where so much waits for a slow disk that no more is taken. */
  function queue(own: Waiting, bytes: number, work: () => Promise<void>): boolean {
    if (!mayWait(own, bytes)) return false
    for (const waiting of [all, own]) {
      waiting.bytes += bytes
      waiting.count += 1
    }
    alone(work)
      .catch((error: unknown) => showPaused(parts, error))
      .finally(() => {
        for (const waiting of [all, own]) {
          waiting.bytes -= bytes
          waiting.count -= 1
        }
        changed()
      })
    return true
  }

  async function addUnkept(worker: string, facts: OriginalFacts, why: WhyNone): Promise<void> {
    if (settings().terms === null || register.find(facts.id) !== null) return
    register.add({ ...facts, worker, hour: hourOf(parts.clock.now()), locked: null, why })
    await shortenList(parts, handing(worker))
  }

  async function keepOrSay(worker: string, facts: OriginalFacts, sealed: SealedOriginal): Promise<void> {
    const outcome = await keep(parts, handing(worker), { facts, sealed }).catch((error: unknown) => {
      showPaused(parts, error)
      return whyUnwritten(error)
    })
    if (outcome !== 'kept' && outcome !== null) await addUnkept(worker, facts, outcome)
    // While others wait behind it, a slow disk is none the faster.
    if (outcome === 'kept' && all.count === 1) parts.health.clear(pausedCode)
  }

  function isOfNow(facts: OriginalFacts): boolean {
    if (couldBeNow(facts, parts.clock.now())) return true
    parts.log.event('original.not-kept', {}, new Error('of no exchange that could be now'))
    return false
  }

  function keeperFor(worker: string): OriginalKeeper {
    const own = ofWorkers.get(worker) ?? new Waiting()
    ofWorkers.set(worker, own)
    function leave(facts: OriginalFacts, why: WhyNotKept): void {
      if (!isOfNow(facts)) return
      if (!queue(own, 0, () => addUnkept(worker, facts, why))) showPaused(parts, new Error('too many wait'))
    }
    return {
      leave,
      keep(facts, sealed) {
        if (!isOfNow(facts)) return false
        if (queue(own, sealed.payload.length, () => keepOrSay(worker, facts, sealed))) return true
        showPaused(parts, new Error('too much waits'))
        leave(facts, 'no-room')
        return false
      },
    }
  }

  return { alone, keeperFor }
}

/** `kept`, or why it is not; null where it was before, as an id that comes twice changes nothing, or where all is off. */
async function keep(
  parts: OriginalParts,
  handing: Handing,
  { facts, sealed }: { facts: OriginalFacts; sealed: SealedOriginal },
): Promise<'kept' | WhyNotKept | null> {
  const { register, folder, settings, keys, clock, random } = parts
  const now = settings()
  if (now.terms === null || register.find(facts.id) !== null) return null
  // A worker decides so itself; what parses hostile traffic is not believed in this.
  if (!mayBeKept(facts.types, parts.barred())) return 'never'
  if (!(await makeRoom(parts, sealed.payload.length, { ...now, ...handing }))) return 'no-room'
  const hour = hourOf(clock.now())
  const recipient = keys.recipientOf(hour)
  const header = lockBytes(sealed.header, { recipient, name: facts.id, random })
  await folder.put(facts.id, sealed.payload)
  const locked = { header, mark: sealed.mark, sealedBytes: sealed.payload.length }
  register.add({ ...facts, worker: handing.worker, hour, locked, why: null })
  await shortenList(parts, handing)
  return 'kept'
}
