/** More illnesses for the lexicon of health, and what people are called who have one. */

/** Illnesses of several words, which begin with one that tells less, and less usual ones. */
export const furtherDiagnoses: string =
  // en
  'diabetes mellitus, diabetes mellitus type 1, diabetes mellitus type 2, diabetes type 1, diabetes type 2, type 1 diabetes, type 2 diabetes, bipolar disorder, borderline personality disorder, ' +
  'rheumatoid arthritis, coeliac disease, celiac disease, crohn’s disease, parkinson’s disease, alzheimer’s disease, obsessive compulsive disorder, ocd, copd, hypothyroidism, atrial fibrillation, ' +
  'cirrhosis, cystic fibrosis, sickle cell disease, tourette syndrome, down syndrome, asperger, chronic pain, chronic fatigue, long covid, lung cancer, prostate cancer, bowel cancer, skin cancer, ' +
  'brain tumour, brain tumor, postnatal depression, ' +
  // de
  'diabetes mellitus typ 1, diabetes mellitus typ 2, diabetes typ 1, diabetes typ 2, typ-1-diabetes, typ-2-diabetes, bipolare störung, bipolaren störung, bipolarer störung, borderline-störung, ' +
  'zwangsstörung, panikstörung, rheumatoide arthritis, morbus bechterew, morbus parkinson, parkinson-krankheit, alzheimer-krankheit, neurodermitis, zöliakie, vorhofflimmern, niereninsuffizienz, ' +
  'nierenversagen, leberzirrhose, mukoviszidose, schilddrüsenunterfunktion, wochenbettdepression, krebserkrankung, lungenkrebs, prostatakrebs, darmkrebs, hautkrebs, hirntumor, colitis ulcerosa, ' +
  // fr
  'diabète de type 1, diabète de type 2, trouble bipolaire, troubles bipolaires, maladie de crohn, maladie de parkinson, maladie d’alzheimer, maladie d’alzheimer, polyarthrite rhumatoïde, ' +
  'maladie cœliaque, insuffisance rénale, mucoviscidose, cirrhose, bpco, cancer du poumon, cancer de la prostate, fibromyalgie, endométriose, ' +
  // es
  'diabetes tipo 1, diabetes tipo 2, diabetes de tipo 2, enfermedad de crohn, enfermedad de parkinson, enfermedad de alzheimer, enfermedad celíaca, artritis reumatoide, insuficiencia renal, ' +
  'fibrosis quística, cirrosis, epoc, cáncer de pulmón, cáncer de próstata, fibromialgia, endometriosis, ' +
  // it
  'diabete di tipo 1, diabete di tipo 2, diabete tipo 2, diabete mellito, morbo di crohn, morbo di parkinson, morbo di alzheimer, artrite reumatoide, celiachia, insufficienza renale, ' +
  'fibrosi cistica, cirrosi, bpco, cancro al polmone, cancro al seno, tumore al polmone, tumore alla prostata, fibromialgia, endometriosi, asma, ' +
  // nl
  'ziekte van crohn, ziekte van parkinson, ziekte van alzheimer, reumatoïde artritis, coeliakie, nierfalen, taaislijmziekte, longkanker, prostaatkanker, darmkanker, epilepsie, autisme, ' +
  'paniekstoornis, dwangstoornis, burn-out'

/** `She is diabetic`, `er ist Alkoholiker`: only of somebody of whom it is said. */
export const conditionsOfPeople: string =
  // en
  'diabetic, asthmatic, epileptic, autistic, alcoholic, anorexic, bulimic, schizophrenic, bipolar, dyslexic, paraplegic, quadriplegic, deaf, infertile, terminally ill, chronically ill, mentally ill, ' +
  'seriously ill, immunocompromised, clinically depressed, drug addict, ' +
  // de
  'diabetiker, diabetikerin, asthmatiker, asthmatikerin, epileptiker, epileptikerin, autist, autistin, autistisch, alkoholiker, alkoholikerin, bluter, legastheniker, legasthenikerin, zuckerkrank, ' +
  'herzkrank, krebskrank, nierenkrank, suchtkrank, alkoholkrank, demenzkrank, schwerkrank, chronisch krank, unheilbar krank, depressiv, manisch-depressiv, schizophren, magersüchtig, drogenabhängig, ' +
  'drogensüchtig, gehörlos, querschnittsgelähmt, sehbehindert, dement, ' +
  // fr
  'diabétique, asthmatique, épileptique, autiste, alcoolique, anorexique, boulimique, schizophrène, bipolaire, dépressif, dépressive, dyslexique, toxicomane, paraplégique, malentendant, malentendante, ' +
  'malvoyant, malvoyante, handicapé, handicapée, gravement malade, ' +
  // es
  'diabético, diabética, asmático, asmática, epiléptico, epiléptica, autista, alcohólico, alcohólica, anoréxica, bulímica, esquizofrénico, esquizofrénica, depresivo, depresiva, disléxico, disléxica, ' +
  'drogadicto, drogadicta, toxicómano, parapléjico, parapléjica, discapacitado, discapacitada, minusválido, celíaco, celíaca, ' +
  // it
  'diabetico, diabetica, asmatico, asmatica, epilettico, epilettica, autistico, autistica, alcolista, anoressica, bulimica, schizofrenico, schizofrenica, bipolare, depresso, depressa, dislessico, ' +
  'dislessica, tossicodipendente, paraplegico, paraplegica, cardiopatico, cardiopatica, celiaco, celiaca, ' +
  // nl
  'diabeticus, diabeet, astmatisch, epileptisch, autistisch, alcoholist, alcoholiste, schizofreen, bipolair, depressief, dyslectisch, drugsverslaafd, doof, slechtziend, gehandicapt, chronisch ziek, ' +
  'ongeneeslijk ziek'
