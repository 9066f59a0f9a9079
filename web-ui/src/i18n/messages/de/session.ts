/** The words of signing in and out, in German. */
export const session = {
  'session.title': 'Anmelden',
  'session.ask': 'Wer fragt?',
  'session.ask.again': 'Ihre Sitzung ist zu Ende.',
  'session.meaning': 'Melden Sie sich mit Ihrem Konto an. Wer das Gateway betreibt, legt es am Gerät an.',
  'session.meaning.again': 'Melden Sie sich wieder an, und diese Seite ist, wie Sie sie verlassen haben.',
  'session.meaning.token': 'Geben Sie den Zugangsschlüssel ein, der beim Start des Gateways gezeigt wurde.',
  'session.name': 'Name',
  'session.password': 'Passwort',
  'session.goOn': 'Weiter',
  'session.code.ask': 'Welchen Code zeigt Ihre App?',
  'session.code.meaning': 'Das Passwort stimmt. Ihr Konto verlangt ein zweites Zeichen, dass Sie es sind.',
  'session.code': 'Code oder Ersatzcode',
  'session.code.hint':
    'Sechs Ziffern, alle 30 Sekunden neue; jeder zählt einmal. Ohne Ihr Telefon einer Ihrer Ersatzcodes. Ohne beides hilft jemand am Gerät mit gatehouse user reset.',
  'session.signIn': 'Anmelden',
  'session.back': 'Von vorn beginnen',
  'session.token': 'Zugangsschlüssel',
  'session.token.hint':
    'Er steht auch in der Datei access-token im Datenordner. Der Browser bleibt zwölf Stunden bekannt.',
  'session.token.open': 'Öffnen',
  'session.token.instead': 'Stattdessen den Zugangsschlüssel benutzen',
  'session.account.instead': 'Stattdessen mit einem Konto anmelden',
  'session.oneTime': 'Konto mit einem Einmalcode einrichten',
  'session.wait': '{action} (in {seconds} s)',
  'session.out': 'Abmelden',
  'session.out.as': 'Abmelden ({name})',
} as const
