/** The words of the office's machines, in Spanish. */
export const clients = {
  'clients.title': 'Clientes',
  'clients.sentence':
    '{here, plural, =0 {Ninguna máquina está aquí ahora} one {Una máquina está aquí ahora} other {# máquinas están aquí ahora}}; {unknown, plural, =0 {todas son conocidas} one {<b>una espera su respuesta</b>} other {<b># esperan su respuesta</b>}}.',
  'clients.sentence.unwatched':
    '{count, plural, =0 {Nadie ha usado aún la pasarela.} one {Un cliente está detrás de los últimos intercambios.} other {# clientes están detrás de los últimos intercambios.}}',
  'clients.machines': 'Máquinas de la oficina',
  'clients.machine': 'Máquina',
  'clients.unnamed': 'sin nombre',
  'clients.addresses': 'Direcciones',
  'clients.state': 'Situación',
  'clients.state.known': 'suya',
  'clients.state.unknown': 'espera respuesta',
  'clients.state.guest': 'de un invitado',
  'clients.state.quarantine': 'en cuarentena',
  'clients.group': 'Grupo',
  'clients.noGroup': 'ninguno',
  'clients.seen': 'Vista por última vez',
  'clients.madeUp': 'con una dirección que se inventó',
  'clients.unwatched': 'Las máquinas solo se conocen por su dirección',
  'clients.unwatched.hint':
    'La pasarela no observa quién está en la red. Para conocer las máquinas por su tarjeta de red, ponga clients.watch en true en gatehouse.yaml.',
  'clients.none': 'Aún no se ha visto ninguna máquina',
  'clients.none.hint': 'Aparece aquí un minuto después de su primera palabra en la red.',
  'clients.traffic': 'Lo que envían',
  'clients.traffic.hint':
    'De {count, plural, one {el último intercambio} other {los últimos # intercambios}} del diario.',
  'clients.traffic.none': 'Aún no hay intercambios en el diario.',
  'clients.client': 'Cliente',
  'clients.exchanges': 'Intercambios',
  'clients.cleaned': 'Limpiados',
  'clients.stopped': 'Detenidos',
  'clients.mostly': 'Sobre todo a',
  'clients.card': 'Tarjeta',
  'clients.firstSeen': 'Vista por primera vez',
  'clients.details': 'La máquina {name}',
  'clients.readOnly': 'Su cuenta puede leer esto, pero no decidir sobre ello.',
  'clients.shared': 'Responden varias direcciones a la vez: puede haber dos máquinas tras esta tarjeta.',
  'clients.contested':
    'Otra máquina dice tener también su dirección, así que allí no vale nada de lo que se le permite.',
  'clients.whose': '¿De quién es?',
  'clients.called': 'Cómo se llama',
  'clients.name': 'Nombre: entonces es suya',
  'clients.name.save': 'Guardar',
  'clients.guest': 'Es de un invitado',
  'clients.guest.hint': 'Nunca se examina; solo llega a internet.',
  'clients.cut': 'Si algo anda mal en ella',
  'clients.quarantine': 'Aislar',
  'clients.quarantine.hint': 'Al momento, y hasta que la deje entrar de nuevo.',
  'clients.release': 'Dejarla entrar',
  'clients.release.hint': 'Vuelve a ser lo que era.',
  'clients.rules.behind':
    'Las reglas de la red no siguen ahora, así que lo que no pasa por la pasarela no se retiene: {command}',
  'clients.done.name': 'Es suya y se llama {name}.',
  'clients.done.group': '{name} está en el grupo {group}.',
  'clients.done.ungrouped': '{name} no está en ningún grupo.',
  'clients.done.guest': '{name} es de un invitado: no se examina y solo llega a internet.',
  'clients.done.quarantine': '{name} está aislada.',
  'clients.done.release': '{name} puede entrar de nuevo.',
  'clients.done.back': '{name} está como antes.',
  'proposals.title': 'Programas que rechazan el certificado de la oficina',
  'proposals.host': '{client} no acepta nuestro certificado para {host}',
  'proposals.machine': '{client} no acepta nuestro certificado en ningún sitio',
  'proposals.why.pinned':
    'Una aplicación solo confía en los certificados de su fabricante. No funciona mientras se examine este host; las demás conexiones sí.',
  'proposals.why.own-list':
    'Un programa tiene su propia lista de raíces, como Python, Java y Node. Dele la raíz de la oficina si la admite; si acepta, tampoco se leerá lo que otros envíen desde allí a este host.',
  'proposals.why.only-this':
    'No habla con nadie más, así que no se sabe: solo confía en su fabricante o le falta la raíz de la oficina. Instale primero la raíz si la admite.',
  'proposals.why.no-root':
    'A esta máquina le falta la raíz de la oficina, o su reloj está mal. Nada de lo que se examina funciona allí. La página Configurar un cliente, abierta allí, dice cómo; después esto desaparece.',
  'proposals.signs':
    '{refused, plural, =0 {} one {Rechazado una vez.} other {Rechazado # veces.}} {left, plural, =0 {} one {Se fue una vez sin decir nada.} other {Se fue # veces sin decir nada.}}',
  'proposals.last': 'La última vez: {time}.',
  'proposals.accept': 'Dejar pasar sin leer',
  'proposals.dismiss': 'Dejarlo y no preguntar más',
  'proposals.done.accept':
    '{name} pasa sin leerse desde ahora. Para deshacerlo, en el equipo: gatehouse policy undo {id}',
  'proposals.done.later':
    '{name} pasará sin leerse cuando la configuración no tenga errores. Para deshacerlo, en el equipo: gatehouse policy undo {id}',
  'proposals.done.dismiss': 'Para {name} todo sigue igual y no se volverá a preguntar.',
} as const
