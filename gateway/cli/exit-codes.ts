/** What the commands' exit codes mean. They are part of the product: scripts and service units rely on them. */

export const exitCodes = {
  /** Done; where the command looks for problems: none found. */
  ok: 0,
  /** It failed, or a problem was found. */
  failed: 1,
  /** The command was not understood. */
  usage: 2,
  /** The gateway is not running, and the command needs it to. */
  notRunning: 3,
  /** `start` cannot succeed until somebody changes something: configuration, policy or keys. Do not restart. */
  cannotStart: 4,
  /** A second SIGINT or SIGTERM cut the drain short, or the first a question that takes long (128 + SIGINT, as shells have it). */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** For `gatehouse --help`. */
export const exitCodeMeanings: readonly (readonly [ExitCode, string])[] = [
  [exitCodes.ok, 'done, nothing wrong found'],
  [exitCodes.failed, 'failed, or something wrong found'],
  [exitCodes.usage, 'command not understood'],
  [exitCodes.notRunning, 'the gateway is not running'],
  [exitCodes.cannotStart, 'start: configuration, policy or keys must be put right first'],
  [exitCodes.interrupted, 'stopped by Ctrl-C before the end (start: by a second signal)'],
]
