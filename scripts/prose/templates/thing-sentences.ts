/** Sentences of offices in which nobody is named, to fill with things, places and brands: for training. */
import type { Language } from '../name-lists.ts'

/** `{T}` a thing, `{I}` several, `{B}` a brand, `{C}` a city, `{K}` a country, `{N}` a number. */
export const thingSentences: Record<Language, string> = {
  en: `
The {T} must be kept apart from the {T}.
Our {T} comes in {T}, {T} and {T}.
Press {T} and choose {T} from the {T} menu.
The {B} {T} is out of stock until week {N}.
{C} is famous for its {T} and the annual {T} Fair.
How far is it from {C} to {C} by bus, and what does the {T} Pass cost?
Visit the {T} Museum, the {T} Gallery and the {T} Bridge in {C}.
{C} drew with {C}; the {T} Stadium was sold out.
Section {N} of the {T} Act covers {T} and {T}.
Pursuant to Clause {N}, the {T} shall bear the cost of the {T}.
Write a slogan for our new {T}: fresh, short, without the word {T}.
The {T} costs {N} pounds less than the {T} by {B}.
Add {N} g of {T} and stir until the {T} melts.
Closed on {T} Day. The {T} opens at {N}.
The album {T} was released on {B} Records.
After the {T} War the {T} Treaty was signed in {C}.
Our {T} Department and the {T} Office share Room {N}.
Rename the column {T} to {T} and delete {T}.
What is the {T} theorem?
{T} is too expensive; is {T} good enough for {T}?
Welcome to {B}! Start your {T} in {N} minutes.
We need: {I}.
`,
  de: `
Die {T} muss getrennt von der {T} gelagert werden.
Unser {T} ist in {T}, {T} und {T} erhältlich.
Drücke {T} und wähle im Menü {T} den Punkt {T}.
Der {B} {T} ist bis KW {N} nicht lieferbar.
{C} ist berühmt für {T} und die jährliche {T}.
Wie weit ist es mit dem Bus von {C} nach {C}, und was kostet die {T}?
Besuche das Museum für {T}, die Galerie {T} und die Brücke in {C}.
{C} spielt unentschieden gegen {C}; das Stadion {T} war ausverkauft.
Paragraf {N} des Gesetzes über {T} regelt {T} und {T}.
Gemäß Ziffer {N} trägt der {T} die Kosten der {T}.
Schreibe einen Werbespruch für unsere {T}: frisch, kurz, ohne das Wort {T}.
Die {T} kostet {N} Euro weniger als die {T} von {B}.
{N} g {T} zugeben und rühren, bis die {T} schmilzt.
Am Tag der {T} geschlossen. Die {T} öffnet um {N} Uhr.
Das Album {T} erschien bei {B}.
Nach dem Krieg um {T} wurde in {C} der Vertrag von {C} geschlossen.
Unsere Abteilung {T} und das Büro {T} teilen sich Raum {N}.
Benenne die Spalte {T} in {T} um und lösche {T}.
Was besagt der Satz von der {T}?
{T} ist zu teuer; reicht {T} für die {T}?
Willkommen bei {B}! Starte deine {T} in {N} Minuten.
Wir brauchen: {I}.
`,
  fr: `
Le {T} doit être rangé à part du {T}.
Notre {T} existe en {T}, {T} et {T}.
Appuyez sur {T} et choisissez {T} dans le menu {T}.
Le {T} {B} est en rupture jusqu’à la semaine {N}.
{C} est célèbre pour son {T} et sa Foire aux {T}.
Combien de temps faut-il de {C} à {C} en car, et que coûte le Pass {T} ?
Visitez le Musée du {T}, la Galerie {T} et le Pont de {C}.
{C} fait match nul contre {C} ; le Stade {T} était plein.
L’article {N} de la loi {T} porte sur {T} et {T}.
Selon la clause {N}, le {T} supporte le coût du {T}.
Écris un slogan pour notre {T} : frais, court, sans le mot {T}.
Le {T} coûte {N} euros de moins que le {T} de {B}.
Ajoutez {N} g de {T} et remuez jusqu’à ce que le {T} fonde.
Fermé le jour de {T}. Le {T} ouvre à {N} h.
L’album {T} est sorti chez {B}.
Après la guerre de {T}, le traité de {C} fut signé.
Notre Service {T} et le Bureau {T} partagent la Salle {N}.
Renomme la colonne {T} en {T} et supprime {T}.
Que dit le théorème de la {T} ?
{T} est trop cher ; {T} suffit-il pour {T} ?
Bienvenue chez {B} ! Lancez votre {T} en {N} minutes.
Il nous faut : {I}.
`,
  es: `
El {T} debe guardarse aparte del {T}.
Nuestro {T} está disponible en {T}, {T} y {T}.
Pulsa {T} y elige {T} en el menú {T}.
El {T} de {B} está agotado hasta la semana {N}.
{C} es famosa por su {T} y su Feria del {T}.
¿Cuánto se tarda de {C} a {C} en autobús y cuánto cuesta el Bono {T}?
Visita el Museo del {T}, la Galería {T} y el Puente de {C}.
{C} empató con {C}; el Estadio {T} estaba lleno.
El artículo {N} de la Ley de {T} regula {T} y {T}.
Según la cláusula {N}, el {T} asume el coste del {T}.
Escribe un eslogan para nuestro {T}: fresco, corto, sin la palabra {T}.
El {T} cuesta {N} euros menos que el {T} de {B}.
Añade {N} g de {T} y remueve hasta que el {T} se funda.
Cerrado el Día de {T}. El {T} abre a las {N}.
El disco {T} salió con {B}.
Tras la guerra de {T} se firmó el Tratado de {C}.
Nuestro Departamento de {T} y la Oficina de {T} comparten la Sala {N}.
Cambia el nombre de la columna {T} a {T} y borra {T}.
¿Qué dice el teorema de {T}?
{T} es demasiado caro; ¿basta {T} para {T}?
¡Bienvenido a {B}! Empieza tu {T} en {N} minutos.
Necesitamos: {I}.
`,
  it: `
Il {T} va tenuto separato dal {T}.
Il nostro {T} è disponibile in {T}, {T} e {T}.
Premi {T} e scegli {T} dal menù {T}.
Il {T} {B} è esaurito fino alla settimana {N}.
{C} è famosa per il {T} e per la Fiera del {T}.
Quanto ci vuole da {C} a {C} in autobus e quanto costa il Pass {T}?
Visita il Museo del {T}, la Galleria {T} e il Ponte di {C}.
{C} pareggia con {C}; lo Stadio {T} era esaurito.
L’articolo {N} della Legge sul {T} disciplina {T} e {T}.
In base alla clausola {N}, il {T} sostiene il costo del {T}.
Scrivi uno slogan per il nostro {T}: fresco, breve, senza la parola {T}.
Il {T} costa {N} euro in meno del {T} di {B}.
Aggiungi {N} g di {T} e mescola finché il {T} si scioglie.
Chiuso il Giorno di {T}. Il {T} apre alle {N}.
Il disco {T} è uscito per {B}.
Dopo la guerra di {T} fu firmato il Trattato di {C}.
Il nostro Ufficio {T} e il Reparto {T} dividono la Sala {N}.
Rinomina la colonna {T} in {T} e cancella {T}.
Cosa dice il teorema di {T}?
{T} è troppo caro; basta {T} per {T}?
Benvenuto in {B}! Avvia il tuo {T} in {N} minuti.
Ci servono: {I}.
`,
  nl: `
De {T} moet apart van de {T} worden bewaard.
Onze {T} is verkrijgbaar in {T}, {T} en {T}.
Druk op {T} en kies {T} in het menu {T}.
De {T} van {B} is tot week {N} uitverkocht.
{C} is beroemd om {T} en de jaarlijkse {T}.
Hoe ver is het met de bus van {C} naar {C}, en wat kost de {T}?
Bezoek het Museum voor {T}, de Galerie {T} en de Brug in {C}.
{C} speelt gelijk tegen {C}; het Stadion {T} was uitverkocht.
Artikel {N} van de Wet op {T} regelt {T} en {T}.
Volgens clausule {N} draagt de {T} de kosten van de {T}.
Schrijf een slagzin voor onze {T}: fris, kort, zonder het woord {T}.
De {T} kost {N} euro minder dan de {T} van {B}.
Voeg {N} g {T} toe en roer tot de {T} smelt.
Gesloten op de Dag van {T}. De {T} opent om {N} uur.
Het album {T} verscheen bij {B}.
Na de oorlog om {T} werd het Verdrag van {C} getekend.
Onze Afdeling {T} en het Bureau {T} delen Kamer {N}.
Hernoem de kolom {T} naar {T} en verwijder {T}.
Wat zegt de stelling van {T}?
{T} is te duur; is {T} goed genoeg voor {T}?
Welkom bij {B}! Start je {T} in {N} minuten.
We hebben nodig: {I}.
`,
}
