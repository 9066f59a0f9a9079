/** Tells a person what went wrong: what happened, what it means, what to do. */
import { describeProblem, InvalidFileError } from '../../config/problems.ts'
import { type ErrorCode, GatewayError } from '../core/errors.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { Terminal } from './terminal.ts'

export interface FailureOptions {
  json: boolean
  /** Show the stack and the causes, which may quote input. */
  debug: boolean
}

/** Prints an error and returns the exit code that belongs to it. */
export function reportFailure(error: unknown, terminal: Terminal, options: FailureOptions): ExitCode {
  const known =
    error instanceof GatewayError
      ? error
      : new GatewayError('INTERNAL', {}, { cause: error, hint: debugHint })
  if (options.json) terminal.json(problemObject(known))
  else for (const line of failureText(known)) terminal.note(line)
  if (options.debug) terminal.note(stackOf(error))
  return exitCodeOf(known.code)
}

const debugHint =
  'Try it again with --debug and send us what it prints, after a look that nothing private is in it.'

/** The problem as `--json` prints it, after RFC 9457 as the API's. */
export function problemObject(error: GatewayError) {
  return {
    type: `urn:gatehouse:error:${error.code}`,
    title: error.message,
    code: error.code,
    details: error.details,
    meaning: meaningOf(error),
    hint: error.hint ?? null,
    ...(error instanceof InvalidFileError ? { problems: error.problems } : {}),
  }
}

function failureText(error: GatewayError): string[] {
  const details = Object.entries(error.details).filter(([name]) => name !== 'problems' && name !== 'problem')
  const { problem } = error.details
  const what = [
    `${error.message}${problem === undefined ? '' : ` ${String(problem)}`}`,
    ...(error instanceof InvalidFileError
      ? error.problems.flatMap((one) => describeProblem(one).split('\n'))
      : details.map(([name, value]) => `${name}: ${String(value)}`)),
  ]
  const meaning = meaningOf(error)
  return [
    ...block('What happened', what),
    ...(meaning === null ? [] : block('What it means', [meaning])),
    ...(error.hint === undefined ? [] : block('What to do', [error.hint])),
  ]
}

function block(title: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `${(index === 0 ? `${title}:` : '').padEnd(15)}${line}`)
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const stack = error.stack ?? error.message
  return error.cause === undefined ? stack : `${stack}\nCaused by: ${stackOf(error.cause)}`
}

/** Where the message leaves open what follows from it. */
const meanings: Partial<Record<ErrorCode, string>> = {
  CONFIG_NOT_FOUND: 'Gatehouse does not know how it should run.',
  CONFIG_INVALID: 'A gateway that runs keeps what it has in force; a start with this file would fail.',
  CONFIG_UNREADABLE: 'Gatehouse does not know how it should run.',
  CONFIG_UNWRITABLE: 'The change was not made.',
  POLICY_INVALID: 'A gateway that runs keeps what it has in force; a start with this policy would fail.',
  USAGE: 'Nothing was done.',
  NOT_RUNNING: 'No traffic is inspected, and clients that are set to use the proxy have no web access.',
  ALREADY_RUNNING: 'Two at once would damage the data folder, so this one did not begin.',
  CONTROL_REFUSED: 'The command could not be carried out by the running gateway.',
  DATA_UNWRITABLE: 'Keys, certificates and journal have no place, so nothing was begun.',
  ROOT_KEY_MISSING: 'The journal and the certificate authorities stay locked. Nothing was deleted.',
  ROOT_KEY_WRONG: 'The journal and the certificate authorities stay locked. Nothing was deleted.',
  ROOT_KEY_DAMAGED: 'The journal and the certificate authorities stay locked. Nothing was deleted.',
  ROOT_KEY_UNSAFE: 'Somebody else on this machine may have read the key.',
  KEYRING_MISSING: 'The journal and the certificate authorities stay locked. Nothing was deleted.',
  KEYRING_NEWER: 'This version would not understand it, so it was left as it is.',
  KEYRING_UNWRITABLE: 'The change was not made; the keys are as they were.',
  KEYRING_CORRUPT: 'The keys in it cannot be used. Nothing was overwritten.',
  STORE_WRONG_KEY: 'History cannot be read; protection does not depend on it. Nothing was overwritten.',
  STORE_NEWER: 'This version would not understand it, so it was left as it is.',
  STORE_READ_ONLY: 'While this lasts nothing is recorded; protection does not depend on it.',
  STORE_CORRUPT: 'History may be lost; protection does not depend on it.',
  STORE_FULL: 'While this lasts nothing is recorded; protection does not depend on it.',
  AUTHORITY_MISSING: 'There is nothing that clients could be told to trust yet.',
  AUTHORITY_LOST:
    'Every device and browser trusts the lost one only, and would refuse all that a new one signs. Nothing was made anew.',
  AUTHORITY_INVALID: 'No certificates can be issued, so encrypted traffic cannot be inspected.',
  AUTHORITY_WRONG_KEY: 'No certificates can be issued, so encrypted traffic cannot be inspected.',
  AUTHORITY_UNWRITABLE: 'The change was not made; the authority is as it was.',
  DEVICE_EXISTS: 'Nothing was added: two devices of one name could not be told apart.',
  DEVICE_UNKNOWN: 'Nothing was done.',
  DEVICE_NAME_INVALID: 'Nothing was added.',
  USER_EXISTS: 'Nothing was added.',
  USER_UNKNOWN: 'Nothing was changed.',
  USER_NAME_INVALID: 'Nothing was added.',
  PASSWORD_INVALID: 'Nothing was changed.',
  CLIENT_UNKNOWN: 'Nothing was changed.',
  CLIENT_AMBIGUOUS: 'Nothing was changed: the wrong one might have been meant.',
  CLIENT_NAME_INVALID: 'Nothing was changed.',
  CLIENT_NAME_TAKEN: 'Nothing was changed: two machines of one name could not be told apart.',
  CLIENT_GROUP_UNKNOWN: 'Nothing was changed.',
  CLIENT_STATE: 'Nothing was changed.',
  CLIENTS_OFF: 'Nothing was changed: it would not count.',
  USERS_UNREADABLE: 'Nobody can log in to the proxy. Nothing was overwritten.',
  USERS_UNWRITABLE: 'After the next start it is as it was before.',
  SSH_KEY_INVALID: 'The device cannot send files by SFTP with it.',
  OBJECT_UNKNOWN: 'Nothing was written.',
  OBJECT_UNREADABLE:
    'Its key was destroyed, or the file was damaged; what was written so far is no whole file.',
  RECIPIENT_MISSING: 'Nothing was written: nobody could have opened it.',
  VAULT_FULL: 'Devices keep their files and try again later.',
  VAULT_UNWRITABLE: 'Files of devices are refused.',
  CLOCK_UNTRUSTED: 'Nothing was destroyed: a wrong clock would have destroyed too early.',
  SWEEP_RUNNING: 'This one did not begin.',
  HOLD_UNKNOWN: 'Nothing was changed.',
  PROOF_INVALID: 'It does not prove what it says.',
  LEDGER_INVALID: 'Something in the record of what was done was changed after it was written.',
  INCIDENT_UNKNOWN: 'Nothing was changed.',
  INCIDENT_STATE: 'Nothing was changed.',
  NETWORK_OFF: 'Nothing was changed: this box takes no traffic of clients that know no proxy.',
  NETWORK_TOOL_MISSING: 'Nothing was changed.',
  NETWORK_FORBIDDEN: 'Nothing was changed.',
  NETWORK_COLLISION: 'Nothing was changed: two programs would have worked against each other.',
  NETWORK_REFUSED: 'What was begun was taken back.',
  NETWORK_PENDING: 'Nothing was changed.',
  NETWORK_NOTHING_PENDING: 'Nothing was changed. A change that nobody confirmed in time was taken back.',
  NETWORK_UNCONFIRMED: 'Nothing was changed: nobody would be there to confirm them.',
  NETWORK_NOTE_REFUSED: 'Nothing was changed: somebody else may have written it.',
  PORT_IN_USE: 'Gatehouse cannot listen there, so it did not start.',
  TRANSPARENT_UNAVAILABLE:
    'Clients whose traffic the network sends here would not be served, and nobody would see it.',
  PORT_FORBIDDEN: 'Ports below 1024 need a permission that this user lacks.',
}

function meaningOf({ code, details }: Pick<GatewayError, 'code' | 'details'>): string | null {
  if (code === 'NOT_RUNNING' && Number(details.workers ?? 0) > 0) return workersServe
  return meanings[code] ?? null
}

/** gateway/workers/README.md says what they do, and for how long. */
const workersServe =
  'Its workers are left and serve for up to ten minutes by the last rules: hosts that they know are reached and inspected, new ones and new tokens are refused. A start takes them over.'

function exitCodeOf(code: ErrorCode): ExitCode {
  if (code === 'USAGE') return exitCodes.usage
  return code === 'NOT_RUNNING' ? exitCodes.notRunning : exitCodes.failed
}
