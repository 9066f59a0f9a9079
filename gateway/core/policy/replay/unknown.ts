/** Names what keeps a replay from knowing what another policy would have done, each with its sentence. */

export const unknownSentences = {
  'name-hidden': 'The name of the destination holds data, so the journal does not tell it.',
  'client-address': 'A rule asks for the address of a client that the journal knows by its login.',
  path: 'A rule asks for a part of the path that the journal does not tell.',
  'content-type': 'A rule asks for the content type, which the journal does not keep.',
  'not-begun': 'It was stopped before its content was read, so nobody knows what it would have sent.',
  unread: 'It passed unread, so nobody knows what was in it.',
  'earlier-version': 'It was recorded by an earlier version, which did not say how far it was looked into.',
  failed: 'It failed, and the journal does not tell how far it was looked into until then.',
  'cut-short': 'It ended before all of it was looked into.',
  lasting:
    'It is a lasting connection (WebSocket): its messages are judged one by one and recorded together.',
  'free-text':
    'Names in free text were not looked for then, and the draft acts on them or on what they cover.',
  fields:
    'The draft or the rule of then keeps or drops fields, and the journal does not tell which there were.',
  files: 'There was a file, and the draft looks into files otherwise than the rule of then.',
  label: 'It may be labelled as what the draft refuses unread, and was readable all the same.',
  broken:
    'It is not what it says it is, and whether it can be changed all the same depends on where it breaks.',
  size: 'It passed unread and is longer than what is held, and the draft refuses long bodies.',
  signature: 'A signature covers a part of it, and the journal does not tell which.',
  'fixed-field': 'Something was found where nothing can be changed, and the journal does not tell what.',
  findings: 'More was found than the journal lists.',
  correction: 'A value was allowed or denied, and the record does not say whether this is the one.',
  'own-identity': "It may be the office's own value, which was not asked then.",
  moment: 'Keys or memory were missing at that moment, and the draft needs them as well.',
  'persons-per-hour': 'The draft counts the persons of an hour, and there may have been too many.',
} as const

export type Unknown = keyof typeof unknownSentences
