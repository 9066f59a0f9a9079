/** The words of one’s own account, in German. */
export const account = {
  'account.title': 'Sie sind als {name} angemeldet.',
  'account.lead':
    'Was beweist, dass Sie es sind, und wo Sie angemeldet sind. Beenden Sie, was Sie nicht kennen, und sagen Sie es dann dem Inhaber.',
  'account.byToken': 'Sie sind mit dem Zugangsschlüssel hereingekommen.',
  'account.byToken.lead':
    'Er zählt als Inhaber und gehört niemandem. Menschen haben eigene Konten, am Gerät angelegt: gatehouse user add.',
  'account.app': 'App für Codes',
  'account.app.none': 'keine',
  'account.passkeys': 'Passkeys',
  'account.passkeys.none':
    'Noch keiner. Mit einem melden Sie sich mit Fingerabdruck, Gesicht oder PIN Ihres Geräts an, ohne Passwort und Code.',
  'account.passkeys.bare':
    'Passkeys gehen dort, wo das Gateway unter seinem Namen erreicht wird. Sie haben es unter {address} erreicht, einer Adresse, für die Browser keine anlegen.',
  'account.passkey': 'Passkey',
  'account.passkey.host': 'Gilt unter',
  'account.passkey.added': 'Hinzugefügt',
  'account.passkey.remove': 'Entfernen',
  'account.passkey.removed': '{name} meldet nicht mehr an.',
  'account.passkey.isAdded': '{name} meldet Sie von jetzt an an.',
  'account.passkey.name': 'Name des neuen Passkeys',
  'account.passkey.name.hint': 'An dem Sie ihn wiedererkennen, etwa das Gerät, das ihn verwahrt.',
  'account.passkey.add': 'Passkey hinzufügen',
  'account.proof': 'Sind Sie es noch?',
  'account.proof.add':
    'Ein neuer Passkey ist ein neuer Zugang, deshalb wird Ihr zweiter Faktor noch einmal verlangt. Er gilt dann fünf Minuten.',
  'account.proof.passkey': 'Passkey benutzen',
  'account.proof.code': 'Code Ihrer App',
  'account.proof.give': 'Bestätigen',
  'account.proof.leave': 'Lassen',
  'account.reveal': 'Wofür ein Platzhalter steht',
  'account.reveal.lead':
    'Sie dürfen personenbezogene Daten aufdecken. Jedes Mal wird vermerkt, wer, welcher Platzhalter und warum, nie der Wert.',
  'account.reveal.token': 'Platzhalter, etwa PERSON_7K3QX2M9AB4F',
  'account.reveal.why': 'Grund',
  'account.reveal.reason':
    '{reason, select, subject-request {jemand fragt nach seinen Daten} incident {ein Vorfall} correction {eine Berichtigung} legal-duty {eine rechtliche Pflicht} other {Hilfe für jemanden}}',
  'account.reveal.show': 'Aufdecken',
  'account.reveal.proof':
    'Personenbezogene Daten werden nur Ihnen gezeigt, deshalb wird Ihr zweiter Faktor noch einmal verlangt. Er gilt dann fünf Minuten.',
  'account.reveal.gone': 'sein Schlüssel wurde vernichtet: niemand kann es mehr lesen',
} as const
