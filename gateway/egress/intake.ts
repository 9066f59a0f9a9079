/** Takes in a request's body: whole where it is small enough to be decided at once, otherwise as a stream. */
import { GatewayError } from '../core/errors.ts'
import type { ClientRequest } from './client-message.ts'
import { ClientGone, CutShort } from './cut-short.ts'
import { Gathering } from './gathering.ts'
import type { HeldShare } from './held-budget.ts'
import type { Patience } from './patience.ts'
import type { Waits } from './waits.ts'

/** A body whose end was seen within the limits, or its beginning and a source for the rest. */
export type Intake = { whole: true; body: Buffer } | BegunIntake

export interface BegunIntake {
  whole: false
  /** Why it was not held to its end: longer than what is held of one body, no room left for more, or its client waits. */
  why: 'too-large' | 'busy' | 'quiet'
  /** Emptied as it is passed on. */
  beginning: Buffer[]
  rest: AsyncIterator<Buffer>
  share: HeldShare
}

/** Why a body is not held to its end, in the journal's words. */
export function reasonOfLength({ why }: BegunIntake): 'busy' | 'too-large' {
  return why === 'busy' ? 'busy' : 'too-large'
}

/** What one body may cost, and where its bytes are counted. */
export interface IntakeGuard {
  counter: { bytes: number }
  /** 0 = no bound. */
  maxBodyBytes: number
  patience: Patience
  /** Where the patience is watched. */
  waits: Waits
  share: HeldShare
  /** True once the body's framing turned out to be broken: then no more of it comes, and no event says so. */
  broken(): boolean
}

/** `declaredBytes`: its length as the head has it; null where the body is chunked. */
export interface IntakeBounds {
  holdBytes: number
  declaredBytes: number | null
  /**
   * Ends the holding where what came may stand for itself and no more has come for a moment, or where nothing at all came
   * for the longer `openingMs`; absent: it never does. Is shown each chunk once, since looking at all of them anew would
   * take the square of their number.
   */
  quiet?: { ms: number; openingMs: number; isEnough(chunk: Buffer): boolean }
}

/**
 * Reads a plain body up to `holdBytes` by events alone: most bodies are one chunk, and an async iterator a request
 * costs more than the analysis. Rejects with ClientGone, TooSlow or GatewayError CONTENT_LIMIT.
 */
export function takeIn(
  request: ClientRequest,
  { holdBytes, declaredBytes, quiet }: IntakeBounds,
  guard: IntakeGuard,
): Promise<Intake> {
  return new Promise((resolve, reject) => {
    if (guard.broken()) return reject(new ClientGone('unreadable body'))
    const { patience, share, waits } = guard
    const held = new Gathering(Math.min(declaredBytes ?? holdBytes, holdBytes))
    const waiting = { leftMs: () => patience.leftMs(), timeIsUp: () => fail(patience.fault()) }
    waits.begin(waiting)
    let silence: NodeJS.Timeout | undefined
    const stop = () => {
      clearTimeout(silence)
      waits.end(waiting)
      request.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose)
    }
    const fail = (error: Error) => {
      stop()
      reject(error)
    }
    const onData = (chunk: Buffer) => {
      held.add(chunk)
      guard.counter.bytes = held.bytes
      const room = share.take(chunk.length)
      if (guard.maxBodyBytes > 0 && held.bytes > guard.maxBodyBytes)
        return fail(new GatewayError('CONTENT_LIMIT'))
      patience.came(chunk.length)
      clearTimeout(silence)
      if (held.bytes > holdBytes || !room) begun(room ? 'too-large' : 'busy')
      else if (quiet?.isEnough(chunk)) silence = setTimeout(() => begun('quiet'), quiet.ms)
    }
    const begun = (why: BegunIntake['why']) => {
      request.pause()
      stop()
      // Before its first message it has only said that it will talk.
      if (why === 'quiet' && held.bytes > 0) patience.converse()
      resolve({ whole: false, why, beginning: held.chunks(), rest: restOf(request, guard), share })
    }
    const onEnd = () => {
      stop()
      resolve({ whole: true, body: held.whole() })
    }
    const onError = () => fail(new ClientGone('request error'))
    const onClose = () => {
      if (!request.complete) fail(new ClientGone('closed early'))
    }
    if (quiet) silence = setTimeout(() => begun('quiet'), quiet.openingMs)
    request.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose)
  })
}

/** The whole body as one async sequence, for bodies that have to be decoded first. */
export function bodyOf(request: ClientRequest, guard: IntakeGuard): AsyncGenerator<Buffer> {
  return restOf(request, guard)
}

/** Holds the beginning of any sequence of chunks up to a limit. */
export async function hold(
  source: AsyncIterator<Buffer>,
  holdBytes: number,
  share: HeldShare,
): Promise<Intake> {
  const held = new Gathering(holdBytes)
  for (;;) {
    const next = await source.next()
    if (next.done) return { whole: true, body: held.whole() }
    held.add(next.value)
    const room = share.take(next.value.length)
    if (held.bytes <= holdBytes && room) continue
    const why = room ? 'too-large' : 'busy'
    return { whole: false, why, beginning: held.chunks(), rest: source, share }
  }
}

/** The beginning, then the rest; what was passed on is held no longer. */
export async function* joined({ beginning, rest, share }: BegunIntake): AsyncGenerator<Buffer> {
  for (let chunk = beginning.shift(); chunk !== undefined; chunk = beginning.shift()) yield chunk
  share.giveBack()
  for (;;) {
    const next = await rest.next()
    if (next.done) return
    yield next.value
  }
}

async function* restOf(request: ClientRequest, guard: IntakeGuard): AsyncGenerator<Buffer> {
  if (guard.broken()) throw new ClientGone('unreadable body')
  const { patience, waits, counter, maxBodyBytes } = guard
  const waiting = {
    leftMs: () => patience.leftMs(),
    timeIsUp: () => endWait(request, patience.fault()),
  }
  const wait = () => {
    patience.wait()
    waits.begin(waiting)
  }
  wait()
  try {
    // destroyOnReturn: a refusal in the middle still has to be answered on this connection.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      // A destination that reads slowly is not the client's silence: the clock runs only while we wait for the client.
      waits.end(waiting)
      patience.came(chunk.length)
      counter.bytes += chunk.length
      if (maxBodyBytes > 0 && counter.bytes > maxBodyBytes) throw new GatewayError('CONTENT_LIMIT')
      yield chunk
      wait()
    }
  } catch (error) {
    const known = error instanceof GatewayError || error instanceof CutShort
    throw known ? error : new ClientGone('request error', { cause: error })
  } finally {
    waits.end(waiting)
  }
  if (!request.complete) throw new ClientGone('closed early')
}

/** A silent client's connection ends; a slow one is told first, so its connection outlives its body for that. */
function endWait(request: ClientRequest, fault: CutShort): void {
  if (fault instanceof ClientGone || request.listenerCount('error') === 0) request.destroy(fault)
  else request.emit('error', fault)
}
