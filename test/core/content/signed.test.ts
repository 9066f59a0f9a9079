/** Promises to see what a signature binds before anything is rewritten. */
import { describe, expect, test } from 'vitest'
import { signatureOf } from '../../../gateway/core/content/signed.ts'
import { isCompactToken } from '../../../gateway/core/content/signed-others.ts'

function binding(fields: Record<string, string>, target = '/') {
  return signatureOf({ method: 'PUT', target, fields: Object.entries(fields).flat() })
}

const aws = (signed: string) =>
  `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/eu-west-1/s3/aws4_request, SignedHeaders=${signed}, Signature=00`

describe('a request signed for a cloud storage', () => {
  test('is bound with body, target and the fields that it names', () => {
    expect(binding({ Authorization: aws('content-type;host;x-amz-date') })).toEqual({
      kind: 'aws-sigv4',
      binds: { body: true, query: true, headers: ['content-type', 'host', 'x-amz-date'] },
    })
  })

  test('leaves an unsigned payload free, unless a signed field describes it', () => {
    const unsigned = { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' }
    expect(binding({ authorization: aws('host;x-amz-content-sha256'), ...unsigned })?.binds.body).toBe(false)
    expect(binding({ authorization: aws('content-md5;host'), ...unsigned })?.binds.body).toBe(true)
    expect(binding({ authorization: aws('host;x-amz-checksum-sha256'), ...unsigned })?.binds.body).toBe(true)
  })

  test('binds a payload that is signed chunk by chunk', () => {
    const fields = {
      authorization: aws('host'),
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    }
    expect(binding(fields)?.binds.body).toBe(true)
  })

  test.each([
    [
      'aws-presigned',
      '/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-SignedHeaders=host&X-Amz-Signature=00',
      false,
    ],
    ['aws-presigned', '/k?X-Amz-SignedHeaders=content-length%3Bhost&X-Amz-Signature=00', true],
    ['aws-sigv2', '/k?AWSAccessKeyId=A&Expires=1&Signature=x%3D', false],
    ['google-presigned', '/k?X-Goog-Signature=00&X-Goog-SignedHeaders=host', false],
    ['google-presigned', '/k?GoogleAccessId=a&Expires=1&Signature=x', false],
    ['azure-sas', '/c/b?sv=2024-11-04&se=2026-12-01&sr=b&sp=w&sig=x%3D', false],
    ['cloudfront-presigned', '/k?Expires=1&Signature=x&Key-Pair-Id=K', false],
    ['multipart-upload', '/k?partNumber=2&uploadId=abc', true],
  ])('is known as %s by its URL', (kind, target, body) => {
    const found = binding({}, target)
    expect([found?.kind, found?.binds.body, found?.binds.query]).toEqual([kind, body, true])
  })

  test('is known by its other schemes', () => {
    expect(binding({ authorization: 'AWS AKID:abc=', 'content-md5': 'x' })).toMatchObject({
      kind: 'aws-sigv2',
      binds: { body: true },
    })
    expect(binding({ authorization: 'AWS AKID:abc=' })).toMatchObject({
      kind: 'aws-sigv2',
      binds: { body: false },
    })
    expect(
      binding({ authorization: 'GOOG4-RSA-SHA256 Credential=a, SignedHeaders=host, Signature=0' })?.kind,
    ).toBe('google-signed')
    expect(binding({ authorization: 'SharedKey account:abc=' })?.kind).toBe('azure-shared-key')
  })
})

describe('an HTTP message signature', () => {
  test('binds what it covers (RFC 9421)', () => {
    const input = 'sig1=("@method" "@query" "content-digest" "x-user";sf);created=1;keyid="k"'
    expect(binding({ 'Signature-Input': input, Signature: 'sig1=:AA==:' })).toEqual({
      kind: 'http-message-signature',
      binds: { body: true, query: true, headers: ['content-digest', 'x-user'] },
    })
  })

  test('that covers method and host alone binds nothing else', () => {
    const fields = { 'signature-input': 's=("@method" "@authority");created=1', signature: 's=:AA==:' }
    expect(binding(fields)?.binds).toEqual({ body: false, query: false, headers: false })
  })

  test('that cannot be read binds everything', () => {
    expect(binding({ 'signature-input': 'nonsense' })?.binds).toEqual({
      body: true,
      query: true,
      headers: 'some',
    })
  })

  test('is read with spaces, several labels, and brackets that belong to no label', () => {
    const input = '(x) a = ("@query");b=1, c=\t("digest" "x-a"), (y'
    expect(binding({ 'Signature-Input': input })?.binds).toEqual({
      body: true,
      query: true,
      headers: ['digest', 'x-a'],
    })
  })

  test.each(['=(', '= (', '(', '((=', '="(', '=()'])(
    'of nothing but %j takes no longer than reading it',
    (piece) => {
      const time = (count: number) => {
        const value = piece.repeat(count)
        const started = process.cpuUsage()
        for (let round = 0; round < 3; round++) binding({ 'Signature-Input': value })
        const { user, system } = process.cpuUsage(started)
        return user + system
      }
      time(4000)
      // Quadratic time would make it 64 times as much, and much more than these milliseconds.
      expect(time(32_000)).toBeLessThan(32 * Math.max(2000, time(4000)))
    },
  )

  test('in the form of the old drafts binds what it lists', () => {
    const list = 'keyId="k",algorithm="hs2019",headers="(request-target) host digest",signature="x"'
    const binds = { body: true, query: true, headers: ['host', 'digest'] }
    expect(binding({ Authorization: `Signature ${list}` })).toEqual({ kind: 'http-signature-draft', binds })
    expect(binding({ Signature: list })).toEqual({ kind: 'http-signature-draft', binds })
    expect(binding({ Signature: 'keyId="k",signature="x"' })?.binds.body).toBe(false)
  })
})

describe('a body bound otherwise', () => {
  test.each([
    'X-Hub-Signature',
    'X-Hub-Signature-256',
    'Stripe-Signature',
    'X-Signature',
    'X-Shopify-Hmac-Sha256',
    'X-Slack-Signature',
    'Svix-Signature',
    'Paypal-Transmission-Sig',
    'X-Line-Signature',
    'X-Acme-HMAC',
    'X-Sign',
    'Webhook-Signature',
    'X-Twilio-Signature',
  ])('is known by %s', (name) => {
    expect(binding({ [name]: 'sha256=00' })).toMatchObject({ kind: 'hmac-header', binds: { body: true } })
  })

  test.each([
    ['application/jose'],
    ['application/jose+json; charset=utf-8'],
    ['application/jwt'],
    ['application/secevent+jwt'],
    ['application/pkcs7-mime'],
  ])('is a signed or encrypted token: %s', (type) => {
    expect(binding({ 'Content-Type': type })?.kind).toBe('jose')
  })

  test('is a piece of a larger one', () => {
    expect(binding({ 'Content-Range': 'bytes 0-9/20' })).toMatchObject({
      kind: 'content-range',
      binds: { body: true, query: false },
    })
  })

  test('is covered by a login that signs it', () => {
    const oauth = 'OAuth oauth_consumer_key="k", oauth_signature="s"'
    expect(binding({ authorization: oauth })?.binds.body).toBe(false)
    expect(
      binding({ authorization: oauth, 'content-type': 'application/x-www-form-urlencoded' })?.binds.body,
    ).toBe(true)
    expect(binding({ authorization: 'Digest username="u", uri="/", qop=auth-int' })?.binds.body).toBe(true)
    expect(binding({ authorization: 'Digest username="u", uri="/", qop=auth' })?.binds.body).toBe(false)
    expect(binding({ authorization: 'Hawk id="a", mac="m"' })?.binds).toMatchObject({
      body: false,
      query: true,
    })
  })

  test('adds up over several signatures', () => {
    const fields = { 'signature-input': 's=("x-user")', 'x-signature': '00' }
    expect(binding(fields)).toEqual({
      kind: 'http-message-signature',
      binds: { body: true, query: true, headers: 'some' },
    })
  })
})

test.each([
  { Authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x' },
  { Authorization: 'Basic am9lOng=' },
  { 'Content-Type': 'application/json', 'X-Request-Id': '1', 'X-Design': 'a', Cookie: 'sig=1' },
  { Accept: '*/*', 'X-Assigned-To': 'joe', Range: 'bytes=0-1' },
])('an ordinary request is bound by nothing: %j', (fields) => {
  expect(binding(fields as Record<string, string>, '/a?sig=1&page=2&signature=x')).toBe(null)
})

test('a body that is a compact token is known, whatever its type says', () => {
  const token = Buffer.from('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqb2UifQ.c2ln')
  expect(isCompactToken(token)).toBe(true)
  expect(isCompactToken(Buffer.from('eyJh.a.b.c.d'))).toBe(true)
  expect(isCompactToken(Buffer.from('eyJh.a'))).toBe(false)
  expect(isCompactToken(Buffer.concat([token, Buffer.from(' joe@example.com')]))).toBe(false)
})
