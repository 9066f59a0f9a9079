/** What the agent tells a person when it cannot go on, and the exit code that service managers read. */

/** Part of the agent's contract. */
export const exitCodes = {
  ok: 0,
  /** It failed; trying again may help. */
  failed: 1,
  /** The command was not understood. */
  usage: 2,
  /** No identity yet, or one is there already: `enrol` first, or choose another folder. */
  state: 3,
  /** The gateway is not the one that the code or the stored roots stand for. Nothing was told to it. */
  wrongGateway: 4,
  /** The gateway refused: the code does not count, or this device was revoked or its certificate ended. Do not restart. */
  refused: 5,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

export class AgentError extends Error {
  override readonly name = 'AgentError'
  readonly exitCode: ExitCode
  readonly hint: string

  constructor(exitCode: ExitCode, message: string, options: { hint: string; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.exitCode = exitCode
    this.hint = options.hint
  }
}

/** The system's or TLS's word for what went wrong (`ECONNREFUSED`), or ''. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
