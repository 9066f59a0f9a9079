/** The words of the first screen, in English. */
export const today = {
  'today.title': 'Today',
  'today.need.now': '{count, plural, one {One thing needs you now.} other {# things need you now.}}',
  'today.need.soon': '{count, plural, one {One thing needs you soon.} other {# things need you soon.}}',
  'today.need.none': 'Nothing needs you today.',
  'today.day.none': 'No request has come through the gateway today.',
  'today.day.left':
    '{left, plural, =0 {<b>No request</b> left the office} one {<b>One request</b> left the office} other {<b># requests</b> left the office}}; {cleaned, plural, =0 {no personal data had to be cleaned} one {one carried personal data and was cleaned} other {# carried personal data and were cleaned}}.',
  'today.day.stopped': '{count, plural, one {One was stopped.} other {# were stopped.}}',
  'today.day.failed':
    '{count, plural, one {One could not be carried out.} other {# could not be carried out.}}',
  'today.day.dropped':
    '{count, plural, one {One record could not be kept.} other {# records could not be kept.}}',
  'today.figures': 'The day in figures',
  'today.figure.all': 'exchanges',
  'today.figure.cleaned': 'cleaned',
  'today.figure.stopped': 'stopped',
  'today.figure.unread': 'not looked into',
  'today.tasks': 'What to do',
  'today.tasks.more': '{count, plural, one {Show one more} other {Show # more}}',
  'today.task.now': 'Now',
  'today.task.soon': 'Soon',
  'today.task.note': 'To know',
  'today.task.since': 'since {time}',
  'today.task.notifyBy': 'report by {time}',
  'today.task.review':
    '{count, plural, one {Somebody asks about a request that was stopped} other {# people ask about requests that were stopped}}',
  'today.task.review.hint': 'They wait for your answer: once, for 15 minutes, always, cleaned, or no.',
  'today.task.proposal':
    '{count, plural, one {A program does not accept the office’s certificate} other {# programs do not accept the office’s certificate}}',
  'today.task.proposal.hint': 'Until you accept, nothing of theirs passes unread.',
  'today.task.review.open': 'Answer them',
  'today.task.proposal.open': 'Look at them',
  'today.task.onBox': 'Answered on the box: {command}',
  'today.alarm.hint': 'Nobody has said yet that they know of it.',
  'today.alarm.known': 'Somebody knows of it.',
  'today.split': 'What left, and what was kept',
  'today.split.caption': 'Exchanges since midnight, by what happened to them',
  'today.split.what': 'What happened',
  'today.split.count': 'Exchanges',
  'today.split.share': 'Share',
  'today.found': 'What was recognised',
  'today.found.none': 'No personal data was recognised today.',
  'today.found.caption': 'Personal data recognised since midnight, by kind',
  'today.found.kind': 'Kind',
  'today.found.count': 'Times',
  'today.found.more': '{count, plural, one {One more kind} other {# more kinds}}',
  'today.coverage': 'What we do not see',
  'today.coverage.unread':
    '{share} of today’s exchanges passed <b>without being looked into</b>, since a rule says so. What they carried, nobody here knows.',
  'today.coverage.all':
    'Every exchange that came through the gateway today was looked into, as far as its form can be read.',
  'today.coverage.watched':
    '{here, plural, one {One machine is} other {# machines are}} here now; {unknown, plural, =0 {all are known} one {one waits to be named} other {# wait to be named}}. Machines that do not use the gateway do not show in these figures.',
  'today.coverage.unwatched':
    'How many machines send their traffic past the gateway is not watched. Switch <b>clients.watch</b> on to see who is here.',
  'today.coverage.limits':
    'What is not recognised passes. How often each kind is missed, on texts that others annotated, stands in the file gateway/core/pii/README.md.',
  'today.empty': 'Nothing has come through yet',
  'today.empty.hint': 'Try it with one request from this office:',
  'today.empty.setup': 'Set a client up for encrypted traffic, too',
} as const
