/** The words of signing in and out, in Spanish. */
export const session = {
  'session.title': 'Iniciar sesión',
  'session.ask': '¿Quién pregunta?',
  'session.ask.again': 'Su sesión ha terminado.',
  'session.meaning': 'Inicie sesión con su cuenta. Quien administra la pasarela la crea en el propio equipo.',
  'session.meaning.again': 'Inicie sesión de nuevo y la página estará como la dejó.',
  'session.meaning.token': 'Escriba la clave de acceso que se mostró al arrancar la pasarela.',
  'session.name': 'Nombre',
  'session.password': 'Contraseña',
  'session.goOn': 'Continuar',
  'session.code.ask': '¿Qué código muestra su aplicación?',
  'session.code.meaning': 'La contraseña es correcta. Su cuenta pide una segunda señal de que es usted.',
  'session.code': 'Código o código de recuperación',
  'session.code.hint':
    'Seis cifras, nuevas cada 30 segundos; cada código vale una vez. Sin su teléfono, uno de sus códigos de recuperación. Sin ninguno de los dos, alguien ejecuta en el equipo gatehouse user reset.',
  'session.signIn': 'Iniciar sesión',
  'session.back': 'Empezar de nuevo',
  'session.token': 'Clave de acceso',
  'session.token.hint':
    'También está en el archivo access-token de la carpeta de datos. El navegador queda reconocido doce horas.',
  'session.token.open': 'Abrir',
  'session.token.instead': 'Usar la clave de acceso',
  'session.account.instead': 'Iniciar sesión con una cuenta',
  'session.oneTime': 'Configurar su cuenta con un código de un solo uso',
  'session.wait': '{action} (en {seconds} s)',
  'session.out': 'Cerrar sesión',
  'session.out.as': 'Cerrar sesión ({name})',
} as const
