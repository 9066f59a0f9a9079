/** Words that make a mention of a special category one of a person, in six languages. */
import type { Cue } from './lexicon.ts'

export const cueWords: Record<Cue, string> = {
  person:
    'i, he, she, they, him, her, his, my, me, our, their, who, patient, employee, colleague, applicant, candidate, tenant, client, ' +
    'customer, student, wife, husband, son, daughter, mother, father, brother, sister, partner, child, boss, mr, mrs, ms, dr, ' +
    'ich, er, sie, ihm, ihr, ihre, mein, meine, meiner, sein, seine, patientin, mitarbeiter, mitarbeiterin, kollege, kollegin, ' +
    'mitarbeiters, patienten, kollegen, kunden, bewerbers, mieters, ' +
    'bewerber, bewerberin, mieter, mieterin, kunde, kundin, herr, frau, sohn, tochter, mutter, vater, bruder, schwester, kind, chef, chefin, ' +
    'je, j, il, elle, lui, mon, ma, sa, leur, patiente, salarié, salariée, employé, employée, collègue, candidat, candidate, femme, mari, fils, ' +
    'fille, mère, père, frère, sœur, enfant, monsieur, madame, m, mme, ' +
    'yo, tengo, soy, estoy, él, ella, su, mi, paciente, empleado, empleada, compañero, compañera, candidato, candidata, esposa, esposo, marido, mujer, hijo, hija, ' +
    'madre, padre, hermano, hermana, niño, niña, señor, señora, sr, sra, ' +
    'io, ho, lui, lei, mio, mia, suo, sua, paziente, dipendente, collega, inquilino, moglie, marito, figlio, figlia, fratello, sorella, bambino, ' +
    'bambina, signor, signora, sig, ' +
    'ik, hij, zij, ze, mijn, zijn, haar, patiënt, patiënte, medewerker, medewerkster, werknemer, kandidaat, huurder, klant, vrouw, man, zoon, dochter, ' +
    'moeder, vader, broer, zus, kind, baas, collega, meneer, mevrouw, dhr, mevr, mw, ' +
    'neighbour, neighbor, friend, girlfriend, boyfriend, roommate, uncle, aunt, cousin, grandmother, grandfather, nephew, niece, woman, boy, girl, claimant, defendant, ' +
    'unser, unsere, unserer, nachbar, nachbarin, freund, freundin, onkel, tante, oma, opa, großmutter, großvater, neffe, nichte, ehemann, ehefrau, schüler, schülerin, studentin, ' +
    'angestellte, angestellter, azubi, kläger, klägerin, beklagte, beklagter, versicherte, versicherter, mandant, mandantin, ' +
    'voisin, voisine, ami, amie, oncle, notre, élève, étudiant, étudiante, locataire, cliente, vecino, vecina, amigo, amiga, tío, tía, abuelo, abuela, novio, novia, alumno, alumna, ' +
    'trabajador, trabajadora, inquilina, amico, amica, zio, zia, nonno, nonna, alunno, alunna, lavoratore, lavoratrice, buurman, buurvrouw, vriend, vriendin, oom, leerling, cliënt, huurster, bewoner',
  health:
    'medications, allergies, allergy, surgery, inhaler, allergien, allergie, unverträglichkeit, médicaments, allergies, alergias, alergia, allergia, allergieën, ' +
    'diagnosis, diagnosed, diagnoses, diagnose, suffers, suffering, suffered, illness, disease, disorder, syndrome, therapy, treatment, treated, ' +
    'medication, medicine, prescribed, prescription, takes, taking, tablet, tablets, dose, daily, mg, icd, symptoms, hospital, hospitalised, ' +
    'hospitalized, clinic, doctor, physician, sick, chronic, surgery, operation, relapse, tested, positive, patient, atc, allergic, ' +
    'diagnostiziert, diagnosen, leidet, leide, litt, erkrankt, erkrankung, krankheit, krank, krankgeschrieben, störung, therapie, behandlung, behandelt, ' +
    'medikament, medikamente, verordnet, verschrieben, rezept, nimmt, tabletten, dosis, täglich, symptome, klinik, krankenhaus, arzt, ärztin, ' +
    'chronisch, chronische, operation, befund, patientin, attest, allergisch, ' +
    'diagnostic, diagnostiqué, diagnostiquée, souffre, souffrant, atteint, atteinte, maladie, malade, trouble, traitement, traité, traitée, médicament, ' +
    'prescrit, prescrite, ordonnance, prend, comprimé, comprimés, jour, symptômes, hôpital, hospitalisé, médecin, chronique, chirurgie, patiente, ' +
    'diagnóstico, diagnosticado, diagnosticada, diagnosticaron, sufre, padece, enfermedad, enfermo, enferma, trastorno, tratamiento, tratado, tratada, ' +
    'medicamento, medicación, recetado, recetada, recetó, receta, toma, comprimidos, diario, síntomas, médico, crónica, crónico, cirugía, paciente, ' +
    'diagnosi, diagnosticato, diagnosticata, soffre, affetto, affetta, malattia, malato, malata, disturbo, terapia, trattamento, curato, curata, farmaco, ' +
    'farmaci, prescritto, prescritta, ricetta, assume, prende, compresse, sintomi, ospedale, ricoverato, ricoverata, medico, cronica, cronico, paziente, ' +
    'gediagnosticeerd, lijdt, leed, ziekte, ziek, aandoening, stoornis, behandeling, behandeld, medicijn, medicijnen, medicatie, voorgeschreven, recept, ' +
    'slikt, gebruikt, tabletten, dagelijks, symptomen, ziekenhuis, arts, huisarts, chronische, operatie, patiënt, patiënte',
  having:
    "have, has, had, 've, am, 'm, habe, hab, hat, hatte, bin, ai, a, avait, suis, tengo, tiene, tenía, soy, estoy, ho, ha, aveva, sono, heb, heeft, had, ben",
  being:
    'is, am, was, are, were, be, being, became, identifies, identify, came, out, religion, religious, faith, denomination, confession, orientation, ' +
    "'m, practising, practicing, devout, openly, converted, raised, baptised, baptized, " +
    'ist, bin, war, sind, wurde, konfession, religionszugehörigkeit, bekenntnis, glaube, gläubig, gläubige, getauft, konvertiert, bekennender, bekennende, offen, geoutet, ' +
    'est, suis, était, es, devenu, devenue, croyant, croyante, pratiquant, pratiquante, baptisé, baptisée, converti, convertie, confession, ouvertement, ' +
    'soy, era, fue, religión, fe, creyente, practicante, bautizado, bautizada, convertido, convertida, abiertamente, ' +
    'è, sono, religione, fede, credente, praticante, battezzato, battezzata, convertito, convertita, dichiaratamente, ' +
    'ben, was, geloof, religie, godsdienst, gelovig, gelovige, gedoopt, bekeerd, openlijk',
  member:
    'member, members, membership, joined, joins, joining, dues, fees, organised, shop, steward, delegate, votes, voted, voter, supports, supporter, card, belongs, ' +
    'mitglied, mitglieder, mitgliedschaft, mitgliedsbeitrag, mitgliedsnummer, eingetreten, beigetreten, ausgetreten, organisiert, wählt, wählte, wähler, wählerin, ' +
    'anhänger, anhängerin, parteibuch, vertrauensmann, gehört, gehöre, angehört, militiert, ' +
    'membre, adhérent, adhérente, adhère, adhésion, cotisation, cotise, syndiqué, syndiquée, encarté, vote, a voté, militant, militante, délégué, déléguée, sympathisant, milite, appartient, ' +
    'miembro, afiliado, afiliada, afiliación, afilió, cuota, militante, delegado, delegada, socio, socia, vota, votó, votante, simpatizante, milita, pertenece, ' +
    'membro, iscritto, iscritta, iscrizione, tessera, tesserato, tesserata, delegato, delegata, vota, votato, elettore, elettrice, simpatizzante, appartiene, ' +
    'lid, lidmaatschap, lidnummer, contributie, aangesloten, stemt, stemde, stemmer, kaderlid',
  belief:
    'religion, religious, faith, god, prayer, prays, pray, fasting, fasts, church, mosque, synagogue, temple, denomination, tax, ' +
    'glaube, gebet, betet, fastet, kirche, moschee, synagoge, konfession, kirchensteuer, religionszugehörigkeit, ' +
    'foi, prie, prière, jeûne, église, mosquée, synagogue, confession, ' +
    'fe, reza, oración, ayuna, iglesia, mezquita, sinagoga, religión, ' +
    'fede, prega, preghiera, digiuna, chiesa, moschea, sinagoga, religione, ' +
    'geloof, bidt, gebed, vast, kerk, moskee, synagoge, godsdienst, religie',
  descent:
    'descent, origin, ancestry, ethnicity, ethnic, heritage, roots, race, background, born, ' +
    'abstammung, herkunft, ethnie, ethnisch, ethnische, wurzeln, migrationshintergrund, ' +
    'origine, origines, ethnie, ethnique, ascendance, racines, ' +
    'origen, ascendencia, etnia, étnico, raíces, raza, ' +
    'origini, etnia, etnica, ascendenza, radici, ' +
    'afkomst, herkomst, etniciteit, etnische, wortels, migratieachtergrond',
  biometry:
    'template, templates, stored, scan, scanned, scanner, recorded, recording, enrolled, enrolment, access, login, data, database, match, matched, identification, ' +
    'vorlage, gespeichert, erfasst, aufgenommen, abgenommen, zutritt, zugang, daten, abgleich, ' +
    'gabarit, enregistré, enregistrée, enregistrées, relevé, relevées, prélevé, accès, données, ' +
    'plantilla, registrado, registrada, tomado, tomada, acceso, datos, ' +
    'modello, registrato, registrata, rilevato, accesso, dati, ' +
    'sjabloon, opgeslagen, vastgelegd, afgenomen, toegang, gegevens',
}
