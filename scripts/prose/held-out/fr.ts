/** French texts in which nobody is named, for measuring what is touched: never for training. */
import type { HeldOutTexts } from './held-out.ts'

export const fr: HeldOutTexts = {
  words: {
    good: 'Chaises pliantes|Coudes en cuivre|Essuie-tout|Mèches à bois|Tuyaux d’arrosage|Huile d’olive|Écrous M8|Cartouches d’encre|Tapis de yoga',
    place: 'Lisbonne|Vieux-Port|La Rochelle|Aix-en-Provence|Biarritz|Colmar|Saint-Malo|Montréal|Annecy|Sète',
    firm: 'Boulangerie du Pont|Vent du Nord SARL|Toitures Moreau SARL|Maison Lambert|Érable Plomberie|Leroy Merlin|Comptoir Girard',
    tool: 'Trello|Mailchimp|Pennylane|Sage|Notion|Lightroom|Odoo|Ciel Compta',
    month: 'janvier|avril|mai|juin|août|octobre',
    dish: 'Bœuf bourguignon|Salade niçoise|Sole meunière|Tarte Tatin|Poulet Marengo|Gratin dauphinois',
    herb: 'romarin|basilic|sauge|gingembre|persil|laurier',
  },
  texts: `
# recette
{dish} pour {#} personnes
Ingrédients : {##0} g de farine, 2 œufs, 1 c. à c. de {herb}, 3 gousses d’ail, Sel, Poivre
Préparation : préchauffer le four à 1{##} °C. Hacher le {herb} et laisser mijoter {##} minutes.
# recette
Adapte la recette à {##} portions : 500 g de Bœuf haché, 2 Oignons, 400 ml de Bouillon, 1 feuille de Laurier, Sauce Worcestershire
# carte
Traduis notre carte en anglais : Soupe du jour, {dish}, Dos de cabillaud au beurre citronné, Crème brûlée, Café gourmand
# stock
Inventaire {month} : {good} {##}, {good} {###}, {good} {#}. Seuil de commande pour {good} : {##}.
# stock
Allée {#} Travée {##} Étagère C : {good}
Allée {#} Travée {##} Étagère A : {good}
Chambre froide : Beurre, Crème, Comté
# commande
Numéro client {#####}, commande {######} : ajoutez deux cartons de {good} et retirez les {good}.
# commande
N° client : {#####}
Commande : {######}
Articles : {##} x {good}, {#} x {good}
Livraison : Express, Quai {#}
# notice
Explique étape par étape comment exporter les factures de {tool} et les importer dans {tool}.
# notice
Rédige une procédure pour l’ouverture du magasin : Alarme, Éclairage, Fond de caisse, Machine à café, Vitrine, Livraison du pain.
# code
def total(commande):
    # Somme des lignes sans Bons cadeaux
    return sum(l.Prix for l in commande.Lignes if l.Type != "Cadeau")
# sql
SELECT Ville, Region, SUM(Montant) AS Chiffre FROM Commandes JOIN Agences ON Agences.Id = Commandes.AgenceId WHERE Region = 'Nord' GROUP BY Ville;
# journal
2026-0{#}-1{#} 08:1{#}:22 WARN ServicePaiement Tentative 3 pour la commande {######} : Délai dépassé
# json
{"nom":"Agence {place}","region":"Sud-Ouest","produits":["{good}","{good}"],"ouvert":true}
# csv
Article;Marque;Stock
{good};{firm};{##}
{good};Makita;{###}
# contrat
Le Prestataire livre les Marchandises au siège du Client sous {##} jours. L’article {#}.2 (Force majeure) s’applique en cas de Grève, Inondation ou Épidémie.
# contrat
Raccourcis l’article {#} du Bail : le Preneur entretient les Locaux en bon père de famille et laisse le Bailleur visiter la chaufferie en {month}.
# produit
Le canapé Oxford en Bleu nuit : structure en Hêtre massif, housse en Velours, deux coussins. Largeur {###} cm. Fauteuil Vérone assorti dès {###} €.
# produit
Réécris pour notre boutique : la lampe Victoria de {firm} apporte le charme de l’Art déco. Couleurs : Rubis, Ambre, Jade, Perle.
# voyage
Prévois trois jours à {place} : lundi la Cathédrale et la Vieille Ville, mardi une balade en bateau, mercredi le Jardin botanique. Budget {###} € par personne.
# voyage
{place} borde la mer et est connue pour ses Remparts, son Festival de Jazz et son Marché du samedi. En train, {place} est à {##} minutes.
# horaires
Horaires : du lundi au vendredi 9 h-17 h, samedi 10 h-14 h. Fermé le Lundi de Pâques, le 14 Juillet et à la Toussaint. Dernier service à {##} h 30 au Café du Jardin.
# ordre du jour
Ordre du jour de {month} : 1. Budget 2. Déménagement de l’entrepôt 3. Sécurité au travail 4. Fête d’été 5. Questions diverses
# courriel
Chère cliente, cher client,
votre commande {######} a quitté notre entrepôt de {place}. La livraison est prévue jeudi.
Cordialement
L’équipe {firm}
# courriel
Bonjour à tous, l’imprimante du Niveau {#} est encore en panne. Merci d’utiliser celle de l’Accueil. Les Services généraux
# histoire
Résume la Révolution industrielle : Machine à vapeur, Chemin de fer, Canuts, Seconde République et Exposition universelle de 1889.
# droit
Selon l’article 6, paragraphe 1, point f) du RGPD et l’article {##} de la loi Informatique et Libertés, le Responsable de traitement peut invoquer l’Intérêt légitime. Voir Cass. com., 12 mai 2020.
# sport
Écris un compte rendu : Olympique de Marseille bat Saint-Étienne 3-1, Lens et Lorient font match nul. Samedi, Angers reçoit Clermont.
# musique
Fais une liste pour le salon : Jazz doux, Bossa Nova, Chanson française, Motown. Pas de Heavy Metal avant {##} h.
# société
Compare les prix de {firm}, {firm} et Metro pour {good} dans un tableau avec les colonnes Fournisseur, Prix unitaire et Délai.
# logiciel
Comment relier {tool} à {tool} ? Le Webhook renvoie l’Erreur {###} alors que la Clé est dans Paramètres > Intégrations.
# titre
Chapitre {#} : Plan marketing
Cible, Avantage concurrentiel, Stratégie de prix, Réseaux sociaux, Campagne de Noël
# jardin
Plan de plantation {month} : Œillet de poète, Muguet, Rose, Iris, Violette, Capucine et Marguerite au Carré {#} ; Romarin dans la spirale.
# emploi
Rédige une annonce pour un Magasinier (H/F) à {place}, {##} heures, CACES exigé, début en {month}.
# véhicules
Parc : Renault Kangoo {##} {###} km, Citroën Berlingo, Peugeot Partner, Alfa Romeo Giulia. Prochain contrôle en {month}.
# minuscules
peux-tu raccourcir : nous vendons {good} et {good} à {place}, livraison offerte dès {##} euros, passez en {month}
`,
}
