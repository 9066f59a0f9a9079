/** Spanish texts in which nobody is named, for measuring what is touched: never for training. */
import type { HeldOutTexts } from './held-out.ts'

export const es: HeldOutTexts = {
  words: {
    good: 'Sillas plegables|Codos de cobre|Papel de cocina|Brocas|Mangueras|Aceite de oliva|Tuercas M8|Cartuchos de tinta|Esterillas de yoga',
    place:
      'Lisboa|Casco Antiguo|San Sebastián|Santiago de Compostela|Cádiz|Ronda|Córdoba|Mérida|Santa Cruz|Benidorm',
    firm: 'Panadería del Puente|Viento Norte SL|Tejados Moreno SL|Casa Lozano|Fontanería Arce|Leroy Merlin|Ferretería Navarro|Mercadona',
    tool: 'Trello|Mailchimp|Holded|Sage|Notion|Lightroom|Odoo|Contasol',
    month: 'enero|abril|mayo|junio|agosto|octubre',
    dish: 'Paella valenciana|Salmorejo cordobés|Lenguado a la molinera|Tarta de Santiago|Pollo al ajillo|Cocido madrileño',
    herb: 'romero|albahaca|salvia|jengibre|perejil|laurel',
  },
  texts: `
# receta
{dish} para {#} personas
Ingredientes: {##0} g de harina, 2 huevos, 1 cucharadita de {herb}, 3 dientes de ajo, Sal, Pimienta
Preparación: precalentar el horno a 1{##} °C. Picar el {herb} y cocer {##} minutos.
# receta
Adapta la receta a {##} raciones: 500 g de Carne picada, 2 Cebollas, 400 ml de Caldo, 1 hoja de Laurel, Salsa Perrins
# carta
Traduce nuestra carta al inglés: Sopa del día, {dish}, Lubina a la plancha con Limón, Flan casero, Café con leche
# inventario
Inventario de {month}: {good} {##}, {good} {###}, {good} {#}. Punto de pedido de {good}: {##}.
# inventario
Pasillo {#} Módulo {##} Estante C: {good}
Pasillo {#} Módulo {##} Estante A: {good}
Cámara fría: Mantequilla, Nata, Queso
# pedido
Número de cliente {#####}, pedido {######}: añade dos cajas de {good} y quita las {good}.
# pedido
Cliente n.º: {#####}
Pedido: {######}
Artículos: {##} x {good}, {#} x {good}
Entrega: Exprés, Muelle {#}
# instrucciones
Explica paso a paso cómo exportar facturas de {tool} e importarlas en {tool}.
# instrucciones
Redacta un procedimiento para abrir la tienda: Alarma, Luces, Fondo de caja, Cafetera, Escaparate, Reparto del pan.
# código
def total(pedido):
    # Suma de las líneas sin Vales regalo
    return sum(l.Precio for l in pedido.Lineas if l.Tipo != "Regalo")
# sql
SELECT Ciudad, Region, SUM(Importe) AS Ventas FROM Pedidos JOIN Sucursales ON Sucursales.Id = Pedidos.SucursalId WHERE Region = 'Norte' GROUP BY Ciudad;
# registro
2026-0{#}-1{#} 08:1{#}:22 WARN ServicioPago Reintento 3 del pedido {######}: Tiempo agotado
# json
{"nombre":"Sucursal {place}","region":"Suroeste","productos":["{good}","{good}"],"abierto":true}
# csv
Artículo;Marca;Existencias
{good};{firm};{##}
{good};Makita;{###}
# contrato
El Proveedor entregará las Mercancías en el domicilio social del Cliente en {##} días. La Cláusula {#}.2 (Fuerza Mayor) se aplica en caso de Huelga, Inundación o Epidemia.
# contrato
Acorta la Cláusula {#} del Arrendamiento: el Arrendatario mantendrá el Local en buen estado y permitirá al Arrendador revisar la caldera en {month}.
# producto
El sofá Oxford en Azul noche: estructura de Haya maciza, funda de Terciopelo, dos cojines. Ancho {###} cm. Butaca Verona a juego desde {###} €.
# producto
Reescribe para la tienda: la lámpara Victoria de {firm} aporta el encanto del Art Déco. Colores: Rubí, Ámbar, Jade, Perla.
# viaje
Organiza tres días en {place}: lunes la Catedral y la Judería, martes un paseo en barco, miércoles el Jardín Botánico. Presupuesto {###} € por persona.
# viaje
{place} es conocida por su Muralla, su Festival de Jazz y su Mercado de los sábados. En tren, {place} está a {##} minutos.
# horario
Horario: de lunes a viernes de 9 a 17, sábados de 10 a 14. Cerrado en Viernes Santo, Reyes y Nochebuena. Cocina hasta las {##}:30 en el Café del Jardín.
# orden del día
Orden del día de {month}: 1. Presupuesto 2. Traslado del almacén 3. Riesgos laborales 4. Fiesta de verano 5. Ruegos y preguntas
# correo
Estimado cliente:
su pedido {######} ha salido de nuestro almacén de {place}. La entrega está prevista para el jueves.
Un saludo
El equipo de {firm}
# correo
Hola a todos, la impresora de la Planta {#} vuelve a fallar. Usad la de Recepción hasta que la arreglen. Gracias, Mantenimiento
# historia
Resume la Revolución Industrial: Máquina de Vapor, Ferrocarril, Cortes de Cádiz, Desamortización y Exposición Universal de 1888.
# derecho
Según el artículo 6.1.f) del RGPD y el artículo {##} de la LOPDGDD, el Responsable del tratamiento puede invocar el Interés legítimo. Véase STS de 12 de mayo de 2020.
# deporte
Escribe una crónica: el Real Betis gana 3-1 al Deportivo Alavés, Osasuna y Rayo Vallecano empatan. El sábado, el Girona visita a Las Palmas.
# música
Haz una lista para el salón: Jazz suave, Bossa Nova, Flamenco, Motown. Nada de Heavy Metal antes de las {##}.
# empresa
Compara los precios de {firm}, {firm} y Makro para {good} en una tabla con las columnas Proveedor, Precio unitario y Plazo.
# programa
¿Cómo conecto {tool} con {tool}? El Webhook devuelve el Error {###} aunque la Clave está en Ajustes > Integraciones.
# título
Capítulo {#}: Plan de Marketing
Público objetivo, Propuesta de Valor, Estrategia de Precios, Redes Sociales, Campaña de Navidad
# jardín
Plan de siembra de {month}: Clavel, Margarita, Rosa, Lirio, Violeta, Azucena y Dalia en el Bancal {#}; Romero en la espiral.
# empleo
Redacta una oferta para un Mozo de Almacén en {place}, {##} horas, Carné de carretillero, inicio en {month}.
# vehículos
Flota: Renault Kangoo {##}.{###} km, Citroën Berlingo, Seat León, Alfa Romeo Giulia. Próxima ITV en {month}.
# minúsculas
acorta esto: vendemos {good} y {good} en {place}, envío gratis desde {##} euros, ven en {month}
`,
}
