/** The words of the first screen, in French. */
export const today = {
  'today.title': 'Aujourd’hui',
  'today.need.now':
    '{count, plural, one {Une chose a besoin de vous maintenant.} other {# choses ont besoin de vous maintenant.}}',
  'today.need.soon':
    '{count, plural, one {Une chose a besoin de vous bientôt.} other {# choses ont besoin de vous bientôt.}}',
  'today.need.none': 'Rien n’a besoin de vous aujourd’hui.',
  'today.day.none': 'Aucune requête n’est passée par la passerelle aujourd’hui.',
  'today.day.left':
    '{left, plural, =0 {<b>Aucune requête</b> n’a quitté le bureau} one {<b>Une requête</b> a quitté le bureau} other {<b># requêtes</b> ont quitté le bureau}} ; {cleaned, plural, =0 {aucune donnée personnelle n’a dû être nettoyée} one {une portait des données personnelles et a été nettoyée} other {# portaient des données personnelles et ont été nettoyées}}.',
  'today.day.stopped': '{count, plural, one {Une a été arrêtée.} other {# ont été arrêtées.}}',
  'today.day.failed': '{count, plural, one {Une n’a pas pu aboutir.} other {# n’ont pas pu aboutir.}}',
  'today.day.dropped':
    '{count, plural, one {Un enregistrement n’a pas pu être gardé.} other {# enregistrements n’ont pas pu être gardés.}}',
  'today.figures': 'La journée en chiffres',
  'today.figure.all': 'échanges',
  'today.figure.cleaned': 'nettoyés',
  'today.figure.stopped': 'arrêtés',
  'today.figure.unread': 'non examinés',
  'today.tasks': 'À faire',
  'today.tasks.more': '{count, plural, one {En afficher une de plus} other {En afficher # de plus}}',
  'today.task.now': 'Maintenant',
  'today.task.soon': 'Bientôt',
  'today.task.note': 'À savoir',
  'today.task.since': 'depuis {time}',
  'today.task.notifyBy': 'à notifier avant {time}',
  'today.task.review':
    '{count, plural, one {Quelqu’un demande pourquoi une requête a été arrêtée} other {# questions sur des requêtes arrêtées attendent}}',
  'today.task.review.hint': 'Réponses possibles : une fois, 15 minutes, toujours, nettoyée ou non.',
  'today.task.proposal':
    '{count, plural, one {Un programme n’accepte pas le certificat du bureau} other {# programmes n’acceptent pas le certificat du bureau}}',
  'today.task.proposal.hint': 'Tant que vous n’acceptez pas, rien d’eux ne passe sans être lu.',
  'today.task.review.open': 'Répondre',
  'today.task.proposal.open': 'Les voir',
  'today.task.onBox': 'Réponse sur l’appareil : {command}',
  'today.alarm.hint': 'Personne n’a encore dit en avoir connaissance.',
  'today.alarm.known': 'Quelqu’un en a connaissance.',
  'today.split': 'Ce qui est sorti, ce qui est resté',
  'today.split.caption': 'Échanges depuis minuit, selon ce qu’il en est advenu',
  'today.split.what': 'Ce qui s’est passé',
  'today.split.count': 'Échanges',
  'today.split.share': 'Part',
  'today.found': 'Ce qui a été reconnu',
  'today.found.none': 'Aucune donnée personnelle n’a été reconnue aujourd’hui.',
  'today.found.caption': 'Données personnelles reconnues depuis minuit, par type',
  'today.found.kind': 'Type',
  'today.found.count': 'Fois',
  'today.found.more': '{count, plural, one {Un autre type} other {# autres types}}',
  'today.coverage': 'Ce que nous ne voyons pas',
  'today.coverage.unread':
    '{share} des échanges d’aujourd’hui sont passés <b>sans être examinés</b>, car une règle le dit. Ce qu’ils portaient, personne ici ne le sait.',
  'today.coverage.all':
    'Chaque échange passé aujourd’hui par la passerelle a été examiné, pour autant que sa forme se lise.',
  'today.coverage.watched':
    '{here, plural, one {Une machine est} other {# machines sont}} ici maintenant ; {unknown, plural, =0 {toutes sont connues} one {une attend un nom} other {# attendent un nom}}. Les machines qui n’utilisent pas la passerelle ne figurent pas dans ces chiffres.',
  'today.coverage.unwatched':
    'Combien de machines contournent la passerelle n’est pas observé. Activez <b>clients.watch</b> pour voir qui est là.',
  'today.coverage.limits':
    'Ce qui n’est pas reconnu passe. Combien de fois chaque type échappe, sur des textes annotés par d’autres, figure dans le fichier gateway/core/pii/README.md.',
  'today.empty': 'Rien n’est encore passé',
  'today.empty.hint': 'Essayez avec une requête depuis ce bureau :',
  'today.empty.setup': 'Configurer un client aussi pour le trafic chiffré',
} as const
