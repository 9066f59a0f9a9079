/** Names what the log says of the gateway itself: its start and stop, settings, certificates, pages and traffic. */
import type { EventShape } from './shape.ts'

export const gatewayEvents = {
  'gateway.starting': {
    level: 'info',
    message: 'Gatehouse is starting.',
    fields: { version: 'word', processId: 'number' },
  },
  'gateway.ready': { level: 'info', message: 'Gatehouse accepts traffic.', fields: { durationMs: 'number' } },
  'gateway.stopping': { level: 'info', message: 'Gatehouse is stopping.', fields: { cause: 'word' } },
  'gateway.stopped': {
    level: 'info',
    message: 'Gatehouse has stopped.',
    fields: { durationMs: 'number', unfinished: 'number' },
  },
  'gateway.crashed': {
    level: 'error',
    message: 'Gatehouse met a fault that it cannot go on from, and ends.',
    fields: {},
  },
  'gateway.failed': { level: 'error', message: 'Gatehouse could not start.', fields: {} },
  'stop.late': {
    level: 'warn',
    message: 'A part did not stop in time and was left behind.',
    fields: { part: 'word', durationMs: 'number' },
  },
  'stop.failed': { level: 'warn', message: 'A part failed while stopping.', fields: { part: 'word' } },
  'ui.not-built': {
    level: 'warn',
    message:
      'The web interface was not built, so only the plain pages are shown. Run scripts/setup, then start anew.',
    fields: {},
  },
  'config.loaded': {
    level: 'info',
    message: 'The configuration is in force.',
    fields: { file: 'path', changed: 'number' },
  },
  'config.refused': {
    level: 'error',
    message: 'The configuration has mistakes; the last good one stays.',
    fields: { file: 'path', problems: 'number' },
  },
  'config.unnoted': {
    level: 'warn',
    message: 'Who had the configuration read again could not be noted in the ledger.',
    fields: {},
  },
  'policy.loaded': {
    level: 'info',
    message: 'The policy is in force.',
    fields: { policyVersion: 'word', mode: 'word' },
  },
  'listener.opened': {
    level: 'info',
    message: 'A listener is open.',
    fields: { listener: 'word', port: 'number' },
  },
  'listener.closed': { level: 'info', message: 'A listener is closed.', fields: { listener: 'word' } },
  'proxy.logins-slowed': {
    level: 'warn',
    message: 'So many passwords for the proxy were wrong that whoever sends them has to wait.',
    fields: {},
  },
  'account.sign-in-slowed': {
    level: 'warn',
    message: 'So many sign-ins to the pages were wrong that whoever tries has to wait.',
    fields: { cause: 'word' },
  },
  'account.app-key-unread': {
    level: 'error',
    message:
      "The key of somebody's app for codes does not open: its row was changed, or its year's key is gone.",
    fields: {},
  },
  'account.passkey-refused': {
    level: 'warn',
    message:
      'The counter of a passkey did not grow: somebody may have a copy of it. The ledger says whose it is.',
    fields: {},
  },
  'account.unnoted': {
    level: 'warn',
    message: 'What happened at the sign-in to the pages could not be noted in the ledger.',
    fields: {},
  },
  'api-key.use-unnoted': {
    level: 'warn',
    message: 'An API key opened something, and the day could not be noted.',
    fields: {},
  },
  'authority.ready': {
    level: 'info',
    message: 'A certificate authority is ready.',
    fields: { authority: 'word', daysLeft: 'number', created: 'flag' },
  },
  'authority.rotated': {
    level: 'info',
    message: 'A certificate authority began its roll-over.',
    fields: { authority: 'word', when: 'word' },
  },
  'authority.neglected': {
    level: 'error',
    message: 'Looking after the certificates failed; the next look tries again.',
    fields: {},
  },
  'health.raised': {
    level: 'warn',
    message: 'Something needs attention.',
    fields: { warning: 'word', severity: 'word' },
  },
  'health.cleared': { level: 'info', message: 'Something is well again.', fields: { warning: 'word' } },
  'token.created': {
    level: 'info',
    message: 'A new access token was made.',
    fields: { file: 'path', replacedUnsafe: 'flag' },
  },
  'api.request': {
    level: 'debug',
    message: 'The API answered.',
    fields: { method: 'word', route: 'path', status: 'number', durationMs: 'number' },
  },
  'api.failed': {
    level: 'error',
    message: 'The API could not answer.',
    fields: { method: 'word', route: 'path', status: 'number' },
  },
  'api.refused': { level: 'warn', message: 'A request to the API was refused.', fields: { cause: 'word' } },
  'api.slow-reader': {
    level: 'warn',
    message: 'A reader of the live journal was too slow and was dropped.',
    fields: { bufferedBytes: 'number' },
  },
  'api.certificate': { level: 'info', message: "The page's certificate was renewed.", fields: {} },
  'api.certificate-failed': {
    level: 'error',
    message: "The page's certificate could not be renewed; the old one stays.",
    fields: {},
  },
  'demo.failed': {
    level: 'warn',
    message: 'A part of the trial did not come alive.',
    fields: { step: 'word' },
  },
  'event.failed': {
    level: 'error',
    message: 'A part of Gatehouse failed over an event; the others heard it.',
    fields: { event: 'word' },
  },
  'worker.started': {
    level: 'info',
    message: 'A worker was started.',
    fields: { worker: 'word', processId: 'number' },
  },
  'worker.serving': {
    level: 'info',
    message: 'A worker accepts traffic.',
    fields: { worker: 'word', processId: 'number' },
  },
  'worker.adopted': {
    level: 'info',
    message: 'A worker that outlived the gateway before this one goes on.',
    fields: { worker: 'word', processId: 'number' },
  },
  'worker.lost': {
    level: 'error',
    message: 'A worker is gone, and its connections with it; another one takes its place.',
    fields: { worker: 'word', cause: 'word', replaced: 'number' },
  },
  'worker.cut': {
    level: 'warn',
    message: "A connection to the workers' socket was cut.",
    fields: { cause: 'word' },
  },
  'worker.ended': {
    level: 'info',
    message: 'A worker has ended as it was told to.',
    fields: { worker: 'word' },
  },
  'worker.fault': {
    level: 'error',
    message: 'Something failed inside a worker.',
    fields: { worker: 'word', step: 'word' },
  },
  'review.failed': {
    level: 'error',
    message: 'A review could not be read or written.',
    fields: {},
  },
  'worker.roll': {
    level: 'warn',
    message: 'Which workers run could not be written down: a restart will not know them again.',
    fields: {},
  },
  'exchange.failed': {
    level: 'error',
    message: 'An exchange failed inside Gatehouse.',
    fields: { step: 'word' },
  },
  'client.address-taken': {
    level: 'warn',
    message: 'Machines say that addresses are theirs which other machines have.',
    fields: { count: 'number' },
  },
  'network.machines-untold': {
    level: 'warn',
    message: 'Which machines the network is to hold back could not be written down.',
    fields: {},
  },
  'network.machines-refused': {
    level: 'warn',
    message:
      'The note of which machines the network is to hold back was not to be followed, and is written anew.',
    fields: {},
  },
  'client.not-cut-off': {
    level: 'warn',
    message: 'An alarm was to put a machine into quarantine and did not.',
    fields: { detector: 'word', why: 'word' },
  },
  'client.cut-off-unnoted': {
    level: 'warn',
    message: 'An alarm put a machine into quarantine, which could not be noted yet.',
    fields: { detector: 'word' },
  },
  'client.not-kept': {
    level: 'warn',
    message: 'What was seen of machines could not be read or written down yet.',
    fields: {},
  },
} as const satisfies Record<string, EventShape>
