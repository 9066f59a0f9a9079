/** Spanish sentences to fill with names, for training; and ones without any name. */

export const es = `
Redacta una respuesta a {P} sobre el paquete retrasado.
Resume la llamada con {P} de {O}.
{P} llamó dos veces y pide un reembolso.
Cambia la cita de {L} al {W}.
Me llamo {P} y vivo en {A}.
Soy {P}, nacido el {D}, y quiero cancelar mi contrato.
Hola {F}:\n\ngracias por tu mensaje. {P} vendrá el {W}.\n\nUn saludo,\n{P}\n{O}
Estimada Sra. {V}:\n\nhemos recibido su pago de {M}.\n\nAtentamente,\n{P}
Estimado señor {V}:
Querida {F}:
Estimado {P}:
D. {P}, {A}
La señora {V} y el señor {V} llegan a las diez.
Hola {F}, ¿recibiste el archivo de {F}?
Envía el pedido a {P}, {A}.
La factura va a {O}, {A}.
Nuestra nueva dirección es {A}.
Por favor, cambia la dirección de facturación a {A}.
Dirección de entrega: {A}
Cliente: {P}\nDirección: {A}\nTeléfono: {T}\nCorreo: {E}
Nombre: {P}, teléfono {T}, pedido {N}
El paciente {P} ({D}) fue atendido por la Dra. {V}.
{L} recomienda otra visita en mayo.
Acta: asistieron {F}, {F} y {P}; se disculpó {P}.
Asistentes: {P}, {P}, {P}
Reenvía esto a {P} ({E}).
Manda el contrato a {P} y pon en copia a {F}.
Transfiere {M} a {P}, cuenta {N}.
¿Sigue {P} trabajando en {O}?
{O} contrató a {P} en {C}.
{P} se mudó de {C} a {C} el año pasado.
El portátil de {P} está roto, incidencia {N}.
El sueldo de {F} sube a {M}.
Hablé con {F} sobre {U}.
Pregunta a {F} si {O} ha pagado.
Recuérdale a {P} que su pasaporte {N} caduca en {W}.
La inquilina {P} paga {M} al mes.
El demandado {P} reside en {A}.
Contacto: {P} ({O})
Saludos,\n{P}\n{A}\n{T}
Gracias,\n{F}
De: {P} <{E}>\nPara: {P} <{E}>\nAsunto: Su reserva en {C}
Traduce la carta para {L} al inglés.
Escribe un poema para mi compañera {F}, que deja {O}.
{V}, {F} - expediente {N}
Firmado: {P}
Aprobado por {P} el {D}.
{P} y {P} comparten despacho en {C}.
Su marido {F} y su hijo {F} también vinieron.
Mi jefe {P} dice que {U} llega tarde.
La candidata {P} trabajó cinco años en {O}.
La reclamación de {P} ({N}) fue rechazada.
Crea una cuenta para {P} con {E}.
{P} está disponible en el {T}.
{L} pagó {M} con tarjeta.
Reserva un vuelo a {C} a nombre de {P}.
El paquete de {P} quedó en {A}.
Nuestra oficina está en {A}.
Vivo en {A} con mi hermana {F}.
¿quién es {P}?
llama a {P}
Según {P}, nadie lo sabía.
El presidente {V} se reunió con {V} en {C}.
Prepara la entrevista con {F} {V}.
A la atención de {P}
¿Cuánto gana {P} desde el {D}?
Inscribe a {P} en el curso y avisa a {F}.
`
export const esNegative = `
¿Cómo pido un portátil nuevo?
¿Qué pasos incluye la incorporación de empleados?
Redacta un recordatorio amable sobre los gastos de viaje.
Resume la nueva norma de teletrabajo.
Explica cómo configurar {U} en {U}.
¿Cuál es la capital de {K}?
En {C} hace buen tiempo en {W}.
{O} abre una oficina en {C}.
{O} y {O} firmaron un acuerdo en {C}.
La factura {N} de {O} por {M} ha vencido.
Revisa la oferta de {O} antes del {W}.
El tren de {C} a {C} sale a las nueve.
Compara {U} con {U}.
Contabilidad necesita el Balance antes del {W}.
El Comité de Empresa y la Dirección se reúnen el {W}.
Nombre, Apellidos, Calle, Código Postal y Ciudad son obligatorios.
Número de cuenta: {N}\nFecha: {D}
Asunto: Recordatorio - Revisión trimestral
Véanse las Condiciones Generales, Artículo 4.
El Lunes y el Martes me van bien.
¡Feliz Navidad y Próspero Año Nuevo!
{U} es un producto de {O}.
Estimados señores:
Hola a todos, la reunión empieza a las diez.
Gracias, el equipo de Soporte
Un saludo, {O}
El Congreso, el Senado y la Casa Real
La Agencia Tributaria y Correos están cerrados.
El Capítulo 7 trata de la Protección de Datos.
La Semana Santa en {C}
El Real Madrid jugó en {K}.
¿Qué significa el campo Número de IVA?
Los clientes de {C} y {K} esperan la entrega.
Crea una tabla de pedidos por Centro de Coste.
`
