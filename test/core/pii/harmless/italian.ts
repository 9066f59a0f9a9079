/** Keeps bodies in Italian without personal data: a price offer, a machine's log, a menu, a web shop's cart, meter readings. */
import type { HarmlessBody } from './body.ts'

export const italian: readonly HarmlessBody[] = [
  {
    kind: 'offerta',
    contentType: 'application/json',
    body: `{"offerta":"OF-26-1187","data":"22/11/2026","righe":[
{"codice":"VL.0450.012","descrizione":"Valvola a sfera 1/2\\"","quantita":120,"prezzo":"7,85","importo":"942,00"},
{"codice":"GU.0120.004","descrizione":"Guarnizione NBR 40x3","quantita":1000,"prezzo":"0,32","importo":"320,00"}],
"imponibile":"1.262,00","iva":"277,64","totale":"1.539,64","validita_giorni":60,"listino":"2026/04"}`,
  },
  {
    kind: 'bolla di consegna',
    contentType: 'text/plain',
    body: `DDT n. 004512 del 19/11/2026, rif. ordine 4500229871 del 03/11/2026
Art. 8001120004512  Pasta 500 g, lotto L6318A, scadenza 30/09/2028, colli 48, pezzi 960
Art. 8076809513753  Sugo 400 g, lotto L6320C, scadenza 31/12/2027, colli 20, pezzi 240
Peso lordo 684,200 kg, pallet 2, spedizione 801234567890123457, porto franco.`,
  },
  {
    kind: 'registro di una macchina',
    contentType: 'text/plain',
    body: `[2026-11-21 06:00:01] avvio ciclo 0048213 programma 7712
[2026-11-21 06:00:07] asse X 1204.350 Y 88.125 Z -12.004 F1500
[2026-11-21 06:14:55] allarme 2031-004: pressione 5,8 bar sotto soglia 6,0
[2026-11-21 06:15:20] ripresa, utensile T0417, ore 12883:45, pezzi 4182/5000
N10 G90 G54 G0 X100.250 Y200.500 S3500 M3`,
  },
  {
    kind: 'listino',
    contentType: 'text/csv',
    body: `codice;ean;descrizione;conf;prezzo
10.221.004;8003670812357;Penna blu;50;14,50
10.221.005;8003670812364;Penna rossa;50;14,50
44.008.310;8005860219017;Toner nero 12K;1;1.089,00
90.117.220;8033219801238;Risma A4 75 g;5;21,90`,
  },
  {
    kind: 'carrello',
    contentType: 'application/json',
    body: `{"cart_id":"c_01JD2M8Q7X4V","currency":"EUR","items":[{"product_id":70441823,"variant":448120934,"qty":2,"price":1999,"discount":"10%"},{"product_id":70441830,"variant":448120977,"qty":1,"price":12990}],"shipping":690,"total":17678,"created_at":1795334400,"expires_in":259200,"etag":"W/\\"5d8c72a5edda8d6a\\""}`,
  },
  {
    kind: 'verbale',
    contentType: 'text/plain',
    body: `Riunione del 18 novembre 2026, ore 14.30-16.00, sala 5.
1. Fatturato dei primi nove mesi 8.412.900 euro, più 6,2 per cento. 2. Magazzino: 12.480 articoli, 1.204 sotto scorta.
3. Certificato n. 50 100 14287 secondo UNI EN ISO 14001:2015, scade il 30/06/2028. 4. Bilancio: conti 10.10.001-10.10.099.
Protocollo 0004512/2026. Prossima riunione mercoledì 16 dicembre 2026.`,
  },
  {
    kind: 'letture dei contatori',
    contentType: 'application/xml',
    body: `<?xml version="1.0"?><letture periodo="2026-10"><contatore matricola="0417-2231"><valore>48291,037</valore><data>2026-10-31</data></contatore>
<contatore matricola="0417-2232"><valore>10220,500</valore><data>2026-10-31</data></contatore>
<totale unita="kWh">58511,537</totale><potenza>132,5</potenza><tariffa>0,21874</tariffa></letture>`,
  },
  {
    kind: 'avviso in HTML',
    contentType: 'text/html',
    body: `<div style="padding:16px 24px;border:1px solid #d0d7de"><h2>Manutenzione del 28/11/2026</h2>
<p>Dalle 22:00 alle 02:30 i servizi 4.1, 4.2 e 4.7 non saranno raggiungibili. Ticket CHG0031187.</p>
<ul><li>banca dati: 19.24 &rarr; 19.25</li><li>bilanciatore: 7.1.2-11 &rarr; 7.2.0-3</li></ul><p>Durata prevista: 270 minuti, 1.048.576 righe.</p></div>`,
  },
  {
    kind: 'modulo d’ordine',
    contentType: 'application/x-www-form-urlencoded',
    body: `codice=TN-2421&quantita=12&prezzo=89%2C90&totale=1.078%2C80&ordine=OA-2026-004518&consegna=10%2F12%2F2026&magazzino=07&sconto=3%2C5&peso=0012.450`,
  },
  {
    kind: 'domanda a un assistente',
    contentType: 'application/json',
    body: `{"messages":[{"role":"user","content":"Mi spieghi la formula =SOMMA(B2:B1048576)*1,22? Il risultato è 45.678.901,23 ma dovrebbe essere 45.678.109,32. La versione è la 16.0.17928.20114 e il file pesa 104857600 byte. Il ciclo dura 0,000125 s, 8000 volte al secondo."}]}`,
  },
]
