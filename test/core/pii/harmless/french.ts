/** Keeps bodies in French without personal data: a quote, a bill of lading, statistics, a web form, a script. */
import type { HarmlessBody } from './body.ts'

export const french: readonly HarmlessBody[] = [
  {
    kind: 'devis',
    contentType: 'application/json',
    body: `{"devis":"DV-2026-00872","date":"22/11/2026","validite":"30 jours","lignes":[
{"ref":"LMP-0450-12","designation":"Luminaire LED 600x600","quantite":48,"pu_ht":"64,90","total_ht":"3 115,20"},
{"ref":"CBL-3G15-100","designation":"Câble 3G1,5 couronne 100 m","quantite":6,"pu_ht":"89,00","total_ht":"534,00"}],
"total_ht":"3 649,20","tva_20":"729,84","total_ttc":"4 379,04","commande":"CF2026110087"}`,
  },
  {
    kind: 'bon de livraison',
    contentType: 'text/plain',
    body: `Bon de livraison n° 26110457 du 18/11/2026, commande n° 4500778120
Réf. 3 4009 3000 1204  Carton de 24, lot L26318-02, à consommer avant le 31/03/2027 : 120 unités
Réf. 3 4009 3000 1211  Carton de 12, lot L26318-03, à consommer avant le 30/04/2027 :  60 unités
SSCC 334009300000012345, colis 6A12345678901, poids brut 1 284,60 kg, 4 palettes 80 x 120`,
  },
  {
    kind: 'statistiques',
    contentType: 'text/csv',
    body: `mois;visites;pages_vues;duree_s;rebond;ca_ht
2026-08;128 430;412 007;184;41,2 %;48 210,75
2026-09;141 882;460 119;191;39,8 %;52 004,10
2026-10;150 377;498 220;187;40,1 %;55 873,60
total;420 689;1 370 346;187;40,4 %;156 088,45`,
  },
  {
    kind: 'formulaire de recherche',
    contentType: 'application/x-www-form-urlencoded',
    body: `q=imprimante+laser+A3&prix_min=250&prix_max=1299.90&tri=prix_asc&page=3&par_page=48&categorie=204817&stock=1&ref=HP-W1A53A&t=1795334400&session=fermee`,
  },
  {
    kind: 'compte rendu de chantier',
    contentType: 'text/plain',
    body: `Compte rendu n° 14 du 19/11/2026. Lot 3 : 1 250 m² de dalle coulés, reste 340 m². Béton C25/30, essai à 28 jours : 31,4 MPa.
Lot 7 : tableaux TD1 à TD6 posés, repères 104-118. Plan 2026-118-EXE-07 indice D du 02/10/2026.
Réserves levées : 12, 17, 23 à 31. Prochaine réunion le jeudi 26 novembre 2026 à 8 h 30. Montant des travaux 1 204 500,00 € HT.`,
  },
  {
    kind: 'requête SQL',
    contentType: 'text/plain',
    body: `SELECT p.id, p.ref, SUM(l.quantite) AS q FROM produits p
JOIN lignes l ON l.produit_id = p.id
WHERE l.cree_le BETWEEN '2026-01-01 00:00:00' AND '2026-10-31 23:59:59'
  AND p.code IN (10021457, 10021458, 10033912, 20450018) AND p.prix > 1299.99
GROUP BY 1, 2 HAVING SUM(l.quantite) > 5000 ORDER BY q DESC LIMIT 100 OFFSET 200;`,
  },
  {
    kind: 'lettre d’information',
    contentType: 'text/html',
    body: `<!doctype html><html><head><meta charset="utf-8"><style>.b{width:640px;background:#0055a4;line-height:1.45}</style></head>
<body><h1>Soldes du 8 janvier au 4 février 2027</h1><p>Jusqu'à &minus;50&nbsp;% sur 2&nbsp;450 articles. Livraison offerte dès 49,90&nbsp;€.</p>
<a href="https://boutique.example/soldes?utm_source=lettre&amp;utm_campaign=20270108&amp;id=884120">Voir les offres</a>
<p style="font-size:10px">Lettre n°&nbsp;118, envoi 2027-01-07T06:00:00Z</p></body></html>`,
  },
  {
    kind: 'horaires',
    contentType: 'text/plain',
    body: `Ligne 12, départs de semaine : 06 12 - 06 27 - 06 42 - 06 57 - 07 12 - 07 27 - 07 42
Samedi : 07 10 - 07 40 - 08 10 - 08 40. Durée 00:34, 18 arrêts, correspondance lignes 3, 7 et 42.
Tarif 2,10 €, carnet de dix 17,60 €, abonnement 68,50 € par mois. Plan en page 14, article L. 1111-2 du code.`,
  },
  {
    kind: 'capteurs',
    contentType: 'application/x-ndjson',
    body: `{"capteur":"T-0417","t":1795334400000,"c":21.48,"seq":90412887}
{"capteur":"T-0418","t":1795334405000,"c":21.51,"seq":90412888}
{"capteur":"T-0419","t":1795334410000,"c":-3.02,"seq":90412889,"trame":"01 04 02 FF FF B8 80"}
{"capteur":"H-0022","t":1795334415000,"h":45.125,"seq":90412890,"firmware":"2.4.11"}`,
  },
  {
    kind: 'question sur un calcul',
    contentType: 'application/json',
    body: `{"messages":[{"role":"user","content":"Peux-tu vérifier ce calcul : 12 500 x 1,035 puis moins 7,5 %, soit 11 966,72 ? La facture F-2026-10457 porte sur 36 mensualités de 482,17 €. Le code d'erreur est E-1042-77 et la norme NF C 15-100 partie 7-771."}]}`,
  },
]
