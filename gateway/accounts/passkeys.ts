/** The passkeys of one's own account: lists, adds and removes them, and gives out what a browser asks its authenticators. */
import {
  maxPasskeys,
  mayRemovePasskey,
  type PasskeyPlace,
  type PasskeyView,
} from '../core/account/passkey.ts'
import { GatewayError } from '../core/errors.ts'
import type { StoredPasskey } from '../store/passkey-register.ts'
import type { FreshFactor, FreshHolder } from './fresh-factor.ts'
import type { AccountParts } from './parts.ts'
import {
  askForPasskey,
  ceremonyMs,
  challengeIn,
  type PasskeyQuestion,
  takeUse,
  userHandleOf,
} from './passkey-proof.ts'

/** Who acts, by id, where they are signed in. */
export interface PasskeyOwner extends FreshHolder {
  account: string
}

/** As `navigator.credentials.create` answers, in base64url. */
export interface NewPasskey {
  id: string
  clientDataJSON: string
  attestationObject: string
  transports: readonly string[]
}

/** All of it throws the STORE_ errors. */
export interface Passkeys {
  /** Oldest first. */
  list(account: string): PasskeyView[]
  /** A stolen session must not become a way in that lasts. Throws FRESH_FACTOR_NEEDED, PASSKEY_LIMIT. */
  beginAdding(owner: PasskeyOwner, place: PasskeyPlace): PasskeyOffer
  /** Throws PASSKEY_INVALID, PASSKEY_LIMIT. */
  add(
    owner: PasskeyOwner,
    given: { place: PasskeyPlace; name: string; passkey: NewPasskey },
  ): Promise<PasskeyView>
  /** Throws PASSKEY_UNKNOWN, PASSKEY_LAST_FACTOR. */
  remove(account: string, id: string): PasskeyView
  /** For a fresh proof in this session. Throws PASSKEY_ELSEWHERE. */
  beginProving(owner: PasskeyOwner, place: PasskeyPlace): PasskeyQuestion
}

/** What a browser makes a passkey of (WebAuthn Level 3 §5.4). */
export type PasskeyOffer = ReturnType<typeof offer>

/** Ed25519, ECDSA on P-256 and RSA with SHA-256 (COSE): what authenticators make. */
const algorithms = [-8, -7, -257]

export function createPasskeys(parts: AccountParts, fresh: FreshFactor): Passkeys {
  const { passkeys } = parts
  return {
    list: (account) => passkeys.ofAccount(account).map(viewOf),
    beginAdding(owner, place) {
      if (!fresh.isFresh(owner.session)) throw notFresh()
      if (passkeys.ofAccount(owner.account).length >= maxPasskeys) throw new GatewayError('PASSKEY_LIMIT')
      return offer(parts, owner, place)
    },
    add: (owner, given) => add(parts, owner, given),
    remove: (account, id) => remove(parts, account, id),
    beginProving(owner, place) {
      const { account, session, address } = owner
      const use = { to: 'prove' as const, account, session, place }
      const question = askForPasskey(parts, { use, of: account, address })
      if (question.allowCredentials.length > 0) return question
      throw new GatewayError(
        'PASSKEY_ELSEWHERE',
        {},
        { hint: 'Take a code of your app, or open the gateway by the name under which you added a passkey.' },
      )
    },
  }
}

export function notFresh(): GatewayError {
  const hint =
    'Give a code of your app or a passkey at /app/account or POST /api/v1/account/proof; it counts for five minutes.'
  return new GatewayError('FRESH_FACTOR_NEEDED', {}, { hint })
}

function offer(parts: AccountParts, owner: PasskeyOwner, place: PasskeyPlace) {
  const { register, passkeys, challenges, officeName } = parts
  const { account, session, address } = owner
  const { name } = register.byId(account) ?? unknownAccount()
  return {
    challenge: challenges.issue({ account, address }, { to: 'add', account, session, place }),
    rp: { id: place.rpId, name: `Gatehouse ${officeName()}` },
    user: { id: userHandleOf(account), name, displayName: name },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key' as const, alg })),
    excludeCredentials: passkeys
      .ofAccount(account)
      .filter(({ rpId }) => rpId === place.rpId)
      .map(({ credential, transports }) => ({ type: 'public-key' as const, id: credential, transports })),
    authenticatorSelection: {
      ...{
        residentKey: 'required' as const,
        requireResidentKey: true,
        userVerification: 'required' as const,
      },
    },
    // Which make of authenticator it is, is nobody's business here.
    attestation: 'none' as const,
    timeout: ceremonyMs,
  }
}

async function add(
  parts: AccountParts,
  { account, session }: PasskeyOwner,
  { place, name, passkey: given }: Parameters<Passkeys['add']>[1],
): Promise<PasskeyView> {
  const use = takeUse(parts, given.clientDataJSON)
  if (use?.to !== 'add' || use.account !== account || use.session !== session) throw invalid()
  if (use.place.origin !== place.origin) throw invalid()
  const { credential, transports } = await verified(given, place)
  const made: StoredPasskey = {
    ...{ account, name, transports, rpId: place.rpId, credential: credential.id, usedAt: null },
    ...{ publicKey: Buffer.from(credential.publicKey), counter: credential.counter },
    id: parts.random(6).toString('hex'),
    addedAt: parts.clock.now(),
  }
  parts.register.writing(() => {
    const before = parts.passkeys.ofAccount(account).length
    if (before >= maxPasskeys) throw new GatewayError('PASSKEY_LIMIT')
    // WebAuthn Level 3 §7.1, step 26: a credential is registered once, for one account.
    if (!parts.passkeys.add(made)) throw invalid()
    note(parts, 'account.passkey-added', account)
  })
  return viewOf(made)
}

async function verified(given: NewPasskey, place: PasskeyPlace) {
  const { id, clientDataJSON, attestationObject, transports } = given
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const checked = await verifyRegistrationResponse({
    response: {
      ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
      response: { clientDataJSON, attestationObject },
    },
    expectedChallenge: challengeIn(clientDataJSON),
    expectedOrigin: place.origin,
    expectedRPID: place.rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => null)
  if (checked?.verified !== true) throw invalid()
  return { credential: checked.registrationInfo.credential, transports }
}

function remove(parts: AccountParts, account: string, id: string): PasskeyView {
  const { register, passkeys, seal } = parts
  return register.writing(() => {
    const own = passkeys.ofAccount(account)
    const found = own.find((passkey) => passkey.id === id)
    if (found === undefined)
      throw new GatewayError('PASSKEY_UNKNOWN', {}, { hint: 'It may have been removed already.' })
    const { role, totp } = register.byId(account) ?? unknownAccount()
    // An app whose key does not open shows codes that count for nothing.
    const hasApp = totp !== null && seal.open(totp, account) !== null
    if (!mayRemovePasskey(role, { hasApp, passkeys: own.length })) throw lastFactor()
    passkeys.remove(account, id)
    note(parts, 'account.passkey-removed', account)
    return viewOf(found)
  })
}

function note(
  { register, passkeys, ledger }: AccountParts,
  action: 'account.passkey-added' | 'account.passkey-removed',
  account: string,
): void {
  const { name: subject, role } = register.byId(account) ?? unknownAccount()
  const facts = { role, passkeys: passkeys.ofAccount(account).length }
  ledger.append({ action, actor: 'account', subject, facts })
}

function viewOf({ id, name, rpId, addedAt, usedAt }: StoredPasskey): PasskeyView {
  return { id, name, reachedBy: rpId, addedAt, usedAt }
}

function invalid(): GatewayError {
  const hint =
    'Begin again at /app/account: what the browser asks for counts once, for a few minutes, at this address.'
  return new GatewayError('PASSKEY_INVALID', {}, { hint })
}

function lastFactor(): GatewayError {
  const hint = 'Add another passkey first, or ask for a new start on the box: gatehouse user reset.'
  return new GatewayError('PASSKEY_LAST_FACTOR', {}, { hint })
}

function unknownAccount(): never {
  throw new GatewayError('ACCOUNT_UNKNOWN', {}, { hint: 'It was removed meanwhile.' })
}
