/** Lexicons of religion, politics and trade unions. */
import type { LexiconEntry } from './lexicon.ts'

export const beliefEntries: readonly LexiconEntry[] = [
  {
    type: 'RELIGION',
    name: 'confession',
    phrases:
      'muslim, muslima, jewish, jew, christian, catholic, roman catholic, protestant, lutheran, evangelical, orthodox, buddhist, hindu, sikh, atheist, agnostic, mormon, jehovah’s witness, ' +
      "jehovah's witness, shia, sunni, baptist, methodist, presbyterian, anglican, quaker, " +
      'muslimisch, muslimin, moslem, jüdisch, jude, jüdin, christlich, christin, katholisch, römisch-katholisch, evangelisch, protestantisch, konfessionslos, orthodox, buddhistisch, buddhistin, ' +
      'hinduistisch, atheistin, zeuge jehovas, zeugin jehovas, alevitisch, freikirchlich, ' +
      'musulman, musulmane, juif, juive, chrétien, chrétienne, catholique, protestant, protestante, orthodoxe, bouddhiste, hindouiste, athée, témoin de jéhovah, ' +
      'musulmán, musulmana, judío, judía, cristiano, cristiana, católico, católica, protestante, ortodoxo, ortodoxa, budista, ateo, atea, agnóstico, testigo de jehová, evangélico, ' +
      'musulmano, musulmana, ebreo, ebrea, cristiano, cattolico, cattolica, ortodosso, ortodossa, buddista, ateo, testimone di geova, ebraica, ebraico, islamica, islamico, valdese, israélite, islámica, islámico, hindú, ' +
      'moslim, moslima, islamitisch, joods, jood, katholiek, rooms-katholiek, protestants, gereformeerd, hervormd, boeddhist, boeddhistisch, hindoe, atheïst, jehova’s getuige, joodse, islamitische, katholieke, protestantse, christelijke',
    needs: ['being', 'person'],
    before: 7,
    after: 0,
    score: 0.55,
    notBeforeName: true,
  },
  {
    type: 'RELIGION',
    name: 'practice',
    phrases:
      'converted to islam, converted to judaism, left the church, aus der kirche ausgetreten, kirchenaustritt, zum islam konvertiert, converti à l’islam, convertie à l’islam, ' +
      'convertido al islam, convertita all’islam, bekeerd tot de islam, observes ramadan, keeps kosher, fastet im ramadan, fait le ramadan, hace el ramadán',
    needs: ['person'],
    before: 10,
    after: 6,
    score: 0.6,
  },
  {
    type: 'RELIGION',
    name: 'faith',
    phrases:
      'jüdischen glaubens, muslimischen glaubens, islamischen glaubens, christlichen glaubens, katholischen glaubens, römisch-katholischen glaubens, evangelischen glaubens, orthodoxen glaubens, ' +
      'hinduistischen glaubens, buddhistischen glaubens, jüdischer konfession, katholischer konfession, evangelischer konfession',
    needs: ['person'],
    before: 8,
    after: 3,
    score: 0.6,
  },
  {
    type: 'RELIGION',
    name: 'church',
    phrases:
      'catholic church, church of england, methodist church, jewish community, evangelischen kirche, katholischen kirche, jüdischen gemeinde, zeugen jehovas, église catholique, église protestante, ' +
      'communauté juive, iglesia católica, iglesia evangélica, comunidad judía, chiesa cattolica, chiesa valdese, comunità ebraica, katholieke kerk, protestantse kerk, joodse gemeenschap',
    needs: ['member', 'person'],
    before: 10,
    after: 4,
    score: 0.6,
  },
  {
    type: 'UNION',
    name: 'union',
    phrases:
      'ver.di, ig metall, ig bau, ig bce, igbce, dgb, gdp, gew, ngg, evg, gdl, marburger bund, unison, unite the union, unite union, gmb, rmt, tuc, teamsters, afl-cio, seiu, uaw, afscme, cwa, ' +
      'cgt, cfdt, force ouvrière, cfe-cgc, cftc, unsa, sud solidaires, ugt, ccoo, comisiones obreras, csif, uso, cgil, cisl, uil, fiom, cobas, ugl, fnv, cnv, vcp, acv, abvv, aclvb, ' +
      'trade union, labour union, labor union, gewerkschaft, gewerkschaften, syndicat, sindicato, sindacato, vakbond, csc, fgtb, ögb, unia',
    needs: ['member', 'person'],
    before: 12,
    after: 7,
    score: 0.65,
  },
  {
    type: 'UNION',
    name: 'union-member',
    phrases:
      'gewerkschaftsmitglied, gewerkschaftlich organisiert, gewerkschaftsbeitrag, union member, union membership, union dues, shop steward, membre du syndicat, délégué syndical, ' +
      'déléguée syndicale, carte syndicale, afiliación sindical, afiliado sindical, delegado sindical, delegada sindical, iscritto al sindacato, iscritta al sindacato, ' +
      'tessera sindacale, vakbondslid, lid van de vakbond, lidmaatschap van de vakbond, vakbondscontributie',
    needs: [],
    before: 0,
    after: 0,
    score: 0.6,
  },
  {
    type: 'UNION',
    // `Sie ist in der Gewerkschaft`, `elle est syndiquée`.
    name: 'unionised',
    phrases:
      'in a union, in a trade union, in the trade union, in der gewerkschaft, in einer gewerkschaft, gewerkschaftlich aktiv, gewerkschaftlich engagiert, gewerkschafter, gewerkschafterin, syndiqué, syndiquée, ' +
      'syndicaliste, sindicalista, sindicado, sindicada, sindacalista, sindacalizzato, sindacalizzata, bij de vakbond, bij een vakbond, vakbondsman, vakbondsvrouw',
    needs: ['being', 'person'],
    before: 5,
    after: 0,
    score: 0.6,
    notBeforeName: true,
  },
  {
    type: 'POLITICS',
    name: 'party',
    phrases:
      'republican party, democratic party, republican, democrat, conservative party, labour party, labour, tory, tories, lib dem, lib dems, liberal democrats, green party, reform uk, snp, sinn féin, libertarian party, ' +
      'cdu, csu, spd, fdp, afd, die linke, linkspartei, die grünen, den grünen, bündnis 90, npd, bsw, övp, spö, fpö, svp, ' +
      'rassemblement national, parti socialiste, les républicains, la france insoumise, renaissance, parti communiste, europe écologie, front national, ' +
      'psoe, partido popular, vox, podemos, sumar, ciudadanos, esquerra republicana, junts, ' +
      'fratelli d’italia, partito democratico, lega nord, forza italia, movimento 5 stelle, rifondazione comunista, ' +
      'vvd, pvda, groenlinks, cda, pvv, d66, forum voor democratie, vlaams belang, n-va, ' +
      'partito comunista, partido comunista, partido socialista, movimento cinque stelle, kommunistischen partei, freien wählern, die freien wähler, partij voor de vrijheid, partij van de arbeid',
    needs: ['member', 'person'],
    before: 12,
    after: 5,
    score: 0.6,
  },
  {
    type: 'POLITICS',
    name: 'conviction',
    phrases:
      'communist, socialist, anarchist, far-right, far-left, neo-nazi, kommunist, kommunistin, sozialist, sozialistin, anarchist, anarchistin, rechtsextrem, linksextrem, communiste, socialiste, ' +
      'anarchiste, comunista, socialista, anarquista, anarchico, fascista, communist, anarchiste',
    needs: ['being', 'person'],
    before: 5,
    after: 0,
    score: 0.5,
    notBeforeName: true,
  },
]
