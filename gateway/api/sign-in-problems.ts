/** Says why somebody was not let in, what it means and what to do, without telling what of it was wrong. */
import type { FinishedSetUp } from '../accounts/set-up.ts'
import { minPasswordLength } from '../accounts/set-up.ts'
import type { SignInVerdict, Slowed } from '../accounts/sign-in.ts'
import { plainProblem } from './problem.ts'
import type { ProblemDetails } from './schemas.ts'

type Refusal =
  | Exclude<SignInVerdict, { kind: 'signed-in' | 'code-wanted' }>
  | { kind: 'wrong-code' | 'wrong-passkey' }
type SetUpRefusal = Exclude<FinishedSetUp, { kind: 'done' }> | { kind: 'wrong' }

/** With a code each, by which our own pages say it in the language of whoever reads. */
export function signInProblem(refusal: Refusal): ProblemDetails {
  return { ...wordsOf(refusal), code: signInCodes[refusal.kind] }
}

const signInCodes = {
  wrong: 'SIGN_IN_WRONG',
  'wrong-code': 'SIGN_IN_CODE_WRONG',
  'wrong-passkey': 'SIGN_IN_PASSKEY_WRONG',
  'no-app-key': 'SIGN_IN_NO_APP_KEY',
  over: 'SIGN_IN_OVER',
  'too-often': 'SIGN_IN_TOO_OFTEN',
  busy: 'SIGN_IN_BUSY',
} as const satisfies Record<Refusal['kind'], string>

function wordsOf(refusal: Refusal): ProblemDetails {
  switch (refusal.kind) {
    case 'wrong':
      return plainProblem(
        401,
        'Name and password do not belong together.',
        'After a reset the old password counts no more, and a contractor’s account ends by itself: whoever runs the gateway sees which.',
      )
    case 'wrong-code':
      return plainProblem(401, 'The code is not right, or was used before.', 'Wait for the next one.')
    case 'wrong-passkey':
      return plainProblem(
        401,
        'This passkey does not count here, or what was asked of it is too old.',
        'Try again, or sign in by name and password. After a reset on the box passkeys are added anew.',
      )
    case 'no-app-key':
      return plainProblem(
        503,
        'The gateway cannot read the key of your app, so no code of it counts.',
        'Type a recovery code, or ask for a reset on the box: gatehouse user reset.',
      )
    case 'over':
      return plainProblem(401, 'That sign-in has ended.', 'Begin again with your name and password.')
    default:
      return slowedProblem(refusal)
  }
}

export function setUpProblem(refusal: SetUpRefusal): ProblemDetails {
  switch (refusal.kind) {
    case 'wrong':
      return plainProblem(
        401,
        'This one-time code does not count.',
        'It counts once and for three days, and a newer one ends it. On the box, gatehouse user reset makes another.',
      )
    case 'wrong-code':
      return plainProblem(
        401,
        'The app’s code is not right.',
        'See that the key is in the app and that your telephone’s clock is right, then type the next code.',
      )
    case 'bad-password':
      return plainProblem(
        400,
        'This password is too easy to guess.',
        `Take ${minPasswordLength.besideCode} characters or more (${minPasswordLength.alone} without an app), 256 at most, without names, usual words and rows of keys.`,
      )
    case 'over':
      return plainProblem(401, 'This set-up has ended.', 'Begin again with the one-time code.')
    default:
      return slowedProblem(refusal)
  }
}

/** RFC 9110 §10.2.3, for whoever has to wait; nothing for others. */
export function retryHeaders(refusal: Refusal | SetUpRefusal): Record<string, string> {
  return refusal.kind === 'too-often' ? { 'retry-after': String(refusal.retryAfterSeconds) } : {}
}

function slowedProblem(refusal: Slowed): ProblemDetails {
  if (refusal.kind === 'busy')
    return plainProblem(503, 'Too many people sign in right now.', 'Try again in a few seconds.')
  const wait = `Wait ${refusal.retryAfterSeconds} seconds, then try again.`
  return plainProblem(429, 'Too many tries were wrong.', `${wait} The access token is taken at any time.`)
}

/** Nobody is let in who cannot be noted; the token needs no store. */
export const cannotNote: ProblemDetails = {
  ...plainProblem(
    503,
    'Nobody can sign in with an account while the database cannot be written.',
    'The access token opens the pages all the same: it stands in the file access-token of the data folder.',
  ),
  code: 'SIGN_IN_UNNOTED',
}

/** Whoever asks has proven nothing yet, and learns nothing of what is wrong inside. */
export const cannotSetUp = plainProblem(
  503,
  'No account can be set up right now.',
  'The one-time code still counts: try again later. The log says to whoever runs the gateway what is wrong.',
)
