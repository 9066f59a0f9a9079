/** The words for what could not be done, in English. */
export const problems = {
  'problem.signedOut':
    'You were signed out before this was done: nothing has changed. Do it once more if you still want it.',
  'problem.noAnswer': 'The gateway did not answer. Whether it was done shows here as soon as it does.',
  'problem.tooOften': 'That was asked too often. Wait a minute, then try again.',
  'problem.STORE':
    'The gateway cannot write to its disk, so nothing has changed. Today says what is wrong with it.',
  'problem.SIGN_IN_WRONG':
    'Name and password do not belong together. After a reset the old password counts no more, and a contractor’s account ends by itself: whoever runs the gateway sees which.',
  'problem.SIGN_IN_CODE_WRONG': 'The code is not right, or was used before. Wait for the next one.',
  'problem.SIGN_IN_OVER': 'That sign-in has ended. Begin again with your name and password.',
  'problem.SIGN_IN_NO_APP_KEY':
    'The gateway cannot read the key of your app, so no code of it counts. Type a recovery code, or ask for a reset on the box: gatehouse user reset.',
  'problem.SIGN_IN_TOKEN_WRONG':
    'The access token is not the right one. Look again at the line printed when the gateway started.',
  'problem.SIGN_IN_TOO_OFTEN':
    'Too many tries were wrong, so this machine has to wait. The right access token is taken at any time.',
  'problem.SIGN_IN_BUSY': 'Too many people sign in right now. Try again in a few seconds.',
  'problem.SIGN_IN_UNNOTED':
    'Nobody can sign in with an account while the gateway cannot write to its disk. The access token opens all the same: it stands in the file access-token of the data folder.',
  'problem.CHANGED_MEANWHILE':
    'It is another by now: somebody else decided, or it went on by itself. What you see here is new. Look at it, and decide anew.',
  'problem.STATE_UNNAMED':
    'This page did not say what it had shown, so nothing has changed. Load it anew, then try again.',
  'problem.POLICY_INVALID':
    'The policy does not take this as it is now, so nothing has changed. The command gatehouse policy check says where its mistake is.',
  'problem.CONFIG_INVALID':
    'The configuration has a mistake, so nothing has changed. The command gatehouse config check says where it is.',
  'problem.CONFIG_UNWRITABLE':
    'The gateway cannot write its own files, so nothing has changed. Make room on its disk, or give the data folder back to it.',
  'problem.REVIEW_UNKNOWN': 'This question is gone: it was destroyed in time.',
  'problem.REVIEW_ANSWERED': 'Somebody else was quicker: the answer stands here now.',
  'problem.REVIEW_ANSWER':
    'The policy does not let anybody answer so: what was found must not leave as it is, or cannot be cleaned. Nothing has changed.',
  'problem.REVIEW_OVER':
    'There is nothing left to take back: it is over, or counts until a correction is undone.',
  'problem.CLIENT_UNKNOWN': 'This machine is no longer known.',
  'problem.CLIENT_AMBIGUOUS': 'Two machines say to have this address, so nobody can tell which is meant.',
  'problem.CLIENT_NAME_INVALID':
    'This cannot be a name. Take letters, digits, spaces, dots, hyphens, apostrophes and brackets, 60 at most, and no address.',
  'problem.CLIENT_NAME_TAKEN': 'Another machine is called so. Give each a name of its own.',
  'problem.CLIENT_GROUP_UNKNOWN':
    'There is no such group any more. Groups stand under office.clientGroups in gatehouse.yaml.',
  'problem.CLIENT_STATE':
    'That does not go with how this machine stands now, so nothing has changed. End its quarantine first; a device of the office cannot be a guest’s.',
  'problem.CLIENTS_OFF':
    'Machines are not watched, so nothing can be decided of them. Set clients.watch to true in gatehouse.yaml.',
  'problem.PROPOSAL_UNKNOWN': 'This proposal is gone.',
  'problem.PROPOSAL_STATE': 'This proposal has an answer already, or none that can be accepted.',
  'problem.SIGN_IN_PASSKEY_WRONG':
    'This passkey does not count here, or what was asked of it is too old. Try again, or sign in by name and password. After a reset on the box passkeys are added anew.',
  'problem.PASSKEY_ELSEWHERE':
    'None of your passkeys was made for the name by which you reached this page. Open the gateway by the name under which you added one, or take a code.',
  'problem.PASSKEY_INVALID':
    'The passkey was not accepted: what the browser asks for counts once and for minutes. Begin again.',
  'problem.PASSKEY_LIMIT': 'An account has no more than ten passkeys. Remove one first.',
  'problem.PASSKEY_UNKNOWN': 'This passkey was removed already.',
  'problem.PASSKEY_LAST_FACTOR':
    'This is your last second factor, and your role needs one. Add another passkey first.',
  'problem.FRESH_FACTOR_NEEDED': 'This needs your second factor once more.',
  'problem.FACTOR_WRONG':
    'That is not proof: it is not right, or was used before. Wait for the next code, or take a passkey.',
  'problem.FACTOR_TOO_OFTEN': 'Too many tries were wrong, so this machine has to wait.',
  'problem.noPasskey':
    'No passkey was given: it was declined, took too long, or this device has none for this name.',
  'problem.passkeysUnknown':
    'Passkeys work in browsers of today, where the gateway is reached by its name: never at a bare address.',
  'problem.REVEAL_NOT_GIVEN':
    'Your account has no right to reveal personal data. It is given on the box: gatehouse user reveal.',
} as const
