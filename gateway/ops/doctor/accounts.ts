/** Says whether those who sign in to the pages still can, and whose access ends or waits. */
import type { AccountView } from '../../core/account/account.ts'
import { countOf } from '../../core/pages/words.ts'
import { dayMs } from '../../core/units.ts'
import type { DoctorCheck } from '../doctor.ts'

/** Long enough before the end to give somebody a longer one. */
const soonMs = 7 * dayMs
/** An owner who loses the telephone and has none left has to go to the box. */
const fewCodes = 3

/** None where nobody has an account: then the access token is what opens. */
export function checkAccounts(accounts: readonly AccountView[], now: number): DoctorCheck[] {
  const present = accounts.filter(({ state }) => state !== 'revoked')
  if (present.length === 0) return []
  const base = { id: 'accounts', title: 'Accounts for the pages' }
  const active = present.filter(({ state }) => state === 'active')
  const found = `${countOf(active.length, 'account')} can sign in.`
  const [worst] = troubles(present, now)
  if (worst === undefined)
    return [{ ...base, state: 'ok', found, meaning: 'Nobody’s access ends soon.', todo: '' }]
  return [
    { ...base, state: 'warn', found: `${found} ${worst.found}`, meaning: worst.meaning, todo: worst.todo },
  ]
}

type Trouble = Pick<DoctorCheck, 'found' | 'meaning' | 'todo'>

function troubles(present: readonly AccountView[], now: number): Trouble[] {
  const active = present.filter(({ state }) => state === 'active')
  const lost = present.filter(({ state, setUpEndsAt }) => state === 'waiting' && (setUpEndsAt ?? 0) <= now)
  const ending = active.filter(({ expiresAt }) => expiresAt !== null && expiresAt <= now + soonMs)
  const few = active.filter((one) => one.secondFactor && one.recoveryCodesLeft < fewCodes)
  const hasOwner = present.some(({ role, state }) => role === 'owner' && state !== 'expired')
  return [
    ...about(hasOwner ? [] : present.slice(0, 1), () => ({
      found: 'None of them is an owner’s.',
      meaning: 'Only the access token opens everything, and the ledger does not say who used it.',
      todo: 'Add one on the box: gatehouse user add <name> --role owner',
    })),
    ...about(ending, (names) => ({
      found: `Access of ${names} ends within a week.`,
      meaning: 'Nobody has to do anything where that is meant.',
      todo: 'Where it is not: gatehouse user reset <name> --until DAY, on the box; they set up anew.',
    })),
    ...about(lost, (names) => ({
      found: `The one-time code of ${names} has ended unused.`,
      meaning: 'They cannot set their account up.',
      todo: 'Give them another: gatehouse user reset <name>. Or take the account away: gatehouse user revoke <name>',
    })),
    ...about(few, (names) => ({
      found: `${names} has fewer than ${fewCodes} recovery codes left.`,
      meaning: 'Without the telephone and a code there is no way in but a reset on the box.',
      todo: 'Give them a new start when it suits: gatehouse user reset <name>',
    })),
  ]
}

function about(accounts: readonly AccountView[], say: (names: string) => Trouble): Trouble[] {
  return accounts.length === 0 ? [] : [say(accounts.map(({ name }) => name).join(', '))]
}
