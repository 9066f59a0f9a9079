/** The words for every verdict that the gateway and its rules come to by themselves. */
import type { VerdictReason } from '../journal.ts'

export interface ReasonText {
  /** What happened, in a few words. */
  title: string
  /** What happened and what it means. `{host}` stands for the destination. */
  happened: string
  /** What to do next. `{contact}` stands for whom to ask. */
  next: string
}

const nothingToDo = 'There is nothing to do.'
const askToAllow = 'If this should be allowed, ask {contact} and name the rule below.'

export const ownReasonTexts = {
  rule: {
    title: 'Personal data was changed',
    happened: 'Personal data was found, and it left for {host} only in the form that the rule allows.',
    next: nothingToDo,
  },
  resent: {
    title: 'Sent again as it was',
    happened: 'The owner sent an earlier request to {host} again, as it was before anything was changed.',
    next: nothingToDo,
  },
  'nothing-found': {
    title: 'Nothing was found',
    happened: 'We recognised no personal data, so the request left for {host} as it was.',
    next: nothingToDo,
  },
  'all-kept': {
    title: 'Personal data was let through',
    happened: 'Personal data was found, and the rule allows it to go to {host} as it is.',
    next: 'If it should not, change the rule.',
  },
  'observe-only': {
    title: 'Only watched',
    happened:
      'We only watch for now: the request left for {host} as it was, and we noted what we would have done.',
    next: 'Set the policy to “enforce” when the notes look right.',
  },
  'connection-rule': {
    title: 'The rule decides for the whole connection',
    happened: 'The rule says for every connection to {host} what happens, before anything in it is read.',
    next: askToAllow,
  },
  'tracker-list': {
    title: 'This destination is on a list of trackers',
    happened:
      '{host} stands in a list of trackers that this office uses, so we did not connect. What you opened may work without it.',
    next: 'If something you need is missing, ask {contact} and name the rule below.',
  },
  'entity-refused': {
    title: 'We stopped this request',
    happened:
      'It holds personal data that may not go to {host}. We stopped it before that data left the office.',
    next: 'Take the data out and try again. If this should be allowed, ask {contact} and name the rule below.',
  },
  'too-many-persons': {
    title: 'We stopped this request',
    happened:
      'It holds data of more people than may go to {host} at once or within an hour. It did not leave.',
    next: 'Send less at a time. If this destination should get such lists, ask {contact} and name the rule below.',
  },
  undecodable: {
    title: 'We could not read this request',
    happened:
      'Its content is not what it says it is, so we cannot tell whether it may go to {host}. It did not leave.',
    next: askToAllow,
  },
  'opaque-content': {
    title: 'We cannot look into this kind of file',
    happened:
      'The content is of a kind that we cannot read, and the rule for {host} stops what cannot be read.',
    next: askToAllow,
  },
  'signed-content': {
    title: 'The content is sealed by its sender',
    happened:
      'It holds personal data that would have to be changed for {host}, but a signature forbids any change. It did not leave.',
    next: 'Take the data out and try again. If this should be allowed, ask {contact} and name the rule below.',
  },
  'too-large': {
    title: 'This request is too large to be checked',
    happened: 'It is longer than what may go to {host} without having been read whole. It did not leave.',
    next: 'Send it in smaller parts. If this should be allowed, ask {contact} and name the rule below.',
  },
  'too-slow': {
    title: 'This request came too slowly',
    happened:
      'The program sent its request so slowly that we stopped waiting. It did not reach {host} whole.',
    next: 'Check this machine’s connection and try again. If slow programs are ordinary here, ask {contact} to allow slower programs.',
  },
  busy: {
    title: 'The gateway has too much to check just now',
    happened:
      'So many requests are being checked that there is no room for this one, and the rule for {host} lets nothing leave that was not checked whole. It did not leave.',
    next: 'Try again in half a minute. If it happens again, tell {contact}.',
  },
  'no-room-in-encoding': {
    title: 'The content could not be changed safely',
    happened:
      'Personal data would have to be replaced, but the form in which {host} expects it leaves no room. It did not leave.',
    next: 'Take the data out and try again. If this should be allowed, ask {contact} and name the rule below.',
  },
  'tokens-not-kept': {
    title: 'What stands for personal data could not be kept',
    happened:
      'Personal data for {host} would be replaced by tokens, but what they stand for could not be written down. It did not leave.',
    next: 'Try again in a minute. If it happens again, tell {contact}: the disk of the gateway may be full.',
  },
  'control-away': {
    title: 'A part of the gateway is just starting again',
    happened:
      'The certificate with which the gateway looks into connections to {host} could not be made, since the part that makes it is away. Nothing left.',
    next: 'Try again in half a minute. If it happens again, tell {contact}.',
  },
  'client-not-allowed': {
    title: 'This machine is not served here',
    happened: 'The gateway serves the machines of this office only, and this one is not on its list.',
    next: 'Ask {contact} to add this machine’s network to the proxy’s clients.',
  },
  'port-not-allowed': {
    title: 'This port is closed',
    happened: 'The request for {host} names a port that is not open through this gateway.',
    next: 'If this port is needed, ask {contact} to open it in the proxy’s settings.',
  },
  'address-not-allowed': {
    title: 'This address is inside a private network',
    happened:
      '{host} leads to a private or local address, which pages from outside could misuse. We did not connect.',
    next: 'If it is a machine of your own, ask {contact} to allow its address in the proxy’s settings.',
  },
  loop: {
    title: 'This request goes in a circle',
    happened: 'It came back to this gateway instead of reaching {host}, so we ended it.',
    next: 'Check the proxy settings of this machine: the gateway must not be its own destination.',
  },
  'malformed-request': {
    title: 'The program sent a request that is not clear',
    happened:
      'Gateway and destination could read it in different ways, and that is how attacks hide. It did not leave.',
    next: 'Update the program that sent it. If it happens again, tell {contact} which program it was.',
  },
  'method-not-supported': {
    title: 'This kind of request is not passed on',
    happened:
      'The program asked {host} to send back what it receives (TRACE), cookies and passwords included. It did not leave.',
    next: nothingToDo,
  },
  'answered-here': {
    title: 'The gateway answered by itself',
    happened:
      'The program asked what lies on the way to {host} and let its request go no further than this gateway.',
    next: nothingToDo,
  },
  misdirected: {
    title: 'The request went to the wrong connection',
    happened: 'It asks for {host} on a connection that belongs to another destination. It did not leave.',
    next: 'Load the page again. The browser will open a connection of its own.',
  },
  'name-mismatch': {
    title: 'The connection names two destinations',
    happened: 'The program asked for one destination and then began to speak to another. We stopped it.',
    next: 'Update the program that sent it. If it happens again, tell {contact} which program it was.',
  },
  'not-tls': {
    title: 'This connection is not encrypted as expected',
    happened:
      'The program opened a connection to {host} that we cannot look into, and the rule stops what cannot be read.',
    next: askToAllow,
  },
  'upgrade-not-inspected': {
    title: 'This message cannot be checked',
    happened:
      'The page sent {host} a message over a lasting connection (WebSocket) that is no text, and the rule stops what cannot be read.',
    next: askToAllow,
  },
  'name-excluded': {
    title: 'We may not look into this connection',
    happened:
      'The rules say that requests to {host} are looked into, but this office’s authority was made so that it can never speak for that name. Nothing was sent.',
    next: 'Ask {contact} to let {host} through as a tunnel, or to take it off the list of excluded names.',
  },
  'client-tls-failed': {
    title: 'The program did not accept our certificate',
    happened:
      'The program on this machine does not trust the office’s certificate for {host}, so no request was made.',
    next: 'Install the office’s certificate on this machine, or let {host} through as a tunnel if the program insists on its own.',
  },
  'client-left-unused': {
    title: 'The program left without asking for anything',
    happened:
      'The program accepted the office’s certificate for {host}, or seemed to, and closed the connection at once, before it asked for anything.',
    next: 'Once is nothing. Where it happens each time and the program does not work, it trusts only its own maker’s certificates: let {host} through as a tunnel for it.',
  },
  'client-left-early': {
    title: 'The program left before it was answered',
    happened:
      'The program began an encrypted connection to {host} and closed it before it was through. It may have changed its mind, or waited in vain while the gateway was started anew.',
    next: 'Once is nothing. Where it happens each time and the program does not work, tell {contact} which program it is.',
  },
  'client-silent': {
    title: 'The program fell silent',
    happened:
      'The program began an encrypted connection to {host} and then said nothing for so long that we ended it.',
    next: 'Check this machine’s connection and try again. Where it happens each time, tell {contact} which program it is.',
  },
  'client-tls-unusable': {
    title: 'The program and we found no encryption that both speak',
    happened:
      'The program offered {host} no encryption that we take, or what it sent was broken on its way, so no request was made.',
    next: 'Update the program, or let {host} through as a tunnel where it cannot be updated.',
  },
  'client-gone': {
    title: 'The program hung up',
    happened: 'The program closed its connection before {host} had answered.',
    next: nothingToDo,
  },
  'client-not-reading': {
    title: 'The program stopped reading the answer',
    happened:
      'The answer of {host} was on its way, but the program took nothing of it for so long that we stopped waiting.',
    next: 'Try again. If programs that pause for long are ordinary here, ask {contact} to allow slower programs.',
  },
  'gateway-stopped': {
    title: 'The gateway was stopped',
    happened: 'The gateway was stopped or started anew before {host} had answered, and ended what still ran.',
    next: 'Try again in a moment.',
  },
  limit: {
    title: 'A limit of the gateway was reached',
    happened:
      'The request is larger, slower or more numerous than the gateway’s settings allow. It was ended.',
    next: 'Try again with less. If this is ordinary work, ask {contact} to raise the limit.',
  },
  internal: {
    title: 'The gateway could not do its job',
    happened: 'Something inside the gateway went wrong. To be safe, the request did not go to {host}.',
    next: 'Try again. If it happens again, tell {contact} the number below.',
  },
} as const satisfies Partial<Record<VerdictReason, ReasonText>>
