/** The words for every verdict that a destination, its certificate or the way to it is the cause of. */
import type { VerdictReason } from '../journal.ts'
import type { ReasonText } from './reason-texts.ts'

const theirs = 'This is the destination’s fault. Try again later, or tell the people who run it.'
const notYours =
  'If this is a machine of your own, ask {contact} to add its certificate to the trusted roots. Otherwise enter nothing there.'

export const destinationReasonTexts = {
  'name-not-found': {
    title: 'This destination was not found',
    happened:
      'Nobody knows the name {host}. Either it is mistyped, or the office’s internet connection is down.',
    next: 'Check the address for a typing mistake and try again.',
  },
  'upstream-unreachable': {
    title: 'This destination does not answer',
    happened: 'We could not reach {host}: it is switched off, or the way there is broken.',
    next: 'Try again later. If other pages fail as well, check the office’s internet connection.',
  },
  'upstream-login-refused': {
    title: 'Another proxy does not let the gateway through',
    happened:
      'The way to {host} leads through another proxy, which does not accept the login of this gateway. Nothing went out.',
    next: 'Tell {contact}: the user or the password that the gateway shows to that proxy has to be put right.',
  },
  'upstream-proxy-failed': {
    title: 'Another proxy does not work',
    happened:
      'The way to {host} leads through another proxy, which did not answer this gateway as a proxy does. No answer came back.',
    next: 'Try again later. If it happens again, tell {contact}: the other proxy has to be looked after.',
  },
  'upstream-own-address': {
    title: 'The gateway lacks the address for this destination',
    happened:
      'Connections to {host} are set to leave from an address that this gateway does not have now. Nothing went out.',
    next: 'Tell {contact}: the network of the gateway or its settings have to be put right.',
  },
  'upstream-timeout': {
    title: 'This destination takes too long',
    happened: '{host} did not answer in time, so we stopped waiting.',
    next: 'Try again later.',
  },
  'upstream-protocol': {
    title: 'This destination sent an unclear answer',
    happened:
      '{host} answered in a way that breaks the rules of the web and could be read in different ways. We did not pass it on.',
    next: theirs,
  },
  'answer-too-large': {
    title: 'This answer is too long',
    happened: '{host} sent more than an answer may be long, so we ended it.',
    next: 'If this is ordinary work, ask {contact} to raise the limit.',
  },
  'certificate-expired': {
    title: 'This destination’s certificate has run out',
    happened:
      '{host} shows a certificate that is no longer valid, so nobody vouches for it now. We stopped the request.',
    next: theirs,
  },
  'certificate-not-yet-valid': {
    title: 'This destination’s certificate is not valid yet',
    happened: '{host} shows a certificate that begins to be valid later. We stopped the request.',
    next: 'Check that the gateway’s clock is right. If it is, tell the people who run the destination.',
  },
  'certificate-wrong-host': {
    title: 'This certificate belongs to someone else',
    happened:
      'Whoever answers for {host} shows a certificate for another name. It may not be who it says. We stopped the request.',
    next: 'Check the address for a typing mistake. If it is right, ask {contact} before you go on.',
  },
  'certificate-self-signed': {
    title: 'Nobody vouches for this destination',
    happened:
      '{host} shows a certificate that it made itself, so anybody could have made it. We stopped the request.',
    next: notYours,
  },
  'certificate-untrusted': {
    title: 'Nobody we know vouches for this destination',
    happened: '{host} shows a certificate from an issuer that we do not trust. We stopped the request.',
    next: notYours,
  },
  'certificate-incomplete-chain': {
    title: 'Part of this destination’s certificate is missing',
    happened:
      '{host} does not show who vouches for its certificate, so it cannot be checked. We stopped the request.',
    next: theirs,
  },
  'certificate-revoked': {
    title: 'This destination’s certificate was withdrawn',
    happened:
      'The issuer took back the certificate that {host} shows; it may have been stolen. We stopped the request.',
    next: 'Do not enter anything there. Tell {contact}.',
  },
  'certificate-too-long': {
    title: 'This destination’s certificate is too long',
    happened:
      '{host} shows a certificate with so many names, or so many issuers, that it is longer than any in use. We stopped the request.',
    next: theirs,
  },
  'certificate-invalid': {
    title: 'This destination’s certificate is not in order',
    happened: '{host} shows a certificate that breaks the rules for certificates. We stopped the request.',
    next: theirs,
  },
} as const satisfies Partial<Record<VerdictReason, ReasonText>>
