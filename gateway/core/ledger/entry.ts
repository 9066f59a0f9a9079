/** An entry of the tamper-evident ledger: who did what to which thing, without personal data. */

/** What is written down. New actions are added here. */
export const ledgerActions = [
  'gateway.started',
  'device.added',
  'device.enrolled',
  'device.revoked',
  'device.key-added',
  'hold.set',
  'hold.released',
  'sweep.finished',
  'incident.opened',
  'incident.acknowledged',
  'incident.closed',
  'authority.rotated',
  'config.reloaded',
  'object.exported',
  'token.looked-up',
  'token.purged',
  'proxy-user.added',
  'proxy-user.password-set',
  'proxy-user.removed',
  /** A person vouched for a clock that had jumped. */
  'clock.confirmed',
  /** Keys whose end was proven came back with an old copy of the keyring. */
  'keys.destroyed-again',
] as const
export type LedgerAction = (typeof ledgerActions)[number]

/** `box`: somebody at the control socket. `token`: the access token over HTTPS. `gateway`: itself. */
export type LedgerActor = 'box' | 'token' | 'gateway'

export interface LedgerNote {
  action: LedgerAction
  actor: LedgerActor
  /** What it was done to: a device's name, a sweep's id. Kept as a salted hash, beside the salt, so that it can be erased. */
  subject: string
  /** Numbers and stable words only. */
  facts: Readonly<Record<string, number | string | boolean>>
}
