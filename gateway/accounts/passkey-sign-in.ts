/** Lets somebody in by a passkey: alone, as it shows both that one has the device and that it is oneself, or after the password. */
import { stateOf } from '../core/account/account.ts'
import type { PasskeyPlace } from '../core/account/passkey.ts'
import { GatewayError } from '../core/errors.ts'
import type { StoredAccount } from '../store/account-register.ts'
import { holderOf, noteSignIn, stillSo } from './let-in.ts'
import type { AccountParts, Halfway } from './parts.ts'
import {
  askForPasskey,
  type PasskeyAnswer,
  type PasskeyQuestion,
  provenPasskey,
  takeUse,
  useCounted,
} from './passkey-proof.ts'
import { maxWrongCodes, type SignInVerdict } from './sign-in.ts'

export type PasskeyVerdict = Exclude<SignInVerdict, { kind: 'code-wanted' | 'no-app-key' }>

/** `ticket`: of a password that was right; null for a passkey alone. */
export interface PasskeySignIn {
  /** Null where the sign-in has ended. Throws PASSKEY_ELSEWHERE and the STORE_ errors. */
  begin(given: { ticket: string | null; place: PasskeyPlace; address: string }): PasskeyQuestion | null
  /** Throws the STORE_ errors: nobody is let in who cannot be noted. */
  finish(given: {
    ticket: string | null
    answer: PasskeyAnswer
    place: PasskeyPlace
    address: string
  }): Promise<PasskeyVerdict>
}

export function createPasskeySignIn(parts: AccountParts): PasskeySignIn {
  return {
    begin: (given) => begin(parts, given),
    finish: (given) => finish(parts, given),
  }
}

function begin(
  parts: AccountParts,
  { ticket, place, address }: Parameters<PasskeySignIn['begin']>[0],
): PasskeyQuestion | null {
  if (ticket === null) return askForPasskey(parts, { use: { place, to: 'sign-in' }, of: null, address })
  const begun = parts.halfway.find(ticket)
  if (begun === null) return null
  const { account } = begun
  const question = askForPasskey(parts, { use: { place, to: 'finish', account }, of: account, address })
  if (question.allowCredentials.length > 0) return question
  const hint = 'Open the gateway by the name under which you added yours, or take a code.'
  throw new GatewayError('PASSKEY_ELSEWHERE', {}, { hint })
}

async function finish(
  parts: AccountParts,
  { ticket, answer, place, address }: Parameters<PasskeySignIn['finish']>[0],
): Promise<PasskeyVerdict> {
  const { guessing, halfway } = parts
  const begun = ticket === null ? null : halfway.find(ticket)
  if (ticket !== null && begun === null) return { kind: 'over' }
  const retryAfterSeconds = guessing.secondsBlocked(address)
  if (retryAfterSeconds > 0) return { kind: 'too-often', retryAfterSeconds }
  const use = takeUse(parts, answer.clientDataJSON)
  const isFor = use !== null && (begun === null ? use.to === 'sign-in' : isOf(begun, use))
  const proven = isFor ? await provenPasskey(parts, { use, answer, place }) : null
  const account = proven === null ? null : accountNow(parts, proven.passkey.account, begun)
  if (proven === null || account === null || !useCounted(parts, proven, account.name))
    return wrong(parts, { ticket, begun, address })
  parts.register.writing(() =>
    noteSignIn(parts, account, begun === null ? 'passkey' : 'password-and-passkey'),
  )
  if (ticket !== null) {
    halfway.drop(ticket)
    guessing.proven(account, address)
  }
  const holder = holderOf(account)
  return { kind: 'signed-in', secret: parts.sessions.open(holder, address), holder }
}

function isOf(begun: Halfway, use: { to: string; account?: string }): boolean {
  return use.to === 'finish' && use.account === begun.account
}

/** The account, while it can sign in. */
function accountNow(parts: AccountParts, id: string, begun: Halfway | null): StoredAccount | null {
  if (begun !== null) return stillSo(parts, begun)
  const account = parts.register.byId(id)
  return account !== null && stateOf(account, parts.clock.now()) === 'active' ? account : null
}

/** No guess finds a signature; it counts all the same, so that nobody has the gateway check them without end. */
function wrong(
  { guessing, halfway }: AccountParts,
  { ticket, begun, address }: { ticket: string | null; begun: Halfway | null; address: string },
): PasskeyVerdict {
  guessing.wrong(address)
  if (ticket === null || begun === null) return { kind: 'wrong' }
  begun.wrongCodes += 1
  if (begun.wrongCodes < maxWrongCodes) return { kind: 'wrong' }
  halfway.drop(ticket)
  return { kind: 'over' }
}
