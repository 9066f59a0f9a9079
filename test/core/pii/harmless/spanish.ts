/** Keeps bodies in Spanish without personal data: a stock list, a customs line, exam results, a support ticket about a printer. */
import type { HarmlessBody } from './body.ts'

export const spanish: readonly HarmlessBody[] = [
  {
    kind: 'existencias',
    contentType: 'application/json',
    body: `{"almacen":"MAD-02","actualizado":"2026-11-22T09:30:00+01:00","articulos":[
{"referencia":"8410076472885","codigo":"ALM-00418","existencias":1420,"minimo":200,"coste":"2,35"},
{"referencia":"8410199000237","codigo":"ALM-00419","existencias":87,"minimo":100,"coste":"11,90"},
{"referencia":"8480000123459","codigo":"ALM-00420","existencias":0,"minimo":24,"coste":"104,00"}],"total_unidades":1507,"valor":"13.284,50"}`,
  },
  {
    kind: 'albarán',
    contentType: 'text/plain',
    body: `Albarán 26/004518 del 20/11/2026, pedido 4500331287
Ref. 100.200.300   Tornillo M6x20 DIN 933      5.000 uds   0,042 €   210,00 €
Ref. 100.200.301   Tuerca M6 DIN 934          5.000 uds   0,018 €    90,00 €
Bultos: 3. Peso: 84,300 kg. Localizador 0128800104412. Matrícula de palé 384100760000012349. Total 363,00 € con IVA.`,
  },
  {
    kind: 'presupuesto por partidas',
    contentType: 'text/csv',
    body: `partida;descripcion;ud;medicion;precio;importe
01.01.003;Excavación en zanja;m3;1.240,50;8,75;10.854,38
01.02.011;Hormigón HA-25/B/20;m3;386,20;92,40;35.684,88
02.04.007;Tubería PE100 DN110;m;2.150,00;14,60;31.390,00
total;;;;;77.929,26`,
  },
  {
    kind: 'incidencia de una impresora',
    contentType: 'text/plain',
    body: `Incidencia INC0048213, abierta el 21/11/2026 a las 08:52. Impresora de la planta 3, modelo M507, contador 184.302 páginas.
Error 13.B2.D1 y después 49.38.07. Se cambió el rodillo (pieza RM2-5452-000CN) y se actualizó el firmware de 2411286_057219 a 2507112_061044.
Tiempo de parada 02:15:00. Próxima revisión a las 200.000 páginas. Ticket relacionado 2026-10-0457.`,
  },
  {
    kind: 'horario de un congreso',
    contentType: 'text/calendar',
    body: `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Congreso//Agenda 1.0//ES
BEGIN:VEVENT
UID:cong-2027-0031-77
DTSTAMP:20261101T100000Z
DTSTART:20270318T083000Z
DTEND:20270318T101500Z
SUMMARY:Sala 4: mesa sobre logística (aforo 120)
X-SALA:4.02.118
END:VEVENT
END:VCALENDAR`,
  },
  {
    kind: 'parte de producción',
    contentType: 'application/json',
    body: `{"turno":"2026-11-21/2","linea":4,"orden":"000010045213","piezas_ok":18420,"piezas_nok":137,"oee":0.874,"paros":[{"codigo":"P-031","desde":"14:05:10","segundos":412},{"codigo":"P-007","desde":"17:48:33","segundos":95}],"lotes":["L20261121A","L20261121B"],"energia":"3.418,7 kWh"}`,
  },
  {
    kind: 'contabilidad sin terceros',
    contentType: 'text/csv',
    body: `asiento,fecha,subcuenta,concepto,debe,haber
10231,2026-10-31,62900001,Otros servicios,1250.00,0.00
10231,2026-10-31,47200021,Impuesto soportado,262.50,0.00
10231,2026-10-31,41000000,Acreedores varios,0.00,1512.50
10232,2026-10-31,68100000,Amortización,8333.33,0.00`,
  },
  {
    kind: 'consulta de compra',
    contentType: 'application/x-www-form-urlencoded',
    body: `producto=tinta+negra&codigo=C13T09R14012&cantidad=25&precio=1.049%2C50&fecha=30%2F11%2F2026&pedido=PC-2026-77120&almacen=0042&urgente=no`,
  },
  {
    kind: 'extracto de un manual',
    contentType: 'text/plain',
    body: `Capítulo 7.3.12: ajuste del sensor. Tensión 24 V CC, corriente 0,350 A, resistencia 68.571 ohmios, par 12-15 Nm.
Pulse F4, escriba 0000 y después 8421; el display muestra 1-2-3-4-5. Tabla 7-4: valores 100 200 300 400 500 600 700.
Homologación E9 10R-05 8812, IP67, clase 1. Véase el plano 5510.2040.118 y la norma UNE 157001:2014.`,
  },
  {
    kind: 'pregunta a un asistente',
    contentType: 'application/json',
    body: `{"messages":[{"role":"user","content":"¿Cuánto es el 21 % de 45.320,75 €? Además, convierte 2.540 mm a pulgadas y dime qué significa el estado HTTP 418. La factura es la 2026/A/000451, vence el 15/01/2027 y son 3 plazos de 15.106,92 €."}]}`,
  },
]
