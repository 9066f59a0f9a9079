/** The words of one’s own account, in English. */
export const account = {
  'account.title': 'You are signed in as {name}.',
  'account.lead':
    'What proves that it is you, and where you are signed in. End what you do not know; then tell the owner.',
  'account.byToken': 'You came in by the access token.',
  'account.byToken.lead':
    'It counts as an owner and belongs to nobody. People have accounts of their own, made on the box: gatehouse user add.',
  'account.app': 'App for codes',
  'account.app.none': 'none',
  'account.passkeys': 'Passkeys',
  'account.passkeys.none':
    'None yet. With one you sign in by fingerprint, face or PIN of your device, without password and code.',
  'account.passkeys.bare':
    'Passkeys work where the gateway is reached by its name. You reached it at {address}, an address, for which browsers make none.',
  'account.passkey': 'Passkey',
  'account.passkey.host': 'Counts at',
  'account.passkey.added': 'Added',
  'account.passkey.remove': 'Remove',
  'account.passkey.removed': '{name} signs in no more.',
  'account.passkey.isAdded': '{name} signs you in from now on.',
  'account.passkey.name': 'Name of the new passkey',
  'account.passkey.name.hint': 'By which you know it again, such as the device that keeps it.',
  'account.passkey.add': 'Add a passkey',
  'account.proof': 'Is it still you?',
  'account.proof.add':
    'A new passkey is a new way in, so your second factor is asked for once more. It then counts for five minutes.',
  'account.proof.passkey': 'Use a passkey',
  'account.proof.code': 'Code of your app',
  'account.proof.give': 'Confirm',
  'account.proof.leave': 'Leave it',
  'account.reveal': 'What a token stands for',
  'account.reveal.lead':
    'You have the right to reveal personal data. Each use is noted in the ledger: who, which token, and why, never the value.',
  'account.reveal.token': 'Token, such as PERSON_7K3QX2M9AB4F',
  'account.reveal.why': 'Reason',
  'account.reveal.reason':
    '{reason, select, subject-request {somebody asks about their data} incident {an incident} correction {a correction} legal-duty {a legal duty} other {support}}',
  'account.reveal.show': 'Reveal',
  'account.reveal.proof':
    'Personal data is shown to you alone, so your second factor is asked for once more. It then counts for five minutes.',
  'account.reveal.gone': 'its key was destroyed: nobody can read it any more',
} as const
