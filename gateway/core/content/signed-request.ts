/** A request as the readers of signatures look at it: fields and query parameters by name. */
import { fieldName } from '../http/fields.ts'
import type { SignableRequest, SignatureBinding } from './signed.ts'

export interface SignedRequest {
  method: string
  /** First value of a field, or ''; the name in lower case. */
  field(name: string): string
  /** Lower-case names of all fields. */
  names: readonly string[]
  /** First value of a query parameter, or ''; the name in lower case. */
  parameter(name: string): string
}

/** Recognises one kind of signature. */
export type BindingReader = (request: SignedRequest) => SignatureBinding | null

export function readRequest(request: SignableRequest): SignedRequest {
  const fields = new Map<string, string>()
  for (let i = 0; i + 1 < request.fields.length; i += 2) {
    const name = fieldName(request.fields[i] as string)
    if (!fields.has(name)) fields.set(name, request.fields[i + 1] as string)
  }
  let parameters: Map<string, string> | null = null
  return {
    method: request.method,
    field: (name) => fields.get(name) ?? '',
    names: [...fields.keys()],
    parameter(name) {
      parameters ??= parametersOf(request.target)
      return parameters.get(name) ?? ''
    },
  }
}

function parametersOf(target: string): Map<string, string> {
  const parameters = new Map<string, string>()
  const mark = target.indexOf('?')
  if (mark < 0) return parameters
  for (const [name, value] of new URLSearchParams(target.slice(mark + 1))) {
    const key = name.toLowerCase()
    if (!parameters.has(key)) parameters.set(key, value)
  }
  return parameters
}

/** `a;b` or `a b` → its names in lower case. */
export function nameList(text: string, separator: string): string[] {
  return text
    .toLowerCase()
    .split(separator)
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

const contentFields = new Set(['content-md5', 'digest', 'content-digest', 'repr-digest', 'content-length'])

/** True where a signed field describes the body, so that the signature binds it without having seen it. */
export function describesBody(names: readonly string[]): boolean {
  return names.some(
    (name) => contentFields.has(name) || /^x-(?:amz|goog)-(?:checksum|content-sha256|hash)/.test(name),
  )
}
