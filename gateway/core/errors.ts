/** Every error Gatehouse can show a person: a stable code, what happened, and what to do next. */

/**
 * The catalogue. Messages are for a person and never carry personal data, keys or a body; `details` name things
 * (a path, a port, a key's name), never values that came from traffic.
 */
const catalogue = {
  CONFIG_NOT_FOUND: 'The configuration file was not found.',
  CONFIG_INVALID: 'The configuration has mistakes, so it was not taken.',
  CONFIG_UNREADABLE: 'The configuration file could not be read.',
  CONFIG_UNWRITABLE: 'The configuration file could not be written.',
  POLICY_INVALID: 'The policy has mistakes, so it was not taken.',
  POLICY_UNJUDGED: 'The policy could not be judged in time.',
  POLICY_MOVED: 'The policy is another than the one that this was made from, so nothing was published.',
  POLICY_VERSION_UNKNOWN: 'There is no such version of the policy.',
  USAGE: 'The command was not understood.',
  DATA_UNWRITABLE: 'The data folder cannot be used as it is.',
  ROOT_KEY_MISSING: 'The root key is missing, so nothing that it protects can be opened.',
  ROOT_KEY_WRONG: 'The root key does not fit this data folder.',
  ROOT_KEY_DAMAGED: 'The root key is damaged, so nothing that it protects can be opened.',
  ROOT_KEY_UNSAFE: 'The root key is not kept safely, so it is not used.',
  KEYRING_CORRUPT: 'The keyring file is damaged.',
  KEYRING_UNWRITABLE: 'The keyring file could not be written.',
  KEYRING_MISSING: 'The keyring file is missing, so what it protects cannot be opened.',
  KEYRING_NEWER: 'The keyring was written by a newer Gatehouse.',
  KEY_UNKNOWN: 'A key that is needed does not exist in the keyring.',
  STORE_WRONG_KEY: 'The database does not open with the key in the keyring.',
  STORE_CORRUPT: 'The database file is damaged.',
  STORE_READ_ONLY: 'The database cannot be written.',
  STORE_FULL: 'The disk is full, so history is not being written.',
  STORE_NEWER: 'The database was written by a newer Gatehouse.',
  AUTHORITY_MISSING: 'The certificate authority does not exist yet.',
  AUTHORITY_LOST: 'The files of a certificate authority are gone.',
  AUTHORITY_INVALID: 'The certificate authority is damaged.',
  AUTHORITY_WRONG_KEY: 'The certificate authority does not open with the key in the keyring.',
  AUTHORITY_UNWRITABLE: 'The certificate authority could not be written.',
  LEAF_REFUSED: 'No certificate can be issued for this name.',
  PORT_IN_USE: 'A port that Gatehouse needs is taken by another program.',
  PORT_FORBIDDEN: 'A port that Gatehouse needs may not be opened by this user.',
  TRANSPARENT_UNAVAILABLE: 'The socket of transparent mode cannot be had, so the gateway does not start.',
  NOT_RUNNING: 'The gateway is not running.',
  ALREADY_RUNNING: 'The gateway is already running on this data folder.',
  CONTROL_REFUSED: 'The running gateway did not answer as expected.',
  CONTROL_AWAY: "A worker cannot reach the gateway's control process.",
  DEVICE_EXISTS: 'A device of this name exists already.',
  DEVICE_UNKNOWN: 'There is no such device.',
  DEVICE_NAME_INVALID: 'This cannot be the name of a device.',
  USER_EXISTS: 'A user of this name exists already.',
  USER_UNKNOWN: 'There is no such user.',
  USER_NAME_INVALID: 'This cannot be the name of a user.',
  PASSWORD_INVALID: 'This cannot be a password.',
  USERS_UNREADABLE: 'The file of the users of the proxy cannot be read.',
  USERS_UNWRITABLE: 'The file of the users of the proxy could not be written.',
  ACCOUNT_EXISTS: 'An account of this name exists already.',
  ACCOUNT_UNKNOWN: 'There is no such account.',
  ACCOUNT_REVOKED: 'The account is revoked.',
  ACCOUNT_END_INVALID: 'An account cannot end at that time.',
  ACCOUNT_INACTIVE: 'The account cannot sign in.',
  ACCOUNT_NEEDED: 'This is for somebody with an account, and the access token has none.',
  FRESH_FACTOR_NEEDED: 'This needs proof, once more, that it is you.',
  FACTOR_WRONG: 'That is not proof: the code or passkey is not right, or was used before.',
  FACTOR_TOO_OFTEN: 'Too many tries were wrong.',
  REVEAL_ROLE: 'Accounts of this role cannot be given the right to reveal personal data.',
  REVEAL_NOT_GIVEN: 'Your account has no right to reveal personal data.',
  REVEAL_REASON_MISSING: 'Personal data is revealed for a reason alone.',
  PASSKEY_NEEDS_NAME: 'Passkeys work where the gateway is reached by its name, never by a bare address.',
  PASSKEY_ELSEWHERE: 'No passkey of this account was made for the name by which this page was reached.',
  PASSKEY_INVALID: 'The passkey was not accepted.',
  PASSKEY_LIMIT: 'An account has no more than ten passkeys.',
  PASSKEY_UNKNOWN: 'There is no such passkey.',
  PASSKEY_LAST_FACTOR: 'This passkey is the account’s last second factor, and its role needs one.',
  ACCOUNT_OWN: 'Nobody revokes their own account over the network.',
  ACCOUNT_LAST_OWNER:
    'It is the last owner who can sign in: without one nobody could decide anything over the network.',
  API_KEY_EXISTS: 'An API key of this name counts already.',
  API_KEY_LIMIT: 'The account has as many API keys as one may have.',
  API_KEY_UNKNOWN: 'There is no such API key.',
  API_KEY_NAME_INVALID: 'This is no name for an API key.',
  API_KEY_SCOPE_INVALID: 'An API key of this account cannot be for that.',
  API_KEY_END_INVALID: 'An API key cannot end at that time.',
  SESSION_UNKNOWN: 'There is no such session.',
  CLIENT_UNKNOWN: 'No such machine is known.',
  CLIENT_AMBIGUOUS: 'Two machines say that this address is theirs.',
  CLIENT_NAME_INVALID: 'This cannot be the name of a machine.',
  CLIENT_NAME_TAKEN: 'Another machine is called so already.',
  CLIENT_GROUP_UNKNOWN: 'There is no such group of clients.',
  CLIENT_STATE: 'The machine is not in a state for this.',
  CHANGED_MEANWHILE: 'It is another by now, so nothing was done.',
  STATE_UNNAMED: 'This change has to name the state that it was decided on.',
  CLIENTS_OFF: 'Machines are not watched.',
  INVITE_REFUSED: 'This one-time code is not valid, or not any more.',
  CERTIFICATE_REQUEST_INVALID: 'The certificate request cannot be used.',
  RENEWAL_TOO_OFTEN: 'This device asks for certificates too often.',
  SSH_KEY_INVALID: 'This is no SSH public key that can be used.',
  OBJECT_UNKNOWN: 'There is no such object in the vault.',
  OBJECT_UNREADABLE: 'The object cannot be opened any more.',
  OBJECT_TOO_LARGE: 'The file is longer than allowed, so nothing of it was kept.',
  OBJECT_NAME_INVALID: 'A file cannot be stored under this name.',
  OBJECT_INCOMPLETE: 'The file did not arrive whole, so nothing of it was kept.',
  VAULT_FULL: 'There is too little room for files, so they are refused.',
  VAULT_UNWRITABLE: 'The vault cannot be written.',
  INGEST_BUSY: 'Too many files arrive at the same time.',
  INGEST_KEY_UNSAFE: 'The key of the SFTP listener is not kept safely, so it is not used.',
  RECIPIENT_MISSING: 'Nobody was named who could open the export.',
  CLOCK_UNTRUSTED: 'The clock cannot be trusted now, so nothing is destroyed by age.',
  HOLD_UNKNOWN: 'There is no such hold.',
  SWEEP_RUNNING: 'A sweep is running already.',
  PROOF_UNKNOWN: 'There is no proof of such a sweep.',
  PROOF_INVALID: 'The proof does not verify.',
  LEDGER_INVALID: 'The ledger does not verify.',
  INCIDENT_UNKNOWN: 'There is no such incident.',
  INCIDENT_STATE: 'The incident is not in a state for this.',
  PROPOSAL_UNKNOWN: 'There is no such proposal.',
  PROPOSAL_STATE: 'The proposal cannot be answered so.',
  REVIEW_UNKNOWN: 'There is no such review.',
  REVIEW_ANSWERED: 'This review has an answer already.',
  REVIEW_ANSWER: 'This answer is not possible here.',
  REVIEW_OVER: 'Nothing that was answered here counts any more, so there is nothing to end.',
  ORIGINAL_UNKNOWN: 'There is no such original.',
  ORIGINAL_GONE: 'This original cannot be opened any more.',
  ORIGINAL_DAMAGED: 'This original is damaged, so nobody can open it.',
  ORIGINAL_KEY: 'This key does not open the original.',
  ORIGINAL_OTHER: 'This is not the original as it was sealed.',
  ORIGINALS_UNPURGED: 'Not all originals could be let go.',
  ORIGINAL_RESENT: 'This original was sent again already.',
  NETWORK_OFF: 'The network part is switched off in the configuration.',
  NETWORK_TOOL_MISSING: 'A program that the network part needs is not installed.',
  NETWORK_FORBIDDEN: 'The rules of the network may not be changed by this user.',
  NETWORK_COLLISION: 'Something else on this box stands where the rules of the network would go.',
  NETWORK_REFUSED: 'The kernel did not take the rules of the network.',
  NETWORK_PENDING: 'A change of the network waits for its confirmation already.',
  NETWORK_NOTHING_PENDING: 'No change of the network waits for a confirmation.',
  NETWORK_UNCONFIRMED: 'No rules of the network were ever confirmed.',
  NETWORK_NOTE_REFUSED: 'The note of the rules that were confirmed is not to be followed.',
  NETWORK_MACHINES_REFUSED: 'The note of which machines the network is to hold back is not to be followed.',
  CONTENT_LIMIT: 'The content is larger than the configured limit.',
  CONTENT_MALFORMED: 'The content is not what its type says.',
  INTERNAL: 'Something inside Gatehouse went wrong.',
} as const

export type ErrorCode = keyof typeof catalogue

export function isErrorCode(word: string): word is ErrorCode {
  return Object.hasOwn(catalogue, word)
}

export interface ErrorOptionsForPeople {
  /** What the operator should do next, in one sentence. */
  hint?: string
  /** The technical cause, for the log only. */
  cause?: unknown
}

/** An error for a person. `code` is stable and part of the CLI's and API's contract. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError'
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, string | number | boolean>>
  readonly hint: string | undefined

  constructor(
    code: ErrorCode,
    details: Record<string, string | number | boolean> = {},
    options: ErrorOptionsForPeople = {},
  ) {
    super(catalogue[code], options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.details = details
    this.hint = options.hint
  }

  /** What may be shown and logged: never the cause, which may quote input. */
  toJSON() {
    return { code: this.code, message: this.message, details: this.details, hint: this.hint }
  }
}

/** True for an error of the catalogue, optionally one of the given codes. */
export function isGatewayError(error: unknown, ...codes: ErrorCode[]): error is GatewayError {
  return error instanceof GatewayError && (codes.length === 0 || codes.includes(error.code))
}
