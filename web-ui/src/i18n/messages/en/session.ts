/** The words of signing in and out, in English. */
export const session = {
  'session.title': 'Sign in',
  'session.ask': 'Who is asking?',
  'session.ask.again': 'Your session has ended.',
  'session.meaning': 'Sign in with your account. Whoever runs the gateway has it made on the box.',
  'session.meaning.again': 'Sign in again, and this page is as you left it.',
  'session.meaning.token': 'Show the access token that was printed when the gateway started.',
  'session.name': 'Name',
  'session.password': 'Password',
  'session.goOn': 'Go on',
  'session.code.ask': 'Which code does your app show?',
  'session.code.meaning': 'The password is right. Your account asks for a second sign that it is you.',
  'session.code': 'Code, or recovery code',
  'session.code.hint':
    'Six digits, new every 30 seconds; each counts once. Without your telephone, one of your recovery codes. With neither, somebody at the box runs gatehouse user reset.',
  'session.signIn': 'Sign in',
  'session.back': 'Begin again',
  'session.token': 'Access token',
  'session.token.hint':
    'It stands in the file access-token in the data folder, too. The browser stays known for twelve hours.',
  'session.token.open': 'Open',
  'session.token.instead': 'Use the access token instead',
  'session.account.instead': 'Sign in with an account instead',
  'session.oneTime': 'Set your account up with a one-time code',
  'session.wait': '{action} (in {seconds} s)',
  'session.out': 'Sign out',
  'session.out.as': 'Sign out ({name})',
} as const
