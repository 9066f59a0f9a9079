/** More Spanish texts in which nobody is named, for measuring what is touched: never for training or choosing. */
import type { HeldOutTexts } from '../held-out.ts'

export const es: HeldOutTexts = {
  words: {
    producto:
      'Bandeja de bambú|Reloj de pared|Manta de lana|Molinillo de pimienta|Bomba de bicicleta|Candelabro|Termo de viaje|Correa para perro|Lámpara de mesa|Cesta de picnic',
    ciudad: 'Gijón|Rosario|Cuenca|Mérida|Logroño|Valparaíso|Cádiz|San Sebastián',
    negocio:
      'Farmacia del Mercado|Vivero Las Lomas|El Horno de la Esquina|Bicicletas del Norte|Imprenta del Puerto|Carpintería El Roble',
    programa: 'Holded|Dropbox|Canva|Stripe|Zapier|WooCommerce|Factorial|Odoo',
    dia: 'lunes|martes|miércoles|jueves|viernes|sábado',
  },
  texts: `
# publicación
Escribe un texto para Instagram sobre nuestra novedad: {producto}. Tono alegre, dos emojis, etiquetas #Artesanía #Local #{ciudad}.
# publicación
Conviértelo en una entrada de LinkedIn: {negocio} ha recibido el Sello Verde de la Cámara de Comercio. ¡Gracias a nuestra clientela de {ciudad}!
# devoluciones
Revisa este texto: La Devolución se abona en {##} días. Quedan excluidos los Vales Regalo, Pendientes y Productos a Medida.
# hoja de cálculo
En la columna A está la Fecha, en la B la Base Imponible y en la C el Tipo de IVA. ¿Qué fórmula da el Total sin contar filas vacías?
# hoja de cálculo
Mes;Ventas;Visitas
Enero;{####};{###}
Febrero;{####};{###}
Dibuja una gráfica y marca el Mejor Mes.
# tarifas
Corte y Peinado {##} €
Mechas Completas {##} €
Arreglo de Barba {##} €
Corte Infantil {##} €
# reseña
Un cliente puso dos estrellas: «Sopa fría, Servicio lento, Vistas preciosas». Redacta una respuesta amable de {negocio}.
# boletín
Ideas de asunto para el Boletín de Primavera: Descuento Anticipado, Fechas de Talleres, Puertas Abiertas, Nuevo Horario el {dia}.
# albarán
1 x {producto}, Roble aceitado
2 x {producto}, Gris Pizarra
1 Envoltorio de Regalo, Tarjeta: Feliz Cumpleaños
Transporte: Correos Express, {#} kg
# limpieza
{dia}: Cocina, Gomas de la Nevera, Campana. {dia}: Almacén y Patio. A diario: Mostrador, Pomos, Aseos.
# cierre
Antes de salir: Hornos apagados, Lavavajillas vacío, Persiana bajada, Caja contada, Basura fuera. Marcar la Hoja del tablón.
# error
{programa} muestra «Token caducado, Permiso ausente». Solo cambiamos de Plan el {dia}. ¿Qué miramos primero?
# preguntas
¿Envían a Baleares? Sí, en Barco los {dia}. ¿Admiten perros? Sí, en la Terraza y con correa.
# traducción
Traduce al inglés y conserva las líneas: Suelo Mojado / Solo Personal Autorizado / Cuidado con el Escalón / Toque el Timbre
# menú de la web
Inicio | Nuestra Historia | Servicios | Tarjetas Regalo | Cómo Llegar | Reservar | Aviso Legal
# licitación
Resume: Lote {#} Alumbrado Público, Lote {#} Zonas Verdes, Lote {#} Juegos Infantiles. Validez de la oferta {##} días.
# taller
Informe: Pastillas gastadas, Cadena estirada, Patilla doblada, Cubiertas Michelin correctas. Mano de Obra {#} h, Recambios {##} €.
# seguridad
Explica al personal nuevo los pictogramas Llama, Corrosión y Exclamación de una botella de Desatascador.
# cuentas
¿Qué diferencia hay entre Margen Bruto, Recargo y Punto de Equilibrio? Ejemplo: compra {##} euros, venta {##} euros.
# fiesta
Ayúdame con el Mercadillo de Navidad de {ciudad}: Puesto de Chocolate, Villancicos, Rifa, Pintacaras, Objetos Perdidos, Botiquín.
# anuncio
Anuncio: Piso de Dos Habitaciones cerca de {ciudad}, Estufa de Leña, Balcón al Sur, Garaje, Trastero, sin Reformas. Visitas el {dia}.
# suscripción
Pasamos del Plan Básico al Plan Equipo de {programa}. Enumera los Límites, Usuarios y Extras que cambian.
`,
}
