/** Lexicons of sexual orientation, ethnic origin, and biometric data. */
import type { LexiconEntry } from './lexicon.ts'

export const identityEntries: readonly LexiconEntry[] = [
  {
    type: 'ORIENTATION',
    name: 'orientation',
    phrases:
      'gay, lesbian, bisexual, homosexual, transgender, transsexual, trans woman, trans man, non-binary, nonbinary, queer, asexual, pansexual, intersex, ' +
      'schwul, lesbisch, bisexuell, homosexuell, transsexuell, trans, nichtbinär, nicht-binär, asexuell, pansexuell, ' +
      'homosexuel, homosexuelle, lesbienne, bisexuel, bisexuelle, transgenre, non-binaire, ' +
      'lesbiana, bisexual, homosexual, transgénero, transexual, no binario, ' +
      'omosessuale, lesbica, bisessuale, transgender, transessuale, non binario, ' +
      'homoseksueel, homo, lesbisch, biseksueel, transgender, non-binair',
    needs: ['being', 'person'],
    before: 6,
    after: 0,
    score: 0.6,
    notBeforeName: true,
  },
  {
    type: 'ORIENTATION',
    name: 'sexual-life',
    phrases:
      'sexual orientation, came out as gay, came out as lesbian, came out as trans, sexuelle orientierung, orientation sexuelle, orientación sexual, orientamento sessuale, seksuele geaardheid, ' +
      'gender reassignment, geschlechtsangleichung, transition de genre, cambio de sexo, cambio di sesso, geslachtsverandering',
    needs: ['person'],
    before: 6,
    after: 6,
    score: 0.5,
  },
  {
    type: 'ORIGIN',
    name: 'origin',
    phrases:
      'black, african american, african-american, latino, latina, hispanic, asian, caucasian, native american, roma, romani, kurdish, kurd, aboriginal, maori, inuit, sinti, arab, berber, ' +
      'jewish, turkish, african, indian, pakistani, chinese, moroccan, syrian, afghan, ' +
      'kurdischer, kurdische, türkischer, türkische, afrikanischer, afrikanische, arabischer, arabische, sorbischer, asiatischer, asiatische, jüdischer, syrischer, ' +
      'maghrébine, africaine, kurde, arabe, asiatique, turque, antillaise, algérienne, marocaine, juive, ' +
      'gitano, gitana, africano, africana, árabe, marroquí, asiático, kurdo, magrebí, judío, ' +
      'africana, araba, curda, asiatica, marocchina, albanese, ebraica, ' +
      'turkse, marokkaanse, surinaamse, afrikaanse, koerdische, arabische, antilliaanse, aziatische',
    needs: ['descent', 'person'],
    before: 5,
    after: 3,
    score: 0.55,
  },
  {
    type: 'ORIGIN',
    name: 'ethnicity',
    phrases:
      'migrationshintergrund, ethnic minority background, of african descent, of asian descent, of jewish descent, person of colour, person of color, sinti und roma, ethnische herkunft, origine ethnique, ' +
      'origen étnico, origine etnica, etnische afkomst, migratieachtergrond, joodse afkomst',
    needs: ['person'],
    before: 8,
    after: 6,
    score: 0.5,
  },
  {
    type: 'BIOMETRIC',
    name: 'biometry',
    phrases:
      'fingerprint, fingerprints, iris scan, retina scan, face scan, facial recognition, faceprint, voiceprint, palm print, palm vein, biometric template, biometric data, dna sample, dna profile, ' +
      'fingerabdruck, fingerabdrücke, iris-scan, irisscan, netzhautscan, gesichtserkennung, gesichtsscan, stimmabdruck, handvenenscan, biometrische daten, dna-probe, dna-profil, ' +
      'empreinte digitale, empreintes digitales, reconnaissance faciale, scan de l’iris, empreinte vocale, données biométriques, profil adn, ' +
      'huella dactilar, huellas dactilares, reconocimiento facial, escáner de iris, datos biométricos, perfil de adn, ' +
      'impronta digitale, impronte digitali, riconoscimento facciale, scansione dell’iride, dati biometrici, profilo dna, ' +
      'vingerafdruk, vingerafdrukken, gezichtsherkenning, irisscan, biometrische gegevens, dna-profiel',
    needs: ['person', 'biometry'],
    before: 10,
    after: 10,
    score: 0.55,
  },
]
