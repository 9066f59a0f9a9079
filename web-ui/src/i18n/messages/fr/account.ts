/** The words of one’s own account, in French. */
export const account = {
  'account.title': 'Vous êtes connecté en tant que {name}.',
  'account.lead':
    'Ce qui prouve que c’est bien vous, et où vous êtes connecté. Mettez fin à ce que vous ne connaissez pas, puis prévenez le propriétaire.',
  'account.byToken': 'Vous êtes entré avec la clé d’accès.',
  'account.byToken.lead':
    'Elle vaut comme propriétaire et n’appartient à personne. Les personnes ont leur propre compte, créé sur l’appareil : gatehouse user add.',
  'account.app': 'Application de codes',
  'account.app.none': 'aucune',
  'account.passkeys': 'Clés d’accès (passkeys)',
  'account.passkeys.none':
    'Aucune pour l’instant. Avec une, vous vous connectez par l’empreinte, le visage ou le code PIN de votre appareil, sans mot de passe ni code.',
  'account.passkeys.bare':
    'Elles fonctionnent là où la passerelle est atteinte par son nom. Vous l’avez atteinte à {address}, une adresse, pour laquelle les navigateurs n’en créent pas.',
  'account.passkey': 'Clé',
  'account.passkey.host': 'Vaut à',
  'account.passkey.added': 'Ajoutée',
  'account.passkey.remove': 'Retirer',
  'account.passkey.removed': '{name} ne connecte plus.',
  'account.passkey.isAdded': '{name} vous connecte désormais.',
  'account.passkey.name': 'Nom de la nouvelle clé',
  'account.passkey.name.hint': 'Pour la reconnaître, par exemple l’appareil qui la garde.',
  'account.passkey.add': 'Ajouter une clé',
  'account.proof': 'Est-ce toujours vous ?',
  'account.proof.add':
    'Une nouvelle clé est un nouvel accès : votre second facteur est donc demandé encore une fois. Il vaut ensuite cinq minutes.',
  'account.proof.passkey': 'Utiliser une clé',
  'account.proof.code': 'Code de votre application',
  'account.proof.give': 'Confirmer',
  'account.proof.leave': 'Laisser',
  'account.reveal': 'Ce que représente un jeton',
  'account.reveal.lead':
    'Vous avez le droit de révéler des données personnelles. Chaque usage est noté : qui, quel jeton et pourquoi, jamais la valeur.',
  'account.reveal.token': 'Jeton, par exemple PERSON_7K3QX2M9AB4F',
  'account.reveal.why': 'Motif',
  'account.reveal.reason':
    '{reason, select, subject-request {une personne demande ses données} incident {un incident} correction {une correction} legal-duty {une obligation légale} other {assistance}}',
  'account.reveal.show': 'Révéler',
  'account.reveal.proof':
    'Les données personnelles ne sont montrées qu’à vous : votre second facteur est donc demandé encore une fois. Il vaut ensuite cinq minutes.',
  'account.reveal.gone': 'sa clé a été détruite : plus personne ne peut le lire',
} as const
