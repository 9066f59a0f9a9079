/** `enrol`: exchanges a one-time code for a certificate, with nobody but the gateway that the code stands for. */
import { enrolmentAnswer, inviteCode } from '../gateway/core/device/schema.ts'
import { AgentError, exitCodes } from './agent-error.ts'
import { certificateRequest, newKey } from './certificate-request.ts'
import { findRoot, post } from './gateway-connection.ts'
import {
  certificatesIn,
  hasIdentity,
  type Identity,
  openFolder,
  readIdentity,
  writeIdentity,
} from './identity.ts'

export interface EnrolOptions {
  gateway: URL
  code: string
  folder: string
}

/** @throws AgentError; the code can be used again unless the gateway answered */
export async function enrol({ gateway, code: typed, folder }: EnrolOptions): Promise<Identity> {
  const code = inviteCode.safeParse(typed)
  if (!code.success)
    throw new AgentError(exitCodes.usage, 'The one-time code was mistyped.', {
      hint: 'It has nine groups of five letters and digits, as `gatehouse device add` printed it.',
    })
  if (hasIdentity(folder))
    throw new AgentError(exitCodes.state, `There is an identity in ${folder} already.`, {
      hint: 'Use another folder, or empty this one if its device was revoked.',
    })
  openFolder(folder)
  const root = await findRoot(gateway, code.data.rootMark)
  const key = newKey()
  const answer = await post({
    url: new URL('/api/v1/enrolment', gateway),
    body: JSON.stringify({ code: typed, csr: certificateRequest(key) }),
    contentType: 'application/json',
    ca: root,
  })
  if (answer.status !== 200) throw turnedDown(answer)
  const enrolled = understood(answer.text)
  if (!certificatesIn(enrolled.chain)[0]?.checkPrivateKey(key)) throw notUnderstood()
  writeIdentity(folder, { ...enrolled, key: key.export({ type: 'pkcs8', format: 'pem' }).toString() })
  return readIdentity(folder)
}

function understood(text: string) {
  try {
    return enrolmentAnswer.parse(JSON.parse(text))
  } catch (cause) {
    throw notUnderstood(cause)
  }
}

function notUnderstood(cause?: unknown): AgentError {
  return new AgentError(exitCodes.failed, "The gateway's answer was not understood.", {
    hint: 'Agent and gateway may be of different versions. The code is used up: make another one.',
    cause,
  })
}

/** The gateway's own words (RFC 9457). */
function turnedDown({ status, text }: { status: number; text: string }): AgentError {
  const problem = problemIn(text)
  const title = problem.detail ?? problem.title ?? `The gateway answered with status ${status}.`
  return new AgentError(status === 403 ? exitCodes.refused : exitCodes.failed, title, {
    hint: problem.hint ?? 'Try again later, or look at the log of the gateway.',
  })
}

function problemIn(text: string): { title?: string; detail?: string; hint?: string } {
  try {
    const found: Record<string, unknown> = JSON.parse(text)
    const pick = (name: string) => {
      const value = found[name]
      // Shown on a terminal: one line, no control characters.
      return typeof value === 'string' ? { [name]: value.replaceAll(/\p{C}/gu, ' ').slice(0, 300) } : {}
    }
    return { ...pick('title'), ...pick('detail'), ...pick('hint') }
  } catch {
    return {}
  }
}
