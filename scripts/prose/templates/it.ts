/** Italian sentences to fill with names, for training; and ones without any name. */

export const it = `
Scrivi una risposta a {P} sul pacco in ritardo.
Riassumi la telefonata con {P} di {O}.
{P} ha chiamato due volte e chiede un rimborso.
Sposta l'appuntamento di {L} a {W}.
Mi chiamo {P} e abito in {A}.
Sono {P}, nato il {D}, e vorrei disdire il contratto.
Ciao {F},\n\ngrazie per il messaggio. {P} viene {W}.\n\nCordiali saluti,\n{P}\n{O}
Gentile Sig.ra {V},\n\nabbiamo ricevuto il pagamento di {M}.\n\nDistinti saluti,\n{P}
Gentile dottor {V},
Cara {F},
Egregio Avv. {V},
Sig. {P}, {A}
La signora {V} e il signor {V} arrivano alle dieci.
Ciao {F}, hai ricevuto il file di {F}?
Spedisci a {P}, {A}.
La fattura va a {O}, {A}.
Il nostro nuovo indirizzo è {A}.
Cambia l'indirizzo di fatturazione in {A}.
Indirizzo di consegna: {A}
Cliente: {P}\nIndirizzo: {A}\nTelefono: {T}\nE-mail: {E}
Nome: {P}, telefono {T}, ordine {N}
Il paziente {P} ({D}) è stato visitato dalla dott.ssa {V}.
{L} consiglia un'altra visita a maggio.
Verbale: presenti {F}, {F} e {P}; assente {P}.
Partecipanti: {P}, {P}, {P}
Inoltra a {P} ({E}).
Manda il contratto a {P} e metti {F} in copia.
Bonifica {M} a {P}, conto {N}.
{P} lavora ancora per {O}?
{O} ha assunto {P} a {C}.
{P} si è trasferito da {C} a {C} l'anno scorso.
Il portatile di {P} è rotto, ticket {N}.
Lo stipendio di {F} sale a {M}.
Ho parlato con {F} di {U}.
Chiedi a {F} se {O} ha pagato.
Ricorda a {P} che il passaporto {N} scade a {W}.
L'inquilina {P} paga {M} al mese.
L'imputato {P} risiede in {A}.
Contatto: {P} ({O})
Cordiali saluti\n{P}\n{A}\n{T}
Grazie,\n{F}
Da: {P} <{E}>\nA: {P} <{E}>\nOggetto: La sua prenotazione a {C}
Traduci in inglese la lettera per {L}.
Scrivi una poesia per la mia collega {F} che lascia {O}.
{V} {F} - pratica {N}
Firmato: {P}
Approvato da {P} il {D}.
{P} e {P} condividono un ufficio a {C}.
Suo marito {F} e suo figlio {F} erano presenti.
Il mio capo {P} dice che {U} è in ritardo.
La candidata {P} ha lavorato cinque anni in {O}.
La pratica di {P} ({N}) è stata respinta.
Crea un account per {P} con {E}.
{P} risponde al {T}.
{L} ha pagato {M} con carta.
Prenota un volo per {C} a nome di {P}.
Il pacco di {P} è rimasto in {A}.
Il nostro ufficio è in {A}.
Abito in {A} con mia sorella {F}.
chi è {P}?
richiama {P}
Secondo {P} nessuno lo sapeva.
Il presidente {V} ha incontrato {V} a {C}.
Prepara il colloquio con {F} {V}.
Alla c.a. di {P}
Quanto guadagna {P} dal {D}?
Iscrivi {P} al corso e avvisa {F}.
Il contratto dell'ing. {V} inizia il {D}.
`
export const itNegative = `
Come chiedo un nuovo portatile?
Quali passi comprende l'inserimento dei nuovi dipendenti?
Scrivi un promemoria cortese sulle spese di viaggio.
Riassumi la nuova regola sul lavoro da casa.
Spiega come configurare {U} in {U}.
Qual è la capitale di {K}?
A {C} il tempo è bello a {W}.
{O} apre un ufficio a {C}.
{O} e {O} hanno firmato un accordo a {C}.
La fattura {N} di {O} per {M} è scaduta.
Controlla l'offerta di {O} entro {W}.
Il treno da {C} a {C} parte alle nove.
Confronta {U} con {U}.
La Contabilità aspetta il Bilancio entro {W}.
Il Consiglio di Amministrazione e la Direzione si riuniscono {W}.
Nome, Cognome, Via, CAP e Città sono obbligatori.
Numero di conto: {N}\nData: {D}
Oggetto: Promemoria - Revisione trimestrale
Vedi le Condizioni Generali, Articolo 4.
Lunedì e Martedì vanno bene.
Buon Natale e Felice Anno Nuovo!
{U} è un prodotto di {O}.
Gentili signori,
Ciao a tutti, la riunione inizia alle dieci.
Grazie, il team di Supporto
Cordiali saluti, {O}
Il Parlamento, il Senato e la Torre di Pisa
Le Poste Italiane e l'Agenzia delle Entrate sono chiuse.
Il Capitolo 7 tratta la Protezione dei Dati.
Il Giro d'Italia passa per {C}.
Che cosa significa il campo Partita IVA?
I clienti di {C} e {K} aspettano la consegna.
Crea una tabella degli ordini per Centro di Costo.
`
