/** Promises of encoded parts, of their heads, and of the boundary between them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runs } from '../../support/property-runs.ts'
import { type Read, readEveryhow } from './read-everyhow.ts'
import { codeOf, type Order } from './support.ts'

const label = 'multipart/form-data; boundary=b'
const order: Order = { format: 'multipart', boundary: 'b' }
const part = (head: string, content: string) => `--b\r\n${head}\r\n\r\n${content}\r\n--b--\r\n`
const quoted = (content: string, type = 'text/plain') =>
  part(`Content-Type: ${type}\r\nContent-Transfer-Encoding: quoted-printable`, content)

function read(body: string, operator: 'mask' | 'redact' | 'replace' | 'keep' = 'mask') {
  const { out, ...told }: Read = readEveryhow(Buffer.from(body, 'latin1'), label, operator)
  return { out: out.toString('latin1'), ...told }
}

const malformed = (body: string) => {
  for (const pieces of [[1], [5], [4096]])
    expect(codeOf(body, { ...order, pieces })).toBe('CONTENT_MALFORMED')
}

describe('a part in quoted-printable', () => {
  test.each([
    ['anna=40customer.example', 'a***@customer.example'],
    [
      'Gr=C3=BC=C3=9Fe, anna=40cust=\r\nomer.example =3D end',
      'Gr=C3=BC=C3=9Fe, a***@customer.example =3D end',
    ],
    ['4111 1111=20=\r\n1111 1111', '**** **** **** 1111'],
    ['4111 1111 1111= \t\r\n 1111', '**** **** **** 1111'],
    ['=zz =4 anna@customer.example =', '=zz =4 a***@customer.example ='],
    ['anna=40customer=2Eexample=', 'a***@customer.example='],
  ])('is read with its encoding undone: %j', (content, expected) => {
    const types = ['text/plain', 'text/csv', 'application/octet-stream', 'application/json']
    for (const type of types) {
      const { out, opaqueParts } = read(quoted(content, type))
      expect(out.replaceAll(/=[ \t]*\r\n(?!--b)/g, '')).toBe(quoted(expected, type))
      expect(opaqueParts).toBe(0)
    }
  })

  test('gets stand-ins that decode to what was meant', () => {
    expect(read(quoted('x =3D anna=40customer.example'), 'replace').out).toBe(quoted('x =3D [EMAIL]'))
  })

  test('loses what JSON in it hides', () => {
    expect(read(quoted('{"m":"joe\\u0040example.com"}', 'application/json'), 'redact').out).toBe(
      quoted('{"m":""}', 'application/json'),
    )
  })

  test('leaves byte for byte as it came where everything is kept', () => {
    const anyPiece = fc.constantFrom(
      '=',
      '=\r\n',
      '= \r\n',
      '=3D',
      '=4',
      'a',
      ' ',
      '\r\n',
      'anna=40x.example',
      '\xfc',
    )
    fc.assert(
      fc.property(fc.array(anyPiece, { maxLength: 30 }), (pieces) => {
        const body = quoted(pieces.join(''))
        expect(read(body, 'keep').out).toBe(body)
      }),
      runs(150),
    )
  })
})

describe('a part in base64', () => {
  const encoded = (bytes: string) => Buffer.from(bytes, 'latin1').toString('base64')
  const file = 'Content-Disposition: form-data; name="f"; filename="x"\r\nContent-Transfer-Encoding: base64'

  test.each(['text/plain', 'text/csv', 'application/json', 'image/svg+xml'])(
    'that says it is %s cannot be read, and is never taken for a text that holds nothing',
    (type) => malformed(part(`${file}\r\nContent-Type: ${type}`, encoded('anna@customer.example'))),
  )

  test.each(['', 'Content-Type: application/octet-stream', 'Content-Type: application/vnd.ms-excel'])(
    'that says nothing (%j) cannot be read where it is a text',
    (type) => {
      const head = type === '' ? file : `${file}\r\n${type}`
      malformed(part(head, encoded('anna@customer.example')))
      malformed(part(head, encoded(`M\xfcller;anna@customer.example\r\n${'x;y\r\n'.repeat(600)}`)))
    },
  )

  test('passes as a part that is no text where it is none', () => {
    const body = part(`${file}\r\nContent-Type: image/png`, encoded('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'))
    expect(read(body)).toMatchObject({ out: body, opaqueParts: 1, found: [] })
  })
})

test.each(['x-uuencode', 'utf-8', '7bit, base64'])(
  'a part in an encoding that nobody knows cannot be read: %s',
  (name) => {
    malformed(part(`Content-Transfer-Encoding: ${name}`, 'anna@customer.example'))
  },
)

test.each(['utf-16', 'utf-7', 'ebcdic-cp-us'])('a text in a part cannot be read in %s', (charset) => {
  malformed(part(`Content-Type: text/plain; charset=${charset}`, 'words'))
})

describe('the name of a file', () => {
  const head = (parameter: string) => `Content-Disposition: form-data; name="f"; ${parameter}`
  const named = (parameter: string, operator: 'mask' | 'replace' = 'mask') =>
    read(part(head(parameter), 'x'), operator)

  test.each([
    ["filename*=UTF-8''anna%40customer.example", "filename*=UTF-8''a***%40customer.example"],
    [
      "filename*=iso-8859-1'en'anna%40customer.example.pdf",
      "filename*=iso-8859-1'en'a***%40customer.example.pdf",
    ],
    ["filename*0*=UTF-8''anna%40customer.example", "filename*0*=UTF-8''a***%40customer.example"],
    ['filename*="UTF-8\'\'anna%40customer.example"', 'filename*="UTF-8\'\'a***%40customer.example"'],
    ['filename="anna@customer.example.txt"', 'filename="a***@customer.example.txt"'],
    ['filename="anna@customer.example.TAR.gz"', 'filename="a***@customer.example.TAR.gz"'],
    ['filename="anna@customer.example"', 'filename="a***@customer.example"'],
    ['filename="anna@customer.zip"', 'filename="a***@customer.zip"'],
    ['filename=anna@customer.example.csv', 'filename=a***@customer.example.csv'],
    ['filename="4111 1111 1111 1111.pdf"', 'filename="**** **** **** 1111.pdf"'],
    [
      'filename="anna@customer.example.txt"; filename*=UTF-8\'\'anna%40customer.example.txt',
      'filename="a***@customer.example.txt"; filename*=UTF-8\'\'a***%40customer.example.txt',
    ],
    ['filename="plain.txt"', 'filename="plain.txt"'],
  ])('loses the address alone: %s', (parameter, expected) => {
    expect(named(parameter).out).toBe(part(head(expected), 'x'))
  })

  test('stays a valid RFC 8187 value whatever stands in', () => {
    expect(named("filename*=UTF-8''anna%40customer.example.txt", 'replace').out).toContain(
      "filename*=UTF-8''%5BEMAIL%5D.txt\r\n",
    )
  })
})

describe('a boundary that is an address', () => {
  const boundary = 'anna@customer.example'
  const body = Buffer.from(`--${boundary}\r\n\r\nwords\r\n--${boundary}--\r\n`)
  const over = (operator: 'mask' | 'redact' | 'replace') =>
    ({ format: 'multipart', boundary, operator }) as const

  test('is judged: what would have to be replaced cannot leave', () => {
    for (const operator of ['mask', 'redact', 'replace'] as const)
      for (const pieces of [[1], [4096]])
        expect(codeOf(body, { ...over(operator), pieces })).toBe('CONTENT_MALFORMED')
  })

  test('is refused where the rule refuses addresses, and kept where it keeps them', () => {
    const type = `multipart/form-data; boundary="${boundary}"`
    expect(readEveryhow(body, type, 'refuse')).toMatchObject({ refused: true, out: Buffer.alloc(0) })
    expect(readEveryhow(body, type, 'keep')).toMatchObject({ refused: false, out: body, found: [boundary] })
  })

  test.each([
    '4111111111111111',
    '----formdata-undici-041111111111',
    '-----------------------------4111111111111111',
  ])('is none where a program made it up, whatever its digits look like: %s', (made) => {
    const upload = Buffer.from(`--${made}\r\n\r\nwords\r\n--${made}--\r\n`)
    const { out, found } = readEveryhow(upload, `multipart/form-data; boundary=${made}`)
    expect({ out, found }).toEqual({ out: upload, found: [] })
  })

  test('is judged in a part that has parts', () => {
    const inner = `--${boundary}\r\n\r\nwords\r\n--${boundary}--`
    malformed(part(`Content-Type: multipart/mixed; boundary="${boundary}"`, inner))
  })
})
