/** The words for what is decided of a whole machine, or by its certificate, whatever it asks for. */
import type { VerdictReason } from '../journal.ts'
import type { ReasonText } from './reason-texts.ts'

export const clientReasonTexts = {
  'client-quarantined': {
    title: 'This machine is in quarantine',
    happened:
      'Somebody who looks after this office’s network has cut this machine off, most often since it may be infected or lost. Nothing was sent.',
    next: 'Ask {contact} what is wrong with it, and to let it in again. Logging in as somebody else changes nothing.',
  },
  'client-guest': {
    title: 'Guests are not looked at',
    happened: 'These are sums of what all guests sent and got back; of guests nothing else is written down.',
    next: 'There is nothing to do.',
  },
  'device-needed': {
    title: 'This proxy is for devices of the office',
    happened:
      'The proxy of this office wants to see the certificate of a device, and none was shown to it. Nothing was sent.',
    next: 'Use the proxy by HTTPS, with the certificate of this machine. Ask {contact} for one.',
  },
  'device-refused': {
    title: 'This certificate is not good here',
    happened:
      'A certificate was shown to the proxy that is of no device of this office now: it has ended, was revoked, or is not for this. Nothing was sent.',
    next: 'Enrol this machine again, or use the proxy without the certificate. Ask {contact}, who can see the reason in the journal.',
  },
} as const satisfies Partial<Record<VerdictReason, ReasonText>>
