/** Recognises the request signatures of cloud storages and the URLs that they sign in advance. */
import type { SignatureBinding } from './signed.ts'
import { describesBody, nameList, type SignedRequest } from './signed-request.ts'

/** AWS Signature Version 4 (also 4A), "Create a signed AWS API request"; Google's GOOG4 is the same with other names. */
export function awsBinding(request: SignedRequest): SignatureBinding | null {
  return versionFour(request, { scheme: /^AWS4-/i, payload: 'x-amz-content-sha256', kind: 'aws-sigv4' })
}

/** Google Cloud Storage, "Signatures": GOOG4-RSA-SHA256 and GOOG4-HMAC-SHA256. */
export function googleBinding(request: SignedRequest): SignatureBinding | null {
  return versionFour(request, { scheme: /^GOOG4-/i, payload: 'x-goog-content-sha256', kind: 'google-signed' })
}

interface VersionFour {
  scheme: RegExp
  payload: string
  kind: 'aws-sigv4' | 'google-signed'
}

/** The payload's hash is always signed, unless it says UNSIGNED-PAYLOAD; then what else is signed may describe it. */
function versionFour(request: SignedRequest, version: VersionFour): SignatureBinding | null {
  const authorization = request.field('authorization')
  if (!version.scheme.test(authorization)) return null
  const headers = nameList(/SignedHeaders=([^,\s]*)/i.exec(authorization)?.[1] ?? '', ';')
  const unsigned = request.field(version.payload).toUpperCase() === 'UNSIGNED-PAYLOAD'
  const described = describesBody(headers.filter((name) => name !== version.payload))
  return { kind: version.kind, binds: { body: !unsigned || described, query: true, headers } }
}

/** A pre-signed URL's payload is unsigned unless the signed fields describe it (S3, "Authenticating Requests: Query"). */
export function awsPresignedBinding(request: SignedRequest): SignatureBinding | null {
  if (request.parameter('x-amz-signature') === '') return null
  const headers = nameList(request.parameter('x-amz-signedheaders'), ';')
  const hash = request.parameter('x-amz-content-sha256')
  const body = describesBody(headers) || (hash !== '' && hash !== 'UNSIGNED-PAYLOAD')
  return { kind: 'aws-presigned', binds: { body, query: true, headers } }
}

export function googlePresignedBinding(request: SignedRequest): SignatureBinding | null {
  const isOld = request.parameter('googleaccessid') !== '' && request.parameter('signature') !== ''
  if (request.parameter('x-goog-signature') === '' && !isOld) return null
  const headers = nameList(request.parameter('x-goog-signedheaders'), ';')
  const body = describesBody(headers) || (isOld && request.field('content-md5') !== '')
  return { kind: 'google-presigned', binds: { body, query: true, headers } }
}

/** AWS Signature Version 2: Content-MD5, where sent, is part of what is signed, and so are all `x-amz-` fields. */
export function awsOldBinding(request: SignedRequest): SignatureBinding | null {
  const header = /^AWS\s+[^:\s]+:\S+$/i.test(request.field('authorization'))
  const url = request.parameter('awsaccesskeyid') !== '' && request.parameter('signature') !== ''
  if (!header && !url) return null
  const headers = request.names.filter((name) => name.startsWith('x-amz-') || name === 'content-md5')
  return { kind: 'aws-sigv2', binds: { body: headers.includes('content-md5'), query: true, headers } }
}

/** Azure Storage shared access signature: the query alone is signed. */
export function azureSasBinding(request: SignedRequest): SignatureBinding | null {
  const says = (name: string) => request.parameter(name) !== ''
  if (!says('sig') || !says('sv') || !(says('se') || says('si'))) return null
  return { kind: 'azure-sas', binds: { body: false, query: true, headers: false } }
}

/** Azure Storage Shared Key: Content-Length and Content-MD5 are part of what is signed. */
export function azureKeyBinding(request: SignedRequest): SignatureBinding | null {
  if (!/^SharedKey(?:Lite)?\s/i.test(request.field('authorization'))) return null
  return { kind: 'azure-shared-key', binds: { body: true, query: true, headers: 'some' } }
}

/** Amazon CloudFront signed URLs. */
export function cloudFrontBinding(request: SignedRequest): SignatureBinding | null {
  if (request.parameter('key-pair-id') === '' || request.parameter('signature') === '') return null
  return { kind: 'cloudfront-presigned', binds: { body: false, query: true, headers: false } }
}
