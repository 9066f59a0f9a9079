/** The words of one’s own account, in Spanish. */
export const account = {
  'account.title': 'Ha iniciado sesión como {name}.',
  'account.lead':
    'Lo que demuestra que es usted y dónde tiene sesiones abiertas. Cierre lo que no conozca y avise después al propietario.',
  'account.byToken': 'Ha entrado con la clave de acceso.',
  'account.byToken.lead':
    'Vale como propietario y no es de nadie. Las personas tienen cuentas propias, creadas en el equipo: gatehouse user add.',
  'account.app': 'Aplicación de códigos',
  'account.app.none': 'ninguna',
  'account.passkeys': 'Llaves de acceso',
  'account.passkeys.none':
    'Todavía ninguna. Con una entra con la huella, la cara o el PIN de su dispositivo, sin contraseña ni código.',
  'account.passkeys.bare':
    'Las llaves funcionan donde se llega a la pasarela por su nombre. Usted ha llegado por {address}, una dirección, para la que los navegadores no crean ninguna.',
  'account.passkey': 'Llave',
  'account.passkey.host': 'Vale en',
  'account.passkey.added': 'Añadida',
  'account.passkey.remove': 'Quitar',
  'account.passkey.removed': '{name} ya no da acceso.',
  'account.passkey.isAdded': '{name} le da acceso desde ahora.',
  'account.passkey.name': 'Nombre de la llave nueva',
  'account.passkey.name.hint': 'Para reconocerla, por ejemplo el dispositivo que la guarda.',
  'account.passkey.add': 'Añadir una llave',
  'account.proof': '¿Sigue siendo usted?',
  'account.proof.add':
    'Una llave nueva es una entrada nueva, por eso se pide otra vez su segundo factor. Después vale cinco minutos.',
  'account.proof.passkey': 'Usar una llave',
  'account.proof.code': 'Código de su aplicación',
  'account.proof.give': 'Confirmar',
  'account.proof.leave': 'Dejarlo',
  'account.reveal': 'Qué representa una marca',
  'account.reveal.lead':
    'Tiene derecho a revelar datos personales. Cada uso queda anotado: quién, qué marca y por qué, nunca el valor.',
  'account.reveal.token': 'Marca, como PERSON_7K3QX2M9AB4F',
  'account.reveal.why': 'Motivo',
  'account.reveal.reason':
    '{reason, select, subject-request {alguien pregunta por sus datos} incident {un incidente} correction {una corrección} legal-duty {un deber legal} other {asistencia}}',
  'account.reveal.show': 'Revelar',
  'account.reveal.proof':
    'Los datos personales se muestran solo a usted, por eso se pide otra vez su segundo factor. Después vale cinco minutos.',
  'account.reveal.gone': 'su clave se destruyó: ya nadie puede leerlo',
} as const
