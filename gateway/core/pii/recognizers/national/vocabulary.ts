/** Lists the words that tell what a number is about, in many languages; `*` behind a beginning of words. */
import type { Topic } from './description.ts'

export const topicWords: Readonly<Record<Topic, string>> = {
  passport:
    'passport* reisepass* pass passnummer passnr paßnummer passeport* pasaporte* passaporto passaport* paspoort* pasport* paszport* ' +
    'passi passin pass pasu pas útlevél útlevélszám paşaport* pasaport* pașaport* διαβατηρίου διαβατήριο паспорт* ' +
    '여권 여권번호 護照 护照 パスポート 旅券',
  driver:
    'driver drivers driving dl führerschein* fuehrerschein* fahrerlaubnis* ' +
    'permis conducir conducción patente rijbewijs* prawo jazdy prawa körkort* førerkort* kørekort* ajokortti* ' +
    'carta condução habilitação cnh řidičský řidičského vodičský jogosítvány ehliyet* sürücü 운전면허 운전면허번호 免許証 驾驶证',
  identity:
    'national identity identification identifier citizen citizenship nationality civil resident residence personal ' +
    'ausweis* personalausweis* identität* identitäts* personenkennz* aufenthaltstitel* identifikationsnummer* ' +
    'identité identite nationale cni séjour identidad identificación identificacion ciudadano ciudadana cédula dni ' +
    'identità identita cittadino tessera identiteit* identiteitskaart* persoons* burger* verblijfs* ' +
    'tożsamości dowód dowodu osobisty osobistego obywatel* identidade cidadão personnummer* personbevis identitets* ' +
    'legitimation* henkilö* isikukood* asmens personas rodné osobní občanský občianský személyi azonosító kimlik* ' +
    'ταυτότητα* ταυτότητας лична карта identiteti osobna osobni 주민 주민등록 身份证 身分證 マイナンバー 個人番号 आधार',
  tax:
    'tax taxpayer tin vat steuer* finanzamt impôt impôts impot fiscal fiscale fiscales fiscaux tributaria tributario ' +
    'impuesto impuestos imposta contribuyente contribuinte contribuente belasting* fiscaal btw podatkow* skatte* ' +
    'skatt vero* verotunnus daň daňové daňový adó* vergi* φορολογικό φόρου данъчен cukai 納税 税号 税務 세금 사업자등록번호',
  health:
    'health healthcare medicare medicaid nhs patient insured insurance beneficiary krankenversicher* krankenkasse* ' +
    'versichert* versicherten* patient* gesundheit* kvnr santé sante vitale mutuelle assuré assurée sanitaria sanitario ' +
    'salud paciente asegurado tessera zorgverzeker* zorgpas patiënt* zdrow* zdrowia ubezpiecz* saúde utente sjuk* ' +
    'patienten terveys* kela egészség* taj 건강보험',
  social:
    'social ssn socialsecurity insurance sozialversicher* rentenversicher* versicherungsnummer* sécurité securite ' +
    'sociale seguridad segurança sicurezza previdenza inps sociale rijksregister* bsn burgerservice* społeczn* trygd* ' +
    'sotu sosiaali* 社会保障 사회보장',
  company:
    'company business registration corporate enterprise handelsregister* firmenbuch* unternehmen* umsatzsteuer* ust ' +
    'ustid ustidnr mwst uid siren siret rcs tva entreprise société empresa cif iva piva impresa società kvk btw ' +
    'ondernemings* handels* firma firmy przedsiębior* orgnr orgnummer organisations* organisasjons* moms cvr ' +
    'yritys* yrityksen alv käibe* pvm pvn dph áfa ico ičo vat gst abn acn uen brn 법인 사업자 法人番号 統一編號',
}

/** Words that say that a number follows, and of which kind it is leave to the words before them. */
export const numberWords =
  'dl number numbers no nos nr nrs num nums id ids card cards code codes key license licence licences security account_no ' +
  'nummer nummern nr zahl karte kennung kennnummer ident numéro numero numéros n nº n° núm num número carte tarjeta ' +
  'tessera codice código code carta kaart nummers getal numer numeru karta kort kortet numret tunnus numero szám číslo ' +
  'čislo numărul numara numarası numarasi lu αριθμός номер číslo broj številka 번호 번호는 號碼 号码 番号 是 は'

/** Words that may stand between a telling word and its number, and say nothing. */
export const fillers =
  'is are was were be as the a an of for my your his her their our its on with and to this that it has have valid ' +
  'reads issued travel s t ist sind war lautet lauten der die das des dem den mein meine meiner dein deine ihr ihre ' +
  'sein seine unser unsere unseres unserem unserer meines meiner ihres ihrem ihrer seines von vom für mit und est sont était le la les l de du des d un une mon ma mes ton votre vos ' +
  'son sa ses notre pour avec et es son fue el los las mi tu su sus nuestro para con y e del lo al il i gli di della ' +
  'dello mio mia tuo suo sua nostro per een het van mijn uw jouw zijn haar onze voor met en o os as do da dos das meu ' +
  'minha seu sua com jest to mój moja twój jego jej nasz dla z är var min mitt din ditt hans hennes vår vårt våra mina för och er ' +
  'on olen minun hänen ja je můj moje jeho její pro olarak benim onun'

/** Words that say that the number is of a thing or a deal, and end the search: what passes for one by chance is none there. */
export const otherWords =
  'order orders invoice invoices ticket case ref reference refs tracking parcel shipment transaction txn batch lot sku isbn ' +
  'issn ean gtin upc uuid timestamp epoch build version policy claim amount total price eur usd gbp betrag summe preis ' +
  'montant prix importe precio importo prezzo bedrag rechnung rechnungsnummer bestellung bestellnummer auftrag ' +
  'auftragsnummer sendungsnummer commande facture pedido factura ordine fattura fatura bestelling factuur zamówienie ' +
  'faktura kundennummer model serial article artikel item product produkt vin'

/** Words for numbers that are looked for on their own, in digits alone: they end the search, and what has no letters is theirs. */
export const digitWords =
  'phone phones telephone tel telefon mobile mobil cell fax handy telefono teléfono téléphone telefone telefoon puhelin ' +
  'call called account acct iban bic kto konto kontonummer compte cuenta conto conta rekening rekeningnummer routing imei ' +
  'credit visa mastercard amex kreditkarte'

/** Words for a customer: of `customer 12345` it is the number, of `tax number of our customer: 12345` it is not. */
export const ownerWords = 'customer customers client kunde klant'
