/** Counts wrong access tokens and API keys of an address together, and says when it has to wait. */
import type { FastifyRequest } from 'fastify'
import type { WrongTries } from '../core/login/wrong-tries.ts'
import type { Log } from '../ops/log.ts'
import { plainProblem } from './problem.ts'
import type { ProblemDetails } from './schemas.ts'

/** @param wrong what is said while the address need not wait */
export function refuseWrong(
  { failures, log }: { failures: WrongTries; log: Log },
  { ip }: FastifyRequest,
  wrong: ProblemDetails,
): ProblemDetails {
  if (failures.secondsBlocked(ip) > 0) return tooMany
  if (failures.count(ip)) log.event('api.refused', { cause: 'wrong-token-limit' })
  return wrong
}

const tooMany = plainProblem(
  429,
  'Too many wrong tokens or keys from this address.',
  'The right one is taken at any time; wait a minute before you try others.',
)
