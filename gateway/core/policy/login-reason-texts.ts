/** The words for every reason why the proxy did not take somebody for whom it says it is. */
import type { VerdictReason } from '../journal.ts'
import type { ReasonText } from './reason-texts.ts'

export const loginReasonTexts = {
  'login-needed': {
    title: 'Please log in to the proxy',
    happened: 'The proxy of this office wants to know who asks, and nobody has logged in. Nothing was sent.',
    next: 'Load the page again and enter your name and password. Ask {contact} if you have none.',
  },
  'login-wrong': {
    title: 'Name or password is wrong',
    happened: 'The proxy of this office knows nobody by this name and password. Nothing was sent.',
    next: 'Load the page again and enter them anew. Ask {contact} for a new password.',
  },
  'login-too-often': {
    title: 'Too many wrong passwords came from this machine',
    happened:
      'So many were wrong that the proxy does not look at another one for a minute. Nothing was sent.',
    next: 'Wait a minute, then load the page again. Ask {contact} if that was not you.',
  },
  'login-unprotected': {
    title: 'A password must not travel unprotected',
    happened:
      'Between this machine and the proxy anybody could read the password, so it does not count. Nothing was sent.',
    next: 'Set the proxy up as an HTTPS proxy. Ask {contact} how, and for a new password if you sent one.',
  },
  'login-not-checked': {
    title: 'The password could not be checked just now',
    happened: 'Too many people log in at this moment, or the gateway is just starting. Nothing was sent.',
    next: 'Load the page again in a few seconds.',
  },
} as const satisfies Partial<Record<VerdictReason, ReasonText>>
