/** The words for what could not be done, in German. */
export const problems = {
  'problem.signedOut':
    'Sie wurden abgemeldet, bevor das getan war: Nichts hat sich geändert. Tun Sie es noch einmal, wenn Sie es weiterhin wollen.',
  'problem.noAnswer':
    'Das Gateway hat nicht geantwortet. Ob es getan ist, zeigt sich hier, sobald es antwortet.',
  'problem.tooOften': 'Das wurde zu oft gefragt. Warten Sie eine Minute und versuchen Sie es dann wieder.',
  'problem.STORE':
    'Das Gateway kann nicht auf seine Platte schreiben, also hat sich nichts geändert. Was ihr fehlt, steht unter Heute.',
  'problem.SIGN_IN_WRONG':
    'Name und Passwort gehören nicht zusammen. Nach einem Zurücksetzen zählt das alte Passwort nicht mehr, und das Konto eines Dienstleisters endet von selbst: Wer das Gateway betreibt, sieht, was davon.',
  'problem.SIGN_IN_CODE_WRONG':
    'Der Code stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten.',
  'problem.SIGN_IN_OVER': 'Diese Anmeldung ist abgelaufen. Beginnen Sie wieder mit Name und Passwort.',
  'problem.SIGN_IN_NO_APP_KEY':
    'Das Gateway kann den Schlüssel Ihrer App nicht lesen, also zählt kein Code von ihr. Geben Sie einen Ersatzcode ein, oder lassen Sie am Gerät zurücksetzen: gatehouse user reset.',
  'problem.SIGN_IN_TOKEN_WRONG':
    'Der Zugangsschlüssel ist nicht der richtige. Sehen Sie noch einmal in der Zeile nach, die beim Start des Gateways gezeigt wurde.',
  'problem.SIGN_IN_TOO_OFTEN':
    'Zu viele Versuche waren falsch, deshalb muss dieser Rechner warten. Der richtige Zugangsschlüssel gilt jederzeit.',
  'problem.SIGN_IN_BUSY': 'Gerade melden sich zu viele an. Versuchen Sie es in ein paar Sekunden wieder.',
  'problem.SIGN_IN_UNNOTED':
    'Niemand kann sich mit einem Konto anmelden, solange das Gateway nicht auf seine Platte schreiben kann. Der Zugangsschlüssel öffnet trotzdem: Er steht in der Datei access-token im Datenordner.',
  'problem.CHANGED_MEANWHILE':
    'Es ist inzwischen anders: Jemand anders hat entschieden, oder es ging von selbst weiter. Was Sie hier sehen, ist neu. Sehen Sie es an und entscheiden Sie noch einmal.',
  'problem.STATE_UNNAMED':
    'Diese Seite hat nicht gesagt, was sie gezeigt hatte, also hat sich nichts geändert. Laden Sie sie neu und versuchen Sie es dann wieder.',
  'problem.POLICY_INVALID':
    'Die Richtlinie nimmt das so nicht an, also hat sich nichts geändert. Wo ihr Fehler liegt, sagt der Befehl gatehouse policy check.',
  'problem.CONFIG_INVALID':
    'Die Konfiguration hat einen Fehler, also hat sich nichts geändert. Wo er liegt, sagt der Befehl gatehouse config check.',
  'problem.CONFIG_UNWRITABLE':
    'Das Gateway kann seine eigenen Dateien nicht schreiben, also hat sich nichts geändert. Machen Sie Platz auf seiner Platte, oder geben Sie ihm den Datenordner zurück.',
  'problem.REVIEW_UNKNOWN': 'Diese Frage gibt es nicht mehr: Sie wurde fristgerecht vernichtet.',
  'problem.REVIEW_ANSWERED': 'Jemand anders war schneller: Die Antwort steht jetzt hier.',
  'problem.REVIEW_ANSWER':
    'So lässt die Richtlinie niemanden antworten: Was gefunden wurde, darf so nicht hinaus oder lässt sich nicht bereinigen. Nichts hat sich geändert.',
  'problem.REVIEW_OVER':
    'Da ist nichts mehr zurückzunehmen: Es ist vorbei oder gilt, bis eine Korrektur zurückgenommen wird.',
  'problem.CLIENT_UNKNOWN': 'Diese Maschine ist nicht mehr bekannt.',
  'problem.CLIENT_AMBIGUOUS': 'Zwei Maschinen geben diese Adresse an, also weiß niemand, welche gemeint ist.',
  'problem.CLIENT_NAME_INVALID':
    'Das kann kein Name sein. Nehmen Sie Buchstaben, Ziffern, Leerzeichen, Punkte, Bindestriche, Apostrophe und Klammern, höchstens 60, und keine Adresse.',
  'problem.CLIENT_NAME_TAKEN': 'So heißt schon eine andere Maschine. Geben Sie jeder ihren eigenen Namen.',
  'problem.CLIENT_GROUP_UNKNOWN':
    'Diese Gruppe gibt es nicht mehr. Gruppen stehen unter office.clientGroups in gatehouse.yaml.',
  'problem.CLIENT_STATE':
    'Das passt nicht zum jetzigen Stand dieser Maschine, also hat sich nichts geändert. Beenden Sie erst ihre Quarantäne; ein Gerät des Büros kann nicht das eines Gastes sein.',
  'problem.CLIENTS_OFF':
    'Maschinen werden nicht beobachtet, also lässt sich nichts über sie entscheiden. Setzen Sie clients.watch in gatehouse.yaml auf true.',
  'problem.PROPOSAL_UNKNOWN': 'Diesen Vorschlag gibt es nicht mehr.',
  'problem.PROPOSAL_STATE': 'Dieser Vorschlag ist schon beantwortet oder lässt sich nicht annehmen.',
  'problem.SIGN_IN_PASSKEY_WRONG':
    'Dieser Passkey zählt hier nicht, oder die Anfrage an ihn ist zu alt. Versuchen Sie es noch einmal oder mit Name und Passwort. Nach einem Zurücksetzen am Gerät werden Passkeys neu hinzugefügt.',
  'problem.PASSKEY_ELSEWHERE':
    'Keiner Ihrer Passkeys ist für den Namen gemacht, unter dem Sie diese Seite erreicht haben. Öffnen Sie das Gateway unter dem Namen, unter dem Sie einen hinzugefügt haben, oder nehmen Sie einen Code.',
  'problem.PASSKEY_INVALID':
    'Der Passkey wurde nicht angenommen: Eine Anfrage gilt einmal und für Minuten. Beginnen Sie noch einmal.',
  'problem.PASSKEY_LIMIT': 'Ein Konto hat höchstens zehn Passkeys. Entfernen Sie erst einen.',
  'problem.PASSKEY_UNKNOWN': 'Dieser Passkey wurde schon entfernt.',
  'problem.PASSKEY_LAST_FACTOR':
    'Das ist Ihr letzter zweiter Faktor, und Ihre Rolle braucht einen. Fügen Sie erst einen anderen Passkey hinzu.',
  'problem.FRESH_FACTOR_NEEDED': 'Dafür wird Ihr zweiter Faktor noch einmal gebraucht.',
  'problem.FACTOR_WRONG':
    'Das beweist es nicht: Es stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten Code, oder nehmen Sie einen Passkey.',
  'problem.FACTOR_TOO_OFTEN': 'Zu viele Versuche waren falsch, deshalb muss dieser Rechner warten.',
  'problem.noPasskey':
    'Es kam kein Passkey: Er wurde abgelehnt, dauerte zu lange, oder dieses Gerät hat keinen für diesen Namen.',
  'problem.passkeysUnknown':
    'Passkeys gehen in heutigen Browsern, wo das Gateway unter seinem Namen erreicht wird: nie unter einer bloßen Adresse.',
  'problem.REVEAL_NOT_GIVEN':
    'Ihr Konto darf keine personenbezogenen Daten aufdecken. Das Recht wird am Gerät gegeben: gatehouse user reveal.',
} as const
