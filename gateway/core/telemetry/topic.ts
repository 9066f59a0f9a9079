/** Decides what a device may say and hear on the broker: under its own name, and nothing else. */
import { answeredKinds, type PublishedKind, publishedKinds } from './reading.ts'

/** Why the broker did not do what a device asked; counted by these names. */
export const violations = [
  'foreign-topic',
  'unknown-topic',
  'malformed-topic',
  'retained',
  'subscription',
  'client-id',
  'will',
] as const
export type Violation = (typeof violations)[number]

export type PublishVerdict = { allowed: true; kind: PublishedKind } | { allowed: false; reason: Violation }

const prefix = 'gatehouse/v1/'

/** The topics on which a device may speak. Made once a session: they are looked up for every message. */
export type OwnTopics = ReadonlyMap<string, PublishedKind>

export function ownTopics(device: string): OwnTopics {
  return new Map(publishedKinds.map((kind) => [`${prefix}${device}/${kind}`, kind]))
}

/** Exact text, no patterns: what is not one of the four topics of this device is not its to say. */
export function judgePublish(
  { name, topics }: { name: string; topics: OwnTopics },
  { topic, retain }: { topic: string; retain: boolean },
): PublishVerdict {
  const kind = topics.get(topic)
  if (kind === undefined) return { allowed: false, reason: topicFault(name, topic) }
  // One last word a device is worth keeping; a store of messages the broker is not.
  if (retain && kind !== 'status') return { allowed: false, reason: 'retained' }
  return { allowed: true, kind }
}

/** The only topic a device may hear: what of it is stored. Patterns could hear others. */
export function maySubscribe(device: string, topic: string): boolean {
  return answeredKinds.some((kind) => topic === `${prefix}${device}/${kind}`)
}

/**
 * The device's name, or its name, `-` or `:`, and more: 1 to 64 of letters, digits and `._:-`. Another device's id is
 * never taken over, whatever is chosen: the broker keeps ids apart by device.
 */
export function isClientId(device: string, clientId: string): boolean {
  if (clientId === device) return true
  const rest = clientId.slice(device.length)
  return clientId.startsWith(device) && /^[-:][\w.:-]{1,64}$/.test(rest)
}

function topicFault(device: string, topic: string): Violation {
  // MQTT 3.1.1 §1.5.3 [MQTT-1.5.3-1, -2]: no zero, no ill-formed UTF-8, which decoding turned into U+FFFD.
  if (/[\p{Cc}\uFFFD+#]/u.test(topic)) return 'malformed-topic'
  if (!topic.startsWith(prefix)) return 'unknown-topic'
  return topic.startsWith(`${prefix}${device}/`) ? 'unknown-topic' : 'foreign-topic'
}
