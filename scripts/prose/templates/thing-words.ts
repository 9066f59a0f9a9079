/** Words that lists, forms, shelves and headings of offices begin with, in six languages: for training on texts without names. */
import type { Language } from '../name-lists.ts'

export interface ThingWords {
  /** Stand before a colon, and over a list. */
  labels: string
  /** Stand before a number. */
  numbered: string
  /** Name the number of a thing. */
  numbers: string
  /** Ask for something; a list follows. */
  asks: string
  /** Open and close a letter to nobody by name. */
  openings: string
  closings: string
  and: string
}

export const thingWords: Record<Language, ThingWords> = {
  en: {
    labels:
      'Supplies|Toppings|Sizes|Materials|Departments|Topics|Notes|Requirements|Features|Benefits|Allergens|Dessert|Starters|Drinks|' +
      'Category|Status|Priority|Total|Tax|Discount|Shipping|Payment|Currency|Warranty|Weight|Material|Brand|Model|Series|Summary|' +
      'Keywords|Tags|Skills|Tasks|Next steps|Open points|To do|Subject|Course|Module|Lesson|Exercise|Genre|Team|Club|League|Line-up of bands|' +
      'Excursions|Sights|Day trip|Destination|Route|Stops|Services|Treatments|Equipment|Spare parts|Tools|Accessories|Seasonal offer|Ground floor|Upstairs',
    numbered:
      'Rack|Row|Hall|Gate|Table|Room|Box|Step|Part|Lot|Batch|Page|Annex|Version|Level|Zone|Machine|Line|Pallet|Track|Platform|Route|Lane|Item|Question|' +
      'Exercise|Figure|Paragraph|Rule|Week|Quarter|Phase|Sprint|Module|Unit|Group|Slot|Store|Terminal|Channel|Article|Recipe|Day',
    numbers:
      'Customer no.|Client number|Account number|Order no.|Invoice|Ticket|Reference|Serial number|Article no.|Tracking number|Member number|Policy|Batch|Case|' +
      'Part number|Item number|Delivery note|Contract no.|Booking|Reservation|Voucher|Asset|Meter',
    asks:
      'Put this in a table:|Sort alphabetically:|Correct the spelling:|Write product texts for|Suggest names for|Make a checklist:|Translate this list:|' +
      'Group these items:|What goes with|Draft a flyer about|Give me ideas for|Turn this into bullet points:|Explain the difference between|Continue the list:|Check this:|Why is this wrong?',
    openings:
      'Dear Guests,|Dear Colleagues,|Hello everybody,|Dear Members,|Good morning all,|To all Departments|Dear Supplier,|Dear Parents,|Hi folks,',
    closings:
      'Best wishes from the Office|Your Service Desk|The Management|Many thanks, Accounts|Regards, Purchasing|Sent from my iPhone|Your Shop Team',
    and: 'and|or|with',
  },
  de: {
    labels:
      'Beläge|Größen|Werkstoffe|Abteilungen|Themen|Notizen|Anforderungen|Merkmale|Vorteile|Allergene|Nachtisch|Vorspeisen|Getränke|Beilagen|' +
      'Kategorie|Stand|Priorität|Summe|Steuer|Rabatt|Versand|Zahlung|Währung|Garantie|Gewicht|Material|Marke|Modell|Baureihe|Zusammenfassung|' +
      'Stichworte|Kenntnisse|Aufgaben|Nächste Schritte|Offene Punkte|Betreff|Kurs|Modul|Lektion|Übung|Gattung|Verein|Liga|' +
      'Ausflüge|Sehenswürdigkeiten|Tagesausflug|Reiseziel|Strecke|Haltestellen|Leistungen|Anwendungen|Ausrüstung|Ersatzteile|Werkzeuge|Zubehör|Aktion|Erdgeschoss|Obergeschoss|Hinweis|Achtung|Ergebnis|Beschluss|Ziel|Maßnahme|Frist',
    numbered:
      'Reihe|Halle|Tor|Tisch|Raum|Karton|Schritt|Teil|Los|Charge|Seite|Anlage|Fassung|Zone|Maschine|Linie|Palette|Gleis|Bahnsteig|Spur|Position|Frage|' +
      'Übung|Abbildung|Absatz|Regel|Woche|Quartal|Phase|Modul|Gruppe|Platz|Lager|Kanal|Artikel|Tag|Kostenstelle|Konto|Stufe|Klasse|Größe|Typ|Bauteil|Stellplatz',
    numbers:
      'Kunden-Nr.|Kundennr.|Mandantennummer|Kontonummer|Auftragsnummer|Rechnung|Vorgang|Aktenzeichen|Seriennummer|Artikelnr.|Sendungsnummer|Mitgliedsnummer|Police|' +
      'Charge|Teilenummer|Lieferschein|Vertragsnummer|Buchung|Gutschein|Inventarnummer|Zähler|Bestellnr.|Angebot',
    asks:
      'Mach daraus eine Tabelle:|Sortiere nach Alphabet:|Korrigiere die Rechtschreibung:|Schreibe Produkttexte für|Nenne Vorschläge für|Erstelle eine Checkliste:|Übersetze diese Liste:|' +
      'Ordne diese Begriffe:|Was passt zu|Entwirf einen Flyer über|Gib mir Ideen für|Mach daraus Stichpunkte:|Erkläre den Unterschied zwischen|Setze die Liste fort:|Prüfe das:|Warum ist das falsch?',
    openings:
      'Liebe Gäste,|Liebes Team,|Hallo ihr Lieben,|Liebe Mitglieder,|Guten Morgen,|An alle Abteilungen|Sehr geehrter Lieferant,|Liebe Eltern,|Moin zusammen,',
    closings:
      'Beste Grüße aus dem Büro|Ihr Kundendienst|Die Geschäftsleitung|Vielen Dank, Buchhaltung|Gruß, Einkauf|Von meinem iPhone gesendet|Ihre Werkstatt',
    and: 'und|oder|mit',
  },
  fr: {
    labels:
      'Garnitures|Tailles|Matériaux|Services|Sujets|Notes|Exigences|Atouts|Avantages|Allergènes|Desserts|Entrées|Boissons|Accompagnements|' +
      'Catégorie|État|Priorité|Total|Taxe|Remise|Expédition|Paiement|Devise|Garantie|Poids|Matière|Marque|Modèle|Gamme|Résumé|' +
      'Mots-clés|Compétences|Tâches|Prochaines étapes|Points ouverts|Objet|Cours|Module|Leçon|Exercice|Genre|Équipe|Ligue|' +
      'Excursions|À voir|Destination|Itinéraire|Arrêts|Prestations|Soins|Équipement|Pièces détachées|Outils|Accessoires|Offre|Rez-de-chaussée|Remarque|Attention|Résultat|Décision|Objectif|Délai',
    numbered:
      'Rangée|Hall|Porte|Table|Salle|Carton|Étape|Partie|Lot|Page|Annexe|Version|Zone|Machine|Ligne|Palette|Voie|Piste|Article|Question|Exercice|Figure|Paragraphe|' +
      'Règle|Semaine|Trimestre|Phase|Module|Groupe|Emplacement|Dépôt|Canal|Jour|Compte|Classe|Taille|Type|Pièce|Poste|Bac|Rayon',
    numbers:
      'Code client|N° de compte|Réf. client|Facture|Dossier|Numéro de série|Réf. article|Numéro de suivi|Adhérent n°|Police|Lot|Bon de livraison|Contrat n°|' +
      'Réservation|Avoir|Inventaire n°|Compteur|Devis|Commande n°|Ticket',
    asks:
      'Mets ceci dans un tableau :|Trie par ordre alphabétique :|Corrige l’orthographe :|Écris des fiches pour|Propose des noms pour|Fais une liste de contrôle :|Traduis cette liste :|' +
      'Regroupe ces éléments :|Que servir avec|Rédige un prospectus sur|Donne-moi des idées pour|Fais-en des puces :|Explique la différence entre|Continue la liste :|Vérifie :|Pourquoi est-ce faux ?',
    openings:
      'Chers clients,|Chers collègues,|Bonjour tout le monde,|Chers adhérents,|Bonjour l’équipe,|À tous les Services|Cher fournisseur,|Chers parents,|Mesdames, Messieurs,',
    closings:
      'Bien à vous, le Secrétariat|Votre service client|La Direction|Merci, la Comptabilité|Salutations, les Achats|Envoyé de mon iPhone|Votre magasin',
    and: 'et|ou|avec',
  },
  es: {
    labels:
      'Guarniciones|Tallas|Materiales|Departamentos|Temas|Notas|Requisitos|Ventajas|Alérgenos|Postres|Entrantes|Bebidas|Acompañamientos|' +
      'Categoría|Estado|Prioridad|Total|Impuesto|Descuento|Envío|Pago|Moneda|Garantía|Peso|Material|Marca|Modelo|Gama|Resumen|' +
      'Palabras clave|Competencias|Tareas|Próximos pasos|Puntos abiertos|Asunto|Curso|Módulo|Lección|Ejercicio|Género|Equipo|Liga|' +
      'Excursiones|Qué ver|Destino|Ruta|Paradas|Servicios|Tratamientos|Equipamiento|Recambios|Herramientas|Accesorios|Oferta|Planta baja|Aviso|Atención|Resultado|Acuerdo|Objetivo|Plazo',
    numbered:
      'Fila|Nave|Puerta|Mesa|Sala|Caja|Paso|Parte|Lote|Página|Anexo|Versión|Zona|Máquina|Línea|Palé|Vía|Andén|Artículo|Pregunta|Ejercicio|Figura|Párrafo|Regla|' +
      'Semana|Trimestre|Fase|Módulo|Grupo|Hueco|Almacén|Canal|Día|Cuenta|Clase|Talla|Tipo|Pieza|Balda|Estantería|Sección',
    numbers:
      'Código de cliente|N.º de cuenta|Ref. cliente|Factura|Expediente|Número de serie|Ref. artículo|Número de seguimiento|Socio n.º|Póliza|Lote|Albarán|Contrato n.º|' +
      'Reserva|Vale|Inventario n.º|Contador|Presupuesto|Pedido n.º|Incidencia',
    asks:
      'Ponlo en una tabla:|Ordena alfabéticamente:|Corrige la ortografía:|Escribe fichas para|Propón nombres para|Haz una lista de control:|Traduce esta lista:|' +
      'Agrupa estos elementos:|Qué combina con|Redacta un folleto sobre|Dame ideas para|Conviértelo en viñetas:|Explica la diferencia entre|Sigue la lista:|Revisa:|¿Por qué está mal?',
    openings:
      'Estimados huéspedes:|Queridos compañeros:|Buenos días a todos,|Estimados socios:|Hola, equipo:|A todos los Departamentos|Estimado proveedor:|Queridas familias:|Muy señores míos:',
    closings:
      'Un saludo, la Oficina|Su servicio de atención|La Dirección|Gracias, Contabilidad|Saludos, Compras|Enviado desde mi iPhone|Su tienda de siempre',
    and: 'y|o|con',
  },
  it: {
    labels:
      'Contorni|Taglie|Materiali|Reparti|Argomenti|Note|Requisiti|Vantaggi|Allergeni|Dolci|Antipasti|Bevande|' +
      'Categoria|Stato|Priorità|Totale|Imposta|Sconto|Spedizione|Pagamento|Valuta|Garanzia|Peso|Materiale|Marca|Modello|Gamma|Riassunto|' +
      'Parole chiave|Competenze|Attività|Prossimi passi|Punti aperti|Oggetto|Corso|Modulo|Lezione|Esercizio|Genere|Squadra|Lega|' +
      'Escursioni|Da vedere|Meta|Percorso|Fermate|Servizi|Trattamenti|Attrezzatura|Ricambi|Utensili|Accessori|Offerta|Piano terra|Avviso|Attenzione|Risultato|Delibera|Obiettivo|Scadenza',
    numbered:
      'Fila|Capannone|Porta|Tavolo|Sala|Scatola|Passo|Parte|Lotto|Pagina|Allegato|Versione|Zona|Macchina|Linea|Pallet|Binario|Articolo|Domanda|Esercizio|Figura|Comma|Regola|' +
      'Settimana|Trimestre|Fase|Modulo|Gruppo|Posto|Magazzino|Canale|Giorno|Conto|Classe|Taglia|Tipo|Pezzo|Settore|Vano|Livello',
    numbers:
      'N. cliente|Numero conto|Rif. cliente|Fattura|Pratica|Numero di serie|Rif. articolo|Numero di tracciamento|Socio n.|Polizza|Lotto|Bolla|Contratto n.|' +
      'Prenotazione|Buono|Inventario n.|Contatore|Preventivo|Ordine n.|Segnalazione',
    asks:
      'Metti in una tabella:|Ordina in ordine alfabetico:|Correggi l’ortografia:|Scrivi schede per|Proponi nomi per|Fai una lista di controllo:|Traduci questo elenco:|' +
      'Raggruppa questi elementi:|Cosa abbinare a|Scrivi un volantino su|Dammi idee per|Fanne un elenco puntato:|Spiega la differenza tra|Continua l’elenco:|Controlla:|Perché è sbagliato?',
    openings:
      'Gentili ospiti,|Cari colleghi,|Buongiorno a tutti,|Cari soci,|Ciao squadra,|A tutti i Reparti|Spettabile fornitore,|Cari genitori,|Spett.le ditta,',
    closings:
      'Un saluto, l’Ufficio|Il vostro servizio clienti|La Direzione|Grazie, Amministrazione|Saluti, Acquisti|Inviato da iPhone|Il vostro negozio',
    and: 'e|o|con',
  },
  nl: {
    labels:
      'Beleg|Maten|Materialen|Afdelingen|Onderwerpen|Notities|Eisen|Kenmerken|Voordelen|Allergenen|Nagerechten|Voorgerechten|Dranken|Bijgerechten|' +
      'Categorie|Status|Prioriteit|Totaal|Belasting|Korting|Verzending|Betaling|Valuta|Garantie|Gewicht|Materiaal|Merk|Model|Serie|Samenvatting|' +
      'Trefwoorden|Vaardigheden|Taken|Volgende stappen|Open punten|Onderwerp|Cursus|Module|Les|Oefening|Genre|Ploeg|Competitie|' +
      'Uitstapjes|Bezienswaardigheden|Bestemming|Route|Haltes|Diensten|Behandelingen|Uitrusting|Onderdelen|Gereedschap|Accessoires|Aanbieding|Begane grond|Let op|Resultaat|Besluit|Doel|Termijn',
    numbered:
      'Rij|Hal|Poort|Tafel|Kamer|Doos|Stap|Deel|Partij|Bladzijde|Bijlage|Versie|Zone|Machine|Lijn|Pallet|Spoor|Perron|Baan|Vraag|Oefening|Afbeelding|Lid|Regel|' +
      'Week|Kwartaal|Fase|Module|Groep|Plaats|Magazijn|Kanaal|Dag|Rekening|Klasse|Maat|Type|Onderdeel|Schap|Locatie|Kavel',
    numbers:
      'Klantnr.|Rekeningnummer|Relatienummer|Factuur|Dossier|Serienummer|Artikelnr.|Volgnummer|Lidnummer|Polis|Partij|Pakbon|Contractnummer|' +
      'Reservering|Tegoedbon|Inventarisnummer|Meter|Offerte|Ordernummer|Melding',
    asks:
      'Zet dit in een tabel:|Sorteer op alfabet:|Verbeter de spelling:|Schrijf productteksten voor|Bedenk namen voor|Maak een checklist:|Vertaal deze lijst:|' +
      'Groepeer deze begrippen:|Wat past bij|Ontwerp een folder over|Geef ideeën voor|Maak hier opsommingen van:|Leg het verschil uit tussen|Maak de lijst af:|Controleer dit:|Waarom klopt dit niet?',
    openings:
      'Beste gasten,|Beste collega’s,|Dag allen,|Beste leden,|Goedemorgen team,|Aan alle Afdelingen|Geachte leverancier,|Beste ouders,|Hoi iedereen,',
    closings:
      'Groeten van Kantoor|Uw klantenservice|De Directie|Dank, Boekhouding|Groet, Inkoop|Verzonden vanaf mijn iPhone|Uw winkel',
    and: 'en|of|met',
  },
}
