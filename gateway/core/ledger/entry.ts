/** An entry of the tamper-evident ledger: who did what to which thing, without personal data. */
import { z } from 'zod'

/** What is written down. New actions are added here. */
export const ledgerActions = [
  'gateway.started',
  'device.added',
  'device.enrolled',
  'device.revoked',
  'device.key-added',
  'hold.set',
  'hold.released',
  /** A person had it begin. */
  'sweep.asked',
  'sweep.finished',
  'incident.opened',
  'incident.acknowledged',
  'incident.closed',
  'proposal.accepted',
  'proposal.dismissed',
  'authority.rotated',
  /** A person had configuration and policy read again. */
  'config.reload-asked',
  /** What came of that. */
  'config.reloaded',
  'policy.draft-saved',
  'policy.draft-discarded',
  'policy.published',
  /** An earlier version counts again. */
  'policy.rolled-back',
  'object.exported',
  'token.looked-up',
  'token.purged',
  'proxy-user.added',
  'proxy-user.password-set',
  'proxy-user.removed',
  'account.added',
  'account.reset',
  'account.role-changed',
  /** It may reveal personal data from now on, or may no more. */
  'account.reveal-given',
  'account.reveal-withdrawn',
  'account.revoked',
  /** Its owner chose a password, and codes where the role asks for them. */
  'account.set-up',
  'account.signed-in',
  /** Guessing went beyond what is let pass. */
  'account.sign-in-slowed',
  'account.session-ended',
  'account.passkey-added',
  'account.passkey-removed',
  /** Its counter did not grow: somebody may have a copy of it. */
  'account.passkey-refused',
  /** A program may read by it from now on; `facts` say what. */
  'api-key.added',
  'api-key.revoked',
  /** A person said what becomes of what was stopped. */
  'review.answered',
  /** A person took back, before its time, what an answer let through. */
  'review.ended',
  /** An original was handed out, sealed to the owner; `facts` say what for. */
  'original.taken-out',
  'original.resent',
  'originals.purged',
  'client.named',
  'client.grouped',
  'client.guest',
  'client.quarantined',
  'client.released',
  'client.forgotten',
  /** A person vouched for a clock that had jumped. */
  'clock.confirmed',
  /** Keys whose end was proven came back with an old copy of the keyring. */
  'keys.destroyed-again',
] as const
export type LedgerAction = (typeof ledgerActions)[number]

/**
 * `box`: somebody at the control socket. `token`: the access token over HTTPS. `account`: whom the entry is about, signed in; anybody else who
 * is signed in stands there by the id of the account, which is no name: what it is called goes with the account. `gateway`: itself.
 */
export const ledgerActor = z.union([
  z.enum(['box', 'token', 'account', 'gateway']),
  z.templateLiteral(['account:', z.string().regex(/^[0-9a-f]{16}$/)]),
])
export type LedgerActor = z.output<typeof ledgerActor>

/** What entries call the gateway, its parts, and who acts without an account: a person called so would be taken for it. */
export const reservedNames: readonly string[] = [
  ...['box', 'token', 'account', 'gateway', 'clock', 'keyring', 'originals', 'policy', 'trial'],
]

/** The id of the account that acted; null where it was none, or the one that the entry is about. */
export function accountInActor(actor: LedgerActor): string | null {
  return actor.startsWith('account:') ? actor.slice('account:'.length) : null
}

export interface LedgerNote {
  action: LedgerAction
  actor: LedgerActor
  /** What it was done to: a device's name, a sweep's id. Kept as a salted hash, beside the salt, so that it can be erased. */
  subject: string
  /** Numbers and stable words only. */
  facts: Readonly<Record<string, number | string | boolean>>
}
