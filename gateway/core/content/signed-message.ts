/** Recognises HTTP message signatures, which say themselves what they cover. */
import type { Binds, SignatureBinding } from './signed.ts'
import { describesBody, nameList, type SignedRequest } from './signed-request.ts'

const ofTarget = new Set(['@query', '@query-param', '@target-uri', '@request-target', '@path'])

/** RFC 9421 §4.1: `Signature-Input: sig1=("@method" "content-digest");created=…`. What cannot be read binds all. */
export function messageSignatureBinding(request: SignedRequest): SignatureBinding | null {
  const input = request.field('signature-input')
  if (input === '') return null
  const lists = innerLists(input)
  if (lists.length === 0) return { kind: 'http-message-signature', binds: everything }
  const covered = lists.flatMap((list) => [...list.matchAll(/"([^"]*)"/g)])
  const names = covered.map((component) => (component[1] as string).toLowerCase())
  const fields = names.filter((name) => !name.startsWith('@'))
  return {
    kind: 'http-message-signature',
    binds: {
      body: describesBody(fields),
      query: names.some((name) => ofTarget.has(name)),
      headers: fields.length > 0 ? fields : false,
    },
  }
}

/** What stands in the brackets behind each `=`; an expression would look to the end for each bracket that nobody closes. */
function innerLists(input: string): string[] {
  const lists: string[] = []
  let from = 0
  let open = input.indexOf('(')
  while (open >= 0) {
    const isMember = input.slice(from, open).trimEnd().endsWith('=')
    const close = isMember ? input.indexOf(')', open) : open
    if (close < 0) return lists
    if (isMember) lists.push(input.slice(open + 1, close))
    from = close + 1
    open = input.indexOf('(', from)
  }
  return lists
}

/** The drafts before it (draft-cavage-http-signatures): `Signature keyId="…",headers="(request-target) digest"`. */
export function cavageBinding(request: SignedRequest): SignatureBinding | null {
  const authorization = request.field('authorization')
  const inAuthorization = /^Signature\s/i.test(authorization)
  const text = inAuthorization ? authorization : request.field('signature')
  if (!inAuthorization && !/\bkeyId\s*=/i.test(text)) return null
  const list = /\bheaders\s*=\s*"([^"]*)"/i.exec(text)?.[1]
  // Without a list only the Date field (or the creation time) is signed.
  const names = nameList(list ?? 'date', ' ')
  const fields = names.filter((name) => !name.startsWith('('))
  return {
    kind: 'http-signature-draft',
    binds: { body: describesBody(fields), query: names.includes('(request-target)'), headers: fields },
  }
}

const everything: Binds = { body: true, query: true, headers: 'some' }
