/** Reads one message that is text or a file: as the document that it is or holds, else as plain text. */
import { Buffer } from 'node:buffer'
import { type BodyForm, sniffForm } from '../../core/content/format.ts'
import { judgeWithin } from '../../core/content/part-judge.ts'
import type { Steps } from '../../core/content/steps.ts'
import { maxValueBytes } from '../../core/policy/body-reader.ts'
import { createJudge, type ExchangeJudge } from '../../core/policy/judge.ts'
import { readThroughInSteps, readWholeInSteps, type WholeReading } from '../../core/policy/whole-body.ts'
import type { MessageRule } from './message-rule.ts'

/** RFC 6455 §5.6: a text message is UTF-8, whatever characters of control stand in it. */
const plainText: BodyForm = { format: 'text', decodable: true, boundary: null, layout: 'bytes' }

/** Lines of JSON, which one document is too. */
const json: BodyForm = { ...plainText, format: 'ndjson' }
const xml: BodyForm = { ...plainText, format: 'xml' }
const beginsJson = /^\s*(?:\{\s*["}]|\[\s*[[{"\]])/
/** So many bytes of a beginning are asked. */
const sampleLength = 64

/**
 * What Socket.IO (github.com/socketio/socket.io-protocol: `42/admin,17["event",…]`) and SockJS (`a["…"]`) write before
 * their JSON. Without it their fields have no names.
 */
const prefix = /^(?:\d{1,6}-?(?:\/[\w./-]{1,64},)?\d{0,10}|[am])(?=\[["{[]|\{")/
const longestPrefix = 96

/** `holdBytes`: a longer one is read as a long body is, and a name counts from its first place on. */
export function* readMessage(
  data: Buffer,
  by: MessageRule,
  as: { isBinary: boolean; holdBytes: number },
): Steps<WholeReading> {
  const start = as.isBinary ? 0 : lengthOfPrefix(data)
  const body = start === 0 ? data : data.subarray(start)
  const form = as.isBinary ? sniffForm(body) : formOfText(body)
  const reading = yield* readAs(form, body, { by, start, isLong: data.length > as.holdBytes })
  if (!isMislabelled(reading, form)) return start === 0 ? reading : behind(data.subarray(0, start), reading)
  // Nobody said that it was JSON: it only begins so. As text, JSON in it is still read as far as it goes.
  by.persons.withdraw()
  return yield* readAs(plainText, data, { by, start: 0, isLong: data.length > as.holdBytes })
}

/** As `sniffForm` does, which has to ask of bodies how their characters lie. */
function formOfText(body: Buffer): BodyForm {
  const sample = body.toString('latin1', 0, sampleLength)
  if (beginsJson.test(sample)) return json
  return sample.startsWith('<?xml') ? xml : plainText
}

function* readAs(
  form: BodyForm,
  body: Buffer,
  { by, start, isLong }: { by: MessageRule; start: number; isLong: boolean },
): Steps<WholeReading> {
  const { rule, judgeOptions } = by
  const newJudge = () => shifted(createJudge(judgeOptions), start)
  const judge = newJudge()
  return isLong
    ? yield* readThroughInSteps(body, { form, judge, rule, maxValueBytes })
    : yield* readWholeInSteps({ rule, form, body, judge, newJudge })
}

function lengthOfPrefix(data: Buffer): number {
  const first = data[0]
  if (first === 0x7b || first === 0x5b) return 0
  return prefix.exec(data.toString('latin1', 0, longestPrefix))?.[0].length ?? 0
}

/** Where fields are to be dropped or kept by their names, they have to be known: then what is broken stays so. */
function isMislabelled(reading: WholeReading, { format }: BodyForm): boolean {
  if (reading.ok || reading.reason !== 'undecodable' || format === 'text' || format === 'opaque') return false
  return !reading.judge.judgesFields
}

function behind(before: Buffer, reading: WholeReading): WholeReading {
  return reading.ok ? { ...reading, body: Buffer.concat([before, reading.body]) } : reading
}

function shifted(judge: ExchangeJudge, start: number): ExchangeJudge {
  if (start === 0) return judge
  return {
    ...judgeWithin(judge, { name: '', start }),
    get fileNotes() {
      return judge.fileNotes ?? []
    },
    judgement: () => judge.judgement(),
  }
}
