/** The words for what could not be done, in French. */
export const problems = {
  'problem.signedOut':
    'Votre session s’est terminée avant que ce soit fait : rien n’a changé. Recommencez si vous le souhaitez toujours.',
  'problem.noAnswer': 'La passerelle n’a pas répondu. Vous verrez ici si c’est fait dès qu’elle répondra.',
  'problem.tooOften': 'Cela a été demandé trop souvent. Attendez une minute, puis réessayez.',
  'problem.STORE':
    'La passerelle ne peut pas écrire sur son disque, donc rien n’a changé. La page Aujourd’hui dit ce qui ne va pas.',
  'problem.SIGN_IN_WRONG':
    'Le nom et le mot de passe ne vont pas ensemble. Après une réinitialisation, l’ancien mot de passe ne vaut plus, et le compte d’un prestataire prend fin de lui-même : la personne qui gère la passerelle peut le voir.',
  'problem.SIGN_IN_CODE_WRONG': 'Le code n’est pas juste, ou a déjà servi. Attendez le suivant.',
  'problem.SIGN_IN_OVER': 'Cette connexion a expiré. Recommencez avec votre nom et votre mot de passe.',
  'problem.SIGN_IN_NO_APP_KEY':
    'La passerelle ne peut pas lire la clé de votre application : aucun de ses codes ne compte. Saisissez un code de secours, ou demandez une réinitialisation sur l’appareil : gatehouse user reset.',
  'problem.SIGN_IN_TOKEN_WRONG':
    'La clé d’accès n’est pas la bonne. Revoyez la ligne affichée au démarrage de la passerelle.',
  'problem.SIGN_IN_TOO_OFTEN':
    'Trop d’essais étaient faux : cette machine doit attendre. La bonne clé d’accès est acceptée à tout moment.',
  'problem.SIGN_IN_BUSY': 'Trop de personnes se connectent en ce moment. Réessayez dans quelques secondes.',
  'problem.SIGN_IN_UNNOTED':
    'Personne ne peut se connecter avec un compte tant que la passerelle ne peut pas écrire sur son disque. La clé d’accès ouvre quand même : elle est dans le fichier access-token du dossier de données.',
  'problem.CHANGED_MEANWHILE':
    'Ce n’est plus pareil : quelqu’un d’autre a décidé, ou cela a continué tout seul. Ce que vous voyez ici est nouveau. Regardez, puis décidez à nouveau.',
  'problem.STATE_UNNAMED':
    'Cette page n’a pas dit ce qu’elle avait montré, donc rien n’a changé. Rechargez-la, puis réessayez.',
  'problem.POLICY_INVALID':
    'La politique ne l’accepte pas en l’état, donc rien n’a changé. La commande gatehouse policy check dit où est l’erreur.',
  'problem.CONFIG_INVALID':
    'La configuration contient une erreur, donc rien n’a changé. La commande gatehouse config check dit où elle est.',
  'problem.CONFIG_UNWRITABLE':
    'La passerelle ne peut pas écrire ses propres fichiers, donc rien n’a changé. Libérez de la place sur son disque, ou rendez-lui le dossier de données.',
  'problem.REVIEW_UNKNOWN': 'Cette question n’existe plus : elle a été détruite à échéance.',
  'problem.REVIEW_ANSWERED': 'Quelqu’un d’autre a été plus rapide : sa réponse est ici.',
  'problem.REVIEW_ANSWER':
    'La politique n’autorise pas cette réponse : ce qui a été trouvé ne doit pas sortir tel quel, ou ne peut pas être nettoyé. Rien n’a changé.',
  'problem.REVIEW_OVER':
    'Il n’y a plus rien à reprendre : c’est fini, ou valable jusqu’à ce qu’une correction soit annulée.',
  'problem.CLIENT_UNKNOWN': 'Cette machine n’est plus connue.',
  'problem.CLIENT_AMBIGUOUS': 'Deux machines disent avoir cette adresse : on ne sait pas laquelle est visée.',
  'problem.CLIENT_NAME_INVALID':
    'Ce ne peut pas être un nom. Prenez des lettres, chiffres, espaces, points, traits d’union, apostrophes et parenthèses, 60 au plus, et pas une adresse.',
  'problem.CLIENT_NAME_TAKEN': 'Une autre machine porte ce nom. Donnez à chacune le sien.',
  'problem.CLIENT_GROUP_UNKNOWN':
    'Ce groupe n’existe plus. Les groupes se trouvent sous office.clientGroups dans gatehouse.yaml.',
  'problem.CLIENT_STATE':
    'Cela ne va pas avec l’état actuel de cette machine, donc rien n’a changé. Terminez d’abord sa quarantaine ; un appareil du bureau ne peut pas être celui d’un invité.',
  'problem.CLIENTS_OFF':
    'Les machines ne sont pas observées : rien ne peut être décidé à leur sujet. Mettez clients.watch à true dans gatehouse.yaml.',
  'problem.PROPOSAL_UNKNOWN': 'Cette proposition n’existe plus.',
  'problem.PROPOSAL_STATE': 'Cette proposition a déjà une réponse, ou ne peut pas être acceptée.',
  'problem.SIGN_IN_PASSKEY_WRONG':
    'Cette clé ne compte pas ici, ou la demande est trop ancienne. Réessayez, ou connectez-vous par nom et mot de passe. Après une réinitialisation sur l’appareil, les clés s’ajoutent à nouveau.',
  'problem.PASSKEY_ELSEWHERE':
    'Aucune de vos clés n’a été créée pour le nom par lequel vous avez atteint cette page. Ouvrez la passerelle par le nom sous lequel vous en avez ajouté une, ou prenez un code.',
  'problem.PASSKEY_INVALID':
    'La clé n’a pas été acceptée : une demande vaut une fois et quelques minutes. Recommencez.',
  'problem.PASSKEY_LIMIT': 'Un compte n’a pas plus de dix clés. Retirez-en d’abord une.',
  'problem.PASSKEY_UNKNOWN': 'Cette clé a déjà été retirée.',
  'problem.PASSKEY_LAST_FACTOR':
    'C’est votre dernier second facteur, et votre rôle en exige un. Ajoutez d’abord une autre clé.',
  'problem.FRESH_FACTOR_NEEDED': 'Il faut pour cela votre second facteur encore une fois.',
  'problem.FACTOR_WRONG':
    'Ce n’est pas une preuve : c’est faux ou déjà utilisé. Attendez le code suivant, ou prenez une clé.',
  'problem.FACTOR_TOO_OFTEN': 'Trop d’essais étaient faux : cette machine doit attendre.',
  'problem.noPasskey':
    'Aucune clé n’est venue : refusée, trop tardive, ou cet appareil n’en a pas pour ce nom.',
  'problem.passkeysUnknown':
    'Elles fonctionnent dans les navigateurs actuels, là où la passerelle est atteinte par son nom : jamais à une simple adresse.',
  'problem.REVEAL_NOT_GIVEN':
    'Votre compte n’a pas le droit de révéler des données personnelles. Il se donne sur l’appareil : gatehouse user reveal.',
} as const
