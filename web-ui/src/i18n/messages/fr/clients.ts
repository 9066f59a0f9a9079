/** The words of the office's machines, in French. */
export const clients = {
  'clients.title': 'Clients',
  'clients.sentence':
    '{here, plural, =0 {Aucune machine n’est ici maintenant} one {Une machine est ici maintenant} other {# machines sont ici maintenant}} ; {unknown, plural, =0 {toutes sont connues} one {<b>une attend votre réponse</b>} other {<b># attendent votre réponse</b>}}.',
  'clients.sentence.unwatched':
    '{count, plural, =0 {Personne n’a encore utilisé la passerelle.} one {Un client est derrière les derniers échanges.} other {# clients sont derrière les derniers échanges.}}',
  'clients.machines': 'Machines du bureau',
  'clients.machine': 'Machine',
  'clients.unnamed': 'sans nom',
  'clients.addresses': 'Adresses',
  'clients.state': 'Situation',
  'clients.state.known': 'la vôtre',
  'clients.state.unknown': 'attend une réponse',
  'clients.state.guest': 'd’un invité',
  'clients.state.quarantine': 'en quarantaine',
  'clients.group': 'Groupe',
  'clients.noGroup': 'aucun',
  'clients.seen': 'Vue en dernier',
  'clients.madeUp': 'avec une adresse qu’elle a inventée',
  'clients.unwatched': 'Les machines ne sont connues que par leur adresse',
  'clients.unwatched.hint':
    'La passerelle n’observe pas qui est sur le réseau. Pour reconnaître les machines à leur carte réseau, mettez clients.watch à true dans gatehouse.yaml.',
  'clients.none': 'Aucune machine n’a encore été vue',
  'clients.none.hint': 'Elle apparaît ici dans la minute qui suit son premier mot sur le réseau.',
  'clients.traffic': 'Ce qu’elles envoient',
  'clients.traffic.hint':
    'D’après {count, plural, one {le dernier échange} other {les # derniers échanges}} du journal.',
  'clients.traffic.none': 'Aucun échange n’est encore dans le journal.',
  'clients.client': 'Client',
  'clients.exchanges': 'Échanges',
  'clients.cleaned': 'Nettoyés',
  'clients.stopped': 'Arrêtés',
  'clients.mostly': 'Surtout vers',
  'clients.card': 'Carte',
  'clients.firstSeen': 'Vue la première fois',
  'clients.details': 'La machine {name}',
  'clients.readOnly': 'Votre compte peut lire ceci, mais pas en décider.',
  'clients.shared':
    'Plusieurs adresses répondent à la fois : il peut y avoir deux machines derrière cette carte.',
  'clients.contested':
    'Une autre machine dit avoir aussi son adresse : rien de ce qui lui est permis n’y vaut.',
  'clients.whose': 'À qui est-elle ?',
  'clients.called': 'Comment elle s’appelle',
  'clients.name': 'Nom : elle est alors à vous',
  'clients.name.save': 'Enregistrer',
  'clients.guest': 'C’est celle d’un invité',
  'clients.guest.hint': 'Jamais examinée ; n’atteint qu’internet.',
  'clients.cut': 'Si quelque chose ne va pas avec elle',
  'clients.quarantine': 'L’isoler',
  'clients.quarantine.hint': 'Tout de suite, et jusqu’à ce que vous la laissiez revenir.',
  'clients.release': 'La laisser revenir',
  'clients.release.hint': 'Elle redevient ce qu’elle était.',
  'clients.rules.behind':
    'Les règles du réseau ne suivent pas pour l’instant : ce qui ne passe pas par la passerelle n’est pas retenu : {command}',
  'clients.done.name': 'Elle est à vous et s’appelle {name}.',
  'clients.done.group': '{name} est dans le groupe {group}.',
  'clients.done.ungrouped': '{name} n’est dans aucun groupe.',
  'clients.done.guest': '{name} est à un invité : elle n’est pas examinée et n’atteint qu’internet.',
  'clients.done.quarantine': '{name} est isolée.',
  'clients.done.release': '{name} peut revenir.',
  'clients.done.back': '{name} est comme avant.',
  'proposals.title': 'Programmes qui refusent le certificat du bureau',
  'proposals.host': '{client} n’accepte pas notre certificat pour {host}',
  'proposals.machine': '{client} n’accepte notre certificat nulle part',
  'proposals.why.pinned':
    'Une application n’y fait confiance qu’aux certificats de son éditeur. Elle ne marche pas tant que cet hôte est examiné ; les autres connexions marchent.',
  'proposals.why.own-list':
    'Un programme y a sa propre liste de racines, comme Python, Java et Node. Donnez-lui la racine du bureau s’il en accepte une ; si vous acceptez, ce que d’autres y envoient à cet hôte n’est plus lu non plus.',
  'proposals.why.only-this':
    'Elle ne parle à personne d’autre, on ne peut donc pas savoir : elle ne fait confiance qu’à son éditeur, ou la racine du bureau lui manque. Installez d’abord la racine si elle en accepte une.',
  'proposals.why.no-root':
    'La racine du bureau manque sur cette machine, ou son horloge est fausse. Rien de ce qui est examiné n’y marche. La page de configuration d’un client, ouverte là, dit comment ; ensuite ceci disparaît.',
  'proposals.signs':
    '{refused, plural, =0 {} one {Refusé une fois.} other {Refusé # fois.}} {left, plural, =0 {} one {Parti une fois sans un mot.} other {Parti # fois sans un mot.}}',
  'proposals.last': 'La dernière fois : {time}.',
  'proposals.accept': 'Laisser passer sans lire',
  'proposals.dismiss': 'Laisser ainsi et ne plus demander',
  'proposals.done.accept':
    '{name} passe désormais sans être lu. Pour revenir, sur l’appareil : gatehouse policy undo {id}',
  'proposals.done.later':
    '{name} passera sans être lu dès que la configuration n’aura plus d’erreur. Pour revenir, sur l’appareil : gatehouse policy undo {id}',
  'proposals.done.dismiss': 'Pour {name} tout reste ainsi, et personne n’est plus interrogé.',
} as const
