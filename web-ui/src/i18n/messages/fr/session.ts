/** The words of signing in and out, in French. */
export const session = {
  'session.title': 'Se connecter',
  'session.ask': 'Qui est là ?',
  'session.ask.again': 'Votre session est terminée.',
  'session.meaning':
    'Connectez-vous avec votre compte. La personne qui gère la passerelle le crée sur l’appareil.',
  'session.meaning.again': 'Reconnectez-vous : la page sera telle que vous l’avez laissée.',
  'session.meaning.token': 'Saisissez la clé d’accès affichée au démarrage de la passerelle.',
  'session.name': 'Nom',
  'session.password': 'Mot de passe',
  'session.goOn': 'Continuer',
  'session.code.ask': 'Quel code affiche votre application ?',
  'session.code.meaning':
    'Le mot de passe est juste. Votre compte demande une seconde preuve que c’est bien vous.',
  'session.code': 'Code, ou code de secours',
  'session.code.hint':
    'Six chiffres, nouveaux toutes les 30 secondes ; chacun ne sert qu’une fois. Sans votre téléphone, un de vos codes de secours. Sans l’un ni l’autre, quelqu’un lance sur l’appareil gatehouse user reset.',
  'session.signIn': 'Se connecter',
  'session.back': 'Recommencer',
  'session.token': 'Clé d’accès',
  'session.token.hint':
    'Elle se trouve aussi dans le fichier access-token du dossier de données. Le navigateur reste reconnu douze heures.',
  'session.token.open': 'Ouvrir',
  'session.token.instead': 'Utiliser plutôt la clé d’accès',
  'session.account.instead': 'Se connecter plutôt avec un compte',
  'session.oneTime': 'Configurer votre compte avec un code à usage unique',
  'session.wait': '{action} (dans {seconds} s)',
  'session.out': 'Se déconnecter',
  'session.out.as': 'Se déconnecter ({name})',
  'session.passkey': 'Se connecter par clé d’accès',
  'session.passkey.second': 'Utiliser une clé d’accès',
  'session.passkey.ask': 'Montrez votre clé d’accès.',
} as const
