/** The closed list of what Gatehouse writes to its log, and which facts each line may carry. */

/**
 * How one field is written. There is no kind for free text, host names, addresses of clients, headers, URLs or
 * bodies: what has no kind cannot be logged.
 *
 * - `number`: a finite number, units in the field's name
 * - `word`: letters, digits and `._:-` only, at most 64 characters: codes, states, names of our own parts
 * - `path`: a file or socket path of this box, at most 256 characters
 * - `flag`: true or false
 */
export type FieldKind = 'number' | 'word' | 'path' | 'flag'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

interface EventShape {
  level: LogLevel
  message: string
  fields: Readonly<Record<string, FieldKind>>
}

/** Every event: stable name → level, sentence and allowed fields. An error may be added to any of them. */
export const logEvents = {
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
  'store.opened': {
    level: 'info',
    message: 'The store is open.',
    fields: { durationMs: 'number', records: 'number' },
  },
  'store.degraded': {
    level: 'error',
    message: 'The store does not take records; protection goes on.',
    fields: {},
  },
  'journal.dropped': {
    level: 'warn',
    message: 'Journal records could not be kept.',
    fields: { records: 'number' },
  },
  'keyring.opened': {
    level: 'info',
    message: 'The keyring is open.',
    fields: { created: 'flag', source: 'word' },
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
  'device.added': {
    level: 'info',
    message: 'A one-time code for a device was made.',
    fields: { device: 'word' },
  },
  'device.enrolled': {
    level: 'info',
    message: 'A device has enrolled.',
    fields: { device: 'word', days: 'number' },
  },
  'device.renewed': {
    level: 'info',
    message: 'A device has renewed its certificate.',
    fields: { device: 'word', days: 'number' },
  },
  'device.revoked': {
    level: 'info',
    message: 'A device was revoked.',
    fields: { device: 'word', durable: 'flag' },
  },
  'device.code-refused': {
    level: 'warn',
    message: 'So many one-time codes were wrong that whoever sends them has to wait.',
    fields: {},
  },
  'device.sightings-kept': {
    level: 'warn',
    message: 'When devices were last seen could not be written down yet.',
    fields: {},
  },
  'vault.tidied': {
    level: 'info',
    message: 'The folder of sealed files was looked through.',
    fields: { unfinished: 'number', removed: 'number', strange: 'number', missing: 'number' },
  },
  'vault.untidied': {
    level: 'warn',
    message: 'The folder of sealed files could not be looked through; the next start tries again.',
    fields: {},
  },
  'ingest.refused': {
    level: 'warn',
    message: 'A file of a device was not taken.',
    fields: { listener: 'word', code: 'word' },
  },
  'ingest.failed': {
    level: 'error',
    message: 'Taking a file of a device failed inside Gatehouse.',
    fields: { listener: 'word' },
  },
  'ingest.ended': {
    level: 'info',
    message: 'Sessions of a device were ended, as it was revoked.',
    fields: { sessions: 'number' },
  },
  'ingest.certificate-failed': {
    level: 'error',
    message: "The certificate of the devices' listener could not be renewed; the old one stays.",
    fields: {},
  },
  'telemetry.stored': {
    level: 'debug',
    message: 'Readings of devices are stored.',
    fields: { devices: 'number', readings: 'number', bytes: 'number', durationMs: 'number' },
  },
  'telemetry.failed': {
    level: 'error',
    message: 'Readings of devices could not be stored; they wait, and so do the devices.',
    fields: {},
  },
  'sweep.begun': {
    level: 'info',
    message: 'A sweep begins: what it will destroy is written down.',
    fields: { sweep: 'word', cause: 'word', periods: 'number' },
  },
  'sweep.finished': {
    level: 'info',
    message: 'A sweep has ended.',
    fields: { sweep: 'word', outcome: 'word', periods: 'number' },
  },
  'sweep.failed': {
    level: 'error',
    message: 'A sweep could not be carried on; it will be tried again.',
    fields: { sweep: 'word' },
  },
  'sweep.keys-returned': {
    level: 'warn',
    message: 'Keys that a sweep had destroyed came back with an old copy; they are destroyed again.',
    fields: { keys: 'number' },
  },
  'sweep.refused': {
    level: 'warn',
    message: 'The daily sweep did not begin.',
    fields: {},
  },
  'ledger.checkpoint-failed': {
    level: 'error',
    message: 'No checkpoint of the ledger could be written.',
    fields: {},
  },
  'signal.raised': {
    level: 'warn',
    message: 'A detector noticed something.',
    fields: { detector: 'word', kind: 'word', severity: 'word' },
  },
  'detector.failed': {
    level: 'error',
    message: 'A detector failed on an event; the others go on.',
    fields: { detector: 'word', while: 'word' },
  },
  'detector.memory': {
    level: 'warn',
    message: 'What a detector remembered could not be used; it begins anew.',
    fields: { detector: 'word' },
  },
  'incident.changed': {
    level: 'info',
    message: 'An incident was opened or changed.',
    fields: { incident: 'word', state: 'word', severity: 'word' },
  },
  'incident.unwritten': {
    level: 'error',
    message: 'Signals wait, as they could not be written.',
    fields: { waiting: 'number', dropped: 'number' },
  },
  'incident.unnoted': {
    level: 'error',
    message: 'The ledger could not be told of an incident; it is tried again.',
    fields: { incident: 'word' },
  },
  'webhook.failed': {
    level: 'warn',
    message: 'A post to the webhook was not delivered.',
    fields: { cause: 'word', status: 'number', attempt: 'number' },
  },
  'webhook.dropped': {
    level: 'error',
    message: 'Posts to the webhook were given up.',
    fields: { posts: 'number', cause: 'word' },
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
  'broker.failed': {
    level: 'error',
    message: 'The broker of devices met a fault and goes on.',
    fields: {},
  },
  'exchange.failed': {
    level: 'error',
    message: 'An exchange failed inside Gatehouse.',
    fields: { step: 'word' },
  },
} as const satisfies Record<string, EventShape>

export type LogEventName = keyof typeof logEvents

type FieldValue<K extends FieldKind> = K extends 'number' ? number : K extends 'flag' ? boolean : string

/** The facts that event `E` may carry; each may be left out. */
export type LogFields<E extends LogEventName> = {
  [F in keyof (typeof logEvents)[E]['fields']]?: (typeof logEvents)[E]['fields'][F] extends FieldKind
    ? FieldValue<(typeof logEvents)[E]['fields'][F]>
    : never
}
