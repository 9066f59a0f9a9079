/** Decides who may ask what: everything needs the token, except where a route says that it is open. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import { createWrongTries } from '../core/login/wrong-tries.ts'
import type { Log } from '../ops/log.ts'
import type { AccessToken } from '../ops/token.ts'

import { judgeHost } from './host.ts'
import { plainProblem, sendProblem } from './problem.ts'
import type { ProblemDetails } from './schemas.ts'
import type { Sessions } from './session.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `open` to everybody, with the `token` (also where nothing is said), or on the `control` socket only. */
    access?: 'open' | 'token' | 'control'
  }
}

export interface AccessOptions {
  token: AccessToken
  sessions: Sessions
  log: Log
  monotonic(): number
  /** The box's own names as they are now. */
  names(): readonly string[]
  /** What a browser without a session gets instead of problem+json: the login page. */
  loginPage(reply: FastifyReply): FastifyReply
}

/** One gate, asked first by every request and by the login form. */
export interface AccessGate {
  onRequest(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined>
  /** Checks a token that came by form; null where it is right. Sends nothing. */
  judgeToken(request: FastifyRequest, presented: string): ProblemDetails | null
}

export function createAccessGate(options: AccessOptions): AccessGate {
  const { token, sessions, log } = options
  const failures = createWrongTries(options.monotonic)

  function judgeToken(request: FastifyRequest, presented: string): ProblemDetails | null {
    // The right one first: whoever shares an address with a guesser, behind one router, must not be locked out by
    // it. Guessing stays bounded by the token's 256 bits and the requests a minute that an address has.
    if (token.matches(presented)) return null
    if (failures.secondsBlocked(request.ip) > 0) return tooManyProblem
    if (failures.count(request.ip)) log.event('api.refused', { cause: 'wrong-token-limit' })
    return wrongTokenProblem
  }

  async function onRequest(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    const host = judgeHost({
      hosts: request.raw.headersDistinct.host ?? [],
      localAddress: request.socket.localAddress,
      names: options.names(),
    })
    if (host !== 'own') return sendProblem(reply, host === 'foreign' ? foreignHostProblem : badHostProblem)
    const access = request.routeOptions.config.access ?? 'token'
    const bearer = bearerOf(request.headers.authorization)
    const changes = request.method !== 'GET' && request.method !== 'HEAD'
    // A browser sends cookies (and posts forms) for any page that asks it to; a bearer header it does not.
    if (changes && bearer === null && !isSameOrigin(request) && !isProgram(request))
      return sendProblem(reply, crossSiteProblem)
    if (access === 'open') return undefined
    if (bearer !== null) {
      const refusal = judgeToken(request, bearer)
      if (refusal) return sendRefusal(reply, refusal, failures.secondsBlocked(request.ip))
    } else if (!sessions.holds(request.headers.cookie)) {
      if (wantsPage(request)) return options.loginPage(reply.code(401).header('www-authenticate', challenge))
      return sendRefusal(reply, noTokenProblem, 0)
    }
    if (access === 'control') return sendProblem(reply, controlOnlyProblem)
    return undefined
  }

  return { onRequest, judgeToken }
}

/** RFC 6750 §3: how a client learns what is asked for. */
const challenge = 'Bearer realm="gatehouse"'

const noTokenProblem = plainProblem(
  401,
  'This needs the access token.',
  'Send it as `Authorization: Bearer …`. It was printed when the gateway started.',
)
const wrongTokenProblem = plainProblem(
  401,
  'The access token is not the right one.',
  'Look again at the line printed when the gateway started.',
)
const tooManyProblem = plainProblem(
  429,
  'Too many wrong tokens from this address.',
  'The right one is taken at any time; wait a minute before you try others.',
)
const foreignHostProblem = plainProblem(
  421,
  'This box does not go by the name in the Host header.',
  "Use the office's name for it, or its address.",
)
const badHostProblem = plainProblem(400, 'The request needs exactly one well-formed Host header.')
const crossSiteProblem = plainProblem(
  403,
  'The request came from another site.',
  'Open the page itself and try there.',
)
const controlOnlyProblem = plainProblem(
  403,
  'Changes are made on the box itself for now.',
  'Run the `gatehouse` command on the box.',
)

function sendRefusal(reply: FastifyReply, problem: ProblemDetails, secondsBlocked: number): FastifyReply {
  if (problem.status === 401) reply.header('www-authenticate', challenge)
  if (problem.status === 429) reply.header('retry-after', Math.max(1, secondsBlocked))
  return sendProblem(reply, problem)
}

/** The token of an Authorization header; null where another scheme or none is used. */
function bearerOf(header: string | undefined): string | null {
  const match = /^bearer +([\w.~+/=-]{1,512})$/i.exec(header ?? '')
  if (match) return match[1] as string
  // A malformed bearer is a wrong token, not an absent one: it must not fall back to the cookie.
  return /^bearer\b/i.test(header ?? '') ? '' : null
}

/** Fetch Metadata where the browser sends it, else Origin: both are set by the browser, not by the page. */
function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin, host } = request.headers
  return origin !== undefined && origin.toLowerCase() === `https://${host?.toLowerCase()}`
}

/** Every browser says where a POST comes from (WHATWG Fetch, "append a request Origin header"), and a cookie is one's only. */
function isProgram({ headers }: FastifyRequest): boolean {
  return (
    headers.origin === undefined && headers['sec-fetch-site'] === undefined && headers.cookie === undefined
  )
}

/** A browser's navigation: not a program, and not what a program would ask. */
export function wantsPage(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  if (request.url.startsWith('/api/') || request.url.startsWith('/metrics')) return false
  return (request.headers.accept ?? '').includes('text/html')
}
