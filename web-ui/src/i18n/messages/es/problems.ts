/** The words for what could not be done, in Spanish. */
export const problems = {
  'problem.signedOut': 'Su sesión terminó antes de hacerlo: nada ha cambiado. Repítalo si todavía lo desea.',
  'problem.noAnswer': 'La pasarela no respondió. Si se hizo o no, se verá aquí en cuanto responda.',
  'problem.tooOften': 'Se ha pedido demasiadas veces. Espere un minuto y vuelva a intentarlo.',
  'problem.STORE':
    'La pasarela no puede escribir en su disco, así que nada ha cambiado. En Hoy se explica qué le pasa.',
  'problem.SIGN_IN_WRONG':
    'El nombre y la contraseña no corresponden. Tras un restablecimiento la contraseña anterior ya no vale, y la cuenta de un técnico externo termina sola: quien administra la pasarela lo ve.',
  'problem.SIGN_IN_CODE_WRONG': 'El código no es correcto o ya se usó. Espere al siguiente.',
  'problem.SIGN_IN_OVER': 'Ese inicio de sesión ha caducado. Empiece de nuevo con su nombre y contraseña.',
  'problem.SIGN_IN_NO_APP_KEY':
    'La pasarela no puede leer la clave de su aplicación, así que ningún código suyo vale. Escriba un código de recuperación o pida un restablecimiento en el equipo: gatehouse user reset.',
  'problem.SIGN_IN_TOKEN_WRONG':
    'La clave de acceso no es la correcta. Revise la línea que se mostró al arrancar la pasarela.',
  'problem.SIGN_IN_TOO_OFTEN':
    'Demasiados intentos fallidos: esta máquina tiene que esperar. La clave de acceso correcta se acepta en todo momento.',
  'problem.SIGN_IN_BUSY':
    'Demasiadas personas inician sesión ahora mismo. Vuelva a intentarlo en unos segundos.',
  'problem.SIGN_IN_UNNOTED':
    'Nadie puede entrar con una cuenta mientras la pasarela no pueda escribir en su disco. La clave de acceso abre igualmente: está en el archivo access-token de la carpeta de datos.',
  'problem.CHANGED_MEANWHILE':
    'Ya no es lo mismo: otra persona decidió o siguió por sí solo. Lo que ve aquí es nuevo. Mírelo y decida otra vez.',
  'problem.STATE_UNNAMED':
    'Esta página no dijo qué había mostrado, así que nada ha cambiado. Cárguela de nuevo y vuelva a intentarlo.',
  'problem.POLICY_INVALID':
    'La política no lo admite tal como está, así que nada ha cambiado. El comando gatehouse policy check dice dónde está el error.',
  'problem.CONFIG_INVALID':
    'La configuración tiene un error, así que nada ha cambiado. El comando gatehouse config check dice dónde está.',
  'problem.CONFIG_UNWRITABLE':
    'La pasarela no puede escribir sus propios archivos, así que nada ha cambiado. Haga sitio en su disco o devuélvale la carpeta de datos.',
  'problem.REVIEW_UNKNOWN': 'Esta pregunta ya no existe: se destruyó a su debido tiempo.',
  'problem.REVIEW_ANSWERED': 'Otra persona se adelantó: la respuesta está aquí.',
  'problem.REVIEW_ANSWER':
    'La política no permite esa respuesta: lo encontrado no puede salir tal cual o no se puede limpiar. Nada ha cambiado.',
  'problem.REVIEW_OVER':
    'Ya no queda nada que retirar: ha terminado o vale hasta que se deshaga una corrección.',
  'problem.CLIENT_UNKNOWN': 'Esta máquina ya no se conoce.',
  'problem.CLIENT_AMBIGUOUS': 'Dos máquinas dicen tener esta dirección: no se sabe cuál es.',
  'problem.CLIENT_NAME_INVALID':
    'Eso no puede ser un nombre. Use letras, cifras, espacios, puntos, guiones, apóstrofos y paréntesis, 60 como máximo, y ninguna dirección.',
  'problem.CLIENT_NAME_TAKEN': 'Otra máquina ya se llama así. Dé a cada una su propio nombre.',
  'problem.CLIENT_GROUP_UNKNOWN':
    'Ese grupo ya no existe. Los grupos están en office.clientGroups, en gatehouse.yaml.',
  'problem.CLIENT_STATE':
    'Eso no corresponde al estado actual de esta máquina, así que nada ha cambiado. Termine antes su cuarentena; un dispositivo de la oficina no puede ser de un invitado.',
  'problem.CLIENTS_OFF':
    'Las máquinas no se observan, así que no se puede decidir sobre ellas. Ponga clients.watch en true en gatehouse.yaml.',
  'problem.PROPOSAL_UNKNOWN': 'Esta propuesta ya no existe.',
  'problem.PROPOSAL_STATE': 'Esta propuesta ya tiene respuesta o no se puede aceptar.',
  'problem.SIGN_IN_PASSKEY_WRONG':
    'Esta llave no vale aquí, o lo que se le pidió es demasiado antiguo. Inténtelo de nuevo o entre con nombre y contraseña. Tras un restablecimiento en el equipo las llaves se añaden de nuevo.',
  'problem.PASSKEY_ELSEWHERE':
    'Ninguna de sus llaves se creó para el nombre por el que ha llegado a esta página. Abra la pasarela por el nombre con el que añadió una, o use un código.',
  'problem.PASSKEY_INVALID':
    'La llave no se aceptó: lo que pide el navegador vale una vez y unos minutos. Empiece de nuevo.',
  'problem.PASSKEY_LIMIT': 'Una cuenta no tiene más de diez llaves. Quite antes una.',
  'problem.PASSKEY_UNKNOWN': 'Esta llave ya se había quitado.',
  'problem.PASSKEY_LAST_FACTOR':
    'Es su último segundo factor, y su función necesita uno. Añada antes otra llave.',
  'problem.FRESH_FACTOR_NEEDED': 'Para esto hace falta otra vez su segundo factor.',
  'problem.FACTOR_WRONG':
    'Eso no lo demuestra: no es correcto o ya se usó. Espere al siguiente código o use una llave.',
  'problem.FACTOR_TOO_OFTEN': 'Demasiados intentos fallidos: esta máquina tiene que esperar.',
  'problem.noPasskey':
    'No llegó ninguna llave: se rechazó, tardó demasiado o este dispositivo no tiene ninguna para este nombre.',
  'problem.passkeysUnknown':
    'Las llaves funcionan en navegadores actuales, donde se llega a la pasarela por su nombre: nunca por una dirección.',
  'problem.REVEAL_NOT_GIVEN':
    'Su cuenta no tiene derecho a revelar datos personales. Se concede en el equipo: gatehouse user reveal.',
} as const
