/** The words of the office's machines, in German. */
export const clients = {
  'clients.title': 'Clients',
  'clients.sentence':
    '{here, plural, =0 {Keine Maschine ist jetzt hier} one {Eine Maschine ist jetzt hier} other {# Maschinen sind jetzt hier}}; {unknown, plural, =0 {alle sind bekannt} one {<b>eine wartet auf Ihre Antwort</b>} other {<b># warten auf Ihre Antwort</b>}}.',
  'clients.sentence.unwatched':
    '{count, plural, =0 {Noch hat niemand das Gateway benutzt.} one {Ein Client steht hinter den letzten Vorgängen.} other {# Clients stehen hinter den letzten Vorgängen.}}',
  'clients.machines': 'Maschinen des Büros',
  'clients.machine': 'Maschine',
  'clients.unnamed': 'ohne Namen',
  'clients.addresses': 'Adressen',
  'clients.state': 'Stand',
  'clients.state.known': 'Ihre',
  'clients.state.unknown': 'wartet auf Antwort',
  'clients.state.guest': 'eines Gastes',
  'clients.state.quarantine': 'in Quarantäne',
  'clients.group': 'Gruppe',
  'clients.noGroup': 'keine',
  'clients.seen': 'Zuletzt gesehen',
  'clients.madeUp': 'mit einer Adresse, die sie sich ausgedacht hat',
  'clients.unwatched': 'Maschinen sind nur nach Adresse bekannt',
  'clients.unwatched.hint':
    'Das Gateway beobachtet nicht, wer im Netz ist. Um Maschinen an ihrer Netzwerkkarte zu erkennen, setzen Sie clients.watch in gatehouse.yaml auf true.',
  'clients.none': 'Noch wurde keine Maschine gesehen',
  'clients.none.hint': 'Sie erscheint hier binnen einer Minute nach ihrem ersten Wort im Netz.',
  'clients.traffic': 'Was sie senden',
  'clients.traffic.hint':
    'Aus {count, plural, one {dem letzten Vorgang} other {den letzten # Vorgängen}} im Journal.',
  'clients.traffic.none': 'Noch steht kein Vorgang im Journal.',
  'clients.client': 'Client',
  'clients.exchanges': 'Vorgänge',
  'clients.cleaned': 'Bereinigt',
  'clients.stopped': 'Gestoppt',
  'clients.mostly': 'Meist an',
  'clients.card': 'Karte',
  'clients.firstSeen': 'Zuerst gesehen',
  'clients.details': 'Die Maschine {name}',
  'clients.readOnly': 'Ihr Konto darf dies lesen, aber nicht darüber entscheiden.',
  'clients.shared': 'Mehrere Adressen antworten zugleich: Hinter dieser Karte können zwei Maschinen sein.',
  'clients.contested':
    'Eine andere Maschine gibt ihre Adresse ebenfalls an, also zählt dort nichts, was ihr erlaubt ist.',
  'clients.whose': 'Wessen ist sie?',
  'clients.called': 'Wie sie heißt',
  'clients.name': 'Name: dann ist es Ihre',
  'clients.name.save': 'Speichern',
  'clients.guest': 'Es ist die eines Gastes',
  'clients.guest.hint': 'Wird nie angesehen; erreicht nur das Internet.',
  'clients.cut': 'Wenn etwas mit ihr nicht stimmt',
  'clients.quarantine': 'Aussperren',
  'clients.quarantine.hint': 'Sofort, und bis Sie sie wieder hereinlassen.',
  'clients.release': 'Wieder hereinlassen',
  'clients.release.hint': 'Sie ist dann, was sie vorher war.',
  'clients.rules.behind':
    'Die Regeln des Netzes folgen gerade nicht, also wird nicht zurückgehalten, was am Gateway vorbeigeht: {command}',
  'clients.done.name': 'Sie ist Ihre und heißt {name}.',
  'clients.done.group': '{name} ist in der Gruppe {group}.',
  'clients.done.ungrouped': '{name} ist in keiner Gruppe.',
  'clients.done.guest':
    '{name} ist die Maschine eines Gastes: Sie wird nicht angesehen und erreicht nur das Internet.',
  'clients.done.quarantine': '{name} ist ausgesperrt.',
  'clients.done.release': '{name} ist wieder hereingelassen.',
  'clients.done.back': '{name} ist wieder wie vorher.',
  'proposals.title': 'Programme, die das Zertifikat des Büros ablehnen',
  'proposals.host': '{client} nimmt unser Zertifikat für {host} nicht an',
  'proposals.machine': '{client} nimmt unser Zertifikat nirgends an',
  'proposals.why.pinned':
    'Eine App dort traut nur den Zertifikaten ihres Herstellers. Sie geht nicht, solange in diesen Host hineingesehen wird; andere Verbindungen gehen.',
  'proposals.why.own-list':
    'Ein Programm dort hat eine eigene Liste von Wurzelzertifikaten, wie Python, Java und Node. Geben Sie ihm die Wurzel des Büros, wenn es eine annimmt; stimmen Sie zu, wird auch nicht mehr gelesen, was andere dort an diesen Host senden.',
  'proposals.why.only-this':
    'Sie spricht mit niemandem sonst, also weiß es niemand: Sie traut nur ihrem Hersteller, oder ihr fehlt die Wurzel des Büros. Installieren Sie zuerst die Wurzel, wenn sie eine annimmt.',
  'proposals.why.no-root':
    'Auf dieser Maschine fehlt die Wurzel des Büros, oder ihre Uhr geht falsch. Nichts geht dort, in das hineingesehen wird. Die Seite Client einrichten, dort geöffnet, sagt wie; dann verschwindet dies.',
  'proposals.signs':
    '{refused, plural, =0 {} one {Einmal abgelehnt.} other {#-mal abgelehnt.}} {left, plural, =0 {} one {Einmal wortlos gegangen.} other {#-mal wortlos gegangen.}}',
  'proposals.last': 'Zuletzt {time}.',
  'proposals.accept': 'Ungelesen passieren lassen',
  'proposals.dismiss': 'So lassen und nicht mehr fragen',
  'proposals.done.accept':
    '{name} passiert von nun an ungelesen. Am Gerät zurückzunehmen: gatehouse policy undo {id}',
  'proposals.done.later':
    '{name} passiert ungelesen, sobald die Konfiguration keinen Fehler mehr hat. Am Gerät zurückzunehmen: gatehouse policy undo {id}',
  'proposals.done.dismiss': 'Für {name} bleibt alles, wie es ist, und niemand wird mehr gefragt.',
} as const
