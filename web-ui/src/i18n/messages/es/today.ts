/** The words of the first screen, in Spanish. */
export const today = {
  'today.title': 'Hoy',
  'today.need.now': '{count, plural, one {Una cosa le necesita ahora.} other {# cosas le necesitan ahora.}}',
  'today.need.soon':
    '{count, plural, one {Una cosa le necesita pronto.} other {# cosas le necesitan pronto.}}',
  'today.need.none': 'Hoy nada le necesita.',
  'today.day.none': 'Hoy no ha pasado ninguna petición por la pasarela.',
  'today.day.left':
    '{left, plural, =0 {<b>Ninguna petición</b> salió de la oficina} one {<b>Una petición</b> salió de la oficina} other {<b># peticiones</b> salieron de la oficina}}; {cleaned, plural, =0 {no hubo que limpiar datos personales} one {una llevaba datos personales y se limpió} other {# llevaban datos personales y se limpiaron}}.',
  'today.day.stopped': '{count, plural, one {Una se detuvo.} other {# se detuvieron.}}',
  'today.day.failed': '{count, plural, one {Una no pudo realizarse.} other {# no pudieron realizarse.}}',
  'today.day.dropped':
    '{count, plural, one {Un registro no pudo guardarse.} other {# registros no pudieron guardarse.}}',
  'today.figures': 'El día en cifras',
  'today.figure.all': 'intercambios',
  'today.figure.cleaned': 'limpiados',
  'today.figure.stopped': 'detenidos',
  'today.figure.unread': 'sin examinar',
  'today.tasks': 'Qué hacer',
  'today.tasks.more': '{count, plural, one {Mostrar una más} other {Mostrar # más}}',
  'today.task.now': 'Ahora',
  'today.task.soon': 'Pronto',
  'today.task.note': 'Para saber',
  'today.task.since': 'desde {time}',
  'today.task.notifyBy': 'notificar antes de {time}',
  'today.task.review':
    '{count, plural, one {Alguien pregunta por una petición detenida} other {# preguntas por peticiones detenidas esperan}}',
  'today.task.review.hint': 'Se puede responder: una vez, 15 minutos, siempre, limpiada o no.',
  'today.task.proposal':
    '{count, plural, one {Un programa no acepta el certificado de la oficina} other {# programas no aceptan el certificado de la oficina}}',
  'today.task.proposal.hint': 'Hasta que usted acepte, nada suyo pasa sin leerse.',
  'today.task.review.open': 'Responder',
  'today.task.proposal.open': 'Verlos',
  'today.task.onBox': 'Se responde en el equipo: {command}',
  'today.alarm.hint': 'Nadie ha dicho aún que lo sabe.',
  'today.alarm.known': 'Alguien lo sabe.',
  'today.split': 'Lo que salió y lo que se quedó',
  'today.split.caption': 'Intercambios desde medianoche, según lo que ocurrió con ellos',
  'today.split.what': 'Qué ocurrió',
  'today.split.count': 'Intercambios',
  'today.split.share': 'Parte',
  'today.found': 'Lo que se reconoció',
  'today.found.none': 'Hoy no se reconocieron datos personales.',
  'today.found.caption': 'Datos personales reconocidos desde medianoche, por clase',
  'today.found.kind': 'Clase',
  'today.found.count': 'Veces',
  'today.found.more': '{count, plural, one {Una clase más} other {# clases más}}',
  'today.coverage': 'Lo que no vemos',
  'today.coverage.unread':
    'El {share} de los intercambios de hoy pasó <b>sin ser examinado</b>, porque una regla lo dice. Qué llevaban, aquí nadie lo sabe.',
  'today.coverage.all':
    'Todo intercambio que hoy pasó por la pasarela fue examinado, hasta donde su forma puede leerse.',
  'today.coverage.watched':
    '{here, plural, one {Una máquina está} other {# máquinas están}} aquí ahora; {unknown, plural, =0 {todas son conocidas} one {una espera un nombre} other {# esperan un nombre}}. Las máquinas que no usan la pasarela no aparecen en estas cifras.',
  'today.coverage.unwatched':
    'No se observa cuántas máquinas envían su tráfico sin pasar por la pasarela. Active <b>clients.watch</b> para ver quién está aquí.',
  'today.coverage.limits':
    'Lo que no se reconoce pasa. Cuántas veces se escapa cada clase, en textos que otros anotaron, está en el archivo gateway/core/pii/README.md.',
  'today.empty': 'Aún no ha pasado nada',
  'today.empty.hint': 'Pruebe con una petición desde esta oficina:',
  'today.empty.setup': 'Configurar un cliente también para tráfico cifrado',
} as const
