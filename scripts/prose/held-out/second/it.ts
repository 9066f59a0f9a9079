/** More Italian texts in which nobody is named, for measuring what is touched: never for training or choosing. */
import type { HeldOutTexts } from '../held-out.ts'

export const it: HeldOutTexts = {
  words: {
    articolo:
      'Vassoio in bambù|Orologio da parete|Coperta di lana|Macinapepe|Pompa da bicicletta|Candelabro|Borraccia termica|Guinzaglio|Lampada da tavolo|Cesto da picnic',
    luogo: 'Trento|Lugano|Pescara|Bergamo|Lecce|Ravenna|Udine|San Remo',
    negozio:
      'Farmacia del Mercato|Vivaio Le Colline|Il Forno Sotto Casa|Cicli del Nord|Tipografia del Porto|Falegnameria La Quercia',
    software: 'Aruba|Dropbox|Canva|Stripe|Zapier|Fattureincloud|Danea|Odoo',
    giorno: 'lunedì|martedì|mercoledì|giovedì|venerdì|sabato',
  },
  texts: `
# post
Scrivi una didascalia per Instagram sulla nostra novità: {articolo}. Tono allegro, due emoji, hashtag #Artigianato #Locale #{luogo}.
# post
Trasforma in un post per LinkedIn: {negozio} ha ricevuto il Marchio Verde della Camera di Commercio. Grazie a tutti i clienti di {luogo}!
# resi
Correggi il testo: Il Rimborso avviene entro {##} giorni. Sono esclusi Buoni Regalo, Orecchini e Prodotti su Misura.
# foglio
La colonna A contiene la Data, la B l'Imponibile, la C l'Aliquota IVA. Quale formula dà il Totale saltando le righe vuote?
# foglio
Mese;Incasso;Visite
Gennaio;{####};{###}
Febbraio;{####};{###}
Disegna un grafico e segna il Mese Migliore.
# listino
Taglio e Piega {##} €
Colpi di Sole {##} €
Rifinitura Barba {##} €
Taglio Bambino {##} €
# recensione
Un cliente ha dato due stelle: «Zuppa fredda, Servizio lento, Vista splendida». Prepara una risposta cortese di {negozio}.
# bollettino
Idee di oggetto per la Newsletter di Primavera: Sconto Anticipato, Date dei Laboratori, Porte Aperte, Nuovo Orario di {giorno}.
# bolla
1 x {articolo}, Rovere oliato
2 x {articolo}, Grigio Ardesia
1 Confezione Regalo, Biglietto: Buon Compleanno
Corriere: Poste Delivery, {#} kg
# pulizie
{giorno}: Cucina, Guarnizioni del Frigo, Cappa. {giorno}: Magazzino e Cortile. Ogni giorno: Bancone, Maniglie, Bagni.
# chiusura
Prima di uscire: Forni spenti, Lavastoviglie vuota, Serranda giù, Cassa contata, Rifiuti fuori. Spuntare il Foglio in bacheca.
# errore
{software} mostra «Token scaduto, Permesso mancante». Abbiamo solo cambiato Piano {giorno}. Che cosa controlliamo prima?
# domande
Consegnate in Sardegna? Sì, con il Traghetto di {giorno}. I cani sono ammessi? Sì, in Terrazza e al guinzaglio.
# traduzione
Traduci in inglese e mantieni le righe: Pavimento Bagnato / Solo Personale Autorizzato / Attenzione al Gradino / Suonare il Campanello
# menu del sito
Inizio | La Nostra Storia | Servizi | Carte Regalo | Dove Siamo | Prenota | Note Legali
# gara
Riassumi: Lotto {#} Illuminazione Pubblica, Lotto {#} Aree Verdi, Lotto {#} Giochi. Validità dell'offerta {##} giorni.
# officina
Esito: Pastiglie consumate, Catena allungata, Forcellino piegato, Copertoni Pirelli in ordine. Manodopera {#} h, Ricambi {##} €.
# sicurezza
Spiega ai nuovi assunti i pittogrammi Fiamma, Corrosione e Punto Esclamativo su un flacone di Disgorgante.
# conti
Che differenza c'è tra Margine Lordo, Ricarico e Punto di Pareggio? Esempio: acquisto {##} euro, vendita {##} euro.
# festa
Aiutami con il Mercatino di Natale di {luogo}: Banco del Vin Brulé, Coro, Lotteria, Truccabimbi, Oggetti Smarriti, Pronto Soccorso.
# annuncio
Annuncio: Bilocale vicino a {luogo}, Stufa a Legna, Balcone a Sud, Posto Auto, Cantina, senza Lavori. Visite di {giorno}.
# abbonamento
Passiamo dal Piano Base al Piano Squadra di {software}. Elenca Limiti, Utenti e Moduli che cambiano.
`,
}
