/** Says whose a presented API key is, and what may be asked by it. */
import type { FastifyRequest } from 'fastify'
import type { ApiKeys } from '../accounts/api-keys.ts'
import { isGatewayError } from '../core/errors.ts'
import type { WrongTries } from '../core/login/wrong-tries.ts'
import type { Log } from '../ops/log.ts'
import type { Asker } from './access.ts'
import { noteFailure, plainProblem } from './problem.ts'
import { mayAsk } from './rights.ts'
import type { ProblemDetails } from './schemas.ts'
import { scopeOf } from './scopes.ts'
import { refuseWrong } from './wrong-bearer.ts'

export interface ApiKeyGateOptions {
  apiKeys: ApiKeys
  /** Shared with wrong tokens. */
  failures: WrongTries
  log: Log
}

/** As with the access token the right one comes first: nobody at the address of a guesser is locked out by it. */
export function judgeApiKey(
  { apiKeys, failures, log }: ApiKeyGateOptions,
  { request, presented }: { request: FastifyRequest; presented: string },
): Asker | ProblemDetails {
  try {
    const holder = apiKeys.use(presented)
    if (holder !== null) {
      const { id: key, account, name, role, scopes } = holder
      return { account, name, role, session: null, key: { id: key, scopes } }
    }
  } catch (error) {
    if (!isGatewayError(error)) throw error
    noteFailure(log, request, { status: unreadable.status, error })
    return unreadable
  }
  return refuseWrong({ failures, log }, request, wrong)
}

/** Of an account what its role may ask; by a key only what of that is in its scopes. */
export function mayAskAs({ role, key }: Asker, method: string, route: string): boolean {
  if (!mayAsk(role, method, route)) return false
  const scope = scopeOf(method, route)
  return key === null || (scope !== null && key.scopes.includes(scope))
}

/** RFC 6750 §3.1: the key is right, and not for this. */
export const otherScopeProblem = plainProblem(
  403,
  'This API key is not for this.',
  'It reads what its scopes and the role of its account both allow: gatehouse api-key list, on the box.',
)
const wrong = plainProblem(
  401,
  'This API key does not count.',
  'It was mistyped, has ended or was revoked: see gatehouse api-key list, on the box.',
)
/** Whoever asks has proven nothing: the log says what it is. */
const unreadable = plainProblem(
  503,
  'API keys cannot be looked up right now.',
  'The log says to whoever runs the gateway why; the access token is taken all the same.',
)
