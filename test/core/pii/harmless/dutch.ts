/** Keeps bodies in Dutch without personal data: a purchase order, a test report, a diff, a planning, an export of lines. */
import type { HarmlessBody } from './body.ts'

export const dutch: readonly HarmlessBody[] = [
  {
    kind: 'inkooporder',
    contentType: 'application/json',
    body: `{"order":"IO-2026-08812","datum":"22-11-2026","regels":[
{"artikel":"8711500123459","code":"KST-220-15","omschrijving":"Kabelgoot 60x60","aantal":240,"prijs":"5,45","bedrag":"1.308,00"},
{"artikel":"8712345678906","code":"KST-220-16","omschrijving":"Bocht 60x60","aantal":60,"prijs":"2,10","bedrag":"126,00"}],
"subtotaal":"1.434,00","btw_bedrag":"301,14","totaal":"1.735,14","levering":"week 50","offerte":"OFF26-0417"}`,
  },
  {
    kind: 'pakbon',
    contentType: 'text/plain',
    body: `Pakbon 80044127 van 20-11-2026, bestelling 4500662901
12 x 30.441.020 Lagerblok UCP205, partij 26-K-0417
 4 x 30.441.021 Lagerblok UCP206, partij 26-K-0418
Zending 3SABCD0417223109, pallet 387123450000000019, gewicht 48,600 kg, colli 2/2`,
  },
  {
    kind: 'testverslag',
    contentType: 'text/plain',
    body: `Verslag 2026-11-0417, versie 1.3. Gemeten op 12-11-2026 bij 20,5 °C en 1.013,2 hPa.
Monster A: 4,012 - 4,018 - 4,009 mm; monster B: 6,250 - 6,247 mm. Kracht 12.450 N, 1.000.000 cycli.
Norm NEN-EN 1090-2:2018, tabel B.1. Apparaat met kalibratie 10-44821-7, geldig tot 01-06-2027. Resultaat 0,0032 < 0,0050.`,
  },
  {
    kind: 'verschil tussen twee versies',
    contentType: 'text/x-diff',
    body: `diff --git a/src/limits.ts b/src/limits.ts
index 83db48f..bf269f4 100644
--- a/src/limits.ts
+++ b/src/limits.ts
@@ -118,7 +118,9 @@ export const limits = {
-  maxBytes: 10485760,
+  maxBytes: 104857600,
+  startsAt: 1763769600,
   retries: [1000, 2000, 4000, 8000, 16000],
   colour: '#1a2b3c',
   id: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',`,
  },
  {
    kind: 'planning',
    contentType: 'text/csv',
    body: `taak;start;einde;uren;status
2.1.1 Fundering;03-12-2026;18-12-2026;120;gepland
2.1.2 Staalbouw;04-01-2027;29-01-2027;340;gepland
2.2.1 Dakplaten;01-02-2027;12-02-2027;96;open
totaal;;;556;`,
  },
  {
    kind: 'zoekopdracht',
    contentType: 'application/x-www-form-urlencoded',
    body: `zoek=bureaustoel+zwart&min=100&max=349%2C95&pagina=2&sorteer=prijs&filter=1042%2C1057%2C2210&artikel=9002417&tijd=1795334400123`,
  },
  {
    kind: 'mededeling',
    contentType: 'text/html',
    body: `<p>Vanaf 01-01-2027 wijzigen de tarieven: pakket tot 10 kg &euro; 7,25, tot 23 kg &euro; 13,95. Zie <a href="https://intern.example/tarieven/2027?v=20261122">bijlage 4</a>.</p>
<p>Het magazijn telt op 28-12-2026 van 07:00 tot 15:30. Stellingen 101 t/m 148, vakken 1-96.</p><img src="cid:logo.20261122" width="180" height="64">`,
  },
  {
    kind: 'gebeurtenissen',
    contentType: 'application/x-ndjson',
    body: `{"id":"evt_1QN8fKLkdIwHu7ix","object":"event","created":1795334400,"type":"report.ready","livemode":false,"pending":1}
{"id":"evt_1QN8fLLkdIwHu7ix","object":"event","created":1795334460,"type":"report.sent","livemode":false,"pending":0}
{"trace":"4bf92f3577b34da6a3ce929d0e0e4736","span":"00f067aa0ba902b7","duur_ns":18273645,"code":0}`,
  },
  {
    kind: 'berekening',
    contentType: 'text/plain',
    body: `Oppervlak 1.204,50 m2 x 18,75 = 22.584,38. Korting 12,5 % = 2.823,05. Netto 19.761,33, btw 21 % = 4.149,88.
Reeks: 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181, 6765.
Pi 3,14159265358979; e 2,71828182845905; lichtsnelheid 299792458 m/s; 6,02214076 x 10^23.`,
  },
  {
    kind: 'vraag aan een assistent',
    contentType: 'application/json',
    body: `{"messages":[{"role":"user","content":"Hoeveel is 8,5 % van 129.450,00 euro? Ik krijg foutcode 0xC0000225 en melding 4625 in versie 22H2 (19045.4529). De bestelling 2026-00451278 met artikel 30.441.020 moet voor 15-12-2026 binnen zijn. ISO 13616-1:2020 heeft 12 bladzijden."}]}`,
  },
]
