/** Words that tell what stands beside them, in six languages: titles, street words, legal forms of companies, and others. */
import { tailOf } from './hash.ts'
import { hashWord } from './tokens.ts'

/** Classes of words; the number of a class is its place here. Changing the order needs a model trained anew. */
const classes = {
  none: '',
  title:
    'mr mrs ms miss mister mx dr prof professor sir madam lord lady rev reverend captain capt judge senator ' +
    'herr herrn hr frau fr fräulein familie dipl mag ' +
    'monsieur madame mademoiselle mme mlle mr me maître docteur ' +
    'señor señora señorita sr sra srta don doña doctor doctora dra ' +
    'signor signora signore signorina sig dott dottor dottore dottoressa avv avvocato ing geom prof ' +
    'dhr mevr mevrouw meneer heer mw drs ir dokter',
  street:
    'street st road rd avenue ave av lane ln drive dr boulevard blvd bd court ct square sq terrace crescent cres close ' +
    'highway hwy parkway pkwy trail circle cir alley mews row grove gardens walk way wharf ' +
    'straße strasse str weg platz allee gasse ring ufer damm chaussee stieg steig markt hof ' +
    'rue quai impasse chemin route allée passage cours place faubourg ' +
    'via viale piazza corso largo vicolo strada piazzale contrada ' +
    'calle avenida avda plaza paseo camino carretera ronda travesía pasaje callejón carrer ' +
    'straat laan plein gracht kade dreef singel steeg dijk straatweg ulica ul',
  legal:
    'gmbh ag kg ug ohg kgaa gbr ev ltd limited llc llp inc incorporated corp corporation co company plc pty sarl sas sasu ' +
    'eurl sa srl spa snc sl slu bv nv vof cv se ab oy as aps',
  organisation:
    'bank university college school hospital clinic institute insurance solutions systems technologies technology group ' +
    'holding partners associates foundation ministry department agency services consulting industries airlines hotel ' +
    'restaurant museum church airport station office council committee association club team league union press news times ' +
    'universität hochschule klinik krankenhaus versicherung stiftung verein werke verlag sparkasse behörde amt ministerium ' +
    'université hôpital clinique banque assurance fondation mairie école lycée ministère ' +
    'universidad hospital banco seguros fundación ayuntamiento colegio instituto ministerio ' +
    'università ospedale banca assicurazioni fondazione comune scuola istituto ministero ' +
    'universiteit ziekenhuis verzekeringen stichting gemeente ministerie vereniging',
  particle:
    'van von vom zu zur zum de der den del della dello dei degli di da do dos das du des la le el al bin binti bint ibn ben abu ' +
    'ter ten het t mac mc san santa y',
  and: 'and or & und oder et ou e ed o en of y',
  greeting:
    'hi hello hey dear regards sincerely cheers thanks thx best ' +
    'liebe lieber hallo geehrte geehrter geehrten grüße gruß grüßen servus danke ' +
    'bonjour bonsoir salut cher chère cordialement merci ' +
    'hola querido querida estimado estimada saludos atentamente gracias ' +
    'ciao caro cara gentile gentilissimo gentilissima egregio saluti grazie buongiorno ' +
    'beste geachte hoi groet groeten bedankt dag',
  role:
    'name names customer client patient employee colleague candidate applicant tenant landlord manager director ceo cfo cto ' +
    'doctor lawyer attorney nurse teacher student neighbour neighbor friend owner guest member user contact author president ' +
    'minister secretary assistant engineer developer accountant supplier driver passenger beneficiary holder recipient sender ' +
    'attn attention cc participant attendees signed ' +
    'kunde kundin kunden patientin patienten mitarbeiter mitarbeiterin kollege kollegin bewerber bewerberin mieter mieterin ' +
    'geschäftsführer geschäftsführerin leiter leiterin ansprechpartner ansprechpartnerin empfänger absender herrn inhaber ' +
    'kandidat kandidatin mandant mandantin schüler schülerin nachbar nachbarin freund freundin ' +
    'nom client cliente patiente employé employée collègue candidat candidate salarié salariée locataire directeur directrice ' +
    'gérant gérante responsable destinataire titulaire avocat avocate ' +
    'nombre paciente empleado empleada compañero compañera candidato candidata inquilino inquilina gerente directora ' +
    'titular destinatario abogado abogada remitente ' +
    'nome paziente dipendente collega candidato inquilino direttore direttrice responsabile titolare destinatario avvocato ' +
    'intestatario ' +
    'naam klant patiënt medewerker medewerkster werknemer collega kandidaat sollicitant huurder directeur ' +
    'contactpersoon ontvanger afzender',
  kin:
    'wife husband son daughter brother sister mother father mom dad aunt uncle cousin partner boss ' +
    'ehefrau ehemann sohn tochter bruder schwester mutter vater tante onkel chef chefin ' +
    'femme mari fils fille frère sœur mère père tante oncle ' +
    'esposa esposo marido hijo hija hermano hermana madre padre tía tío jefe jefa ' +
    'moglie marito figlio figlia fratello sorella zia zio capo ' +
    'vrouw echtgenoot zoon dochter broer zus moeder vader oom baas',
  calendar:
    'january february march april may june july august september october november december monday tuesday wednesday thursday ' +
    'friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun ' +
    'januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag ' +
    'janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi ' +
    'samedi dimanche enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes ' +
    'miércoles jueves viernes sábado domingo gennaio febbraio aprile maggio giugno luglio settembre ottobre novembre dicembre ' +
    'lunedì martedì mercoledì giovedì venerdì sabato domenica januari februari maart mei augustus maandag dinsdag woensdag ' +
    'donderdag vrijdag zaterdag zondag christmas easter weihnachten ostern noël navidad natale kerst',
  unit:
    'apt apartment suite ste unit floor flat building bldg block room rm house level lot no number etage stock og eg ' +
    'wohnung whg haus nr appartement bâtiment bât étage esc piso puerta portal bajo planta int interno scala palazzina bus ' +
    'nummer nº n° numéro número numero',
  box: 'box pob postfach postbus apartado casella bp',
  place:
    'in at near to into around inside outside between nach aus bei richtung à au aux dans vers près desde hacia cerca entre ' +
    'nel nella presso verso a te naar uit bij rond address located based lives live living moved adresse wohnhaft wohnt lebt ' +
    'anschrift habite domicilié demeurant dirección domicilio vive reside indirizzo residente abita adres woont gevestigd',
  with: 'with for by from about mit von für über an avec pour par chez con por para sobre per tra met voor door aan over namens',
  verb:
    'said says asked told wrote called emailed works worked lives lived joined left born signed died married plays played won ' +
    'thinks wants needs asks confirmed reported requested arbeitet wohnt lebt schrieb sagte sagt fragt möchte hat rief bittet ' +
    'travaille habite a dit demande souhaite écrit trabaja vive dijo dice quiere pide escribió lavora vive ha disse dice ' +
    'chiede vuole scrive werkt woont zei zegt vraagt wil schreef belde heeft geboren né née nacido nacida nato nata',
  reach:
    'call email mail contact ask tell remind invite send forward message text ping meet thank notify inform assign add ' +
    'ruf rufe kontaktiere frag frage schreib schreibe informiere erinnere lade sende schick schicke trage grüß ' +
    'appelle contacte demande écris informe rappelle invite envoie transfère préviens ' +
    'llama contacta pregunta escribe informa recuerda invita envía reenvía avisa ' +
    'chiama contatta chiedi scrivi informa ricorda invita invia inoltra avvisa ' +
    'bel contacteer vraag schrijf informeer herinner nodig stuur mail',
  pronoun:
    'i you he she it we they me him her us them my your his our their who whose this that these those ' +
    'ich du er sie es wir ihr mich mir dich dir ihn ihm uns euch mein meine dein deine sein seine unser unsere dieser diese ' +
    'dieses je tu il elle nous vous ils elles moi toi mon ma mes ton ta tes son sa ses notre votre leur ce cette ces ' +
    'yo tú él ella nosotros ellos ellas usted mi tu su nuestro este esta estos ' +
    'io tu lui lei noi voi loro mio mia tuo tua suo sua nostro questo questa ' +
    'ik jij je hij zij ze wij we jullie mijn jouw zijn haar onze ons deze dit',
  ending:
    // United States Postal Service, Publication 28, Appendix C1: street suffixes.
    'anex arcade bayou beach bend bluff bluffs bottom branch bridge brook brooks burg burgs bypass camp canyon cape causeway ' +
    'center centers circles cliff cliffs club common commons corner corners course courts cove coves creek crest crossing ' +
    'crossroad curve dale dam divide drives estate estates expressway extension extensions fall falls ferry field fields flats ' +
    'ford fords forest forge forges fork forks fort freeway gateway glen glens green greens harbor harbors haven heights hill ' +
    'hills hollow inlet island islands isle junction junctions key keys knoll knolls lake lakes land landing light lights loaf ' +
    'lock locks lodge loop mall manor manors meadow meadows mill mills mission motorway mount mountain mountains neck orchard ' +
    'oval overpass park parks parkways passage path pike pines plain plains plazas point points port ports prairie radial ramp ' +
    'ranch rapid rapids rest ridge ridges river roads route run shoal shoals shore shores skyway spring springs spur spurs squares ' +
    'station stravenue stream streets summit throughway trace track trafficway tunnel turnpike underpass union unions valley ' +
    'valleys via viaduct view views village villages ville vista walks wall ways well wells',
  identifier:
    'ssn ssns iban ibans bic pan id ids dob vat pin url uuid sku isbn imei vin ein tin nhs nie nif dni cif bsn npi api sso vpn ' +
    'sql csv pdf json xml html http https it hr faq asap fyi eta kpi crm erp gdpr dsgvo usb tv pc cv ceo cto cfo coo usa uk us eu ' +
    'uid ust ustid steuer mwst tva siret siren iva btw kvk kfz plz zip agb',
  article:
    'the a an some any each every all no der die das dem den des ein eine einen einem einer eines kein keine ' +
    'les un une des aucun los las una unos unas ningún lo gli uno nessun nessuna een geen',
  question:
    'what which when where why how whom was welche welcher welches wann wo warum wie wer quel quelle quand où pourquoi ' +
    'comment qui que quoi qué cuál cuándo dónde cómo quién che quale quando dove perché come chi wat welke wanneer waar ' +
    'waarom hoe wie',
} as const
export type WordClass = keyof typeof classes

const names = Object.keys(classes) as WordClass[]

/** Hashes of words with the number of their class. Later ones give way to earlier ones: `de` is a particle before it is an article. */
export const wordClasses: readonly (readonly [hash: number, wordClass: number])[] = names.flatMap(
  (name, index) =>
    classes[name]
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => [hashWord(word), index] as const),
)

/** Ends of German and Dutch compounds that name a street: `Rosengasse`, `Wilhelminalaan`. */
const streetEnds = [
  'straße',
  'strasse',
  'gasse',
  'platz',
  'allee',
  'straat',
  'laan',
  'plein',
  'gracht',
  'kade',
  'dijk',
  'damm',
  'stieg',
]
/** As `Tokens.tail`: the last four bytes. */
export const streetTails: ReadonlySet<number> = new Set(
  streetEnds.map((end) => tailOf(new TextEncoder().encode(end))),
)

export const streetClass = names.indexOf('street')
export const endingClass = names.indexOf('ending')
export const particleClass = names.indexOf('particle')
export const titleClass = names.indexOf('title')
export const unitClass = names.indexOf('unit')
export const articleClass = names.indexOf('article')
export const boxClass = names.indexOf('box')
export const andClass = names.indexOf('and')
export const greetingClass = names.indexOf('greeting')
export const calendarClass = names.indexOf('calendar')
export const legalClass = names.indexOf('legal')
export const organisationClass = names.indexOf('organisation')
export const roleClass = names.indexOf('role')
export const kinClass = names.indexOf('kin')
/** The class of a compound that ends like a street. */
export const compoundStreetClass = names.length
export const classCount = names.length + 1
