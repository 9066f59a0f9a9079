/** Says what went wrong in the one form that every error of the API has: problem+json (RFC 9457). */
import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { type ErrorCode, GatewayError, isGatewayError } from '../core/errors.ts'
import type { Log } from '../ops/log.ts'
import type { ProblemDetails } from './schemas.ts'
import { answerBeforeEnd, hasUnreadBody } from './unread-body.ts'

export const problemContentType = 'application/problem+json; charset=utf-8'

/** Errors of the catalogue that are not plainly "inside Gatehouse" (500). */
const statusOf: Partial<Record<ErrorCode, number>> = {
  USAGE: 400,
  AUTHORITY_MISSING: 404,
  CONFIG_INVALID: 409,
  POLICY_INVALID: 409,
  POLICY_UNJUDGED: 503,
  POLICY_MOVED: 409,
  POLICY_VERSION_UNKNOWN: 404,
  DEVICE_NAME_INVALID: 400,
  DEVICE_UNKNOWN: 404,
  DEVICE_EXISTS: 409,
  USER_EXISTS: 409,
  USER_UNKNOWN: 404,
  USER_NAME_INVALID: 400,
  PASSWORD_INVALID: 400,
  ACCOUNT_EXISTS: 409,
  ACCOUNT_UNKNOWN: 404,
  ACCOUNT_REVOKED: 409,
  ACCOUNT_END_INVALID: 400,
  ACCOUNT_INACTIVE: 409,
  ACCOUNT_OWN: 409,
  ACCOUNT_LAST_OWNER: 409,
  ACCOUNT_NEEDED: 409,
  FRESH_FACTOR_NEEDED: 428,
  FACTOR_WRONG: 403,
  FACTOR_TOO_OFTEN: 429,
  REVEAL_ROLE: 409,
  REVEAL_NOT_GIVEN: 403,
  REVEAL_REASON_MISSING: 428,
  PASSKEY_NEEDS_NAME: 409,
  PASSKEY_ELSEWHERE: 409,
  PASSKEY_INVALID: 400,
  PASSKEY_LIMIT: 409,
  PASSKEY_UNKNOWN: 404,
  PASSKEY_LAST_FACTOR: 409,
  API_KEY_EXISTS: 409,
  API_KEY_LIMIT: 409,
  API_KEY_UNKNOWN: 404,
  API_KEY_NAME_INVALID: 400,
  API_KEY_SCOPE_INVALID: 400,
  API_KEY_END_INVALID: 400,
  SESSION_UNKNOWN: 404,
  CLIENT_UNKNOWN: 404,
  CLIENT_AMBIGUOUS: 409,
  CLIENT_NAME_INVALID: 400,
  CLIENT_NAME_TAKEN: 409,
  CLIENT_GROUP_UNKNOWN: 404,
  CLIENT_STATE: 409,
  CLIENTS_OFF: 409,
  // RFC 9110 §15.5.13 and RFC 6585 §3.
  CHANGED_MEANWHILE: 412,
  STATE_UNNAMED: 428,
  USERS_UNREADABLE: 503,
  USERS_UNWRITABLE: 503,
  INVITE_REFUSED: 403,
  CERTIFICATE_REQUEST_INVALID: 400,
  RENEWAL_TOO_OFTEN: 429,
  SSH_KEY_INVALID: 400,
  LEAF_REFUSED: 503,
  OBJECT_UNKNOWN: 404,
  OBJECT_UNREADABLE: 410,
  RECIPIENT_MISSING: 400,
  VAULT_FULL: 503,
  VAULT_UNWRITABLE: 503,
  CLOCK_UNTRUSTED: 409,
  HOLD_UNKNOWN: 404,
  PROOF_UNKNOWN: 404,
  SWEEP_RUNNING: 409,
  INCIDENT_UNKNOWN: 404,
  INCIDENT_STATE: 409,
  PROPOSAL_UNKNOWN: 404,
  PROPOSAL_STATE: 409,
  CONFIG_UNWRITABLE: 503,
  REVIEW_UNKNOWN: 404,
  REVIEW_ANSWERED: 409,
  REVIEW_ANSWER: 409,
  REVIEW_OVER: 409,
  ORIGINAL_UNKNOWN: 404,
  ORIGINAL_GONE: 410,
  ORIGINAL_DAMAGED: 410,
  ORIGINAL_OTHER: 400,
  ORIGINALS_UNPURGED: 503,
  ORIGINAL_RESENT: 409,
  STORE_FULL: 503,
  STORE_READ_ONLY: 503,
  STORE_CORRUPT: 503,
  STORE_WRONG_KEY: 503,
  STORE_NEWER: 503,
}

/** A problem without a catalogue entry: the status says it all. */
export function plainProblem(status: number, detail: string, hint?: string): ProblemDetails {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    ...(hint === undefined ? {} : { hint }),
  }
}

/** What was asked for by its id; throws, where there is none, what the command and the API then say. */
export function mustBeThere<Found>(found: Found | null, code: ErrorCode, command: string): Found {
  if (found === null) throw new GatewayError(code, {}, { hint: `See them with \`gatehouse ${command}\`.` })
  return found
}

/** Sends a problem and ends the request. */
export function sendProblem(reply: FastifyReply, problem: ProblemDetails): FastifyReply {
  const text = JSON.stringify(problem)
  reply.code(problem.status).header('content-type', problemContentType)
  const { raw } = reply.request
  if (!hasUnreadBody(raw)) {
    // The serialiser is set aside: a route's response schema describes its success, not this.
    return reply.serializer(() => text).send(problem)
  }
  return reply.header('content-length', Buffer.byteLength(text)).send(answerBeforeEnd(raw, text))
}

/** Turns whatever was thrown into a problem; never shows a cause, a stack or a value from the request. */
export function errorHandler(log: Log) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const problem = problemOf(error)
    if (problem.status >= 500) noteFailure(log, request, { status: problem.status, error })
    return sendProblem(reply, problem)
  }
}

/** For the log: which route failed, and why; of the request nothing else. */
export function noteFailure(
  log: Log,
  request: FastifyRequest,
  { status, error }: { status: number; error: Error },
): void {
  const route = request.routeOptions.url ?? 'none'
  log.event('api.failed', { method: request.method, route, status }, error)
}

function problemOf(error: FastifyError): ProblemDetails {
  if (isGatewayError(error)) return gatewayProblem(error)
  if (hasZodFastifySchemaValidationErrors(error)) return invalidProblem(error)
  const status = error.statusCode ?? 500
  if (status >= 500 || status < 400) return gatewayProblem(new GatewayError('INTERNAL'))
  return plainProblem(status, clientMistakes[error.code] ?? 'The request was not understood.')
}

/** Fastify's own errors quote headers; these sentences do not. */
const clientMistakes: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than this address accepts.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The body is of a type that this address does not accept.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty, though its type says JSON.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as Content-Length says.',
}

/** An error of the catalogue as a problem. */
export function gatewayProblem(error: GatewayError): ProblemDetails {
  const status = statusOf[error.code] ?? 500
  return {
    type: `urn:gatehouse:error:${error.code}`,
    title: error.message,
    status,
    code: error.code,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  }
}

interface ValidationIssue {
  instancePath?: string
  message?: string
  /** zod names unknown keys here and not in the path. */
  params?: { keys?: readonly string[] }
}

function invalidProblem(error: FastifyError & { validationContext?: string }): ProblemDetails {
  const place = error.validationContext ?? 'request'
  const issues = (error.validation ?? []) as unknown as readonly ValidationIssue[]
  return {
    ...plainProblem(400, 'The request has mistakes; each is listed under `errors`.'),
    errors: issues.slice(0, 20).flatMap((issue) => {
      const unknown = issue.params?.keys
      if (unknown) {
        return unknown
          .slice(0, 20)
          .map((key) => ({ in: place, path: nameOnly(key), detail: 'Not a known parameter.' }))
      }
      return [{ in: place, path: nameOnly(issue.instancePath ?? ''), detail: issue.message ?? 'Invalid.' }]
    }),
  }
}

/** Names of parameters come from the request too: only what cannot be markup is repeated. */
function nameOnly(path: string): string {
  return path
    .replace(/^\//, '')
    .replaceAll(/[^\w./-]/g, '?')
    .slice(0, 60)
}
