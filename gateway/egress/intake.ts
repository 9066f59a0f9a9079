/** Takes in a request's body: whole where it is small enough to be decided at once, otherwise as a stream. */
import type { IncomingMessage } from 'node:http'
import { GatewayError } from '../core/errors.ts'
import { Gathering } from './gathering.ts'

/** A body whose end was seen within the limit, or its beginning and a source for the rest. */
export type Intake =
  | { whole: true; body: Buffer }
  | { whole: false; beginning: readonly Buffer[]; rest: AsyncIterator<Buffer> }

/** The client went away, or went silent, before its body ended. Nothing may be forwarded as complete. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone'
}

/** What one body may cost, and where its bytes are counted. */
export interface IntakeGuard {
  counter: { bytes: number }
  /** 0 = no bound. */
  maxBodyBytes: number
  idleMs: number
  /** True once the body's framing turned out to be broken: then no more of it comes, and no event says so. */
  broken(): boolean
}

/**
 * Reads a plain body up to `holdBytes` by events alone: most bodies are one chunk, and an async iterator a request
 * costs more than the analysis. Rejects with ClientGone or GatewayError CONTENT_LIMIT.
 */
export function takeIn(request: IncomingMessage, holdBytes: number, guard: IntakeGuard): Promise<Intake> {
  return new Promise((resolve, reject) => {
    if (guard.broken()) return reject(new ClientGone('unreadable body'))
    const declared = Number(request.headers['content-length'] ?? holdBytes)
    const held = new Gathering(Math.min(declared, holdBytes))
    const idle = setTimeout(() => fail(new ClientGone('body idle')), guard.idleMs)
    const stop = () => {
      clearTimeout(idle)
      request.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose)
    }
    const fail = (error: Error) => {
      stop()
      reject(error)
    }
    const onData = (chunk: Buffer) => {
      held.add(chunk)
      guard.counter.bytes = held.bytes
      if (guard.maxBodyBytes > 0 && held.bytes > guard.maxBodyBytes)
        return fail(new GatewayError('CONTENT_LIMIT'))
      if (held.bytes <= holdBytes) {
        idle.refresh()
        return
      }
      request.pause()
      stop()
      resolve({ whole: false, beginning: held.chunks(), rest: restOf(request, guard) })
    }
    const onEnd = () => {
      stop()
      resolve({ whole: true, body: held.whole() })
    }
    const onError = () => fail(new ClientGone('request error'))
    const onClose = () => {
      if (!request.complete) fail(new ClientGone('closed early'))
    }
    request.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose)
  })
}

/** The whole body as one async sequence, for bodies that have to be decoded first. */
export function bodyOf(request: IncomingMessage, guard: IntakeGuard): AsyncGenerator<Buffer> {
  return restOf(request, guard)
}

/** Holds the beginning of any sequence of chunks up to a limit. */
export async function hold(source: AsyncIterator<Buffer>, holdBytes: number): Promise<Intake> {
  const held = new Gathering(holdBytes)
  for (;;) {
    const next = await source.next()
    if (next.done) return { whole: true, body: held.whole() }
    held.add(next.value)
    if (held.bytes > holdBytes) return { whole: false, beginning: held.chunks(), rest: source }
  }
}

/** The beginning, then the rest. */
export async function* joined(intake: Extract<Intake, { whole: false }>): AsyncGenerator<Buffer> {
  yield* intake.beginning
  for (;;) {
    const next = await intake.rest.next()
    if (next.done) return
    yield next.value
  }
}

async function* restOf(request: IncomingMessage, guard: IntakeGuard): AsyncGenerator<Buffer> {
  if (guard.broken()) throw new ClientGone('unreadable body')
  const wait = () => setTimeout(() => request.destroy(new ClientGone('body idle')), guard.idleMs)
  let idle = wait()
  try {
    // destroyOnReturn: a refusal in the middle still has to be answered on this connection.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      // A destination that reads slowly is not the client's silence: the clock runs only while we wait for the client.
      clearTimeout(idle)
      guard.counter.bytes += chunk.length
      if (guard.maxBodyBytes > 0 && guard.counter.bytes > guard.maxBodyBytes)
        throw new GatewayError('CONTENT_LIMIT')
      yield chunk
      idle = wait()
    }
  } catch (error) {
    throw error instanceof GatewayError ? error : new ClientGone('request error', { cause: error })
  } finally {
    clearTimeout(idle)
  }
  if (!request.complete) throw new ClientGone('closed early')
}
