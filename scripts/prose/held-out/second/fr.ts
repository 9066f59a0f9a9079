/** More French texts in which nobody is named, for measuring what is touched: never for training or choosing. */
import type { HeldOutTexts } from '../held-out.ts'

export const fr: HeldOutTexts = {
  words: {
    article:
      'Plateau en bambou|Horloge murale|Couverture en laine|Moulin à poivre|Pompe à vélo|Bougeoir|Gourde isotherme|Laisse pour chien|Lampe de bureau|Panier de pique-nique',
    ville: 'Rennes|Namur|Lausanne|Annecy|Perpignan|Limoges|Brest|Aix-les-Bains',
    enseigne:
      'Pharmacie du Marché|Pépinière des Collines|Le Fournil du Coin|Cycles du Nord|Imprimerie du Port|Menuiserie du Chêne',
    logiciel: 'Pennylane|Dropbox|Canva|Stripe|Zapier|PrestaShop|Brevo|Sellsy',
    jour: 'lundi|mardi|mercredi|jeudi|vendredi|samedi',
  },
  texts: `
# publication
Rédige une légende Instagram pour notre nouveauté : {article}. Ton joyeux, deux émojis, hashtags #Artisanat #Local #{ville}.
# publication
Transforme en post LinkedIn : {enseigne} a reçu le Label Vert de la Chambre de Métiers. Merci à toute notre clientèle de {ville} !
# remboursement
Relis ce texte : Le Remboursement intervient sous {##} jours. Les Soldes, Bons Cadeaux et Boucles d'oreilles ne sont pas repris.
# tableur
La colonne A contient la Date, la B le Montant HT, la C le Taux de TVA. Quelle formule donne le Montant TTC sans les lignes vides ?
# tableur
Mois;Recettes;Visites
Janvier;{####};{###}
Février;{####};{###}
Trace une courbe et signale le Meilleur Mois.
# tarifs
Coupe Brushing {##} €
Mèches Tête Entière {##} €
Taille de Barbe {##} €
Coupe Enfant {##} €
# avis
Un client a mis deux étoiles : « Soupe froide, Service lent, Vue superbe ». Prépare une réponse polie de {enseigne}.
# lettre d'information
Idées d'objet pour la lettre de Printemps : Remise Anticipée, Dates des Ateliers, Portes Ouvertes, Nouveaux Horaires le {jour}.
# bon de livraison
1 x {article}, Chêne huilé
2 x {article}, Gris Ardoise
1 Emballage Cadeau, Carte : Joyeux Anniversaire
Transporteur : Colissimo, {#} kg
# ménage
{jour} : Cuisine, Joints du Frigo, Hotte. {jour} : Réserve et Cour. Tous les jours : Comptoir, Poignées, Sanitaires.
# fermeture
Avant de partir : Fours éteints, Lave-vaisselle vidé, Rideau baissé, Caisse comptée, Poubelles sorties. Cocher la Fiche au mur.
# erreur
{logiciel} affiche « Jeton expiré, Droit manquant ». Nous avons seulement changé de Formule {jour}. Que vérifier d'abord ?
# questions
Livrez-vous en Corse ? Oui, par Ferry le {jour}. Les chiens sont-ils admis ? Oui, en Terrasse, tenus en laisse.
# traduction
Traduis en anglais en gardant les lignes : Sol Glissant / Réservé au Personnel / Attention à la Marche / Sonnez SVP
# menu du site
Accueil | Notre Histoire | Prestations | Chèques Cadeaux | Nous Trouver | Réserver | Mentions Légales
# appel d'offres
Résume : Lot {#} Éclairage Public, Lot {#} Espaces Verts, Lot {#} Aires de Jeux. Validité des offres {##} jours.
# atelier
Constat : Plaquettes usées, Chaîne détendue, Patte de dérailleur tordue, Pneus Michelin corrects. Main d'œuvre {#} h, Pièces {##} €.
# sécurité
Explique aux nouveaux les pictogrammes Flamme, Corrosion et Point d'Exclamation sur un flacon de Déboucheur.
# gestion
Quelle différence entre Marge Brute, Coefficient et Seuil de Rentabilité ? Exemple : achat {##} euros, vente {##} euros.
# fête
Aide-moi à préparer le Marché de Noël de {ville} : Stand de Vin Chaud, Chorale, Tombola, Maquillage, Objets Trouvés, Secours.
# annonce
Annonce : Deux Pièces près de {ville}, Poêle à Bois, Balcon Sud, Parking, Cave, sans Travaux. Visites {jour}.
# abonnement
Nous passons de l'offre Essentiel à l'offre Équipe de {logiciel}. Liste les Limites, Licences et Options qui changent.
`,
}
