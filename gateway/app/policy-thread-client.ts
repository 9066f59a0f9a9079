/** Hands texts of policies to the thread that judges them, one at a time, and ends it where one takes too long. */
import { Worker } from 'node:worker_threads'
import type { Examination, PolicyView, TestAnswer } from '../api/services/policy.ts'
import { type ErrorCode, GatewayError } from '../core/errors.ts'
import type { PolicyContext } from '../core/policy/compile.ts'
import type { PolicyFile } from '../core/policy/model.ts'
import { minuteMs, secondMs } from '../core/units.ts'
import type { PolicyText } from './policy-examine.ts'
import type { RehearsalQuestion } from './policy-rehearsal.ts'

type Text = Pick<PolicyText, 'file' | 'bytes'>

export type PolicyOrder =
  | { kind: 'examine'; text: PolicyText }
  /** `text`: that it was read from, for the lines of its rules. */
  | { kind: 'view'; source: PolicyFile; context: PolicyContext; text: Text | null }
  | ({ kind: 'rehearse'; text: Text | null; source: PolicyFile } & Omit<RehearsalQuestion, 'policy'>)

interface Results {
  examine: Examination
  view: PolicyView
  rehearse: TestAnswer
}

export type PolicyReply =
  | { ok: true; result: unknown }
  | { ok: false; error: { code: ErrorCode; details: GatewayError['details']; hint: string | undefined } }

/** Said once, when all code is loaded. */
export type PolicyReady = 'ready'

export interface PolicyThread extends AsyncDisposable {
  /** Rejects with POLICY_UNJUDGED, and with what the question itself throws. */
  ask<Kind extends keyof Results>(order: Extract<PolicyOrder, { kind: Kind }>): Promise<Results[Kind]>
}

export interface PolicyThreadBounds {
  /** From the moment at which it is its turn and the thread is there. */
  answerMs: number
  waiting: number
}

const usualBounds: PolicyThreadBounds = { answerMs: 15 * secondMs, waiting: 12 }
/** A slow box with much to do takes its time to load the code. */
const startMs = minuteMs
/** What nobody asks is given its memory back. */
const idleMs = 2 * minuteMs
const heapMiB = 320

export function startPolicyThread({ answerMs, waiting }: PolicyThreadBounds = usualBounds): PolicyThread {
  let worker: Worker | null = null
  let isReady = false
  let turn: Promise<unknown> = Promise.resolve()
  let asked = 0
  let idle: NodeJS.Timeout | null = null

  const end = async () => {
    const ending = worker
    worker = null
    isReady = false
    await ending?.terminate()
  }

  function answered(order: PolicyOrder): Promise<unknown> {
    if (idle !== null) clearTimeout(idle)
    worker ??= startWorker()
    const thread = worker
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const give = (cause?: unknown) => {
      void end()
      reject(unjudged(cause))
    }
    let late = setTimeout(give, isReady ? answerMs : startMs)
    const take = (reply: PolicyReply | PolicyReady) => {
      if (reply === 'ready') {
        isReady = true
        clearTimeout(late)
        late = setTimeout(give, answerMs)
      } else if (reply.ok) resolve(reply.result)
      else reject(new GatewayError(reply.error.code, reply.error.details, hintOf(reply.error)))
    }
    thread.on('message', take).once('error', give).once('exit', give)
    thread.postMessage(order)
    return promise.finally(() => {
      clearTimeout(late)
      thread.off('message', take).off('error', give).off('exit', give)
      idle = setTimeout(() => void end(), idleMs).unref()
    })
  }

  return {
    async ask(order) {
      if (asked >= waiting) throw unjudged()
      asked += 1
      const next = turn.then(() => answered(order))
      turn = next.catch(() => undefined)
      try {
        return (await next) as never
      } finally {
        asked -= 1
      }
    },
    async [Symbol.asyncDispose]() {
      if (idle !== null) clearTimeout(idle)
      await end()
    },
  }
}

function startWorker(): Worker {
  const worker = new Worker(new URL('./policy-thread.ts', import.meta.url), {
    name: 'policy',
    // The parent's flags (a test runner's, a debugger's) are not for this thread.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMiB },
  })
  // Without a listener an error between two questions would end the process; the next question starts a new thread.
  worker.on('error', () => undefined)
  worker.unref()
  return worker
}

function hintOf({ hint }: { hint: string | undefined }) {
  return hint === undefined ? {} : { hint }
}

function unjudged(cause?: unknown): GatewayError {
  const hint =
    'It is very long or entangled, or much is asked at once. Make it shorter, or try again in a moment.'
  return new GatewayError('POLICY_UNJUDGED', {}, { hint, cause })
}
