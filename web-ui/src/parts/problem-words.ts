/** Says in the language of whoever reads what failed, what it means and what to do; what it has no words for, in the gateway's own. */
import { NoAnswerError, ProblemError, SignedOutError } from '../api/ask.ts'
import { NoPasskeyError, PasskeysUnknownError } from '../api/passkeys.ts'
import type { I18n } from '../i18n/i18n.tsx'

export interface ProblemWords {
  title: string
  hint?: string | undefined
}

export function problemWords(error: Error, t: I18n['t']): ProblemWords {
  if (error instanceof NoAnswerError)
    return { title: t('state.offline.empty'), hint: t('state.offline.hint') }
  if (error instanceof SignedOutError) return { title: t('problem.signedOut') }
  if (error instanceof NoPasskeyError) return { title: t('problem.noPasskey') }
  if (error instanceof PasskeysUnknownError) return { title: t('problem.passkeysUnknown') }
  if (!(error instanceof ProblemError)) return { title: t('state.error') }
  const { status, code, title, detail, hint } = error.problem
  const known = knownProblems.find((each) => each === code)
  if (known !== undefined) return { title: t(`problem.${known}`) }
  if (code?.startsWith('STORE_') === true) return { title: t('problem.STORE') }
  if (status === 403) return { title: t('state.forbidden'), hint: t('state.forbidden.hint') }
  if (status === 429) return { title: t('problem.tooOften') }
  return { title: detail ?? (title === '' ? t('state.error') : title), hint }
}

/** The same of a change, of which nobody knows whether it was done where nobody answered. */
export function changeProblemWords(error: Error, t: I18n['t']): ProblemWords {
  return error instanceof NoAnswerError ? { title: t('problem.noAnswer') } : problemWords(error, t)
}

/** Codes of the gateway's answers that have words of their own here. */
const knownProblems = [
  'SIGN_IN_WRONG',
  'SIGN_IN_CODE_WRONG',
  'SIGN_IN_OVER',
  'SIGN_IN_PASSKEY_WRONG',
  'PASSKEY_ELSEWHERE',
  'PASSKEY_INVALID',
  'PASSKEY_LIMIT',
  'PASSKEY_UNKNOWN',
  'PASSKEY_LAST_FACTOR',
  'FRESH_FACTOR_NEEDED',
  'REVEAL_NOT_GIVEN',
  'FACTOR_WRONG',
  'FACTOR_TOO_OFTEN',
  'SIGN_IN_NO_APP_KEY',
  'SIGN_IN_TOKEN_WRONG',
  'SIGN_IN_TOO_OFTEN',
  'SIGN_IN_BUSY',
  'SIGN_IN_UNNOTED',
  'CHANGED_MEANWHILE',
  'STATE_UNNAMED',
  'POLICY_INVALID',
  'CONFIG_INVALID',
  'CONFIG_UNWRITABLE',
  'REVIEW_UNKNOWN',
  'REVIEW_ANSWERED',
  'REVIEW_ANSWER',
  'REVIEW_OVER',
  'CLIENT_UNKNOWN',
  'CLIENT_AMBIGUOUS',
  'CLIENT_NAME_INVALID',
  'CLIENT_NAME_TAKEN',
  'CLIENT_GROUP_UNKNOWN',
  'CLIENT_STATE',
  'CLIENTS_OFF',
  'PROPOSAL_UNKNOWN',
  'PROPOSAL_STATE',
] as const
