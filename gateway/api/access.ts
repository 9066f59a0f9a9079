/** Decides who may ask what: whoever showed the token or signed in, by the table of rights, except where a route is open to all. */

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiKeys } from '../accounts/api-keys.ts'
import type { Sessions } from '../accounts/sessions.ts'
import type { AccountRole } from '../core/account/account.ts'
import { looksLikeApiKey } from '../core/account/api-key.ts'
import { createWrongTries } from '../core/login/wrong-tries.ts'
import type { Log } from '../ops/log.ts'
import type { AccessToken } from '../ops/token.ts'

import { judgeApiKey, mayAskAs, otherScopeProblem } from './api-key-gate.ts'
import { judgeHost } from './host.ts'
import { plainProblem, sendProblem } from './problem.ts'
import type { ProblemDetails } from './schemas.ts'
import { sessionSecretIn } from './session-cookie.ts'
import { refuseWrong } from './wrong-bearer.ts'

/** Who asks. The access token has no account and counts as an owner. */
export interface Asker {
  account: string | null
  name: string | null
  role: AccountRole
  /** By id; null for a bearer token, which needs none. */
  session: string | null
  /** Null where somebody asks who may ask all that the role may. */
  key: { id: string; scopes: readonly string[] } | null
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * `open` to everybody; `token` (also where nothing is said): with the token, or signed in in a role that rights.ts names;
     * on the `control` socket only.
     */
    access?: 'open' | 'token' | 'control'
    /** Agents on devices ask it, with their origin and without a cookie: what a browser adds for our pages is not asked of them. */
    byDevices?: true
  }
  interface FastifyRequest {
    /** Set by the gate; null where a route is open, and on the control socket. */
    asker: Asker | null
  }
}

export interface AccessOptions {
  token: AccessToken
  sessions: Sessions
  apiKeys: ApiKeys
  log: Log
  monotonic(): number
  /** The box's own names as they are now. */
  names(): readonly string[]
  /** What a browser without a session gets instead of problem+json: the login page. */
  loginPage(reply: FastifyReply): FastifyReply
  /** What it gets where its role may not see the page. */
  forbiddenPage(reply: FastifyReply, asker: Asker): FastifyReply
}

/** One gate, asked first by every request and by the login form. */
export interface AccessGate {
  onRequest(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined>
  /** Asked again when all has arrived, which the sender draws out as it likes: a session that ended meanwhile does nothing more. */
  preHandler(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined>
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
    return refuseWrong({ failures, log }, request, wrongTokenProblem)
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
    if (changes && bearer === null && !isProgram(request)) {
      if (!isSameOrigin(request)) return sendProblem(reply, crossSiteProblem)
      const { url, config } = request.routeOptions
      const isOurs = url?.startsWith('/api/') === true && config.byDevices !== true
      if (isOurs && request.headers[changeHeader] !== '1') return sendProblem(reply, noChangeHeaderProblem)
    }
    if (access === 'open') return undefined
    if (bearer !== null) {
      const judged = looksLikeApiKey(bearer)
        ? judgeApiKey({ ...options, failures }, { request, presented: bearer })
        : (judgeToken(request, bearer) ?? byToken)
      if ('status' in judged) return sendRefusal(reply, judged, failures.secondsBlocked(request.ip))
      request.asker = judged
    } else {
      request.asker = askerOf(sessions, request)
      if (request.asker === null) {
        if (wantsPage(request))
          return options.loginPage(reply.code(401).header('www-authenticate', challenge))
        return sendRefusal(reply, noTokenProblem, 0)
      }
    }
    if (access === 'control') return sendProblem(reply, controlOnlyProblem)
    // Where nothing is there is nothing to have a right to: everybody who is in is told so.
    const { url } = request.routeOptions
    if (url === undefined || mayAskAs(request.asker, request.method, url)) return undefined
    if (request.asker.key !== null) return sendProblem(reply, otherScopeProblem)
    return wantsPage(request)
      ? options.forbiddenPage(reply.code(403), request.asker)
      : sendProblem(reply, otherRoleProblem)
  }

  async function preHandler(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    const session = request.asker?.session ?? null
    if (session === null || sessions.isOpen(session)) return undefined
    return sendRefusal(reply, noTokenProblem, 0)
  }

  return { onRequest, preHandler, judgeToken }
}

/**
 * What our own script sends with every change: neither a form nor another site's script can, the latter without being asked first
 * (WHATWG Fetch, "CORS-preflight"), which this API never grants.
 */
export const changeHeader = 'gatehouse-change'

/** Null where the cookie names no session that goes on. */
function askerOf(sessions: Sessions, { headers }: FastifyRequest): Asker | null {
  const secret = sessionSecretIn(headers.cookie)
  const session = secret === null ? null : sessions.use(secret)
  if (session === null) return null
  const { account, name, role, id } = session
  return { account, name, role, session: id, key: null }
}

const byToken: Asker = { account: null, name: null, role: 'owner', session: null, key: null }

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
const noChangeHeaderProblem = plainProblem(
  403,
  'A browser changes something here by our own pages alone.',
  `Send the header \`${changeHeader}: 1\`, as these do.`,
)
const otherRoleProblem = plainProblem(
  403,
  'Your account is not for this.',
  'Whoever owns the gateway can give it another role, on the box itself.',
)
const controlOnlyProblem = plainProblem(
  403,
  'This is done on the box itself, as it hands out access, secrets or what lies sealed.',
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

/** For routes that are not open to everybody; without an asker it is the control socket, where whoever gets through may ask all. */
export function roleOf({ asker }: FastifyRequest): AccountRole {
  return asker?.role ?? 'owner'
}

/** Whether whoever asks may read this as well: an answer is not to say what another route is kept for. */
export function mayRead({ asker }: FastifyRequest, route: string): boolean {
  return asker === null || mayAskAs(asker, 'GET', route)
}

/** A browser's navigation, by link or by form: not a program, and not what a program would ask. */
export function wantsPage(request: FastifyRequest): boolean {
  if (!['GET', 'HEAD', 'POST'].includes(request.method)) return false
  if (request.url.startsWith('/api/') || request.url.startsWith('/metrics')) return false
  return (request.headers.accept ?? '').includes('text/html')
}
