/** Lexicons of health (GDPR Art. 4(15) and 9): diagnoses, conditions, medicines. */
import { conditionsOfPeople, furtherDiagnoses } from './conditions.ts'
import type { LexiconEntry } from './lexicon.ts'

const type = 'HEALTH'

/** Of a medicine beside which nobody is mentioned. Rules that stop orders and invoices over it would stop a practice. */
export const ofNobody = 0.5

/** International non-proprietary names, and as they are written in the six languages. */
const medicines =
  'penicillin, penicillin v, amoxicillin, antibiotics, antibiotic, antidepressants, painkillers, statins, ibuprofen, paracetamol, aspirin, albuterol, ' +
  'salbutamol, humalog, losartan, gabapentin, hydrochlorothiazide, furosemide, azithromycin, ciprofloxacin, doxycycline, valproate, lamotrigine, ' +
  'penizillin, antibiotika, antidepressiva, schmerzmittel, pénicilline, amoxicilline, antibiotiques, antidépresseurs, penicilina, amoxicilina, antibióticos, ' +
  'antidepresivos, penicillina, amoxicillina, antibiotici, antidepressivi, penicilline, amoxicilline, pijnstillers, ' +
  'metformin, metformine, metformina, insulin, insuline, insulina, lisinopril, ramipril, enalapril, amlodipine, amlodipin, atorvastatin, atorvastatine, simvastatin, simvastatine, ' +
  'sertraline, sertralin, sertralina, fluoxetine, fluoxetin, fluoxetina, citalopram, escitalopram, venlafaxine, venlafaxin, mirtazapine, mirtazapin, duloxetine, quetiapine, quetiapin, ' +
  'olanzapine, olanzapin, risperidone, risperidon, aripiprazole, clozapine, clozapin, lithium, litio, lorazepam, diazepam, alprazolam, zolpidem, methylphenidate, methylphenidat, ' +
  'ritalin, prozac, zoloft, xanax, valium, adderall, levothyroxine, levothyroxin, l-thyroxin, warfarin, apixaban, rivaroxaban, bisoprolol, metoprolol, ' +
  'omeprazole, omeprazol, pantoprazole, pantoprazol, prednisone, prednisolon, methotrexate, methotrexat, tamoxifen, adalimumab, trastuzumab, rituximab, ' +
  'truvada, biktarvy, antiretroviral, buprenorphine, methadone, methadon, metadone, metadona, naltrexone, ventolin, ventoline, ventolín, seretide, symbicort, concerta, elvanse, medikinet, humira, methotrexat, keppra, lyrica, tramadol, oxycodone, fentanyl, morphine, morphin, semaglutide, ozempic'

/** Illnesses and states of health. */
const diagnoses =
  // en
  'diabetes, diabetic, hypertension, asthma, epilepsy, epileptic, depression, depressive, schizophrenia, schizophrenic, bipolar, anxiety disorder, panic attacks, ptsd, adhd, autism, ' +
  'autistic, dementia, alzheimer, alzheimers, parkinson, parkinsons, cancer, breast cancer, tumor, tumour, leukemia, leukaemia, lymphoma, hepatitis, hepatitis b, hepatitis c, ' +
  'tuberculosis, multiple sclerosis, crohn, crohns, stroke, heart attack, heart failure, pneumonia, migraine, arthritis, lupus, anorexia, bulimia, eating disorder, alcoholism, addiction, ' +
  'burnout, insomnia, covid, hiv, aids, syphilis, chlamydia, miscarriage, abortion, pregnant, pregnancy, infertility, kidney failure, sciatica, slipped disc, psychosis, ' +
  'gingivitis, periodontitis, root canal, appendicitis, bronchitis, angina, gout, psoriasis, eczema, glaucoma, sepsis, scoliosis, ' +
  'osteoporosis, anemia, anaemia, obesity, endometriosis, fibromyalgia, thrombosis, embolism, concussion, fracture, appendectomy, broken hip, broken leg, broken arm, broken wrist, broken ankle, broken foot, broken collarbone, broken rib, broken ribs, fractured hip, ' +
  // de
  'bluthochdruck, blinddarmentzündung, gicht, schuppenflechte, osteoporose, blutarmut, thrombose, gehirnerschütterung, epilepsie, depressionen, schizophrenie, angststörung, panikattacken, posttraumatische belastungsstörung, adhs, autismus, demenz, krebs, brustkrebs, tumor, leukämie, ' +
  'lymphom, tuberkulose, schlaganfall, herzinfarkt, herzinsuffizienz, lungenentzündung, migräne, rheuma, magersucht, essstörung, alkoholabhängig, alkoholsucht, suchterkrankung, ' +
  'schlafstörung, schlafstörungen, fehlgeburt, abtreibung, schwanger, schwangerschaft, bandscheibenvorfall, psychose, parodontitis, karies, wurzelbehandlung, morbus crohn, multiple sklerose, multipler sklerose, ' +
  // fr
  'diabète, diabétique, hypertension artérielle, asthme, épilepsie, dépression, dépressif, dépressive, schizophrénie, bipolaire, trouble anxieux, autisme, démence, sclérose en plaques, ' +
  'cancer du sein, tumeur, leucémie, lymphome, hépatite, hépatite b, hépatite c, tuberculose, avc, infarctus, insuffisance cardiaque, pneumonie, migraine, polyarthrite, anorexie, boulimie, alcoolisme, toxicomanie, ' +
  'épuisement professionnel, insomnie, vih, sida, fausse couche, avortement, ivg, enceinte, grossesse, hernie discale, psychose, parodontite, ' +
  // es
  'diabético, diabética, hipertensión, asma, epilepsia, depresión, esquizofrenia, trastorno bipolar, ansiedad, autismo, demencia, esclerosis múltiple, cáncer, cáncer de mama, tumor, leucemia, ' +
  'linfoma, tuberculosis, ictus, infarto, insuficiencia cardíaca, neumonía, migraña, artritis, anorexia, bulimia, alcoholismo, adicción, insomnio, vih, sida, aborto, embarazada, embarazo, ' +
  'hernia discal, psicosis, caries, ' +
  // it
  'diabete, diabetico, diabetica, ipertensione, epilessia, depressione, schizofrenia, disturbo bipolare, ansia, demenza, sclerosi multipla, cancro, tumore, tumore al seno, ' +
  'leucemia, tubercolosi, ictus, infarto, insufficienza cardiaca, polmonite, emicrania, artrite, alcolismo, tossicodipendenza, insonnia, aborto, incinta, gravidanza, ' +
  'ernia del disco, epatite, epatite b, epatite c, psicosi, parodontite, ' +
  // nl
  'suikerziekte, hoge bloeddruk, astma, depressie, schizofrenie, bipolaire stoornis, angststoornis, dementie, kanker, borstkanker, leukemie, beroerte, hartaanval, hartfalen, ' +
  'longontsteking, reuma, eetstoornis, verslaafd, verslaving, slapeloosheid, miskraam, zwanger, zwangerschap, hernia, psychose, tandvleesontsteking, ' +
  furtherDiagnoses

export const healthEntries: readonly LexiconEntry[] = [
  {
    type,
    name: 'condition',
    // Said of nobody but a person, whatever the sentence.
    phrases:
      'hiv positive, hiv-positive, hiv positiv, hiv-positiv, hiv infection, hiv-infektion, séropositif, séropositive, seropositivo, seropositiva, ' +
      'sieropositivo, sieropositiva, hiv-positief, schwerbehindert, schwerbehinderung, schwerbehindertenausweis, grad der behinderung, ' +
      'severely disabled, disability pension, disability card, travailleur handicapé, rqth, grado de discapacidad, invalidità civile, ' +
      'erwerbsunfähig, berufsunfähig, arbeidsongeschikt, carte d’invalidité, wheelchair user, rollstuhlfahrer, rollstuhlfahrerin',
    needs: [],
    before: 0,
    after: 0,
    score: 0.65,
  },
  {
    type,
    name: 'diagnosis',
    phrases: diagnoses,
    needs: ['person', 'health'],
    before: 12,
    after: 8,
    score: 0.6,
  },
  {
    type,
    name: 'pregnancy',
    phrases:
      'pregnant, schwanger, enceinte, embarazada, incinta, zwanger, maternity leave, mutterschutz, congé maternité, baja por maternidad, congedo di maternità, zwangerschapsverlof',
    needs: ['person'],
    before: 6,
    after: 4,
    score: 0.55,
  },
  {
    type,
    // Said plainly: `I have diabetes`, `ich bin schwanger`, `she has been signed off with depression`.
    name: 'stated-diagnosis',
    phrases: diagnoses,
    needs: ['having', 'person'],
    before: 6,
    after: 0,
    score: 0.55,
  },
  {
    type,
    name: 'condition-of-somebody',
    phrases: conditionsOfPeople,
    needs: ['being', 'person'],
    before: 6,
    after: 0,
    score: 0.55,
    notBeforeName: true,
  },
  {
    type,
    name: 'medicine',
    phrases: medicines,
    needs: ['person', 'health'],
    before: 12,
    after: 8,
    score: 0.65,
  },
  {
    type,
    // An article that a pharmacy, a practice or a care home orders: `Ibuprofen 400 mg, 50 tablets`.
    name: 'medicine-of-nobody',
    phrases: medicines,
    needs: ['health'],
    before: 10,
    after: 6,
    score: ofNobody,
    notAsked: true,
  },
  {
    type,
    name: 'blood-type',
    phrases:
      'blood type, blood group, blutgruppe, groupe sanguin, grupo sanguíneo, gruppo sanguigno, bloedgroep',
    needs: ['person'],
    before: 8,
    after: 6,
    score: 0.55,
  },
  {
    type,
    name: 'psychiatry',
    phrases:
      'suicidal, suicide attempt, self-harm, psychiatric ward, mental breakdown, suizidgefährdet, suizidversuch, suizidal, psychiatrie, psychiatrische klinik, psychisch krank, ' +
      'suicidaire, tentative de suicide, hôpital psychiatrique, intento de suicidio, psiquiátrico, tentato suicidio, reparto psichiatrico, zelfmoordpoging, suïcidaal, psychiatrische kliniek',
    needs: ['person'],
    before: 10,
    after: 8,
    score: 0.6,
  },
]

/** Ends of international non-proprietary names (WHO, "The use of stems", 2018); the last four letters. */
export const medicineStems =
  'pril olol zumab ximab umab imab statin vastatin statine sartan prazole prazol dipine dipin cillin cilline micin mycin oxacin azepam zolam triptan gliptin gliflozin parin oxetine afil conazole conazol cycline vir ciclovir setron'

/** Behind a number these make a dose. */
export const doseUnits = 'mg, µg, mcg, ml, mg/d, ie, iu'

/** What a tooth is called; its number follows (ISO 3950: 11–48, milk teeth 51–85). */
export const toothWords =
  'tooth, teeth, zahn, zähne, zahns, dent, dents, diente, dientes, muela, pieza, dente, denti, tand, kies, element, elemento'
