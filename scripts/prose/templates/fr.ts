/** French sentences to fill with names, for training; and ones without any name. */

export const fr = `
Rédige une réponse à {P} au sujet du colis en retard.
Résume l'appel avec {P} de {O}.
{P} a appelé deux fois et demande un remboursement.
Déplace le rendez-vous de {L} à {W}.
Je m'appelle {P} et j'habite {A}.
Je suis {P}, né le {D}, et je souhaite résilier mon contrat.
Bonjour {F},\n\nmerci pour ton message. {P} viendra {W}.\n\nCordialement,\n{P}\n{O}
Madame {V},\n\nnous avons reçu votre paiement de {M}.\n\nBien à vous,\n{P}
Cher Monsieur {V},
Chère {F},
Cher {P},
Monsieur {P}, {A}
Mme {V} et M. {V} arrivent à dix heures.
Salut {F}, tu as reçu le fichier de {F} ?
Livrez à {P}, {A}.
La facture est à envoyer à {O}, {A}.
Notre nouvelle adresse est {A}.
Merci de modifier l'adresse de facturation : {A}.
Adresse de livraison : {A}
Client : {P}\nAdresse : {A}\nTéléphone : {T}\nCourriel : {E}
Nom : {P}, téléphone {T}, commande {N}
Le patient {P} ({D}) a été vu par le Dr {V}.
{L} recommande une nouvelle visite en mai.
Compte rendu : {F}, {F} et {P} étaient présents ; {P} était excusé.
Participants : {P}, {P}, {P}
Transfère ce message à {P} ({E}).
Envoie le contrat à {P} et mets {F} en copie.
Virez {M} à {P}, compte {N}.
Est-ce que {P} travaille encore chez {O} ?
{O} a embauché {P} à {C}.
{P} a déménagé de {C} à {C} l'an dernier.
L'ordinateur de {P} est en panne, ticket {N}.
Le salaire de {F} passe à {M}.
J'ai parlé avec {F} du déploiement de {U}.
Demande à {F} si {O} a payé.
Rappelle à {P} que son passeport {N} expire en {W}.
La locataire {P} paie {M} par mois.
Le prévenu {P} demeure {A}.
Contact : {P} ({O})
Cordialement,\n{P}\n{A}\n{T}
Merci,\n{F}
De : {P} <{E}>\nÀ : {P} <{E}>\nObjet : Votre réservation à {C}
Traduis la lettre à {L} en anglais.
Écris un poème pour ma collègue {F} qui quitte {O}.
{V} {F} - dossier {N}
Signé : {P}
Approuvé par {P} le {D}.
{P} et {P} partagent un bureau à {C}.
Son mari {F} et son fils {F} étaient là.
Mon chef {P} dit que {U} est en retard.
La candidate {P} a travaillé cinq ans chez {O}.
Le dossier de {P} ({N}) a été refusé.
Crée un compte pour {P} avec {E}.
{P} est joignable au {T}.
{L} a payé {M} par carte.
Réserve un vol pour {C} au nom de {P}.
Le colis de {P} est resté au {A}.
Notre bureau se trouve {A}.
J'habite au {A} avec ma sœur {F}.
qui est {P} ?
rappelle {P}
D'après {P}, personne ne savait.
L'avis d'{F} compte beaucoup.
Le contrat d'{P} commence le {D}.
Le président {V} a rencontré {V} à {C}.
Prépare l'entretien annuel avec {F} {V}.
Monsieur et Madame {V} habitent {A}.
À l'attention de {P}
Qu'en pensent {F} et {F} ?
Quel est le salaire de {P} depuis {D} ?
`
export const frNegative = `
Comment demander un nouvel ordinateur ?
Quelles étapes comprend l'intégration des nouveaux salariés ?
Rédige un rappel aimable sur les notes de frais.
Résume la nouvelle règle sur le télétravail.
Explique la configuration de {U} dans {U}.
Quelle est la capitale de {K} ?
Il fait beau à {C} en {W}.
{O} ouvre un bureau à {C}.
{O} et {O} ont signé un accord à {C}.
La facture {N} de {O} pour {M} est échue.
Vérifie l'offre de {O} avant {W}.
Le train de {C} à {C} part à neuf heures.
Compare {U} et {U}.
La Comptabilité attend le Bilan avant {W}.
Le Comité d'entreprise et la Direction se réunissent {W}.
Prénom, Nom, Rue, Code postal et Ville sont obligatoires.
Numéro de compte : {N}\nDate : {D}
Objet : Rappel - Revue trimestrielle
Voir les Conditions générales, Article 4.
Lundi, Mardi et Mercredi me conviennent.
Joyeux Noël et Bonne Année !
La Direction informe le Conseil d'administration.
{U} est un produit de {O}.
Madame, Monsieur,
Bonjour à tous, la réunion commence à dix heures.
Merci, l'équipe Support
Cordialement, {O}
L'Assemblée nationale, le Sénat et la Tour Eiffel
La Poste, la SNCF et la Mairie sont fermées.
Le Chapitre 7 traite de la Protection des données.
La Fête de la Musique à {C}
Le Tour de France passe par {C}.
Que signifie le champ Numéro de TVA ?
Crée un tableau des commandes par Centre de coûts.
Nos clients de {C} et de {K} attendent la livraison.
`
