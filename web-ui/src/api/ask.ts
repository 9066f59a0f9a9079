/** Asks the gateway's API and has it change things, and turns each way in which that can fail into an error that is told in words. */
import { sessionEnded } from './session.ts'
import type { Problem } from './types.ts'

/** The gateway answered, and not with what was asked for. */
export class ProblemError extends Error {
  readonly problem: Problem
  /** How long it asks to be left alone; null where it does not. */
  readonly waitSeconds: number | null

  constructor(problem: Problem, waitSeconds: number | null = null) {
    super(problem.title)
    this.problem = problem
    this.waitSeconds = waitSeconds
  }
}

/** Nobody answered: the box is starting, or out of reach. */
export class NoAnswerError extends Error {}

/** The session ended before a change was asked for: it was not done. */
export class SignedOutError extends Error {}

/** Throws ProblemError or NoAnswerError. Without a session it waits for somebody to sign in, and asks again. */
export async function ask<Shape>(path: string, signal?: AbortSignal): Promise<Shape> {
  for (;;) {
    const response = await send(path, { headers: { accept: 'application/json' }, signal: signal ?? null })
    if (response.status !== 401) return answerIn<Shape>(response)
    await sessionEnded()
  }
}

export interface Change {
  method?: 'POST' | 'DELETE'
  body?: object
  /** Of what was shown when it was decided: past it, nothing is done (412). */
  etag?: string
}

/**
 * Throws SignedOutError as well: whoever signs in next decides anew, as it may be somebody else. After a NoAnswerError nobody knows whether it
 * was done.
 */
export async function change<Shape>(path: string, wanted: Change = {}): Promise<Shape> {
  const response = await send(path, requestOf(wanted))
  if (response.status !== 401) return answerIn<Shape>(response)
  void sessionEnded()
  throw new SignedOutError('nobody is signed in')
}

/** A step of signing in, for which nobody needs to be: a 401 is its answer. Throws ProblemError or NoAnswerError. */
export async function signInStep<Shape>(path: string, body: object): Promise<Shape> {
  return answerIn<Shape>(await send(path, requestOf({ body })))
}

/** `journal?limit=50&action=refuse`; what is undefined stays out. */
export function pathWith(path: string, query: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  return `${path}?${search}`
}

/** The header is what neither a form nor another site's script can send. */
function requestOf({ method = 'POST', body, etag }: Change): RequestInit {
  return {
    method,
    headers: {
      accept: 'application/json',
      'gatehouse-change': '1',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(etag === undefined ? {} : { 'if-match': etag }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }
}

async function send(path: string, request: RequestInit): Promise<Response> {
  return fetch(`/api/v1/${path}`, request).catch((error: unknown) => {
    if (request.signal?.aborted === true) throw error
    throw new NoAnswerError('the gateway does not answer', { cause: error })
  })
}

async function answerIn<Shape>(response: Response): Promise<Shape> {
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body as Shape
  const wait = Number(response.headers.get('retry-after') ?? Number.NaN)
  throw new ProblemError(problemIn(body, response.status), Number.isFinite(wait) ? wait : null)
}

function problemIn(body: unknown, status: number): Problem {
  const hasTitle = typeof body === 'object' && body !== null && 'title' in body
  return hasTitle ? (body as Problem) : { type: 'about:blank', title: '', status }
}
