/** Recognises requests of which a part is bound by a signature, and says which part: it must not be rewritten. */

import {
  awsBinding,
  awsOldBinding,
  awsPresignedBinding,
  azureKeyBinding,
  azureSasBinding,
  cloudFrontBinding,
  googleBinding,
  googlePresignedBinding,
} from './signed-cloud.ts'
import { cavageBinding, messageSignatureBinding } from './signed-message.ts'
import { hmacBinding, joseBinding, loginBinding, partBinding, rangeBinding } from './signed-others.ts'
import { type BindingReader, readRequest, type SignedRequest } from './signed-request.ts'

export type SignatureKind =
  | 'aws-sigv4'
  | 'aws-presigned'
  | 'aws-sigv2'
  | 'google-signed'
  | 'google-presigned'
  | 'azure-sas'
  | 'azure-shared-key'
  | 'cloudfront-presigned'
  | 'http-message-signature'
  | 'http-signature-draft'
  | 'hmac-header'
  | 'signed-login'
  | 'jose'
  | 'content-range'
  | 'multipart-upload'

/** What a change would break. */
export interface Binds {
  body: boolean
  /** The target: path and query. */
  query: boolean
  /** Lower-case names, `some` where the request does not say which, false where none. */
  headers: readonly string[] | 'some' | false
}

export interface SignatureBinding {
  /** The first kind that was recognised; `binds` is what all of them bind together. */
  kind: SignatureKind
  binds: Binds
}

export interface SignableRequest {
  method: string
  /** Path and query as they stand in the request line. */
  target: string
  /** Names and values in turn. */
  fields: readonly string[]
}

const readers: readonly BindingReader[] = [
  awsBinding,
  awsPresignedBinding,
  awsOldBinding,
  googleBinding,
  googlePresignedBinding,
  azureSasBinding,
  azureKeyBinding,
  cloudFrontBinding,
  messageSignatureBinding,
  cavageBinding,
  hmacBinding,
  loginBinding,
  joseBinding,
  rangeBinding,
  partBinding,
]

/** Null where nothing binds the request: the usual case, decided by a look at a handful of fields. */
export function signatureOf(request: SignableRequest): SignatureBinding | null {
  const read: SignedRequest = readRequest(request)
  let binding: SignatureBinding | null = null
  for (const reader of readers) {
    const found = reader(read)
    if (found === null) continue
    binding = binding === null ? found : { kind: binding.kind, binds: together(binding.binds, found.binds) }
  }
  return binding
}

function together(a: Binds, b: Binds): Binds {
  return { body: a.body || b.body, query: a.query || b.query, headers: headersTogether(a.headers, b.headers) }
}

function headersTogether(a: Binds['headers'], b: Binds['headers']): Binds['headers'] {
  if (a === 'some' || b === 'some') return 'some'
  if (a === false || b === false) return a === false ? b : a
  return [...new Set([...a, ...b])]
}
