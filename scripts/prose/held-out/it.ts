/** Italian texts in which nobody is named, for measuring what is touched: never for training. */
import type { HeldOutTexts } from './held-out.ts'

export const it: HeldOutTexts = {
  words: {
    good: 'Sedie pieghevoli|Gomiti in rame|Rotoli da cucina|Punte da trapano|Tubi da giardino|Olio di oliva|Dadi M8|Cartucce|Tappetini yoga',
    place:
      'Lisbona|Centro Storico|San Gimignano|Reggio Emilia|Cortina|Sorrento|Lecce|Trento|Santa Margherita|Verona',
    firm: 'Panificio del Ponte|Vento del Nord Srl|Coperture Moretti Srl|Casa Ferrari Arredi|Idraulica Acero|Leroy Merlin|Ferramenta Colombo|Esselunga',
    tool: 'Trello|Mailchimp|Fatture in Cloud|Sage|Notion|Lightroom|Odoo|Danea',
    month: 'gennaio|aprile|maggio|giugno|agosto|ottobre',
    dish: 'Pasta alla Norma|Insalata Caprese|Sogliola alla mugnaia|Torta Barozzi|Pollo alla cacciatora|Risotto alla milanese|Pizza Margherita',
    herb: 'rosmarino|basilico|salvia|zenzero|prezzemolo|alloro',
  },
  texts: `
# ricetta
{dish} per {#} persone
Ingredienti: {##0} g di farina, 2 uova, 1 cucchiaino di {herb}, 3 spicchi di aglio, Sale, Pepe
Preparazione: scaldare il forno a 1{##} °C. Tritare il {herb} e cuocere {##} minuti.
# ricetta
Adatta la ricetta a {##} porzioni: 500 g di Carne macinata, 2 Cipolle, 400 ml di Brodo, 1 foglia di Alloro, Salsa Worcester
# menù
Traduci il nostro menù in inglese: Zuppa del giorno, {dish}, Branzino al forno con Limone, Panna cotta, Caffè macchiato
# magazzino
Inventario di {month}: {good} {##}, {good} {###}, {good} {#}. Scorta minima per {good}: {##}.
# magazzino
Corsia {#} Scaffale {##} Ripiano C: {good}
Corsia {#} Scaffale {##} Ripiano A: {good}
Cella frigo: Burro, Panna, Ricotta
# ordine
Codice cliente {#####}, ordine {######}: aggiungi due scatole di {good} e togli le {good}.
# ordine
Cliente n. {#####}
Ordine: {######}
Articoli: {##} x {good}, {#} x {good}
Consegna: Espressa, Banchina {#}
# istruzioni
Spiega passo per passo come esportare le fatture da {tool} e importarle in {tool}.
# istruzioni
Scrivi una procedura per aprire il negozio: Allarme, Luci, Fondo cassa, Macchina del caffè, Vetrina, Consegna del pane.
# codice
def totale(ordine):
    # Somma delle righe senza Buoni regalo
    return sum(r.Prezzo for r in ordine.Righe if r.Tipo != "Regalo")
# sql
SELECT Citta, Regione, SUM(Importo) AS Fatturato FROM Ordini JOIN Filiali ON Filiali.Id = Ordini.FilialeId WHERE Regione = 'Nord' GROUP BY Citta;
# registro
2026-0{#}-1{#} 08:1{#}:22 WARN ServizioPagamenti Tentativo 3 per ordine {######}: Tempo scaduto
# json
{"nome":"Filiale {place}","regione":"Sud Ovest","prodotti":["{good}","{good}"],"aperto":true}
# csv
Articolo;Marca;Giacenza
{good};{firm};{##}
{good};Makita;{###}
# contratto
Il Fornitore consegna la Merce presso la sede del Committente entro {##} giorni. La Clausola {#}.2 (Forza Maggiore) si applica in caso di Sciopero, Alluvione o Epidemia.
# contratto
Accorcia la Clausola {#} della Locazione: il Conduttore mantiene i Locali in buono stato e consente al Locatore di ispezionare la caldaia in {month}.
# prodotto
Il divano Oxford in Blu notte: struttura in Faggio massello, rivestimento in Velluto, due cuscini. Larghezza {###} cm. Poltrona Verona abbinata da {###} €.
# prodotto
Riscrivi per il nostro negozio: la lampada Vittoria di {firm} porta il fascino dell’Art Déco. Colori: Rubino, Ambra, Giada, Perla.
# viaggio
Organizza tre giorni a {place}: lunedì il Duomo e la Città Vecchia, martedì una gita in barca, mercoledì l’Orto Botanico. Budget {###} € a persona.
# viaggio
{place} è nota per le Mura, il Festival del Jazz e il Mercato del sabato. In treno, {place} dista {##} minuti.
# orari
Orari: da lunedì a venerdì 9-17, sabato 10-14. Chiuso a Pasquetta, Ferragosto e Santo Stefano. Cucina fino alle {##}:30 al Caffè del Giardino.
# ordine del giorno
Ordine del giorno di {month}: 1. Bilancio 2. Trasloco del magazzino 3. Sicurezza sul lavoro 4. Festa d’estate 5. Varie ed eventuali
# posta
Gentile cliente,
il suo ordine {######} è partito dal nostro magazzino di {place}. La consegna è prevista per giovedì.
Cordiali saluti
Il team di {firm}
# posta
Ciao a tutti, la stampante del Piano {#} è di nuovo guasta. Usate quella della Reception. Grazie, Servizi Generali
# storia
Riassumi la Rivoluzione Industriale: Macchina a Vapore, Ferrovia, Moti del 1848, Statuto Albertino ed Esposizione Universale del 1906.
# diritto
Ai sensi dell’articolo 6, paragrafo 1, lettera f) del GDPR e dell’articolo {##} del Codice Privacy, il Titolare può invocare il Legittimo Interesse. Vedi Cass. Civ., Sez. I, 12 maggio 2020.
# sport
Scrivi la cronaca: la Sampdoria batte la Reggina 3-1, Atalanta e Udinese pareggiano. Sabato il Venezia va a Cremona.
# musica
Prepara una lista per il salone: Jazz leggero, Bossa Nova, Musica leggera, Motown. Niente Heavy Metal prima delle {##}.
# ditta
Confronta i prezzi di {firm}, {firm} e Metro per {good} in una tabella con le colonne Fornitore, Prezzo unitario e Tempi.
# programma
Come collego {tool} a {tool}? Il Webhook restituisce l’Errore {###} anche se la Chiave è in Impostazioni > Integrazioni.
# titolo
Capitolo {#}: Piano Marketing
Pubblico, Valore aggiunto, Strategia dei Prezzi, Reti Sociali, Campagna di Natale
# giardino
Piano di semina di {month}: Garofano, Margherita, Rosa, Giglio, Viola, Dalia e Ortensia nell’Aiuola {#}; Rosmarino nella spirale.
# lavoro
Scrivi un annuncio per un Magazziniere a {place}, {##} ore, Patentino del muletto, inizio in {month}.
# veicoli
Parco auto: Renault Kangoo {##}.{###} km, Fiat Doblò, Lancia Ypsilon, Alfa Romeo Giulia. Prossima revisione in {month}.
# minuscole
puoi accorciare: vendiamo {good} e {good} a {place}, spedizione gratis da {##} euro, passate in {month}
`,
}
