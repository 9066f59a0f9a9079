/** The words of the first screen, in German. */
export const today = {
  'today.title': 'Heute',
  'today.need.now':
    '{count, plural, one {Eine Sache braucht Sie jetzt.} other {# Dinge brauchen Sie jetzt.}}',
  'today.need.soon': '{count, plural, one {Eine Sache braucht Sie bald.} other {# Dinge brauchen Sie bald.}}',
  'today.need.none': 'Heute braucht Sie nichts.',
  'today.day.none': 'Heute ist noch keine Anfrage durch das Gateway gekommen.',
  'today.day.left':
    '{left, plural, =0 {<b>Keine Anfrage</b> hat das Büro verlassen} one {<b>Eine Anfrage</b> hat das Büro verlassen} other {<b># Anfragen</b> haben das Büro verlassen}}; {cleaned, plural, =0 {personenbezogene Daten mussten nicht bereinigt werden} one {eine trug personenbezogene Daten und wurde bereinigt} other {# trugen personenbezogene Daten und wurden bereinigt}}.',
  'today.day.stopped': '{count, plural, one {Eine wurde gestoppt.} other {# wurden gestoppt.}}',
  'today.day.failed':
    '{count, plural, one {Eine konnte nicht ausgeführt werden.} other {# konnten nicht ausgeführt werden.}}',
  'today.day.dropped':
    '{count, plural, one {Ein Eintrag konnte nicht aufbewahrt werden.} other {# Einträge konnten nicht aufbewahrt werden.}}',
  'today.figures': 'Der Tag in Zahlen',
  'today.figure.all': 'Vorgänge',
  'today.figure.cleaned': 'bereinigt',
  'today.figure.stopped': 'gestoppt',
  'today.figure.unread': 'nicht angesehen',
  'today.tasks': 'Was zu tun ist',
  'today.tasks.more': '{count, plural, one {Eines mehr zeigen} other {# weitere zeigen}}',
  'today.task.now': 'Jetzt',
  'today.task.soon': 'Bald',
  'today.task.note': 'Zur Kenntnis',
  'today.task.since': 'seit {time}',
  'today.task.notifyBy': 'zu melden bis {time}',
  'today.task.review':
    '{count, plural, one {Jemand fragt nach einer gestoppten Anfrage} other {# Nachfragen zu gestoppten Anfragen warten}}',
  'today.task.review.hint': 'Möglich sind: einmal, für 15 Minuten, immer, bereinigt oder nein.',
  'today.task.proposal':
    '{count, plural, one {Ein Programm nimmt das Zertifikat des Büros nicht an} other {# Programme nehmen das Zertifikat des Büros nicht an}}',
  'today.task.proposal.hint': 'Bis Sie zustimmen, passiert nichts von ihnen ungelesen.',
  'today.task.review.open': 'Beantworten',
  'today.task.proposal.open': 'Ansehen',
  'today.task.onBox': 'Am Gerät zu beantworten: {command}',
  'today.alarm.hint': 'Noch hat niemand gesagt, dass er davon weiß.',
  'today.alarm.known': 'Jemand weiß davon.',
  'today.split': 'Was hinausging und was blieb',
  'today.split.caption': 'Vorgänge seit Mitternacht, nach dem, was mit ihnen geschah',
  'today.split.what': 'Was geschah',
  'today.split.count': 'Vorgänge',
  'today.split.share': 'Anteil',
  'today.found': 'Was erkannt wurde',
  'today.found.none': 'Heute wurden keine personenbezogenen Daten erkannt.',
  'today.found.caption': 'Seit Mitternacht erkannte personenbezogene Daten, nach Art',
  'today.found.kind': 'Art',
  'today.found.count': 'Mal',
  'today.found.more': '{count, plural, one {Eine weitere Art} other {# weitere Arten}}',
  'today.coverage': 'Was wir nicht sehen',
  'today.coverage.unread':
    '{share} der heutigen Vorgänge passierten, <b>ohne angesehen zu werden</b>, weil eine Regel es so sagt. Was darin stand, weiß hier niemand.',
  'today.coverage.all':
    'Jeder Vorgang, der heute durch das Gateway kam, wurde angesehen, soweit seine Form lesbar ist.',
  'today.coverage.watched':
    '{here, plural, one {Eine Maschine ist} other {# Maschinen sind}} jetzt hier; {unknown, plural, =0 {alle sind bekannt} one {eine wartet auf einen Namen} other {# warten auf einen Namen}}. Maschinen, die das Gateway nicht benutzen, kommen in diesen Zahlen nicht vor.',
  'today.coverage.unwatched':
    'Wie viele Maschinen am Gateway vorbei senden, wird nicht beobachtet. Mit <b>clients.watch</b> sehen Sie, wer hier ist.',
  'today.coverage.limits':
    'Was nicht erkannt wird, passiert. Wie oft jede Art übersehen wird, gemessen an Texten, die andere ausgezeichnet haben, steht in der Datei gateway/core/pii/README.md.',
  'today.empty': 'Noch ist nichts durchgekommen',
  'today.empty.hint': 'Versuchen Sie es mit einer Anfrage aus diesem Büro:',
  'today.empty.setup': 'Einen Client auch für verschlüsselten Verkehr einrichten',
} as const
