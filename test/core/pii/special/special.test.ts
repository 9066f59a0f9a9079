/** Promises about special categories of personal data in prose (GDPR Art. 9). */
import { expect, test } from 'vitest'
import { findingsIn } from '../prose/read.ts'

/** Sentences of our own that say it of a person. */
const positives: readonly (readonly [type: string, text: string])[] = [
  ['HEALTH', 'Padece diabetes.'],
  ['HEALTH', 'She has been off with depression since March.'],
  ['HEALTH', 'She has been signed off with depression.'],
  ['HEALTH', 'Anna Weber has a broken hip and needs help.'],
  ['HEALTH', 'Il paziente è affetto da epatite C cronica.'],
  ['HEALTH', 'Elle prend de la Ventoline tous les jours.'],
  ['UNION', 'He is a member of the Unite union and pays dues.'],
  ['UNION', 'Juan es socio de CCOO desde 2010.'],
  ['HEALTH', 'Está embarazada.'],
  ['ORIENTATION', 'Es gay.'],
  ['HEALTH', 'Soffre di epilessia.'],
  ['UNION', 'È iscritta alla CGIL.'],
  ['HEALTH', 'È incinta.'],
  ['HEALTH', 'Er ist an Multipler Sklerose erkrankt.'],
  ['HEALTH', 'Laura was diagnosed with multiple sclerosis last spring.'],
  ['HEALTH', 'My son suffers from epilepsy and takes valproate.'],
  ['HEALTH', 'The patient takes 20 mg of atorvastatin daily.'],
  ['HEALTH', 'Patient: Candesartan 8 mg in the morning.'],
  ['HEALTH', 'She is pregnant and will be away from May.'],
  ['HEALTH', 'His blood type is A positive.'],
  ['HEALTH', 'Diagnosis: F33.1, sick leave until Friday.'],
  ['HEALTH', 'Der Patient leidet an Migräne.'],
  ['HEALTH', 'Frau Keller ist schwanger.'],
  ['HEALTH', 'Mein Kollege ist schwerbehindert.'],
  ['HEALTH', 'ICD-10: J45.0'],
  ['HEALTH', 'Zahn 36 muss gezogen werden.'],
  ['HEALTH', 'Ma collègue souffre d’une dépression.'],
  ['HEALTH', 'Le médecin lui a prescrit de la sertraline.'],
  ['HEALTH', 'Mi hija padece asma desde pequeña.'],
  ['HEALTH', 'El paciente está en tratamiento por alcoholismo.'],
  ['HEALTH', 'Suo figlio soffre di epilessia.'],
  ['HEALTH', 'La paziente prende la metformina.'],
  ['HEALTH', 'Mijn broer lijdt aan schizofrenie.'],
  ['HEALTH', 'De patiënt slikt omeprazol.'],
  ['HEALTH', 'My brother is HIV-positive.'],
  ['HEALTH', 'I have diabetes.'],
  ['HEALTH', 'The patient on the ward has lymphoma.'],
  ['HEALTH', 'Patient file: diagnosis asthma.'],
  ['HEALTH', 'Meine Frau hat Krebs.'],
  ['HEALTH', 'Tengo asma.'],
  ['RELIGION', 'Soy musulmán.'],
  ['HEALTH', 'He takes N06AB04 on prescription.'],
  ['RELIGION', 'My neighbour says she is a devout Muslim.'],
  ['RELIGION', 'Konfession: römisch-katholisch'],
  ['RELIGION', 'Er ist konfessionslos.'],
  ['RELIGION', 'Elle est juive et ne travaille pas le samedi.'],
  ['RELIGION', 'Él es testigo de Jehová.'],
  ['RELIGION', 'Mio marito è buddista.'],
  ['RELIGION', 'Zij is gereformeerd.'],
  ['UNION', 'My colleague is a member of Unison.'],
  ['UNION', 'Er ist seit Jahren Mitglied der IG Metall.'],
  ['UNION', 'Ma sœur est adhérente à la CGT.'],
  ['UNION', 'Mi padre está afiliado a UGT.'],
  ['UNION', 'Suo fratello è iscritto alla CGIL.'],
  ['UNION', 'Mijn man is lid van de FNV.'],
  ['ORIENTATION', 'He told us that he is gay.'],
  ['ORIENTATION', 'Meine Schwester ist lesbisch.'],
  ['ORIENTATION', 'Mon fils est homosexuel.'],
  ['ORIENTATION', 'Ella es lesbiana.'],
  ['ORIENTATION', 'Lui è bisessuale.'],
  ['ORIENTATION', 'Mijn collega is biseksueel.'],
  ['ORIGIN', 'The applicant is of Kurdish descent.'],
  ['ORIGIN', 'Ihr Sohn hat einen Migrationshintergrund.'],
  ['ORIGIN', 'Ma femme est d’origine maghrébine.'],
  ['POLITICS', 'Our tenant is a member of the Labour Party.'],
  ['POLITICS', 'Meine Chefin wählt die Grünen.'],
  ['POLITICS', 'Mi jefe es afiliado del PSOE.'],
  ['POLITICS', 'Mijn baas stemt VVD.'],
  ['BIOMETRIC', 'The fingerprint of the employee is stored as a template.'],
  ['BIOMETRIC', 'Der Fingerabdruck des Mitarbeiters wurde gespeichert.'],
  ['HEALTH', 'My colleague is diabetic.'],
  ['HEALTH', 'He is an alcoholic.'],
  ['HEALTH', 'She was diagnosed with bipolar disorder last year.'],
  ['HEALTH', 'Der Patient hat eine bipolare Störung.'],
  ['HEALTH', 'Er ist Diabetiker.'],
  ['HEALTH', 'Meine Tochter ist Autistin und braucht eine Begleitung.'],
  ['HEALTH', 'Il est diabétique.'],
  ['HEALTH', 'Ana es diabética.'],
  ['HEALTH', 'Sara soffre di disturbo bipolare.'],
  ['HEALTH', 'Sono diabetica.'],
  ['HEALTH', 'Mijn buurman is alcoholist.'],
  ['RELIGION', 'M. Cohen, de confession juive, demande un congé.'],
  ['RELIGION', 'Er ist jüdischen Glaubens.'],
  ['RELIGION', 'Sie gehört der evangelischen Kirche an.'],
  ['RELIGION', 'È di religione ebraica.'],
  ['RELIGION', 'Es de religión musulmana.'],
  ['ORIGIN', 'Hij is van joodse afkomst.'],
  ['UNION', 'Peter ist in der Gewerkschaft.'],
  ['UNION', 'Elle est syndiquée.'],
  ['UNION', 'Es miembro del sindicato.'],
  ['POLITICS', 'Il milite au Rassemblement national.'],
  ['POLITICS', 'Es militante del PSOE.'],
]

/** Sentences of our own in which such words tell of nobody. */
const negatives: readonly string[] = [
  'The church street is closed for repairs.',
  'The orange party was great fun.',
  'Our clinic opens at nine.',
  'How is diabetes treated in general?',
  'Diabetes is on the rise in Europe.',
  'The ver.di strike hit the airports.',
  'Invoice F32.1 is overdue.',
  'Room B12 and seat C34 are free.',
  'The Catholic Church owns the building.',
  'Christian Dior opened a shop.',
  'Gay Street is in New York.',
  'The gay bar around the corner is closed.',
  'Black Friday starts at midnight.',
  'The black car is parked outside.',
  'The green party dress is sold out.',
  'Labour costs rose by three percent.',
  'The labour market is tight.',
  'The election was won by the CDU.',
  'Die CDU hat die Wahl gewonnen.',
  'Die evangelische Kirche in der Altstadt ist offen.',
  'Das Krankenhaus sucht neue Mitarbeiter.',
  'Welche Medikamente helfen gegen Migräne?',
  'Le syndicat a signé un accord.',
  'L’église Saint-Pierre date de 1850.',
  'El partido popular de fútbol empieza a las ocho.',
  'La iglesia está cerrada.',
  'Il partito comincia alle nove.',
  'De vakbond heeft gestaakt.',
  'Order A10BA02 has been shipped.',
  'Page 36 of the manual shows the part.',
  'The fingerprint of the certificate is SHA-256.',
  'Compare the fingerprint of the SSH key.',
  'An orthodox approach to caching',
  'The democratic process takes time.',
  'The republic of Ireland',
  'Union Square is crowded.',
  'The union of two sets contains all elements.',
  'Insulin is a hormone.',
  'A stroke of luck',
  'Verdi wrote La Traviata.',
  'The patient portal is down on the cancer ward.',
  'Patient satisfaction on the cancer ward rose again.',
  'The employee handbook covers treatment of depression in general.',
  'The project suffers from delays.',
  'The economy suffers from depression.',
  'Die Abteilung leidet an Personalmangel.',
  'Le projet souffre de retards.',
  'El proyecto sufre de retrasos.',
  'Il progetto soffre di ritardi.',
  'Het project lijdt aan vertragingen.',
  'A diabetic diet has little sugar.',
  'What should a diabetic eat?',
  'Explain what it means to be autistic.',
  'Bipolar transistors are used in amplifiers.',
  'Was ist eine bipolare Störung?',
  'Deutschland ist Mitglied der EU.',
  'Sie ist Mitglied im Sportverein.',
  'Das Gebäude gehört der evangelischen Kirche.',
]

test.each(positives)('%s is found in «%s»', (type, text) => {
  expect(findingsIn(text).map((finding) => finding.type)).toContain(type)
})

test.each(negatives.map((text) => [text]))('nothing special is found in «%s»', (text) => {
  const special = findingsIn(text).filter(({ type }) => !['PERSON', 'ADDRESS'].includes(type))
  expect(special).toEqual([])
})

test('a finding of a special category names its list, and claims no certainty', () => {
  const found = findingsIn('My son suffers from epilepsy.').filter(({ type }) => type === 'HEALTH')
  expect(found).toHaveLength(1)
  expect(found[0]!.reasons).toContain('lexicon:diagnosis')
  expect(found[0]!.score).toBeLessThan(0.85)
})

/** The shipped rules stop what is likelier than this. */
const stopped = 0.6

test.each([
  'Ibuprofen 400 mg 50 tablets',
  'Paracetamol 500mg tablets, box of 100',
  '3 x Omeprazol 20 mg 98 Kapseln, PZN 01234567',
  'Metformin 1000 mg, 180 Tabletten, Lieferung am Freitag',
  'Candesartan 8 mg, 98 comprimés',
])('an order of medicine tells of nobody: «%s»', (text) => {
  for (const { type, score } of findingsIn(text)) expect([type, score < stopped]).toEqual([type, true])
})

test.each([
  'My mother takes ibuprofen 400 mg, two tablets a day.',
  'Patient: Candesartan 8 mg in the morning.',
  'Medication: metformin',
])('a medicine of somebody is likely: «%s»', (text) => {
  const scores = findingsIn(text).flatMap(({ type, score }) => (type === 'HEALTH' ? [score] : []))
  expect(Math.max(...scores)).toBeGreaterThanOrEqual(stopped)
})

test.each([
  ['Herr Braun leidet an Diabetes mellitus Typ 2 und braucht Pausen.', 'Diabetes mellitus Typ 2'],
  ['Paul souffre de diabète de type 2.', 'diabète de type 2'],
  ['He has bipolar disorder.', 'bipolar disorder'],
])('in «%s» all of the illness is found', (text, illness) => {
  const bytes = Buffer.from(text)
  const found = findingsIn(text).filter(({ type }) => type === 'HEALTH')
  expect(found.map(({ start, end }) => bytes.toString('utf8', start, end))).toEqual([illness])
})

test('both halves of a sentence are said of its subject', () => {
  const text = 'She is pregnant and has diabetes.'
  expect(findingsIn(text).map(({ start, end }) => text.slice(start, end))).toEqual(['pregnant', 'diabetes'])
})

test.each([
  'Ibuprofen 400 mg: what is the maximum daily dose?',
  'What is the maximum dose of Ibuprofen 400 mg per day for adults?',
  'Why is Candesartan 8 mg given?',
  'Es un evento gay en Madrid.',
  'Es una novela sobre la depresión.',
])('«%s» says it of nobody', (text) => {
  expect(findingsIn(text)).toEqual([])
})
